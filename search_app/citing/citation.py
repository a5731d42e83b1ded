"""Citations and quotations of passages in one line; names of paragraphs, documents, submitters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, repeat
from typing import Final

from corpus import countries
from corpus.documents import LeadIn, Passage
from corpus.extract import symbols
from corpus.extract.submitters import Submitter, submitters
from corpus.languages import BY_CODE, direction, find_language
from corpus.text import fold_with_places, sentences
from index.store import Excerpt
from search_app.citing.words import (
    LEFT_TO_RIGHT_MARK,
    intact,
    office_name,
    one_line,
    put_in_quotes,
    words,
)

_WITHIN_A_SENTENCE: Final = (",", "،", "，", "、", ")", "）")
"""Endings of a lead-in whose sentence goes on in the item: ``request the Office,``."""

_CHINESE_TAIL: Final = re.compile(r"(?:提交)?的?(?:联合)?(?:文稿|提案|输入文件)$")


def citation(shown: Excerpt, language: str = "en") -> str:
    """Cite a passage in the reader's language: ``CWG-WSIS&SDG-39/2-F, para. 2.10.1, p. 3``.

    ITU symbols get the letter of the quoted language; others have the language in brackets. A
    document without a symbol is cited by title and file name.
    """
    say = words(language)
    if shown.kept_as is not None:
        return say.separator.join((shown.kept_as, say.gone))
    parts = [document_name(shown, language), paragraph(shown, language), page(shown, language)]
    if shown.superseded_by:
        pattern = say.left_out_of if shown.is_left_out else say.revised_by
        parts.append(
            with_now(pattern.format(intact(shown.superseded_by, language)), shown, language)
        )
    return say.separator.join(part for part in parts if part)


def with_now(revision: str, shown: Excerpt, language: str = "en") -> str:
    """Add a passage's new number, if any, to the sentence on a revision: ``…, now para. 3.5``."""
    say = words(language)
    place = paragraph(shown.now, language) if shown.now else None
    return f"{revision}{say.separator}{say.now.format(place)}" if place else revision


def quotation(shown: Excerpt, language: str = "en") -> str:
    """Quote a passage with its citation: ``“Member States are invited …” (…, para. 2.10.1, p. 3)``.

    The marks are those of the passage's language. An item of a list follows its lead-in: ``“The
    Group decides to: […] publish …”``. A machine translation follows, named as such.
    """
    text = row_text(shown) or put_in_quotes(
        quote_passage(shown, " ").strip(), shown.text_language or language
    )
    opening, closing = (" (", ")") if find_language(language).is_spaced else ("（", "）")
    quoted = f"{text}{opening}{citation(shown, language)}{closing}"
    return "\n".join(filter(None, (quoted, quote_translation(shown, language))))


def quote_translation(shown: Excerpt, language: str = "en") -> str:
    """Quote a passage's machine translation behind what it is, in brackets; empty without one."""
    if shown.translation is None:
        return ""
    from search_app.localise import Locale

    label, *differs = name_translation(shown, language)
    text = put_in_quotes(one_line(shown.translation.text), shown.translation.language)
    labelled = Locale(language).add_label(label, text)
    return f"[{words(language).between_documents.join((labelled, *differs))}]"


def name_translation(shown: Excerpt, language: str = "en") -> tuple[str, ...]:
    """Return who translated a passage, and what differs from it, if anything does."""
    from search_app.localise import Locale  # heavy, and most passages have no translation

    translation, locale = shown.translation, Locale(language)
    if translation is None:
        return ()
    source, by = locale.language(shown.text_language), translation.by
    label = locale.text("translation.by", language=source, translator=by)
    if not translation.differs:
        return (label,)
    names = locale.join_names(translation.differs)
    return label, locale.add_label(locale.text("translation.differs"), names)


def table_citation(rows: Sequence[Excerpt], language: str = "en") -> str:
    """Cite the table of rows: ``CWG-WSIS&SDG-41/6-E, Table 1, p. 3``; without page for several."""
    first = rows[0]
    row = replace(first.row, number=None) if first.row else None
    is_on_one = len({excerpt.passage.page for excerpt in rows}) == 1
    passage = first.passage if is_on_one else replace(first.passage, page=None)
    return citation(replace(first, row=row, passage=passage), language)


def row_text(shown: Excerpt) -> str | None:
    """Return the quotation of a row: ``Region: “Africa”; Hubs: “14”``; None for other text."""
    if not (shown.row and shown.row.cells):
        return None
    own = shown.text_language or "en"
    colon = ": " if find_language(own).is_spaced else "："
    cells = (
        f"{name}{colon}{put_in_quotes(text, own)}" if name else put_in_quotes(text, own)
        for name, text in shown.row.cells
    )
    return words(own).between_documents.join(cells)


