"""Tests for the addresses of official texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import tables
from corpus.official_sources import (
    find_official_list,
    find_official_page,
    find_official_source,
)


@pytest.mark.parametrize(
    ("canonical", "language", "address"),
    [
        ("A/RES/70/125", "ar", "https://undocs.org/ar/A/RES/70/125"),
        ("E/CN.16/2024/2", "zh", "https://undocs.org/zh/E/CN.16/2024/2"),
        ("C24/8", "fr", "https://www.itu.int/md/S24-CL-C-0008/fr"),
        ("C24/8", "ru", "https://www.itu.int/md/S24-CL-C-0008/en"),
        (
            "PP-22/34",
            "es",
            "https://www.itu.int/md/meetingdoc.asp?lang=en&parent=S22-PP-C-0034",
        ),
        ("ITU-T Rec. Y.4102", "en", "https://www.itu.int/rec/T-REC-Y.4102/en"),
        (
            "PP Res. 140 (Rev. Bucharest, 2022)",
            "ar",
            "https://www.itu.int/en/council/Documents/basic-texts-2023/RES-140-E.pdf",
        ),
        (
            "PP Res. 25 (Rev. Bucharest, 2022)",
            "fr",
            "https://www.itu.int/en/council/Documents/basic-texts-2023/RES-025-E.pdf",
        ),
        (
            "PP Dec. 5 (Rev. Bucharest, 2022)",
            "en",
            "https://www.itu.int/en/council/Documents/basic-texts-2023/DEC-005-E.pdf",
        ),
        ("PP Res. 140 (Rev. Busan, 2014)", "en", None),
        ("PP Res. 140", "en", None),
        ("Council Res. 1332 (Rev. 2024)", "en", None),
        ("C24/8(Rev.1)", "en", None),
        ("CWG-WSIS&SDG-39/2", "en", None),
        ("WTSA Res. 75", "en", None),
        ("", "en", None),
    ],
)
def test_an_official_text_has_an_address_where_a_pattern_fits(
    canonical: str, language: str, address: str | None
) -> None:
    assert find_official_source(canonical, language) == address


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("Council Res. 1332 (Rev. 2024)", "https://www.itu.int/ar/council/Pages/default.aspx"),
        ("Council Dec. 562", "https://www.itu.int/ar/council/Pages/default.aspx"),
        ("PP Res. 140", None),
        ("PP Res. 140 (Rev. Busan, 2014)", None),
        ("PP Res. 140 (Rev. Dubai, 2018)", "https://www.itu.int/pub/S-CONF-ACTF-2018"),
        ("PP Res. 140 (Rev. Bucharest, 2022)", None),
        ("WTSA Res. 75", None),
        ("A/RES/70/125", None),
    ],
)
def test_without_a_text_of_its_edition_the_list_of_the_body_is_named(
    canonical: str, address: str | None
) -> None:
    assert find_official_list(canonical, "ar") == address


@pytest.mark.parametrize(
    ("canonical", "kind"),
    [
        ("A/RES/70/125", "source"),
        ("PP Res. 140 (Rev. Dubai, 2018)", "list"),
        ("Council Res. 1332", "website"),
    ],
)
def test_a_page_of_a_body_is_a_list_of_texts_or_its_website(canonical: str, kind: str) -> None:
    page = find_official_page(canonical, "zh")
    assert page is not None
    assert page.kind == kind
    assert (find_official_source(canonical, "zh") is None) == (kind != "source")
    assert find_official_page("WTSA Res. 75", "zh") is None


def test_a_users_table_adds_official_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "official_sources.toml").write_text(
        "[[source]]\n"
        "pattern = 'WTSA Res\\. (?P<number>\\d+)'\n"
        'address = "https://example.org/{language}/{number}"\n'
        'languages = ["es"]\n',
        "utf-8",
    )
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    assert find_official_source("WTSA Res. 75", "zh") == "https://example.org/es/75"
    assert find_official_source("A/70/1", "ru") == "https://undocs.org/ru/A/70/1"


@pytest.mark.parametrize(
    "row",
    [
        'pattern = \'A(\'\naddress = "https://example.org"\nlanguages = ["en"]',
        'pattern = \'A\'\naddress = "https://example.org/{year}"\nlanguages = ["en"]',
        'pattern = \'A\'\naddress = "javascript:alert(1)"\nlanguages = ["en"]',
        "pattern = 'A'\nlanguages = [\"en\"]",
        "pattern = 'A'\naddress = \"https://example.org\"\nlanguages = []",
    ],
)
def test_a_wrong_official_source_is_named_with_its_file(
    row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "official_sources.toml").write_text(f"[[source]]\n{row}\n", "utf-8")
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    with pytest.raises(tables.TableError, match=r"official_sources\.toml"):
        find_official_source("A", "en")
