"""Are headings known by the names of their styles, in six languages and two templates?"""

from __future__ import annotations

import pytest

from ingest.word.styles import parse_heading_level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 1", 1),
        ("Heading 2", 2),
        ("Titre 3", 3),
        ("Título 1", 1),
        ("Заголовок 2", 2),
        ("标题 1", 1),
        ("标题1", 1),
        ("العنوان 1", 1),
        ("Heading 1_itu", 1),
        ("_ H_M_GA", 1),
        ("_ H_Ch_GA", 1),
        ("_ H_1_GA", 2),
        ("_ H_2/3", 3),
        ("_ H_5_6_GA", 6),
        ("Headingb", 8),
        ("Heading_i", 9),
        ("Title1", 1),
        ("Title", 1),
        ("Res_No", 1),
        ("Normal", None),
        ("_ Single Txt_G", None),
        ("__Single Txt", None),
        ("List Paragraph", None),
        ("Table heading", None),
    ],
)
def test_headings_by_the_names_of_styles(name: str, level: int | None) -> None:
    assert parse_heading_level(name) == level