def quote_passage(shown: Excerpt, between: str = "\n") -> str:
    """Return the text to quote of a passage: lead-in and text, or the cells of a row.

    Its numbers are left to the citation, which has them.
    """
    text = row_text(shown) or shown.passage.text
    led = lead_in(shown, is_numbered=False)
    runs_on = led[-1:].isalnum() or led.endswith(_WITHIN_A_SENTENCE)
    gap = " " if runs_on else between
    return f"{led}{_choose_gap(shown, gap)}{text}" if led else text


def lead_in(shown: Excerpt, *, is_numbered: bool = True) -> str:
    """Return the sentences that lead into an item of a list: ``4.2 The Chair proposes: […]``.

    Empty where the passage is no item, or that is not sure.
    """
    omitted = words(shown.text_language or "en").omitted
    parts: list[str] = []
    for lead in shown.lead_ins:
        # The number is only before the first of a paragraph's sentences.
        is_cut = bool(lead.label) and not lead.is_first
        is_marked = is_cut and (is_numbered or (bool(parts) and parts[-1] != omitted))
        number = lead.label if is_numbered else None
        parts.append(one_line(" ".join(filter(None, (number, omitted * is_marked, lead.text)))))
        parts += [omitted] * (not lead.is_next)
    return _choose_gap(shown, " ").join(filter(None, parts))


def own_number(shown: Excerpt) -> str | None:
    """Return an item's number below that of its lead-in (``b)``, ``3.1.2``); None without one."""
    passage = shown.passage
    above, own = passage.label_path[-2:-1], passage.label or ""
    is_led = passage.piece <= 1 and any(
        (lead.label,) == above or (lead.label and own.startswith(f"{lead.label}."))
        for lead in shown.lead_ins
    )
    return one_line(own) or None if is_led else None


def _choose_gap(shown: Excerpt, between: str) -> str:
    return find_language(shown.text_language).space if between == " " else between


def cut_to_part(shown: Excerpt, part: str, whole: str | None = None) -> Excerpt:
    """Return a passage cut to ``part``; one in an item's first sentence keeps its lead-in."""
    text = shown.passage.text if whole is None else whole
    leads = list(shown.lead_ins)
    begin = text.find(part)
    if leads and begin:
        start = max(
            (sentence_start for sentence_start, _ in sentences(text) if sentence_start <= begin),
            default=0,
        )
        if start:  # a sentence of its own, into which nothing leads
            return replace(shown, passage=replace(shown.passage, text=part), lead_ins=())
        # The words of the item that say who is to do it: "request the secretariat to".
        before = text[start : max(begin, start)].strip()
        leads[-1] = replace(leads[-1], is_next=leads[-1].is_next and begin > 0)
        number = own_number(shown) if before else None
        leads += [LeadIn(number, before, is_next=True)] * bool(before)
        if number:
            shown = replace(shown, passage=replace(shown.passage, label=None))
    return replace(shown, passage=replace(shown.passage, text=part), lead_ins=tuple(leads))


def own_note(note: str, language: str = "en") -> str:
    """Return a reader's note at a passage, with its heading: ``Reader’s note: …``."""
    return words(language).own_note.format(note.strip())


def with_notes(passages: Sequence[Excerpt], notes: Sequence[str]) -> Iterator[tuple[Excerpt, str]]:
    """Yield each passage with the reader's note, which may be empty."""
    texts = chain((note.strip() for note in notes), repeat(""))
    return zip(passages, texts, strict=False)


def label(shown: Excerpt) -> str | None:
    """Return the number of a passage in its citation: ``2.2 a)``; a footnote has its own."""
    return passage_label(shown.passage)


def passage_label(passage: Passage) -> str | None:
    """Return the number of a passage, which may be of a draft, as a citation has it."""
    steps = [] if passage.kind == "footnote" else _list_steps(passage)
    return " ".join(steps) or passage.label


def paragraph(shown: Excerpt, language: str = "en") -> str | None:
    """Name a passage's place in its document: ``para. 2.1 a)``, ``footnote 3``, a heading."""
    say = words(language)
    passage = shown.passage
    steps = _list_steps(shown.passage)
    place = (
        _name_paragraph(steps, language, is_section=_is_of_section(passage, steps))
        if steps
        else None
    )
    if passage.kind == "heading" and steps:
        place = say.section.format(_join_labels(steps, language))
    if passage.kind == "footnote":
        label = _clean_label(passage.label or "")
        note = say.footnote.format(label) if label else say.footnote_without_number
        return f"{place}{say.separator}{note}" if place else note
    if shown.row and shown.row.table:
        table = say.table.format(intact(shown.row.table, language))
        row = say.row.format(shown.row.number) if shown.row.number else None
        return say.separator.join(filter(None, (place, table, row)))
    if passage.kind == "table" and passage.heading:
        return say.table_under.format(_quote_line(passage.heading[-1], language))
    if place is None and passage.heading and passage.kind != "heading":
        return say.under.format(_quote_line(passage.heading[-1], language))
    return place


