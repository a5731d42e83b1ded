"""Do the light faces stay light?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.thorough
def test_light_faces_load_no_library_of_a_format() -> None:
    heavy = "{'docx', 'pdfplumber', 'pdfminer', 'pptx', 'pypdfium2', 'markdown_it', 'lxml'}"
    code = (
        "import sys, ingest.files, ingest.cover, ingest.limits, ingest.workers, ingest.read; "
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


@pytest.mark.thorough
def test_a_search_by_words_loads_no_vectors_or_covers(
    sample_index: Path,
) -> None:
    code = (
        "import sys; from pathlib import Path; from index import Index; "
        f"index = Index.open(Path({str(sample_index)!r})); "
        "assert index.search('connectivity', mode='lexical').hits; "
        "sys.exit(bool({'faiss', 'ingest.cover'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
