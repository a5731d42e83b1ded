"""Suggestions: indexed names near to a reference that the index does not have.

A near form begins with the typed text (``A/RES/70``) or differs by one typing error. That is a
letter or digit too many, missing, wrong, or swapped with its neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, takewhile
from typing import Final

from corpus import tables
from corpus.documents import Mention
from corpus.extract.references import ARABIC_PREFIX, find, find_in_query, find_number_words, literal
from corpus.languages import BY_CODE
from corpus.text import fold_with_places, latin
from index.references.mentions import base
from index.store import Store

MOST: Final = 6
"""Most suggestions: a reader takes in no more at once."""

MOST_OF_NUMBER: Final = 20
"""Most names for a number alone."""

_LAST_NUMBER: Final = re.compile(r"(?:[^\dA-Za-z]|\bC)0*(\d+)(?:\(.*)?$")
_LONGEST: Final = 80  # characters of a question that may be a mistyped reference as a whole
_MOST_WORDS: Final = 4  # of which such a question consists; a longer one is about something else
_SHORTEST_WORD: Final = 3  # letters of a head word that is recognised in spite of an error
_SHORTEST_PREFIX: Final = 3  # letters and digits
_BODY: Final = re.compile(r"^\S+ (?=(?:Res|Dec|Rec)\. )")
_ORGAN: Final = re.compile(r"^(?:[A-Z&]+-)+(?=\d+/)|^(?:[A-Z]+/)+(?=\d+/)")
_NOT_COMPACT: Final = re.compile(r"[^\w/]|_")
_MOST_TYPED: Final = 20  # parts of a question to compare: a longer list is a text, not a mistype
_HEAD_BEFORE_NUMBER: Final = re.compile(r"([^\W\d]+)\.?\s*(?:n[or°º.]{0,2}|№|رقم)?\s*$")
_LETTER: Final = re.compile(r"[^\W\d]")
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\s,;]+")
_OUTSIDE_BRACKETS: Final = re.compile(r"[^()]+")


def suggestions(store: Store, query: str, references: Iterable[Mention] = ()) -> tuple[str, ...]:
    """List canonical forms, without editions, near to those in a question, the nearest first.

    Forms near to unknown ``references`` come first. Continuations of the typed text come before
    forms with one typing error, each in alphabetical order.
    """
    # Who calls something by its name has not mistyped the symbol of another.
    names = dict.fromkeys(
        base(reference.canonical) for reference in references if not is_by_name(reference)
    )
    typed_names = list(islice(names, _MOST_TYPED))
    typed = (
        [] if typed_names else list(islice(dict.fromkeys(_list_mistyped_parts(query)), _MOST_TYPED))
    )
    if not typed_names and not typed:
        return ()
    known_names = _read_known_names(store)
    forms = [form for name in typed_names for form in (name, _strip_body(name))] + typed
    beginnings = [_compact(text if typed_names else _write_prefix(text)) for text in forms]
    names_near: dict[str, None] = {}
    for start in beginnings:
        if len(start) >= _SHORTEST_PREFIX:
            names_near.update(dict.fromkeys(known_names.beginning_with(start)))
    for text in forms:
        names_near.update(dict.fromkeys(known_names.one_error_from(_compact(text))))
        names_near.update(dict.fromkeys(_mend_head(text, known_names)))
    return tuple(name for name in names_near if name not in typed_names)[:MOST]


def is_by_name(reference: Mention) -> bool:
    """Whether a reference is written without a number: ``Tunis Agenda``."""
    has_figures = any(map(str.isnumeric, reference.text))
    return not has_figures and next(find_number_words(reference.text), None) is None


def with_number(store: Store, number: str) -> tuple[str, ...]:
    """List documents and references with a number in ASCII figures, at most ``MOST_OF_NUMBER``.

    Resolutions, decisions and recommendations of ITU come first, then indexed documents, then
    others, each in alphabetical order.
    """
    own = frozenset(store.documents.symbols())
    numbered = [
        name
        for name in _read_known_names(store).names
        if (last := _LAST_NUMBER.search(name)) and last[1] == number
    ]
    numbered.sort(key=lambda name: (not _BODY.match(name), name not in own, name))
    return tuple(numbered[:MOST_OF_NUMBER])


def _list_mistyped_parts(query: str) -> Iterator[str]:
    """Yield the parts of a question that may be a mistyped or unfinished reference."""
    text = query.strip()
    if not any(character.isdigit() for character in text):
        return
    if len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS:
        yield text
    for symbol in _symbol_like(text[:2000]):
        if symbol != text:
            yield symbol


def _symbol_like(text: str) -> Iterator[str]:
    """Yield the parts of a text that may be symbols, with digit and stroke, in linear time."""
    for word in _WORD.finditer(text):
        token = word[0]
        last_stroke = token.rfind("/")
        behind_digit = len(token.rstrip("/")) if last_stroke >= 0 else 0
        while behind_digit and not token[behind_digit - 1].isdecimal():
            behind_digit -= 1
        if not behind_digit:
            continue
        for part in _OUTSIDE_BRACKETS.finditer(token):
            start, end = part.span()
            digit = _DIGIT.search(token, start, end)
            stroke = token.find("/", start + 1, end)
            if (digit and digit.start() < last_stroke) or 0 <= stroke < behind_digit - 1:
                yield token[start:]
                break


@dataclass(frozen=True, slots=True)
class _KnownNames:
    """Names of documents that the index has or mentions, without editions, by compact form."""

    forms: list[tuple[str, str]]
    in_order: list[tuple[str, int]]
    by_length: dict[int, list[int]]
    names: frozenset[str]

    @classmethod
    def of(cls, forms: Iterable[tuple[str, str]]) -> _KnownNames:
        """Build lookups so that a question compares with few forms."""
        listed = list(forms)
        by_length: dict[int, list[int]] = {}
        for place, (compact, _) in enumerate(listed):
            by_length.setdefault(len(compact), []).append(place)
        in_order = sorted((compact, place) for place, (compact, _) in enumerate(listed))
        return cls(listed, in_order, by_length, frozenset(name for _, name in listed))

    def beginning_with(self, start: str) -> Iterator[str]:
        """Yield the names of the forms that begin with a text."""
        first = bisect_left(self.in_order, (start, 0))
        matches = takewhile(
            lambda form: form[0].startswith(start), islice(self.in_order, first, None)
        )
        return (self.forms[place][1] for place in sorted(place for _, place in matches))

    def one_error_from(self, typed: str) -> Iterator[str]:
        """Yield the names of the forms that are one typing error from a text."""
        lengths = (len(typed) - 1, len(typed), len(typed) + 1)
        places = sorted(place for length in lengths for place in self.by_length.get(length, ()))
        near = (self.forms[place] for place in places)
        return (name for compact, name in near if _is_one_error(typed, compact))


def _read_known_names(store: Store) -> _KnownNames:
    """Return the names in the current state of the index, cached by that state."""
    return _load_forms(store, store.id, store.generation)


@lru_cache(maxsize=2)
def _load_forms(store: Store, identity: str, generation: int) -> _KnownNames:
    del identity, generation  # with the store, the key of the cache: another state, other names
    names = dict.fromkeys(
        [*store.documents.symbols(), *(base(name) for name in store.mentions.canonicals())]
    )
    # A digit more or less makes a resolution of the Council one of the Plenipotentiary Conference,
    # and `39/2` or `70/125` says what is meant to whoever knows the body.
    forms = {
        (_compact(form), name): None
        for name in names
        for form in {name, _strip_body(name), _ORGAN.sub("", name)}
    }
    return _KnownNames.of(forms)


def _strip_body(name: str) -> str:
    """Write ``Res. 1332`` for ``Council Res. 1332``; anything else unchanged."""
    return _BODY.sub("", name)


def _compact(text: str) -> str:
    """Return the letters, digits and strokes, among which typing errors are searched."""
    plain = text.lower() if text.isascii() else latin(fold_with_places(text).text)
    return _NOT_COMPACT.sub("", plain)


def _write_prefix(text: str) -> str:
    """Write an unfinished symbol in its canonical form: ``CWG-WSIS&SDG-39/`` for ``cwg 39``."""
    unfinished = text.strip().rstrip("/")
    for ending in ("/1", "1"):
        completed = find_in_query(unfinished + ending)
        is_one = len(completed) == 1 and len(completed[0].text) == len(unfinished + ending)
        if is_one and completed[0].canonical.endswith(ending):
            return completed[0].canonical.removesuffix("1")
    return text


def _is_one_error(first: str, second: str) -> bool:
    """Whether one letter too many, missing, wrong or swapped separates two texts."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    same = 0
    while same < min(len(first), len(second)) and first[same] == second[same]:
        same += 1
    rest, other = first[same:], second[same:]
    return (
        rest[1:] == other
        or rest == other[1:]
        or rest[1:] == other[1:]
        or (rest[1::-1] == other[:2] and rest[2:] == other[2:])
    )


