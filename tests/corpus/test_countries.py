"""Are countries found by their names in six languages?"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import tables
from corpus.countries import _compile_names, find, find_leading, is_list, name
from corpus.languages import BY_CODE
from tests.conftest import REAL_DATA

CHECK = REAL_DATA / "countries" / "aligned.tsv"

# Associated with New Zealand: members of agencies of the United Nations, not of the organisation.
NOT_MEMBERS = {"COK", "NIU"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Contribution by Japan", ("JPN",)),
        ("CONTRIBUTION BY JAPAN", ("JPN",)),
        ("Contribution by Papua New Guinea and Guinea-Bissau", ("PNG", "GNB")),
        ("Iran (Islamic Republic of) and the U.S.A.", ("IRN", "USA")),
        ("Democratic Republic of the Congo, Congo", ("COD", "COG")),
        ("Congo (Democratic Republic of the), Congo (Rep. of the)", ("COD", "COG")),
        ("Korea (Democratic People's Republic of)", ("PRK",)),
        ("Corée (République populaire démocratique de)", ("PRK",)),
        ("Corea (República Popular Democrática de)", ("PRK",)),
        ("Вклад Конго (Демократической Республики)", ("COD",)),
        ("刚果（民主共和国）、朝鲜（民主主义人民共和国）", ("COD", "PRK")),
        ("Nigeria and the Niger", ("NGA", "NER")),
        ("Contribution du Kenya", ("KEN",)),
        ("Contribution de l'Algérie et du Niger", ("DZA", "NER")),
        ("Contribution de la République française", ("FRA",)),
        ("Contribución de los Estados Unidos de América", ("USA",)),
        ("EE.UU. y México", ("USA", "MEX")),
        ("Вклад Российской Федерации", ("RUS",)),
        ("Вклад Соединенных Штатов Америки и Египта", ("USA", "EGY")),
        ("Вклад Соединённого Королевства", ("GBR",)),
        ("Вклад Республики Корея", ("KOR",)),
        ("Вклад Филиппин, Нидерландов и Соломоновых Островов", ("PHL", "NLD", "SLB")),
        ("Вклад Китая, Йемена, Израиля, Беларуси", ("CHN", "YEM", "ISR", "BLR")),
        ("Вклад Кот-д'Ивуара и Саудовской Аравии", ("CIV", "SAU")),
        ("مساهمة مقدمة من الأردن والمغرب", ("JOR", "MAR")),
        ("مساهمة للمغرب", ("MAR",)),
        ("مساهمة من جمهورية مصر العربية", ("EGY",)),
        ("الإمارات العربية المتحدة وعمان ولبنان", ("ARE", "OMN", "LBN")),
        ("日本的文稿", ("JPN",)),
        ("巴布亚新几内亚、索马里、南苏丹和印度尼西亚", ("PNG", "SOM", "SSD", "IDN")),
        ("Японии, Японией, Японию", ("JPN",)),
    ],
)
def test_a_source_gives_the_codes_of_its_countries(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "кроме того",  # not Togo
        "a chad, a turkey and some china",
        "Nigerian, Malian",
        "مساهمة من المكتب المالي",  # financial, not Mali
        "the secretariat",
        "",
    ],
)
def test_a_text_without_country_gives_none(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Japan",
        "United Kingdom of Great Britain and Northern Ireland",
        "Kingdom of Saudi Arabia and Republic of Kenya",
        "Российская Федерация",
        "الأردن والمغرب",
        "中国和几内亚比绍",
    ],
)
def test_a_list_of_countries(text: str) -> None:
    assert is_list(text)


@pytest.mark.parametrize("text", ["Schools in Japan", "日本的文稿", "The secretariat", ""])
def test_more_than_a_list(text: str) -> None:
    assert not is_list(text)


def test_a_country_has_its_name_in_each_language() -> None:
    assert name("KEN", "fr") == "Kenya"
    assert name("CIV", "zh") == "科特迪瓦"
    assert name("XXX", "en") is None
    assert name("KEN", "de") is None


def test_every_member_is_found_by_its_name_in_every_language() -> None:
    table = tables.load("countries")
    assert len(table) == 195
    for code, languages in table.items():
        assert set(languages) == set(BY_CODE)
        for forms in languages.values():
            for form in forms:
                assert find(form) == (code,), form
                assert is_list(form)


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/data/countries is not here")
def test_short_and_formal_names_of_another_table_are_found() -> None:
    with CHECK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["iso3"] not in NOT_MEMBERS:
                for language in BY_CODE:
                    assert find(row[language]) == (row["iso3"],), row[language]


def test_a_user_adds_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "countries.toml").write_text('[KEN]\nen = ["Republic of Utopia"]\n')
    monkeypatch.setenv("WSIS_SEARCH_TABLES", str(tmp_path))
    assert find("Contribution by the Republic of Utopia") == ("KEN",)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert all(name(code, "en") for code in find(text))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Brazil proposes that Kenya be asked", ("BRA",)),
        ("The Republic of Korea and Japan ask", ("KOR", "JPN")),
        ("Korea (Democratic People's Republic of) proposes", ("PRK",)),
        ("Le Brésil et la Suisse (Confédération) proposent", ("BRA", "CHE")),
        ("约旦和摩洛哥建议工作组", ("JOR", "MAR")),
        ("الأردن والمغرب يقترحان", ("JOR", "MAR")),
        ("The Group asks Brazil", ()),
        ("", ()),
    ],
)
def test_a_text_begins_with_countries(text: str, codes: tuple[str, ...]) -> None:
    assert find_leading(text) == codes


def test_names_in_other_alphabets_are_not_compiled_for_a_text() -> None:
    latin = _compile_names(tables.folder(), "Latin")
    arabic = _compile_names(tables.folder(), "Arabic")
    assert len(arabic.codes) < len(latin.codes) < 1000
    assert latin.pattern.search("kenya")
    assert not arabic.pattern.search("kenya")
    assert find("Кения, 日本 et le Pérou") == ("KEN", "JPN", "PER")


@pytest.mark.parametrize("text", ["", "2024", "(12) – 3.4", "\U0001f30d"])
def test_a_text_without_letters_names_no_country(text: str) -> None:
    assert find(text) == find_leading(text) == ()
    assert not is_list(text)


def test_developing_countries_in_chinese_are_not_china() -> None:
    assert find("58个发展中国家") == ()
    assert find("中国和日本") == ("CHN", "JPN")
