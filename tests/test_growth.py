"""Time that grows with the length of a text and no faster, whatever is repeated in it.

A pattern in Python holds the interpreter while it matches: what takes the square of a question's
length stops every reader of a server. The table names each public function that reads a text.
"""

from __future__ import annotations

import importlib
import inspect
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape as as_xml

import pytest

from benchmarks.trust.growth import UNITS, Read, superlinear
from corpus import countries, lead_ins, meetings, notes
from corpus import text as texts
from corpus.documents import Passage
from corpus.errors import FetchError, QueryError, ReadError
from corpus.extract import mandates, references, stances, symbols
from corpus.extract.mandates import deadlines, lists
from corpus.extract.submitters import Submitter, groups_in, submitters
from corpus.languages import BY_CODE
from corpus.text import dates, terms
from index import references as known
from index import words
from index.analyses import LanguageText, words_of
from index.analyses import deadlines as due
from index.analyses.precedents import (
    figures,
    find_missing_figures,
    find_new_addressees,
    find_own_voice,
    find_parties,
    number_words,
)
from index.lookup import look_up, show
from index.retrieval import Search, explains_hit, matching_spans, read_question, terminology
from index.store import Store
from index.words import phrases
from ingest import changes, cover, passages, plain
from ingest import lists as itu_lists
from ingest.blocks import Block, FileContent, PrintedParagraph
from ingest.web import markdown, page
from search_app import citing, writers
from search_app.citing import docx_runs
from search_app.web import parameters, parts
from search_app.web.parts import escape, marks
from tests.search_app.passages import passage

SHORT: Final = 4_000
FEW: Final = (
    *("digits", "strokes", "spaces", "capitals", "marks of quotation", "symbols", "editions"),
    *("Chinese references", "dates", "one clause"),
)
"""Units that the shorter texts repeat, out of all units of the longer ones."""

LONG: Final = 64_000

FACES: Final = (
    *(
        "corpus.extract.mandates",
        "corpus.extract.references",
        "corpus.extract.symbols",
        "corpus.text",
    ),
    *("corpus.countries", "corpus.lead_ins", "corpus.meetings"),
    *(
        "corpus.notes",
        "corpus.extract.stances",
        "corpus.extract.submitters",
        "index.lookup",
        "index.analyses.precedents",
    ),
    *("index.references", "index.retrieval", "index.words", "ingest.changes", "ingest.cover"),
    *("ingest.lists", "ingest.passages", "search_app.citing", "search_app.web.parts"),
    "search_app.writers",
)


def in_each(read: Callable[[str, str], object]) -> Read:
    """Read a text in each of the six languages."""
    return lambda text: [read(text, code) for code in BY_CODE]


def or_refused(read: Read) -> Read:
    """Read a text that may be refused."""

    def try_reader(text: str) -> None:
        try:
            read(text)
        except (FetchError, QueryError, ReadError, writers.WriterError):
            return

    return try_reader


def _list_in_xml(text: str, root: str, field: str) -> bytes:
    own = f"<{field}>{as_xml(text)}</{field}>"
    if root == "page_content":
        return f"<{root}><folder_list><folder>{own}</folder></folder_list></{root}>".encode()
    own += f"<Meeting_place_date>{as_xml(text)}</Meeting_place_date>"
    return f"<{root}><ITU_Meetings>{own}</ITU_Meetings></{root}>".encode()


def _item(text: str) -> Passage:
    return Passage("paragraph", text, label="1.", label_path=("1.",), language="en")


def _make_content(text: str) -> FileContent:
    kinds = ("paragraph", "heading", "table", "footnote")
    blocks = tuple(Block(kind, text) for kind in kinds)  # type: ignore[arg-type] # kinds
    printed = (
        PrintedParagraph(text),
        PrintedParagraph(text, is_heading=True),
        PrintedParagraph(text, style=text),
    )
    return FileContent(blocks, (text,), None, {"title": text, "language": text}, cover=printed)