def _mend_head(text: str, known: _KnownNames) -> list[str]:
    """Find references behind a misspelled head word: ``Rezolution 1332``."""
    folded = fold_with_places(text).text
    number = _DIGIT.search(folded)
    if number is None:
        return []
    # A head word with the signs behind it has fewer letters than a whole reference.
    since = max(0, number.start() - _LONGEST)
    match = _HEAD_BEFORE_NUMBER.search(folded[: number.start()], since)
    if not match or len(match[1]) < _SHORTEST_WORD:
        return []
    if match.start() == since > 0 and _LETTER.match(folded, since - 1):
        return []  # the end of a word longer than any head
    lead, word, rest = folded[: match.start()], match[1], folded[match.end(1) :]
    prefix = re.match(ARABIC_PREFIX, word)
    core = word[prefix.end() if prefix else 0 :]
    mended = []
    for head, has_ending in _load_head_words(tables.folder()):
        # Only the stem is known of a word with case endings; what follows it stays as it is.
        stem, ending = (core[: len(head)], core[len(head) :]) if has_ending else (core, "")
        if _is_one_error(stem, head):
            before = word[: len(word) - len(core)]
            mended += [
                base(mention.canonical) for mention in find(f"{lead}{before}{head}{ending}{rest}")
            ]
    return [name for name in dict.fromkeys(mended) if name in known.names]


@cache
def _load_head_words(folder: str) -> tuple[tuple[str, bool], ...]:
    """Load the words for resolution, decision or recommendation, and whether endings follow."""
    del folder  # the key of the cache: another folder of tables, another vocabulary
    table = tables.load("references")
    entries = (
        entry
        for code in BY_CODE
        for kind in ("resolution", "decision", "recommendation")
        for entry in table.get(code, {}).get(kind, ())
    )
    return tuple(sorted({(literal(entry), entry.endswith("*")) for entry in entries}))
