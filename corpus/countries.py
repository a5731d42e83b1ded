"""Countries that a text names in any language, as ISO 3166-1 codes; short names of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from corpus import tables
from corpus.languages import BY_CODE
from corpus.text import fold_with_places, word_key


def find(text: str) -> tuple[str, ...]:
    """Return the countries that a text names, as ISO 3166-1 alpha-3 codes, by first mention.

    Reads short and formal names with Russian case forms and Arabic prefixes, whatever the accents.
    A name begins with a capital where its script has them (``того`` is not Togo).
    """
    return _find(text, tables.folder())


@lru_cache(maxsize=64)  # a search asks several times of its question
def _find(text: str, folder: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for _, _, code in _find_places(text, folder)))


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and code of each country name in ``text``, as ``find`` finds them."""
    return _find_places(text, tables.folder())


def _find_places(text: str, folder: str) -> Iterator[tuple[int, int, str]]:
    folded = fold_with_places(text)
    for names, match in _match_names(folded.text, folder):
        group = match.lastindex or 0
        start = folded.start(match.start(group))
        first = text[start]
        if first == first.lower() != first.upper():
            continue
        kind = _QUALIFIER.match(folded.text, match.end())
        whole = names.whole(match.group(group), kind.group(1)) if kind else None
        end = folded.start(match.end(group) - 1) + 1
        yield start, end, whole or names.codes[group - 1]


def is_list(text: str) -> bool:
    """Whether a text is only names of countries, with or without kinds of state in brackets."""
    rest = _QUALIFIER.sub(" ", fold_with_places(text).text)
    count = 0
    for names in _list_names(rest, tables.folder()):
        rest, more = names.pattern.subn(" ", rest)
        count += more
    return count > 0 and all(word in _BETWEEN for word in re.findall(r"[^\W\d_]+", rest))


def find_leading(text: str) -> tuple[str, ...]:
    """Return the codes of the countries that ``text`` begins with (``Japan and Kenya propose``)."""
    folded = fold_with_places(text[:_HEAD])
    names = _list_names(folded.text, tables.folder())
    position = end = 0
    # From word to word: to search for the next name would take a hundred times as long.
    while position < len(folded.text):
        if match := next(
            filter(None, (alphabet.pattern.match(folded.text, position) for alphabet in names)),
            None,
        ):
            kind = _QUALIFIER.match(folded.text, match.end())
            position = end = (kind or match).end()
        elif step := _STEP.match(folded.text, position):
            position = step.end()
        else:
            break
    return find(text[: folded.start(end) if end < len(folded.text) else _HEAD]) if end else ()


_HEAD: Final = 150
"""Letters at the start of a text in which leading names are searched."""

_QUALIFIER: Final = re.compile(r"(?<=[^\W\d_])\s?\(([^()\d:]{2,60})\)")

_BETWEEN: Final = frozenset(map(word_key, tables.load_shipped("reading")["beside_country"]))
"""Words that may stand between or beside names, such as parts of formal names."""

_STEP: Final = re.compile(
    r"[\W\d_]+|[和与及]|(?:" + "|".join(map(re.escape, sorted(_BETWEEN))) + r")(?![^\W\d_])"
)


def name(code: str, language: str) -> str | None:
    """Return a country's short name by its ISO 3166-1 alpha-3 code, or None if unknown."""
    forms = tables.load("countries").get(code, {}).get(language)
    return str(forms[0]) if forms else None


def is_code(text: str) -> bool:
    """Whether a text is a country code, ISO 3166-1 alpha-3."""
    return text in tables.load("countries")


@dataclass(frozen=True, slots=True)
class _Names:
    """A pattern with a group for each name, and the country of each group."""

    pattern: re.Pattern[str]
    codes: tuple[str, ...]

    def whole(self, name: str, kind: str) -> str | None:
        """Return the country whose formal name is a folded name and kind of state, in any order."""
        for formal in (f"{kind} {name}", f"{kind}{name}", f"{name}{kind}"):
            match = self.pattern.fullmatch(formal)
            if match:
                return self.codes[(match.lastindex or 0) - 1]
        return None


def _match_names(text: str, folder: str) -> list[tuple[_Names, re.Match[str]]]:
    every = _list_names(text, folder)
    matches = [(names, match) for names in every for match in names.pattern.finditer(text)]
    return sorted(matches, key=lambda match_of_names: match_of_names[1].start())


def _list_names(text: str, folder: str) -> list[_Names]:
    alphabets = {_find_alphabet(letter) for letter in set(text) if letter.isalpha()}
    return [_compile_names(folder, alphabet) for alphabet in sorted(alphabets)]


def _find_alphabet(letter: str) -> str:
    return next((name for name, end in _ALPHABETS if ord(letter) < end), "others")


_ALPHABETS: Final = (("Latin", 0x370), ("Greek and Cyrillic", 0x530), ("Arabic", 0x800))
"""Alphabets with the code point behind the last letter that folded text may have."""


