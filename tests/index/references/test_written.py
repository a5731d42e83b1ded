"""A reference is called in each language as that language writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import tables
from corpus.extract.references import find
from corpus.languages import BY_CODE
from index import Index
from index.references import forms, name_references, own_name, write_reference

WRITTEN = {
    "PP Res. 139": {
        "ar": "القرار 139 لمؤتمر المندوبين المفوضين",
        "zh": "全权代表大会第139号决议",
        "ru": "Резолюция 139 Полномочной конференции",
    },
    "PP Res. 140 (Rev. Bucharest, 2022)": {
        "ar": "القرار 140 (المراجَع في بوخارست، 2022)",
        "zh": "第140号决议（2022年，布加勒斯特，修订版）",
        "fr": "Résolution 140 (Rév. Bucarest, 2022)",
    },
    "Res. 9999": {"ar": "القرار 9999", "zh": "第9999号决议", "ru": "Резолюция 9999"},
    "Dec. 250": {"fr": "Décision 250", "es": "Decisión 250"},
    "Council Dec. 562": {"es": "Acuerdo 562 del Consejo", "zh": "理事会第562号决定"},
    "WSIS C8": {
        "en": "WSIS Action Line C8",
        "fr": "Grande orientation C8 du SMSI",
        "es": "Línea de acción C8 de la CMSI",
        "ru": "Направление деятельности C8 ВВУИО",
        "ar": "خط العمل C8 للقمة العالمية لمجتمع المعلومات",
        "zh": "信息社会世界峰会行动方面C8",
    },
    "SDG 9": {"fr": "ODD 9", "ar": "الهدف 9 من أهداف التنمية المستدامة", "zh": "可持续发展目标9"},
    "SDG 9.c": {"ru": "Задача 9.c ЦУР", "ar": "المقصد 9.ج من أهداف التنمية المستدامة"},
    "ITU-T Rec. X.1303": {
        "es": "Recomendación UIT-T X.1303",
        "ru": "Рекомендация МСЭ-T X.1303",
        "ar": "التوصية ITU-T X.1303",
        "zh": "ITU-T X.1303建议书",
    },
}


@pytest.mark.parametrize("canonical", WRITTEN)
def test_in_the_words_of_a_language(canonical: str) -> None:
    for language, text in WRITTEN[canonical].items():
        assert write_reference(canonical, language) == text


@pytest.mark.parametrize("language", BY_CODE)
def test_each_is_read_as_what_it_names(language: str) -> None:
    held = tables.load("references_conferences")
    for body in ("PP", "WTDC", "WTSA"):
        for year, meeting in held[body].items():
            canonical = f"{body} Res. 7 ({meeting['place']}, {year})"
            text = write_reference(canonical, language)
            assert text is None or [mention.canonical for mention in find(text)] == [canonical]
    assert write_reference("A/RES/70/125", language) is None
    assert write_reference("CWG-WSIS&SDG-39/2", language) is None


@pytest.mark.parametrize(
    ("language", "of_pp", "of_wtsa"),
    [
        ("en", " of the Plenipotentiary Conference", " Standardization Assembly"),
        ("zh", "全权代表大会第70号决议", "世界电信标准化全会第70号决议"),
        ("ar", " لمؤتمر المندوبين المفوضين", " للجمعية العالمية لتقييس الاتصالات"),
        ("fr", " de la Conférence de plénipotentiaires", "Assemblée mondiale de normalisation"),
        ("ru", " Полномочной конференции", " Всемирной ассамблеи"),
        ("es", " de la Conferencia de Plenipotenciarios", " de la Asamblea Mundial"),
    ],
)
def test_a_number_of_several_bodies_is_written_with_its_body(
    language: str, of_pp: str, of_wtsa: str
) -> None:
    for canonical, body in (
        ("PP Res. 70 (Rev. Bucharest, 2022)", of_pp),
        ("WTSA Res. 70 (Rev. Geneva, 2022)", of_wtsa),
    ):
        name = write_reference(canonical, language, whose=True)
        assert name is not None
        assert body in name
        assert body not in (write_reference(canonical, language) or body)


@pytest.mark.parametrize("language", BY_CODE)
def test_a_name_of_its_own_is_read_as_the_document(language: str) -> None:
    for canonical in tables.load("references_written")[language]["named"]:
        name = own_name(canonical, language)
        assert name
        assert [mention.canonical for mention in find(name)] == [canonical]
    assert own_name("C24/8", language) is None


COUNCIL = {
    "en": "1\tResolution 1332 (Rev. 2023), and again Resolution 1332 (Rev. 2023).\n",
    "ar": "1\tعملاً بقراري المجلس 1332 (المراجَع في 2023) و1334 (المراجَع في 2023).\n",
    "zh": "1\t根据第1332号决议（2023年，修订版）开展工作。\n",
}


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Council Resolution 1332 (Rev. 2023)"),
        ("ar", "القرار 1332 (المراجَع في 2023) للمجلس"),
        ("zh", "理事会第1332号决议（2023年，修订版）"),
    ],
)
@pytest.mark.thorough
def test_a_resolution_of_the_council_says_that_it_is(
    tmp_path: Path, language: str, expected: str
) -> None:
    (tmp_path / "one.txt").write_text(COUNCIL[language], "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "one.txt"], workers=1)
        canonical = "Council Res. 1332 (Rev. 2023)"
        assert name_references(index.store, [canonical], language) == {canonical: expected}
        # A list in Arabic gives no form that could be copied.
        assert [form.text for form in forms(index.store, [canonical])] == [expected] * (
            language != "ar"
        )


@pytest.mark.model
@pytest.mark.thorough
def test_the_newest_of_several_editions_is_to_be_copied(tmp_path: Path) -> None:
    """Though texts name the older one more often, or that one alone."""
    older = "Resolution 140 (Rev. Dubai, 2018)"
    (tmp_path / "one.txt").write_text(
        f"1\t{older}, {older} and Resolution 140 (Rev. Bucharest, 2022).\n", "utf-8"
    )
    (tmp_path / "zh.txt").write_text(
        "1\t根据第140号决议（2018年，迪拜，修订版）开展工作。\n", "utf-8"
    )
    editions = ["PP Res. 140 (Rev. Dubai, 2018)", "PP Res. 140 (Rev. Bucharest, 2022)"]
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "one.txt", tmp_path / "zh.txt"], workers=1)
        written = {form.language: form.text for form in forms(index.store, editions)}
        alone = [form.text for form in forms(index.store, editions[:1], "en")]
        older_ones = forms(index.store, editions, edition=editions[0])
        read = {mention.canonical for form in older_ones for mention in find(form.text)}
        assert read == {editions[0]}
    assert written == {
        "en": "Resolution 140 (Rev. Bucharest, 2022)",
        "zh": "第140号决议（2022年，布加勒斯特，修订版）",
    }
    assert alone == [older, "第140号决议（2018年，迪拜，修订版）"]


@pytest.mark.model
@pytest.mark.thorough
def test_all_of_a_kind_are_called_alike(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("1\t根据第140号决议开展工作。\n", "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "zh.txt"], workers=1)
        names = name_references(index.store, ["PP Res. 139", "PP Res. 140"], "zh")
        written_so = forms(index.store, ["PP Res. 140"])
    assert [*names.values()] == ["全权代表大会第139号决议", "全权代表大会第140号决议"]
    assert [form.text for form in written_so] == ["全权代表大会第140号决议"]


@pytest.mark.model
@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.thorough
def test_a_reference_is_named_in_languages_without_documents(tmp_path: Path, language: str) -> None:
    (tmp_path / "en.txt").write_text("1\tUnder Resolution 139, schools are connected.\n", "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "en.txt"], workers=1)
        names = name_references(index.store, ["PP Res. 139", "A/RES/70/1"], language)
    assert names == {"PP Res. 139": WRITTEN["PP Res. 139"][language], "A/RES/70/1": "A/RES/70/1"}
