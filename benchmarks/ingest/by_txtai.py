"""Ingest by txtai: the texts of ``thirty_lines``, the same model, by meaning and by words.

    python -m benchmarks.ingest.by_txtai MODEL INDEX FILE…

``make bench`` installs txtai beside the program, into a folder that ``TXTAI`` names.
"""

import os
import sys

import docx


def main() -> None:
    """Embed the paragraphs of Word files and write them to an index."""
    sys.path.append(os.environ.get("TXTAI", ""))
    from txtai import Embeddings  # type: ignore[import-not-found, unused-ignore]

    model, index, *files = sys.argv[1:]
    texts = []
    for file in files:
        document = docx.Document(file)
        texts += [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
        for table in document.tables:
            texts += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    embeddings = Embeddings(
        path=model,
        method="sentence-transformers",
        instructions={"query": "query: ", "data": "passage: "},
        gpu=False,
        content=True,
        hybrid=True,
    )
    embeddings.index(texts)
    embeddings.save(index)
    print(len(texts))


if __name__ == "__main__":
    main()