@cache
def _compile_names(folder: str, alphabet: str) -> _Names:
    """Compile the names of one alphabet: all together take a twentieth of a command's time."""
    del folder  # the key of the cache: another folder of tables, another pattern
    entries = sorted(
        {
            (form, language, code)
            for code, languages in tables.load("countries").items()
            for language, forms in languages.items()
            for form in forms
        },
        # The longest first, so that Guinea-Bissau is not Guinea, nor the two Congos one.
        key=lambda entry: (-len(entry[0]), entry),
    )
    # By what comes before the name and by its first letter: the pattern need not try 1,800 names
    # at each word.
    buckets: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for form, language, code in entries:
        before, inner = _make_patterns(form, BY_CODE[language].script)
        if _find_alphabet(inner[0]) != alphabet:
            continue
        buckets.setdefault((before, inner[0]), []).append((inner, code))
    pattern = "|".join(
        before + f"(?={first})(?:" + "|".join(f"({inner})" for inner, _ in bucket) + ")"
        for (before, first), bucket in buckets.items()
    )
    codes = tuple(code for bucket in buckets.values() for _, code in bucket)
    return _Names(re.compile(pattern or _NOTHING), codes)


_NOTHING: Final = r"(?!)"


_NO_STATE_BEHIND: Final = "(?!家)"
"""End of a Chinese name, since developing countries are no China (``发展中国家``)."""

_NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
_NO_LETTER_BEHIND: Final = r"(?![^\W\d_])"

_ARTICLE: Final = word_key("ال")

_ARABIC_BEFORE: Final = _NO_LETTER_BEFORE + r"[وف]?[بلك]?"
"""Arabic prefixes written as one word with the name: and, then; in, for, as."""


def _make_patterns(form: str, script: str) -> tuple[str, str]:
    if script == "Hans":
        return "", re.escape(word_key(form)) + _NO_STATE_BEHIND
    if script == "Cyrl":
        return _NO_LETTER_BEFORE, _decline(form) + _NO_LETTER_BEHIND
    inner = _loosen(word_key(form))
    if not inner.endswith("."):
        inner += _NO_LETTER_BEHIND
    if script != "Arab":
        return _NO_LETTER_BEFORE, inner
    if inner.startswith(_ARTICLE):  # "for the" swallows the article's first letter
        return _ARABIC_BEFORE + f"(?:{_ARTICLE}|(?<=ل)ل)", inner.removeprefix(_ARTICLE)
    return _ARABIC_BEFORE, inner


def _loosen(word: str) -> str:
    """Return a literal in which spaces and hyphens may be written in any way."""
    escaped = re.escape(word).replace(r"\ ", r"\s+")
    return escaped.replace(r"\-", r"(?:\s?-\s?|\s)")


_ENDINGS: Final = (
    # Nominative ending of a word, what it becomes in the cases; nouns and adjectives, both numbers.
    ("ская", "ск(?:ая|ой|ую|ою)"),
    ("ное", "н(?:ое|ого|ому|ым|ом)"),
    ("ая", "(?:ая|ой|ую|ою)"),
    ("ое", "(?:ое|ого|ому|ым|ом)"),
    ("ые", "(?:ые|ых|ым|ыми)"),
    ("ие", "(?:ие|их|им|ими)"),
    ("овы", "овы(?:х|м|ми)?"),
    ("ий", "(?:ий|ия|ию|ием|ии|его|ему|им|ем)"),
    ("ый", "(?:ый|ого|ому|ым|ом)"),
    ("ой", "(?:ой|ого|ому|ым|ом)"),
    ("острова", "остров(?:а|ов|ам|ами|ах)"),
    ("ия", "(?:ия|ии|ию|ией|иею)"),
    ("а", "(?:а|ы|и|е|у|ой|ою)"),
    ("я", "(?:я|и|ю|е|ей|ею)"),
    ("о", "(?:о|а|у|ом|е)"),
    ("ы", "(?:ы|ов|ам|ами|ах)"),
    ("ь", "(?:ь|я|ю|ем|и|е|ью)"),
    ("й", "(?:й|я|ю|ем|е)"),
)

_CONSONANT: Final = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")


def _decline(form: str) -> str:
    """Return a pattern for all cases of a Russian name; some forms it allows do not exist."""
    parts = re.split(r"([\s'’-])", form.lower())
    return "".join(
        _loosen(word_key(part)) if len(part) == 1 else _decline_word(part) for part in parts
    )


def _decline_word(word: str) -> str:
    if len(word) < 3:
        return re.escape(word_key(word))
    for ending, cases in _ENDINGS:
        if word.endswith(ending):
            return re.escape(word_key(word[: -len(ending)])) + word_key(cases)
    plain = re.escape(word_key(word))
    return plain + "(?:а|у|ом|е|ем|ы|ов)?" if _CONSONANT.search(word) else plain
