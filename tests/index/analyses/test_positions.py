"""Positions: a cell for each submitter and meeting, in the reader's language."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document

from corpus.filters import Filters
from corpus.languages import BY_CODE
from corpus.text import sentences
from index import Index
from index.analyses import Positions
from search_app.citing.export import report_docx
from search_app.localise import Locale
from search_app.operations import POSITIONS
from search_app.operations.layouts.positions import positions_layout
from search_app.web.reports import report_html
from tests.commands import run

TOPICS = {
    "en": "early warning of floods with artificial intelligence",
    "zh": "利用人工智能进行洪水预警",
    "ar": "الإنذار المبكر بالفيضانات باستعمال الذكاء الاصطناعي",
}


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ("Brazil, Portugal", "Portugal")), ("ar", ("البرازيل والبرتغال", "البرتغال"))],
)
@pytest.mark.thorough
def test_a_joint_submission_is_one_entry_on_every_surface(
    said_index: Path, tmp_path: Path, language: str, names: tuple[str, str]
) -> None:
    topic, (source, partner) = "regional dialogues", names
    word, values, lines = (tmp_path / f"positions.{ending}" for ending in ("docx", "csv", "md"))
    asked = ("positions", topic, "--in", language)
    files = ("--docx", word, "--csv", values, "--markdown", lines)
    cells = run(*asked, "--json", *files, index=said_index).json()["cells"]
    (cell,) = (cell for cell in cells if {"BRA", "PRT"} & {*cell["countries"]})
    assert (cell["source"], cell["countries"]) == (source, ["BRA", "PRT"])
    assert (cell["meeting"], cell["jointly_with"]) == ("39", [partner])
    assert all(not cell["jointly_with"] for cell in cells if cell["kind"] == "office")
    rows = [row for table in Document(str(word)).tables for row in table.rows]
    (row,) = (row for row in rows if row.cells[0].text == source)
    assert any(cell["text"] in content.text for content in row.cells)
    with Index.open(said_index) as index:
        page = report_html(Locale(language), POSITIONS, index.positions(topic, shown_in=language))
    shown = run(*asked, index=said_index).out
    drawn = (page, shown, values.read_text("utf-8-sig"), lines.read_text("utf-8"))
    for text in drawn:
        plain = " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", "", text).split())
        assert plain.count(cell["text"]) == 1
        assert source in plain


@pytest.mark.parametrize("source", ["Brazil", "Португалия"])
@pytest.mark.thorough
def test_a_filter_by_any_submitter_finds_the_joint_entry(said_index: Path, source: str) -> None:
    asked = ("positions", "regional dialogues", "--source", source, "--json")
    (cell,) = run(*asked, index=said_index).json()["cells"]
    assert cell["countries"] == ["BRA", "PRT"]


@pytest.mark.parametrize("language", TOPICS)
@pytest.mark.thorough
def test_the_one_who_spoke_is_found(reports_index: Path, language: str) -> None:
    with Index.open(reports_index) as index:
        found = index.positions(TOPICS[language])
    cell = next(cell for cell in found.cells if cell.submitters[0].key == "JPN")
    assert cell.submitters[0].name("zh") == "日本"
    assert (cell.meeting, cell.shown.symbol) == ("40", "CWG-WSIS&SDG-40/3(Rev.1)")
    # The topic's language is the reader's unless he says otherwise.
    assert cell.shown.language == language
    assert cell.sentence in cell.shown.passage.text
    assert len({(frozenset(cell.submitters), cell.meeting) for cell in found.cells}) == len(
        found.cells
    )


@pytest.mark.parametrize(("topic", "who"), [("Japan", "JPN"), ("capacity building", "Secretariat")])
@pytest.mark.thorough
def test_the_first_answer_counts_for_a_topic_near_nothing(
    reports_index: Path, topic: str, who: str
) -> None:
    with Index.open(reports_index) as index:
        found = index.positions(topic)
    assert [cell.submitters[0].key for cell in found.cells] == [who]


def test_what_a_revision_keeps_stands_again(reports_index: Path) -> None:
    with Index.open(reports_index) as index:
        found = index.positions("seismic waves told apart from trains and quarry blasts")
    cell = next(cell for cell in found.cells if cell.submitters[0].key == "JPN")
    assert [(one.shown.symbol, one.share) for one in cell.reuse] == [("CWG-WSIS&SDG-40/3", 1.0)]


@pytest.mark.model
@pytest.mark.parametrize(
    ("topic", "who"),
    [
        *(("satellite", "JPN"), ("传感器", "JPN"), ("الأنهار", "JPN")),
        *(("solar power", "KEN"), ("太阳能", "KEN"), ("الطاقة الشمسية", "KEN")),
    ],
)
@pytest.mark.thorough
def test_another_text_on_the_same_subject_is_not_the_text(
    alike_index: Path, topic: str, who: str
) -> None:
    with Index.open(alike_index) as index:
        for reader in ("en", "ar", "zh"):
            found = index.positions(topic, shown_in=reader)
            (cell,) = (cell for cell in found.cells if cell.submitters[0].key == who)
            assert cell.reuse == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("topic", "who"),
    [
        *(("tea", "CHN"), ("té", "CHN"), ("الشاي", "CHN")),
        *(("recycling", "URY"), ("回收", "URY"), ("إعادة التدوير", "URY")),
        *(("football", None), ("足球", None), ("كرة القدم", None)),
    ],
)
@pytest.mark.thorough
def test_a_source_in_another_language_is_near_the_topic(
    alike_index: Path, topic: str, who: str | None
) -> None:
    """China's document is there in Chinese only, Uruguay's in Spanish only."""
    with Index.open(alike_index) as index:
        found = index.positions(topic)
    assert {cell.submitters[0].key for cell in found.near} == ({who} if who else set())
    assert found.naming == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("topic", "language", "said"),
    [
        ("tea", "en", "Only near in meaning"),
        ("الشاي", "ar", "قريب في المعنى فقط"),
        ("té", "zh", "仅意思相近"),
    ],
)
@pytest.mark.once
@pytest.mark.thorough
def test_who_is_only_near_stands_apart(
    alike_index: Path, tmp_path: Path, topic: str, language: str, said: str
) -> None:
    word = tmp_path / "positions.docx"
    asked = ("positions", topic, "--in", language)
    assert said in run(*asked, index=alike_index).out
    assert run(*asked, "--docx", word, index=alike_index).code == 0
    headings = [
        paragraph.text for paragraph in Document(str(word)).paragraphs if said in paragraph.text
    ]
    assert len(headings) == 1


IN_ARABIC = (
    "Document CWG-WSIS&SDG-50/4-A\n2 أكتوبر 2030\nبالعربية فقط\nالمصدر: مصر\n"
    "1\tتستعمل النساء الإنترنت أقل بكثير من الرجال، ويجب سد هذه الفجوة بين الجنسين.\n"
)


@pytest.mark.model
@pytest.mark.thorough
def test_a_probable_translation_is_listed_and_marked(tmp_path: Path) -> None:
    (tmp_path / "2.txt").write_text(HEAD.format(2, "Brazil") + OF_BRAZIL, "utf-8")
    (tmp_path / "4.txt").write_text(IN_ARABIC, "utf-8")
    folder, word, values = (tmp_path / name for name in ("index", "p.docx", "p.csv"))
    with Index.open(folder, create=True) as index:
        index.ingest([tmp_path / "2.txt", tmp_path / "4.txt"], workers=1)
    for language, said in {
        "en": "probably in translation",
        "fr": "probablement en traduction",
        "es": "probablemente en traducción",
        "ru": "вероятно, в переводе",
        "zh": "很可能是译文",
        "ar": "مترجَماً على الأرجح",
    }.items():
        asked = ("positions", "how women fare online", "--in", language)
        told = run(*asked, "--json", index=folder).json()
        again = {cell["symbol"]: cell["reuse"] for cell in told["cells"]}
        (reuse,) = again["CWG-WSIS&SDG-50/2"]
        assert (reuse["symbol"], reuse["share"]) == ("CWG-WSIS&SDG-50/4", None)
        assert run(*asked, "--docx", word, "--csv", values, index=folder).code == 0
        (table,) = Document(str(word)).tables
        assert any(said in content.text for row in table.rows for content in row.cells)
        assert said in values.read_text("utf-8-sig")
        assert said in " ".join(run(*asked, index=folder).out.split())


UNSTATED = {
    "en": "Source not stated",
    "fr": "Source non indiquée",
    "es": "Origen no indicado",
    "ru": "Источник не указан",
    "zh": "未注明来源",
    "ar": "المصدر غير مذكور",
}


@pytest.mark.model
@pytest.mark.thorough
def test_whose_source_is_not_stated_stands_last(tmp_path: Path) -> None:
    where = {2: "in villages", 3: "at work", 4: "in old age"}
    for number, place in where.items():
        head = HEAD.format(number, "Japan")
        (tmp_path / f"{number}.txt").write_text(
            (head if number == 3 else head.replace("Source: Japan\n", ""))
            + f"1\tThe gender digital divide is widest {place}, where few women read much, "
            "and fewer write.\n"
            "2\tThe canteen opens at noon on Mondays and Thursdays.\n",
            "utf-8",
        )
    word, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest(sorted(tmp_path.glob("*.txt")), workers=1)
    for language, said in UNSTATED.items():
        asked = ("positions", "gender digital divide", "--in", language)
        files = ("--docx", word, "--csv", values)
        cells = run(*asked, "--json", *files, index=tmp_path / "index").json()["cells"]
        assert [(cell["kind"], cell["symbol"]) for cell in cells] == [
            ("country", "CWG-WSIS&SDG-50/3"),
            ("unstated", "CWG-WSIS&SDG-50/2"),
            ("unstated", "CWG-WSIS&SDG-50/4"),
        ]
        assert [cell["source"] is None for cell in cells] == [False, True, True]
        assert "CWG-WSIS&SDG-50/4-E" in cells[-1]["citation"]
        (table,) = Document(str(word)).tables
        drawn = [content.text for row in table.rows for content in row.cells]
        shown = run(*asked, index=tmp_path / "index").out
        for text in ("\n".join(drawn), values.read_text("utf-8-sig"), shown):
            assert text.count(said) == 2


@pytest.mark.model
@pytest.mark.thorough
def test_who_speaks_alone_too_stands_before_the_joint_entry(tmp_path: Path) -> None:
    text = "1\tThe gender digital divide is widest {}, where few women read much, or write.\n"
    documents = {
        "50/2": ("Brazil and Portugal", "in villages"),
        "50/3": ("Portugal", "in old age"),
        "50/4": ("Chile", "at work"),
        "51/5": ("Portugal and Brazil", "on islands"),
    }
    for number, (symbol, (source, where)) in enumerate(documents.items()):
        head = HEAD.replace("50/{}", symbol).format(source)
        (tmp_path / f"{number}.txt").write_text(head + text.format(where), "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest(sorted(tmp_path.glob("*.txt")), workers=1)
        found = index.positions("gender digital divide")
    assert [(cell.shown.symbol or "")[-4:] for cell in found.cells] == [
        *("50/4", "50/3"),
        *("50/2", "51/5"),
    ]
    section, note = positions_layout(found, "en").sections
    assert [line.text for line in note.lines] == [Locale("en").text("positions.may_lack")]
    assert section.table is not None
    names = [row[0].text for row in section.table.rows if row[0]]
    assert names == ["Countries", "Chile", "Portugal", "Brazil, Portugal"]


def test_the_command_shows_and_writes_them(reports_index: Path, tmp_path: Path) -> None:
    word, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
    asked = ("positions", TOPICS["en"], "--in", "ar", "--json")
    outcome = run(*asked, "--docx", word, "--csv", values, index=reports_index)
    assert outcome.code == 0, outcome.err
    told = outcome.json()
    cell = next(cell for cell in told["cells"] if cell["countries"] == ["JPN"])
    assert (cell["source"], cell["language"]) == ("اليابان", "ar")
    assert set(cell) >= {"meeting", "symbol", "label", "text", "citation", "reuse"}
    table, *_ = Document(str(word)).tables  # who is only near follows
    cells = [content.text.replace("\u200e", "") for row in table.rows for content in row.cells]
    assert "اليابان" in cells
    assert any(cell["text"] in content for content in cells)
    assert cell["text"] in values.read_text("utf-8-sig")


def test_a_topic_nobody_spoke_on(reports_index: Path) -> None:
    outcome = run("positions", "beekeeping on the moon", "--json", index=reports_index)
    assert outcome.code == 0
    assert outcome.json()["cells"] == []
    assert "No text on “beekeeping on the moon” was found with confidence" in outcome.err
    assert "does not mean that nobody spoke" in outcome.err


@pytest.mark.parametrize("code", BY_CODE)
def test_a_word_file_says_that_nothing_was_found(code: str) -> None:
    found = Positions("蜂", "zh", code, ())
    file = io.BytesIO(report_docx(positions_layout(found, code), code))
    text = [paragraph.text for paragraph in Document(file).paragraphs]
    locale = Locale(code)
    assert locale.text("positions.not_found") in text
    assert locale.text("positions.not_found_hint") in text


AI = {"en": "artificial intelligence", "zh": "人工智能", "ar": "الذكاء الاصطناعي"}
DIVIDE = {
    "en": "digital divide",
    "fr": "fracture numérique",
    "es": "brecha digital",
    "ru": "цифровой разрыв",
    "zh": "数字鸿沟",
    "ar": "الفجوة الرقمية",
}
METHODS = {
    "en": "working methods",
    "fr": "méthodes de travail",
    "es": "métodos de trabajo",
    "ru": "методы работы",
    "zh": "工作方法",
    "ar": "أساليب العمل",
}


@pytest.mark.parametrize("language", AI)
@pytest.mark.thorough
def test_what_a_revision_supersedes_is_no_position(said_index: Path, language: str) -> None:
    """Paragraph 2.2, which the revision deletes, lies nearest to the topic."""
    with Index.open(said_index) as index:
        found = index.positions(AI[language])
    cell = next(cell for cell in found.cells if cell.submitters[0].key == "JPN")
    assert cell.shown.symbol == "CWG-WSIS&SDG-40/3(Rev.1)"
    assert AI[language] in cell.sentence or "AI" in cell.sentence


@pytest.mark.parametrize(
    ("before", "filters"),
    [
        ("CWG-WSIS&SDG-40/3: ", Filters()),
        ("", Filters(symbols=("CWG-WSIS&SDG-40/3",))),
        ("", Filters(symbols=("CWG-WSIS&SDG-40/3", "CWG-WSIS&SDG-40/3(Rev.1)"))),
        ("", Filters(until="2024-02-01")),  # the revision is of the 9th
    ],
)
@pytest.mark.thorough
def test_what_is_asked_for_stands_though_it_is_superseded(
    said_index: Path, before: str, filters: Filters
) -> None:
    topic = f"{before}130 forecasters completed a 40-hour course"
    with Index.open(said_index) as index:
        found = index.positions(topic, filters=filters)
    (cell,) = (cell for cell in found.cells if cell.submitters[0].key == "JPN")
    assert (cell.shown.symbol, cell.shown.passage.label) == ("CWG-WSIS&SDG-40/3", "2.2")


@pytest.mark.parametrize(
    ("topic", "symbol", "label"),
    [
        *((topic, "CWG-WSIS&SDG-41/6", "2.1") for topic in DIVIDE.values()),
        *((topic, "CWG-WSIS&SDG-40/5", "4.2") for topic in METHODS.values()),
    ],
)
@pytest.mark.thorough
def test_what_a_summary_announces_stands_before_it(
    said_index: Path, topic: str, symbol: str, label: str
) -> None:
    """Only the section's heading has its words, and in each language another passage is nearest.

    On methods the Chair proposes something in 4.2, which 4.1 leads up to.
    """
    with Index.open(said_index) as index:
        found = index.positions(topic)
    (cell,) = (position for position in found.naming if position.shown.symbol == symbol)
    assert cell.shown.passage.label == label
    first, *_ = sentences(cell.shown.passage.text)
    assert cell.sentence == cell.shown.passage.text[slice(*first)].strip()


FORUM = {
    "en": ("Internet Governance Forum", "In the view of the two countries"),
    "fr": ("Forum sur la gouvernance de l'Internet", "De l'avis des deux pays"),
    "es": ("Foro para la Gobernanza de Internet", "A juicio de los dos países"),
    "zh": ("互联网治理论坛", "两国认为"),
    "ar": ("منتدى إدارة الإنترنت", "ويرى البلدان"),
}
COMPACT = {
    "en": ("Global Digital Compact", "The third statement"),
    "fr": ("Pacte numérique mondial", "La troisième déclaration"),
    "ru": ("Глобальный цифровой договор", "Третье заявление"),
    "zh": ("全球数字契约", "声明用九页篇幅阐明"),
}
FUND = {
    "en": ("WSIS Fund in Trust", "Member States and Sector Members are invited"),
    "fr": ("Fonds d'affectation spéciale du SMSI", "Les États Membres et les Membres de Secteur"),
    "ru": ("Целевой фонд ВВУИО", "Государствам-Членам и Членам Секторов предлагается"),
    "zh": ("WSIS信托基金", "请成员国和部门成员"),
}


@pytest.mark.parametrize(
    ("topic", "said", "symbol", "label"),
    [
        *((*one, "CWG-WSIS&SDG-39/4", "3.1") for one in FORUM.values()),
        *((*one, "CWG-WSIS&SDG-40/INF/4", "2.3") for one in COMPACT.values()),
        *((*one, "CWG-WSIS&SDG-41/6", "5.3") for one in FUND.values()),
    ],
)
@pytest.mark.thorough
def test_a_position_stands_before_a_fact_on_the_same_topic(
    said_index: Path, topic: str, said: str, symbol: str, label: str
) -> None:
    with Index.open(said_index) as index:
        cell = next(
            position
            for position in index.positions(topic).naming
            if position.shown.symbol == symbol
        )
    assert cell.shown.passage.label == label
    assert cell.sentence.startswith(said)


@pytest.mark.parametrize("topic", ["travel fund", "fonds pour les voyages", "фонд поездок"])
@pytest.mark.thorough
def test_a_few_words_say_enough_behind_what_leads_into_them(said_index: Path, topic: str) -> None:
    """Members are to be invited to contribute to it."""
    with Index.open(said_index) as index:
        cell = next(
            position
            for position in index.positions(topic).naming
            if position.submitters[0].key == "BRA"
        )
    assert cell.shown.passage.label_path[0] == "5.3"


ANNOUNCING = (
    "Summary\nThis document reports on community radio, on the upkeep of canteens in the villages, "
    "on the opening of libraries in the evening, and on what all of this comes to in a year; it "
    "also thanks those who have answered the letters that were sent to them last autumn.\n{}"
)
ON_RADIO = (
    "1\tCommunity radio\n"
    "1.1\tIn most villages people listen together in the evening, when work on the fields is done "
    "and the lamps are lit.\n"
)
OF_ITSELF = (
    "1.2\tCommunity radio is licensed by the district for five years, at a cost of 35 dollars for "
    "each of them.\n"
)
ON_CANTEENS = (
    "1\tCanteens\n"
    "1.1\tThe canteen of the village opens at noon on Mondays and Thursdays, and serves soup to "
    "whoever comes by then.\n"
)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ON_CANTEENS, "This document reports"),
        (ON_RADIO, "In most villages"),
        (ON_RADIO + OF_ITSELF, "Community radio is licensed"),
    ],
)
@pytest.mark.thorough
def test_a_summary_is_shown_where_nothing_else_names_the_topic(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "2.txt").write_text(HEAD.format(2, "Japan") + ANNOUNCING.format(text), "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "2.txt"], workers=1)
        (cell,) = index.positions("community radio").naming
    assert cell.sentence.startswith(said)


HEAD = "Document CWG-WSIS&SDG-50/{}-E\n2 October 2030\nEnglish only\nSource: {}\n"
OF_BRAZIL = (
    "1\tWomen use the Internet far less than men, and that gap between the sexes must be closed.\n"
    "2\tThe canteen opens at noon on Mondays and Thursdays.\n"
)
OF_JAPAN = (
    "1\tIn the digital world women are far behind men: that gap divides them, and must be closed.\n"
    "2\tThe gender digital divide is widest among older women in the villages, who read little.\n"
)


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("divided")
    for number, who, text in ((2, "Brazil", OF_BRAZIL), (3, "Japan", OF_JAPAN)):
        (folder / f"{number}.txt").write_text(HEAD.format(number, who) + text, "utf-8")
    with Index.open(folder / "index", create=True) as index:
        index.ingest([folder / "2.txt", folder / "3.txt"], workers=1)
    return folder / "index"


@pytest.mark.model
@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("how women fare online", {"BRA": False, "JPN": False}),
        ("gender digital divide", {"JPN": True}),
        ("“gender digital divide”", {"JPN": True}),
        # Of what only lies near nothing stands that lies further than what names the topic.
        ("women and the Internet", {"BRA": True}),
        # The archive does not say what a divide is in Chinese, and a question has no words to have.
        ("性别数字鸿沟", {"BRA": None, "JPN": None}),
        ("who has no access to the Internet, and why?", {"BRA": None}),
    ],
)
@pytest.mark.thorough
def test_what_is_only_near_in_meaning_is_told(
    divided: Path, topic: str, named: dict[str, bool | None]
) -> None:
    with Index.open(divided) as index:
        found = index.positions(topic, shown_in="en")
    assert {cell.submitters[0].key: cell.names_topic for cell in found.cells} == named


@pytest.mark.model
@pytest.mark.thorough
def test_every_reader_is_told_so(divided: Path, tmp_path: Path) -> None:
    for language, said in {
        "en": "near in meaning; does not have all the words of the topic",
        "fr": "proche par le sens, sans tous les mots du sujet",
        "es": "próximo en significado, sin todas las palabras del tema",
        "ru": "близко по смыслу, но содержит не все слова темы",
        "zh": "意思相近，但未包含该主题的全部词语",
        "ar": "قريب في المعنى، ولا يتضمن جميع ألفاظ الموضوع",
    }.items():
        word, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
        asked = ("positions", "how women fare online", "--in", language)
        assert run(*asked, "--docx", word, "--csv", values, index=divided).code == 0
        (table,) = Document(str(word)).tables
        in_word = [content.text for row in table.rows for content in row.cells]
        assert sum(said in told for told in in_word) == 2
        assert values.read_text("utf-8-sig").count(said) == 2
        assert " ".join(run(*asked, index=divided).out.split()).count(said) == 2
        told = run(*asked, "--json", index=divided).json()
        assert [cell["names_topic"] for cell in told["cells"]] == [False, False]


@pytest.mark.thorough
def test_the_version_in_the_language_of_the_topic_decides(reports_index: Path) -> None:
    for reader in ("en", "zh", "ar"):
        with Index.open(reports_index) as index:
            found = index.positions("洪水预警", shown_in=reader)
        (cell,) = (cell for cell in found.cells if cell.submitters[0].key == "JPN")
        assert cell.shown.language == reader
        assert cell.names_topic


@pytest.mark.parametrize(
    ("topic", "locale", "language", "source"),
    [
        ("river basin", "C.UTF-8", "en", "Japan"),
        ("mobile alert", "C.UTF-8", "en", "Japan"),
        ("洪水预警", "fr_FR.UTF-8", "zh", "日本"),
        ("modèles prévision", "C.UTF-8", "fr", "Japon"),
        # Words of English and French alike are those of whoever asks.
        ("Stations", "fr_FR.UTF-8", "fr", "Japon"),
        ("Stations", "C.UTF-8", "en", "Japan"),
    ],
)
@pytest.mark.thorough
def test_an_answer_is_in_the_language_of_its_question(
    reports_index: Path, topic: str, locale: str, language: str, source: str
) -> None:
    told = run("positions", topic, "--json", index=reports_index, LC_ALL=locale).json()
    cells = [cell for cell in told["cells"] if cell["countries"] == ["JPN"]]
    assert {cell["source"] for cell in cells} == {source}
    # The revision is there in Arabic, Chinese and English.
    assert language == "fr" or {cell["language"] for cell in cells} == {language}
    assert told["language"] == language
    shown = run("positions", topic, index=reports_index, LC_ALL=locale).out
    assert source in map(str.strip, shown.splitlines())


@pytest.mark.parametrize(
    "topic",
    [
        "early warning of floods and earthquakes",
        "الإنذار المبكر بالفيضانات والزلازل",
        "洪水和地震早期预警",
    ],
)
@pytest.mark.thorough
def test_what_a_revision_says_of_itself_is_no_position(reports_index: Path, topic: str) -> None:
    with Index.open(reports_index) as index:
        cell = next(
            cell for cell in index.positions(topic).cells if cell.submitters[0].key == "JPN"
        )
        text = index.store.passages.paragraph_text(cell.shown.passage_id)
    assert cell.shown.symbol == "CWG-WSIS&SDG-40/3(Rev.1)"
    # Its summary names the topic where it says what it revises.
    assert "40/3" not in text
    assert cell.shown.passage.label


@pytest.mark.thorough
def test_a_chinese_sentence_is_whole_up_to_its_stop(said_index: Path) -> None:
    """A clause before a ； or behind it is no quotation."""
    with Index.open(said_index) as index:
        found = index.positions("WSIS信托基金", shown_in="zh").cells
    whole = "宣布捐款；捐款可指定用于无障碍获取、与会补贴或WSIS奖。"
    assert [one for one in found if one.sentence.endswith(whole)]


LEADING_IN = (
    "1\tTraining was given to 68 wardens of the villages. Training takes six days, and in it each "
    "of them learns the following:\n"
    "2\tThe canteen opens at noon on Mondays and Thursdays.\n"
)


@pytest.mark.model
@pytest.mark.thorough
def test_a_sentence_that_says_something_stands_before_a_lead_in(tmp_path: Path) -> None:
    (tmp_path / "2.txt").write_text(HEAD.format(2, "Japan") + LEADING_IN, "utf-8")
    with Index.open(tmp_path / "index", create=True) as index:
        index.ingest([tmp_path / "2.txt"], workers=1)
        (cell,) = index.positions("training takes days").naming
        (other,) = index.positions("training").naming
    assert cell.sentence.endswith(":")  # only this one names it
    assert other.sentence.startswith("Training was given")


@pytest.mark.parametrize("topic", ["community radio", "radios communautaires"])
@pytest.mark.thorough
def test_what_says_something_stands_before_what_leads_into_a_quotation(
    said_index: Path, topic: str
) -> None:
    """A coordinator of a community radio network is quoted on the cost of travel."""
    with Index.open(said_index) as index:
        cell = next(
            position
            for position in index.positions(topic).naming
            if position.submitters[0].key == "BRA"
        )
    assert (cell.shown.symbol, cell.shown.passage.label) == ("CWG-WSIS&SDG-39/4", "2.2")


@pytest.mark.parametrize("topic", ["funding", "financing"])
@pytest.mark.once
@pytest.mark.thorough
def test_a_table_row_is_quoted_only_without_a_sentence(said_index: Path, topic: str) -> None:
    """A table has "Funding of national Internet governance forums"."""
    with Index.open(said_index) as index:
        cell = next(
            position
            for position in index.positions(topic).naming
            if position.submitters[0].key == "BRA"
        )
    assert cell.shown.passage.kind == "paragraph"


REPORTED = {
    "en": ("Internet Governance Forum", "The third statement", "reports what others say"),
    "fr": ("Forum sur la gouvernance de l'Internet", "La troisième déclaration", "propos de tiers"),
    "es": ("Foro para la Gobernanza de Internet", "La tercera declaración", "lo que dicen otros"),
    "ru": (
        "Форум по вопросам управления использованием интернета",
        "Третье заявление",
        "передает слова других",
    ),
    "ar": ("منتدى إدارة الإنترنت", "أما البيان الثالث", "ينقل كلام آخرين"),
    "zh": ("互联网治理论坛", "声明用九页篇幅", "转述他人意见"),
}


@pytest.mark.parametrize("language", REPORTED)
@pytest.mark.once
def test_a_reported_statement_is_not_the_reporters_position(
    said_index: Path, tmp_path: Path, language: str
) -> None:
    topic, begins, note = REPORTED[language]
    asked = ("positions", topic, "--in", language)
    cells = run(*asked, "--json", index=said_index).json()["cells"]
    (told,) = [cell for cell in cells if cell["symbol"] == "CWG-WSIS&SDG-40/INF/4"]
    assert told["is_reported"]
    assert told["text"].startswith(begins)  # who says it stands there too
    own = [cell for cell in cells if cell["symbol"] == "CWG-WSIS&SDG-39/4"]
    assert own
    assert not any(cell["is_reported"] for cell in own)
    assert run(*asked, index=said_index).out.count(note) == 1
    table, values = tmp_path / "positions.docx", tmp_path / "positions.csv"
    assert run(*asked, "--docx", table, index=said_index).code == 0
    assert run(*asked, "--csv", values, index=said_index).code == 0
    written = [
        cell.text for one in Document(str(table)).tables for row in one.rows for cell in row.cells
    ]
    (cell,) = [text for text in written if note in text]
    assert begins in cell
    assert values.read_text("utf-8").count(note) == 1
    with Index.open(said_index) as index:
        drawn = report_html(Locale(language), POSITIONS, index.positions(topic, reader=language))
    assert drawn.count(note) == 1


@pytest.mark.thorough
def test_an_item_is_of_whoever_leads_into_its_list(said_index: Path) -> None:
    with Index.open(said_index) as index:
        found = index.positions("digital public goods").cells
    items = [one for one in found if one.shown.symbol == "CWG-WSIS&SDG-40/INF/4"]
    assert [item.is_reported for item in items] == [True]  # in it, 22 organizations undertake to
    assert items[0].sentence.startswith("share digital public goods")
    with Index.open(said_index) as index:
        proposed = index.positions("mandate of the group").cells
    (chair,) = [position for position in proposed if position.submitters[0].key == "Chair"]
    assert not chair.is_reported  # the group decides, in a draft of the Chair's
