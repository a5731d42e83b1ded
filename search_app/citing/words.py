"""Citation words of a language, names by language, and joining of texts of both directions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from corpus.languages import BY_CODE, direction, read_words
from corpus.text import SPACED_NUMBER, clean

LEFT_TO_RIGHT_MARK: Final = "\u200e"
RIGHT_TO_LEFT_MARK: Final = "\u200f"
_DOT: Final = " · "

_BREAKS: Final = re.compile("[ \t\n\u2028\u2029]+")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_STRONG: Final = _RIGHT_TO_LEFT | {"L"}


@dataclass(frozen=True, slots=True)
class CitationWords:
    """Words of a language, from its ``citations.toml``: patterns with ``{}`` or named fields."""

    separator: str  # between the parts of a citation
    between_documents: str  # between the citations of several documents
    quoted: str  # a title or heading in quotation marks
    quoted_within: str  # a quotation in it
    document: str  # what names a document
    titled: str  # a document without symbol: its title and its file
    in_language: str  # a name and the language that is quoted
    with_language: str  # the same behind a whole entry of a bibliography
    paragraph: str  # the place of a numbered paragraph
    sub_paragraph: str  # the same with the letters of a list below it
    sub_section: str  # the same for a section, whose list is in no numbered paragraph
    section: str  # the place of a numbered heading
    footnote: str  # the place of a footnote
    footnote_without_number: str  # the same where the note has none
    table: str  # a table by its number
    row: str  # a row of it, counted below the names of the columns
    table_under: str  # the place of a table, by the heading above
    under: str  # the place of a paragraph without number, by the heading above
    page: str  # one page
    two_paragraphs: str  # a list of two paragraphs (Arabic has a dual)
    paragraphs: str  # a longer list
    list_separator: str  # between the items of a list
    revised_by: str  # says that a later document replaces the one that is cited
    left_out_of: str  # the same, and that it has nothing any more of what is cited
    now: str  # which paragraph of it has what is cited under another number
    gone: str  # says that a passage has left the index since it was gathered
    omitted: str  # sign in a quotation for what is left out of it
    own_note: str  # a reader's note at a passage
    group: str  # name of the working group
    group_earlier: str  # its name before the goals were added to its task
    group_meeting: str  # a meeting of the group; ``number`` in digits, ``ordinal`` in English
    union: str  # name of ITU
    languages: dict[str, str]  # by code, the language in which something is written
    export: dict[str, str]  # the words of the exported files
    mandates: dict[str, str]  # verbs as nouns, addressees and deadlines, by their English names


def words(language: str) -> CitationWords:
    """Return the citation words of one of the languages; the English ones for any other."""
    return _load_words(language if language in BY_CODE else "en")


@cache
def _load_words(language: str) -> CitationWords:
    english, own = read_words("en", "citations"), read_words(language, "citations")
    entry = {
        name: value | own.get(name, {}) if isinstance(value, dict) else own.get(name, value)
        for name, value in english.items()
    }
    names = {code: facts.names.get(language, facts.name) for code, facts in BY_CODE.items()}
    entry["languages"] = names | entry["languages"]
    return CitationWords(**{field.name: entry[field.name] for field in fields(CitationWords)})


def put_in_quotes(text: str, language: str) -> str:
    """Return a text in a language's quotation marks: ``“the ‘digital divide’”``."""
    say = words(language)
    opening, closing = (mark.strip() for mark in say.quoted.split("{}"))
    marks = [character for character in text if character in (opening, closing)]
    if marks == [opening, closing] * (len(marks) // 2) and say.quoted_within[0] not in text:
        spaces = r"\s*" if say.quoted[1].isspace() else ""
        own = f"{opening}{spaces}(.*?){spaces}{closing}"
        text = re.sub(own, lambda match: say.quoted_within.format(match[1]), text, flags=re.DOTALL)
    return say.quoted.format(text)


def language_name(code: str | None, language: str) -> str | None:
    """Return a language's name as headings have it: ``العربية``, in citations ``بالعربية``."""
    from search_app.localise import Locale  # heavy, and most citations name no language so

    return Locale(language).language(code) if code in BY_CODE else code


def office_name(name: str, language: str) -> str:
    """Return a verb, an office or another addressee, by its English name, in the given language."""
    return words(language).mandates.get(name, name)


def one_line(text: str) -> str:
    """Return a document's text as one line; controls go, no-break spaces (``26 000``) stay."""
    return _BREAKS.sub(" ", clean(text))


def intact(text: str, language: str) -> str:
    """Keep a symbol, label or heading whole in a line of the other direction.

    A mark U+200E is added only where Word would draw a bracket on the wrong side, as in
    ``CWG-WSIS-32/16-A(Rev.1)``. Word does not know isolates (U+2066 to U+2069).
    """
    kinds = {unicodedata.bidirectional(character) for character in text} & _STRONG
    if direction(language) == "rtl" and kinds == {"L"}:
        mark = LEFT_TO_RIGHT_MARK
    elif direction(language) == "ltr" and kinds and kinds <= _RIGHT_TO_LEFT and len(text) > 3:
        # Labels of lists (`أ)`) are shorter: they look as the line has its own.
        mark = RIGHT_TO_LEFT_MARK
    else:
        return text
    number_first = text[0].isdigit()
    # `(a)` is mirrored on both sides and needs nothing.
    open_end = not text[-1].isalnum() and text[0].isalnum()
    return f"{mark * number_first}{text}{mark * open_end}"


def hold_numbers(text: str) -> str:
    """Keep ``380 000`` in one run from left to right, for programs that see only letters."""
    mark = LEFT_TO_RIGHT_MARK
    return SPACED_NUMBER.sub(lambda number: re.sub(r"\s", rf"{mark}\g<0>{mark}", number[0]), text)


def join_parts(parts: Iterable[str], language: str) -> str:
    """Join the parts of a bibliography's entry with the separator of the language."""
    separator = words(language).separator
    sign = separator.rstrip()
    line = ""
    for part in parts:
        mark = _find_mark(line, part, language)
        line += (f"{sign}{mark}{separator[len(sign) :]}" if line else "") + part
    return line


def join_facts(facts: Iterable[str | None], language: str) -> str:
    """Join what is known of one thing by middle dots, without those that are not known."""
    line = ""
    for fact in filter(None, facts):
        line += f"{_DOT}{_find_mark(line, fact, language)}{fact}" if line else fact
    return line


def _find_mark(line: str, part: str, language: str) -> str:
    """Return the mark that keeps a part behind a line that ends against its direction.

    Without it both would be drawn as one run, and the part on the wrong side. A number has the
    direction of what stands before it.
    """
    rtl = direction(language) == "rtl"
    against = frozenset({"L"}) if rtl else _RIGHT_TO_LEFT
    is_against = part[:1].isdigit() or _find_direction(part) in against
    if not is_against or _find_direction(reversed(line)) not in against:
        return ""
    return RIGHT_TO_LEFT_MARK if rtl else LEFT_TO_RIGHT_MARK


def _find_direction(text: Iterable[str]) -> str | None:
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in _STRONG), None)
