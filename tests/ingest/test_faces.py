"""Do the light faces of ingest stay light?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_light_faces_load_no_library_of_a_format() -> None:
    heavy = "{'docx', 'pdfplumber', 'pdfminer', 'pptx', 'pypdfium2', 'markdown_it', 'lxml'}"
    code = (
        "import sys, ingest.files, ingest.cover, ingest.limits, ingest.workers, ingest.read; "
        f"sys.exit(bool({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
