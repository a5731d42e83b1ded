"""Ingest by hand: python-docx, sentence-transformers and FAISS in thirty lines.

    python -m benchmarks.ingest.thirty_lines MODEL INDEX FILE…

It embeds each paragraph and each row of a table, and keeps neither pages, numbers, references nor
words. It is what ``benchmarks.ingest`` compares with.
"""

import sys

import docx
import faiss
from sentence_transformers import SentenceTransformer


def main() -> None:
    """Embed the paragraphs of Word files and write them to an index."""
    model, index, *files = sys.argv[1:]
    texts = []
    for file in files:
        document = docx.Document(file)
        texts += [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
        for table in document.tables:
            texts += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    encoder = SentenceTransformer(model, device="cpu")
    vectors = encoder.encode([f"passage: {text}" for text in texts], normalize_embeddings=True)
    vector_index = faiss.IndexFlatIP(vectors.shape[1])
    vector_index.add(vectors)
    faiss.write_index(vector_index, index)
    print(len(texts))


if __name__ == "__main__":
    main()