def _mark(text: str) -> object:
    spans = [(start, start + 1) for start in range(0, len(text), 9)]
    return marks.mark_html(text, spans, (0, len(text) // 2))


def _differing(text: str) -> object:
    kinds = ("plain", "inserted")
    pieces = [(kinds[start % 2], text[start : start + 9]) for start in range(0, len(text), 9)]
    return marks.differing_html(pieces)


_BRAZIL: Final = (Submitter("country", "BRA"),)
_PATH: Final = Path("a.txt")

CORPUS: Final[dict[str, Read]] = {
    "corpus.extract.mandates.addressees_in": in_each(
        lambda *arguments: [*mandates.addressees_in(*arguments)]
    ),
    "corpus.extract.mandates.deadlines.find_deadline": in_each(deadlines.find_deadline),
    "corpus.extract.mandates.find": in_each(mandates.find),
    "corpus.extract.mandates.is_draft": in_each(mandates.is_draft),
    "corpus.extract.mandates.is_outcome": in_each(mandates.is_outcome),
    "corpus.extract.mandates.is_past": in_each(mandates.is_past),
    "corpus.extract.mandates.find_addressee": in_each(mandates.find_addressee),
    "corpus.extract.mandates.find_addressees": in_each(mandates.find_addressees),
    "corpus.extract.mandates.of_paragraphs": lambda text: lists.of_paragraphs([_item(text)] * 2),
    "corpus.extract.mandates.plain": in_each(mandates.plain),
    "corpus.extract.mandates.parse_time": mandates.parse_time,
    "corpus.extract.references.bare_number": references.bare_number,
    "corpus.extract.references.extents": lambda text: references.extents(
        text, references.find(text)
    ),
    "corpus.extract.references.find": references.find,
    "corpus.extract.references.find_in_document": lambda text: references.find_in_document(
        [Passage("paragraph", text)], references.DocumentFrame(None, text, [text])
    ),
    "corpus.extract.references.find_in_passage": lambda text: references.find_in_passage(
        text, references.find(text)
    ),
    "corpus.extract.references.find_missing_part": references.find_missing_part,
    "corpus.extract.references.find_in_lookup": references.find_in_lookup,
    "corpus.extract.references.find_of_several": lambda text: references.find_of_several(
        text, references.find_in_query(text)
    ),
    "corpus.extract.references.find_other_bodies": references.find_other_bodies,
    "corpus.extract.references.find_without_body": references.find_without_body,
    "corpus.extract.references.find_in_query": references.find_in_query,
    "corpus.extract.references.paragraphs": references.paragraphs,
    "corpus.extract.references.find_number_words": lambda text: [
        *references.find_number_words(text)
    ],
    "corpus.extract.symbols.announces_several": symbols.announces_several,
    "corpus.extract.symbols.behind_document": lambda text: symbols.behind_document(text, 0),
    "corpus.extract.symbols.find": lambda text: [*symbols.find(text)],
    "corpus.extract.symbols.parse": symbols.parse,
    "corpus.extract.symbols.parse_asked": symbols.parse_asked,
    "corpus.extract.symbols.parse_change": symbols.parse_change,
    "corpus.extract.symbols.parse_file_name": symbols.parse_file_name,
    "corpus.extract.symbols.symbol_at": lambda text: symbols.symbol_at(text, len(text) // 2, 0),
    "corpus.text.by_script": texts.by_script,
    "corpus.text.clean": texts.clean,
    "corpus.text.drop_hidden": texts.drop_hidden,
    "corpus.text.ends_with_colon": texts.ends_with_colon,
    "corpus.text.replace_unwritable": texts.replace_unwritable,
    "corpus.text.dates.days": dates.days,
    "corpus.text.dates.find": dates.find,
    "corpus.text.dates.find_months": dates.find_months,
    "corpus.text.dates.parse_month": dates.parse_month,
    "corpus.text.dates.names_days": dates.names_days,
    "corpus.text.find_antecedent": lambda text: texts.find_antecedent(text, len(text), "en"),
    "corpus.text.fold": texts.fold,
    "corpus.text.fold_with_places": texts.fold_with_places,
    "corpus.text.join_lines": lambda text: texts.join_lines(text, text),
    "corpus.text.language_of": texts.language_of,
    "corpus.text.main_language": lambda text: texts.main_language([text]),
    "corpus.text.latin": texts.latin,
    "corpus.text.sentences": texts.sentences,
    "corpus.text.split_long": lambda text: texts.split_long(text, 400),
    "corpus.text.terms.find_terms": terms.find_terms,
    "corpus.text.unify": texts.unify,
    "corpus.text.without_bidi_controls": texts.without_bidi_controls,
    "corpus.text.word_key": texts.word_key,
    "corpus.countries.find": countries.find,
    "corpus.countries.is_list": countries.is_list,
    "corpus.countries.find_leading": countries.find_leading,
    "corpus.countries.places": lambda text: [*countries.places(text)],
    "corpus.lead_ins.lead_ins": lambda text: lead_ins.lead_ins(
        Passage("paragraph", "item;", label="a)", label_path=("1.", "a)"), language="en"),
        [_item(text + ":")],
    ),
    "corpus.meetings.parse_meeting": meetings.parse_meeting,
    "corpus.notes.own_notes": in_each(notes.own_notes),
    "corpus.notes.without_notes": in_each(notes.without_notes),
    "corpus.extract.stances.stance": in_each(stances.stance),
    "corpus.extract.stances.voice": in_each(
        lambda text, code: stances.voice(text, code, _BRAZIL, text)
    ),
    "corpus.extract.submitters.groups_in": lambda text: [*groups_in(text)],
    "corpus.extract.submitters.submitters": submitters,
}

INDEX: Final[dict[str, Read]] = {
    "index.analyses.precedents.find_missing_figures": in_each(
        lambda text, code: find_missing_figures(
            LanguageText(text, code), [LanguageText(text, code)]
        )
    ),
    "index.analyses.precedents.find_new_addressees": in_each(
        lambda text, code: find_new_addressees(LanguageText(text, code), [LanguageText(text, code)])
    ),
    "index.analyses.precedents.find_own_voice": in_each(
        lambda text, code: find_own_voice(LanguageText(text, code), [])
    ),
    "index.analyses.precedents.find_parties": in_each(
        lambda text, code: find_parties(LanguageText(text, code))
    ),
    "index.analyses.precedents.figures.measures": figures.measures,
    "index.analyses.precedents.figures.spans_of_years": figures.spans_of_years,
    "index.analyses.precedents.number_words": in_each(number_words.number_words),
    "index.analyses.precedents.words_of": words_of,
    "index.references.base": known.base,
    "index.references.base_symbol": known.base_symbol,
    "index.references.strip_references": lambda text: known.strip_references(
        text, known.nameable(text)
    ),
    "index.references.nameable": known.nameable,
    "index.references.own_name": in_each(known.own_name),
    "index.references.write_reference": in_each(known.write_reference),
    "index.analyses.deadlines.parse_due_time": or_refused(due.parse_due_time),
    "index.retrieval.matching_spans": in_each(
        lambda text, code: matching_spans(text, code, 'digital "divide" C5', ["digital divid"])
    ),
    "index.retrieval.explains_hit": or_refused(
        lambda text: explains_hit(passage("The Group requests"), text)
    ),
    "index.retrieval.matching_spans, question": or_refused(
        lambda text: matching_spans("The Group requests", "en", text)
    ),
    "index.retrieval.read_question": or_refused(read_question),
    "index.words.analyse": in_each(words.analyse),
    "index.words.are_akin": in_each(lambda text, code: words.are_akin(text, text, code)),
    "index.words.is_single_han": words.is_single_han,
    "index.words.names": words.names,
    "index.words.one_form": words.one_form,
    "index.words.parts": words.parts,
    "index.words.phrases.spans": lambda text: phrases.spans(text, "7 7 A a (的"),
    "index.words.terms_of": in_each(words.terms_of),
    "index.words.with_article": words.with_article,
    "index.words.word_key": words.word_key,
    "index.words.words": in_each(words.words),
}

INGEST: Final[dict[str, Read]] = {
    "ingest.changes.marks": lambda text: [*changes.marks(_make_content(text).blocks)],
    "ingest.cover.cover_lines": lambda text: cover.cover_lines(_make_content(text)),
    "ingest.cover.facts": lambda text: cover.facts(_PATH, _make_content(text), "en"),
    "ingest.cover.version_language": lambda text: cover.version_language(
        file_name=text, cover=[text], running=[text], texts=[text], declared=text
    ),
    "ingest.lists.find_meetings": lambda text: itu_lists.find_meetings(
        [itu_lists.ListedMeeting(text, text)], text
    ),
    "ingest.lists.read_catalogue": or_refused(
        lambda text: itu_lists.read_catalogue(_list_in_xml(text, "dataroot", "Meeting_code"), text)
    ),
    "ingest.lists.read_list": or_refused(
        lambda text: itu_lists.read_list(_list_in_xml(text, "page_content", "object_name"), text)
    ),
    "ingest.lists.read_page": or_refused(
        lambda text: itu_lists.read_page(f"<html><a href='{as_xml(text)}'>".encode(), text)
    ),
    "ingest.passages.part_label": passages.part_label,
    "ingest.passages.passages": lambda text: passages.passages(_make_content(text).blocks, "en"),
    "ingest.web.page.of_markup": or_refused(lambda text: page.of_markup(f"<p>{text}</p>", _PATH)),
}

SEARCH_APP: Final[dict[str, Read]] = {
    "search_app.citing.docx_runs.split_by_direction": in_each(docx_runs.split_by_direction),
    "search_app.citing.hold_numbers": citing.hold_numbers,
    "search_app.citing.intact": in_each(citing.intact),
    "search_app.citing.join_parts": in_each(
        lambda text, language: citing.join_parts([text] * 2, language)
    ),
    "search_app.citing.join_facts": in_each(
        lambda text, language: citing.join_facts([text] * 2, language)
    ),
    "search_app.citing.office_name": in_each(citing.office_name),
    "search_app.citing.own_note": in_each(citing.own_note),
    "search_app.citing.source_name": in_each(citing.source_name),
    "search_app.citing.source_submitters": citing.source_submitters,
    "search_app.citing.plain_document_address": lambda text: citing.plain_document_address(
        text, None, text
    ),
    "search_app.citing.plain_reference_address": citing.plain_reference_address,
    "search_app.web.parts.references_html": lambda text: parts.references_html(
        text, references.find(text), str
    ),
    "search_app.web.parts.source_links": in_each(parts.source_links),
    "search_app.web.parameters.MeetingName": lambda text: parameters.MeetingName("a").read(
        {"a": [text]}
    ),
    "search_app.web.parameters.NumberParameter": lambda text: parameters.NumberParameter("a").read(
        {"a": [text]}
    ),
    "search_app.web.parts.as_css": parts.as_css,
    "search_app.web.parts.as_html": parts.as_html,
    "search_app.web.parts.as_label": parts.as_label,
    "search_app.web.parts.compare_address": lambda text: parts.compare_address(text, text),
    "search_app.web.parts.escape.codes_apart": lambda text: escape.codes_apart(
        parts.as_html(f"ا{text}")
    ),
    "search_app.web.parts.unbroken": escape.unbroken,
    "search_app.web.parts.differing_html": _differing,
    "search_app.web.parts.marks.mark_html": _mark,
    "search_app.web.parts.token": parts.token,
    "search_app.web.parts.without_controls": parts.without_controls,
    "search_app.writers.split_sentences": or_refused(
        lambda text: [*writers.split_sentences([text])]
    ),
}

TABLE: Final = {**CORPUS, **INDEX, **INGEST, **SEARCH_APP}

OF_A_STORE: Final[dict[str, Callable[[Store, str], object]]] = {
    "index.lookup.look_up": look_up,
    "index.lookup.show": show,
    "index.references.find_references": known.find_references,
    "index.references.find_named": known.find_named,
    "index.references.suggestions": known.suggestions,
    "index.references.with_number": known.with_number,
    "index.retrieval.terminology": terminology,
}

EXEMPT: Final[dict[str, str]] = {
    "a code, a number's format or a word of a table": """
        corpus.extract.mandates.load corpus.extract.references.literal
        corpus.extract.symbols.add_changes
        corpus.text.format_number corpus.text.is_han corpus.countries.name
        corpus.meetings.meeting corpus.meetings.meetings corpus.meetings.names
        index.references.own_names index.words.is_stop_word index.words.numbers
        index.words.weigh corpus.text.join_patterns corpus.countries.is_code""",
    "reads what the index has, by ids or canonical names": """
        index.references.name_references index.references.exact index.references.forms
        index.references.paragraphs index.references.find_labelled index.references.has_label
        index.references.find_listed index.references.list_listed
        index.retrieval.engine_name index.retrieval.to_files index.retrieval.to_server""",
    "lays two texts over each other, at most 3,000 words of each": """
        index.analyses.precedents.differences index.analyses.precedents.share_in_common
        index.analyses.precedents.word_changes index.analyses.precedents.find_common_part""",
    "refuses what is longer than an address": "search_app.web.parts.unpack_values",
    "waits for a server": "search_app.writers.translate_text search_app.writers.write_answer",
    "words of the interface beside a passage of the index": """
        search_app.citing.citation search_app.citing.describe_differences
        search_app.citing.document_name search_app.citing.page search_app.citing.paragraph
        search_app.citing.quotation search_app.citing.quote_passage search_app.citing.cut_to_part
        search_app.citing.label_line search_app.citing.table_citation
        search_app.citing.language_name search_app.citing.name_translation search_app.citing.words
        search_app.citing.submitter_name search_app.citing.submitter_names
        search_app.citing.with_link search_app.citing.with_now search_app.web.parts.bars_html
        search_app.web.parts.document_address search_app.web.parts.document_parameters
        search_app.web.parts.html search_app.web.parts.meeting_key
        search_app.web.parts.passage_html search_app.web.parts.source_address
        search_app.web.parts.symbol_address""",
}
"""Public functions whose text argument is not measured, by the reason."""


def _slow(read: Read, longest: int, kinds: Iterable[str] = UNITS) -> list[str]:
    measured = {kind: superlinear(read, UNITS[kind], longest) for kind in kinds}
    return [f"{kind}: {slow}" for kind, slow in measured.items() if slow]


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.thorough
def test_time_grows_with_the_text(name: str) -> None:
    assert _slow(TABLE[name], SHORT, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE)
def test_time_grows_with_a_long_text(name: str) -> None:
    assert _slow(TABLE[name], LONG) == []


@pytest.mark.parametrize("name", OF_A_STORE)
def test_time_grows_with_the_question(name: str, reference_index: Path) -> None:
    with Store(reference_index) as store:
        assert _slow(or_refused(partial(OF_A_STORE[name], store)), SHORT, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_A_STORE)
def test_time_grows_with_a_long_question(name: str, reference_index: Path) -> None:
    with Store(reference_index) as store:
        assert _slow(or_refused(partial(OF_A_STORE[name], store)), LONG) == []


@pytest.mark.slow
@pytest.mark.parametrize("read", [plain.read, markdown.read, page.read])
def test_time_grows_with_the_file(read: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    def write_and_read(text: str) -> None:
        path.write_text(text, "utf-8")
        read(path)

    assert _slow(or_refused(write_and_read), LONG) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "The Group requests the Secretary-General to report by its 41st meeting. "),
        ("fr", "Le Groupe prie le Secrétaire général de faire rapport avant sa 41e réunion. "),
        ("es", "El Grupo pide al Secretario General que informe antes de su 41.ª reunión. "),
        ("ru", "Группа просит Генерального секретаря представить доклад до 41-го собрания. "),
        ("ar", "يطلب الفريق من الأمين العام أن يقدم تقريرا قبل الاجتماع 41. "),
        ("zh", "工作组要求秘书长在第41次会议之前提交报告。"),
    ],
)
def test_mandates_of_one_sentence_again_and_again(code: str, sentence: str) -> None:
    text = sentence * (190_000 // len(sentence))
    began = time.thread_time()
    assert len(mandates.find(text, code)) == 190_000 // len(sentence)
    assert time.thread_time() - began < 10


@pytest.mark.model
@pytest.mark.thorough
def test_no_question_takes_a_second(sample_index: Path, encoder: Any) -> None:
    with Store(sample_index) as store:
        search = Search(store, encoder)
        search.search("digital divide")
        for kind in FEW:
            question = (UNITS[kind] * 2_000)[:2_000]
            # Time of this thread: the model computes in others, and holds nobody up.
            began = time.thread_time()
            or_refused(search.search)(question)
            or_refused(partial(look_up, store))(question)
            or_refused(partial(known.suggestions, store))(question)
            assert time.thread_time() - began < 1, kind


def _public(face: str) -> Iterator[str]:
    """Yield the public functions of a module that take a text."""
    module = importlib.import_module(face)
    own = [name for name in vars(module) if not name.startswith("_")]
    for name in getattr(module, "__all__", own):
        function = getattr(module, name)
        if not inspect.isfunction(function) or not function.__module__.startswith(face):
            continue
        kinds = map(str, inspect.get_annotations(function).values())
        if any(re.search(r"\bstr\b", kind) for kind in [*kinds][:-1]):
            yield f"{face}.{name}"


def test_every_function_that_reads_a_text_is_measured() -> None:
    measured = {name.partition(",")[0] for name in (*TABLE, *OF_A_STORE)}
    exempt = {name for names in EXEMPT.values() for name in names.split()}
    public = {name for face in FACES for name in _public(face)}
    assert sorted(public - measured - exempt) == []
    assert sorted(exempt - public) == []