def submitter_name(submitter: Submitter, language: str = "en") -> str:
    """Name a submitter: a country or group by its name in the reader's language."""
    name = submitter.name(language)
    if submitter.kind == "unstated":
        return words(language).export["no_source"].format(one_line(name))
    if submitter.kind == "office":
        return office_name(name, language)
    return one_line(name)


def submitter_names(every: Iterable[Submitter], language: str = "en") -> str:
    """Name all submitters of a document in one line: ``Jordan, Morocco``, ``الأردن والمغرب``."""
    return words(language).list_separator.join(
        submitter_name(submitter, language) for submitter in every
    )


@lru_cache(maxsize=1000)  # a list of documents has few, and is drawn again and again
def source_name(source: str | None, language: str) -> str:
    """Name a document's submitters in the reader's language: ``Jordan, Morocco``."""
    return submitter_names(source_submitters(source), language)


def source_submitters(source: str | None) -> tuple[Submitter, ...]:
    """Return who submitted a document; whoever has more than countries in his name is another."""
    plain = one_line(source or "")
    who = submitters(plain, countries.find(plain))
    is_other = any(submitter.kind == "country" for submitter in who) and not is_list_of_countries(
        plain
    )
    return (Submitter("other", plain),) if is_other else who


def is_list_of_countries(source: str) -> bool:
    """Whether a source names only countries, behind words such as ``Contribution by``."""
    from ingest.cover import SOURCE_LINE  # its words take long to load

    rest = _CHINESE_TAIL.sub("", source)
    rest = SOURCE_LINE.sub("", fold_with_places(rest).text, count=1).strip(" :")
    without_preposition = rest.partition(" ")[2]
    return any(part and countries.is_list(part) for part in (rest, without_preposition))


def page(shown: Excerpt, language: str = "en") -> str | None:
    """Name the page on which a passage begins: ``p. 3``; None where the format has no pages."""
    number = shown.passage.page
    return None if number is None else words(language).page.format(number)


def document_name(shown: Excerpt, language: str = "en") -> str:
    """Name the quoted version: ``CWG-WSIS&SDG-39/2-E``, ``A/70/684 [English]``, title and file."""
    say = words(language)
    symbol = version_symbol(shown)
    if symbol:
        name = intact(symbol, language)
    else:
        file = intact(one_line(shown.file_name), language)
        title = one_line(shown.title or "")
        name = say.titled.format(title=_quote_line(title, language), file=file) if title else file
    code = shown.text_language
    if code in BY_CODE and symbol == shown.symbol:
        name = say.in_language.format(name=name, language=say.languages[code])
    return say.document.format(name)


def version_symbol(shown: Excerpt) -> str | None:
    """Return a symbol with ITU's letter of the language, if any: ``CWG-WSIS-32/16-E(Rev.1)``."""
    version = BY_CODE.get(shown.language or "")
    if shown.symbol is None or version is None or not is_of_itu(shown.symbol):
        return shown.symbol
    base, bracket, rest = shown.symbol.partition("(")
    return f"{base}-{version.letter}{bracket}{rest}"


def is_of_itu(symbol: str | None) -> bool:
    """Whether ITU adds the letter of the language to a symbol."""
    parsed = symbols.parse(symbol or "")
    return parsed is not None and parsed.symbol.meeting is not None


def _quote_line(text: str, language: str) -> str:
    return put_in_quotes(intact(one_line(text), language), language)


def _list_steps(passage: Passage) -> list[str]:
    """Return the labels that lead to a passage, without footnotes and stops behind a number."""
    steps = [_clean_label(step) for step in passage.label_path if not step.startswith("fn")]
    return [step for step in steps if step]


def _clean_label(label: str) -> str:
    return one_line(label).rstrip(".、．:：")


def _is_of_section(passage: Passage, steps: list[str]) -> bool:
    """Whether the number above an item is that of the heading: no paragraph has it."""
    above = passage.heading[-1].split(maxsplit=1) if passage.heading else []
    return len(above) > 1 and _clean_label(above[0]) == steps[0]


def _name_paragraph(steps: list[str], language: str, *, is_section: bool) -> str:
    say = words(language)
    if len(steps) == 1:
        return say.paragraph.format(intact(steps[0], language))
    below = say.sub_section if is_section else say.sub_paragraph
    return below.format(intact(steps[0], language), _join_labels(steps[1:], language))


def _join_labels(steps: list[str], language: str) -> str:
    if direction(language) == "rtl":
        return " ".join(intact(step, language) for step in steps)
    parts = []
    for step, following in zip(steps, [*steps[1:], ""], strict=True):
        # A digit behind an Arabic letter is drawn on its left.
        turned = following[:1].isdigit() and not {"R", "AL"}.isdisjoint(
            map(unicodedata.bidirectional, step)
        )
        parts.append(step + LEFT_TO_RIGHT_MARK if turned else step)
    return " ".join(parts)
