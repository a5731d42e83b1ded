"""Catalogues and lists of invented content, in the form that a client of ITU Sync describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

STEM = "S24-CWGWSIS41"
MEETING = {
    "Meeting_code": "CWG-WSIS&SDG",
    "Start_meeting_date": "2024-10-02T00:00:00",
    "Meeting_place_date": "CWG-WSIS&SDG 41, Geneva, 2-3 October 2024",
    "TD_date": "241002",
    "FTP_path": "/s/2024/cwgwsis41/docs",
    "workingFolder": "/ITU CWGWSIS41/2024",
    "setLocalPathSG": "/docs-dms",
    "Frame_src_C": f"frame.html?XF=../docs-dms/{STEM}-C.xml&lang=en",
    "Frame_src_INF": f"frame.html?XF=../docs-dms/{STEM}-INF.xml",
}
STUDY_GROUP = {
    "Meeting_code": "ITU-T SG 12",
    "Start_meeting_date": "2025-01-14T00:00:00",
    "Meeting_place_date": "ITU-T SG 12, Geneva, 14-23 January 2025",
    "TD_date": "250114",
    "FTP_path": "/t/2025/sg12/docs",
    "Frame_src_C": "frame.html?XF=../docs-dms/T25-SG12-C.xml",
    "Frame_src_TD_GEN": "frame.html?XF=../docs-dms/T25-SG12-250114-TD.xml",
}


def _elements(fields: Mapping[str, Any]) -> str:
    return "".join(
        f"<{name}>{value if value.startswith('<') else escape(value)}</{name}>"
        for name, value in fields.items()
    )


def catalogue(*meetings: Mapping[str, str], record: str = "ITU_Meetings") -> bytes:
    """Return a catalogue of meetings."""
    records = "".join(f"<{record}>{_elements(each)}</{record}>\n" for each in meetings)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<dataroot>{records}</dataroot>'.encode()


def document(name: str, source: str = "Brazil", **fields: str) -> dict[str, str]:
    """Return the fields of a document of a list."""
    return {
        "object_name": name,
        "friendly_name": f"[{name[-4:].lstrip('0')}]",
        "doc_number": name[-4:],
        "doc_type": "C",
        "main_source": source,
        "reception_date": "2024-09-18T10:30:00",
        "meeting_name": "Geneva, 2-3 October 2024",
        "ltitle_e": f"Contribution {name[-4:]}",
        "ltitle_f": f"Contribution nº {name[-4:]}",
        "ltitle_s": f"Contribución {name[-4:]}",
        "study_questions": "<rvalue>Q1</rvalue><rvalue>Q2</rvalue>",
        "access_type": "C",
        **fields,
    }


def document_list(*documents: Mapping[str, str], extra: Iterable[str] = ()) -> bytes:
    """Return a list of documents."""
    folders = "".join(f"<folder>{_elements(each)}</folder>\n" for each in documents)
    head = (
        "<page_param><sector>s</sector><study_period>24</study_period><updated/></page_param>"
        "<group_desc><ltitle_e>Council Working Group</ltitle_e></group_desc>"
        "<meeting_desc><object_name>S24-CWGWSIS41-241002</object_name></meeting_desc>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<page_content>{head}<folder_list>{folders}'
        f"{''.join(extra)}</folder_list></page_content>"
    ).encode()
