"""The language of a text, by its script, words and letters.

langdetect's profiles come last: alone they read Chinese headings as Korean. The expected language
stays unless the text clearly speaks against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from corpus.languages import BY_CODE
from corpus.text.language import latin
from corpus.text.language.profiles import log_likelihoods

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCRIPTS: Final = {
    script: re.compile(f"[{letters}]+")
    for script, letters in {
        "Hans": "㐀-鿿\uf900-\ufaff\U00020000-\U0003134f",
        "Kana": "ぁ-ゖァ-ヺ",
        "Hang": "가-힣ᄀ-ᇿ",
        "Arab": "ؠ-يٮ-ۓݐ-ݿﭐ-ﷻﹰ-ﻼ",
        "Cyrl": "Ѐ-ԯ",
        "Latn": "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
        "Grek": "Ͱ-Ͽἀ-῾",
        "Hebr": "א-ת",
        "Thai": "ก-๎",
        "Deva": "ऄ-ॿ",
        "Armn": "Ա-֏",
        "Geor": "Ⴀ-ჿ",
        "Ethi": "ሀ-ፚ",
    }.items()
}

_LETTERS_PER_SIGN: Final = {"Hans": 3, "Kana": 2, "Hang": 3}
"""Letters per sign: Chinese is a third as long as English in the UN Parallel Corpus (dev set)."""

_ONE_LANGUAGE: Final = {
    "Hang": "ko", "Kana": "ja", "Grek": "el", "Hebr": "he", "Thai": "th", "Deva": "hi",
    "Armn": "hy", "Geor": "ka", "Ethi": "am",
}  # fmt: skip

_SCRIPT_OF: Final = {code: language.script for code, language in BY_CODE.items()}

_NO_EVIDENCE: Final = re.compile(
    # Each begins at the start of a run, or looks a little ahead: a run of a page takes no time.
    r"https?://[!-~]+|www\.[!-~]+|(?<![\w.+-])[\w.+-]++@[\w.-]+"
    r"|(?<![^\W\d_])(?=[0-9&.+-]{0,99}[A-Za-z])[A-Za-z&.+-]{0,99}[0-9][A-Za-z0-9&.+/-]*"  # 5G
    r"|(?<![A-Za-z0-9&-])[A-Za-z0-9&-]++(?:/[A-Za-z0-9&().-]+)+"  # A/RES/70/125
)
_ACRONYM: Final = re.compile(r"(?<![A-Za-z])[A-Z&-]{2,}(?:s(?![a-z])|(?![A-Za-zÀ-ÿ]))")  # ICTs
"""Latin acronyms, which are the same in all languages."""

_MIXED: Final = 0.2
"""Share of letters in the expected script from which a passage is at most mixed."""

_SENTENCE_LETTERS: Final = 30
"""Letters in the expected script that are more than a name within other text."""

_ENOUGH_FOR_STRANGERS: Final = 40
"""Letters from which another language of the script can be recognised."""

_MARKS_SHARE: Final = 0.02
"""Share of letters of another language of the script from which they decide for it."""

_STRANGER_MARGIN: Final = 0.5
"""Margin of the profiles per letter from which another language of the script is chosen."""

_SAMPLE: Final = 400
"""Number of passages of a version that are read, spread over it."""

_LONG: Final = 1_000
"""Characters of one passage that count, so that one long annex does not decide."""

_LONGEST: Final = 20_000
"""Characters of a text that are read: more of a paragraph add no certainty, only time."""

_UKRAINIAN: Final = frozenset("іїєґ")
_KAZAKH: Final = frozenset("әғқңұһ")
_SERBIAN: Final = frozenset("ђјљњћџ")
_PERSIAN: Final = frozenset("پچژگ")
_URDU: Final = frozenset("ٹڈڑےں")


def language_of(text: str, *, expected: str | None = None) -> str | None:
    """Return the language of a passage as ISO 639-1 code, in doubt the expected one or None.

    ``expected`` is the version's. A short, mixed or quoting passage keeps it.
    """
    bare = _drop_shared(text[:_LONGEST])
    weights = _weigh_scripts(bare)
    if not weights:
        return expected
    script = _choose_script(bare, weights, expected)
    if script == "Latn":
        return _tell_latin(bare, expected)
    if script in {"Hans", "Kana"}:
        return _tell_han(weights, expected)
    if script == "Cyrl":
        return _tell_cyrillic(bare, expected)
    if script == "Arab":
        return _tell_arabic(bare, expected)
    return _ONE_LANGUAGE[script] if script is not None else expected


def _drop_shared(text: str) -> str:
    bare = _NO_EVIDENCE.sub(" ", text)
    letters = "".join(_SCRIPTS["Latn"].findall(bare))
    if len(letters) > 12 and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        return bare
    return _ACRONYM.sub(" ", bare)


def _weigh_scripts(text: str) -> dict[str, int]:
    """Return the length of each script's part of a text, in letters of an alphabet."""
    counted = {
        script: sum(map(len, letters.findall(text))) * _LETTERS_PER_SIGN.get(script, 1)
        for script, letters in _SCRIPTS.items()
    }
    return {script: weight for script, weight in counted.items() if weight}


def _choose_script(text: str, weights: Mapping[str, int], expected: str | None) -> str | None:
    """Return the script that decides; None where the expected language must stay."""
    total = sum(weights.values())
    heaviest = max(weights, key=weights.__getitem__)
    own = _SCRIPT_OF.get(expected or "")
    if own is None:
        return heaviest
    if weights.get(own, 0) >= _MIXED * total or _has_sentence(text, own, weights, expected):
        return own
    # A name in another script is alone in a table's cell or on a line of its own.
    enough = 20 if heaviest == "Latn" else 4
    return heaviest if weights[heaviest] >= enough else None


def _has_sentence(text: str, script: str, weights: Mapping[str, int], expected: str | None) -> bool:
    """Whether a sentence in the expected language, not only a name, introduces the rest."""
    if script == "Latn":
        return expected is not None and latin.speaks(text, expected)
    return weights.get(script, 0) >= _SENTENCE_LETTERS


def _tell_latin(text: str, expected: str | None) -> str | None:
    if expected in latin.OWN:
        return latin.choose_language(text, expected)
    language = latin.tell(text)
    if expected is None:
        return language
    # The version is in another script, and this is a line of Latin: a name is no evidence.
    is_sentence = language is not None and (
        language not in latin.OWN or latin.speaks(text, language) or latin.is_running(text)
    )
    return language if is_sentence else expected


def _tell_han(weights: Mapping[str, int], expected: str | None) -> str | None:
    # The codes are those of the script: Japanese is what has kana next to Han.
    kana, han = weights.get("Kana", 0), weights.get("Hans", 0)
    return "ja" if kana > (han / 2 if expected == "zh" else han / 5) else "zh"


def _tell_cyrillic(text: str, expected: str | None) -> str | None:
    # The codes are those of the script: Russian is what no letters or profile speak against.
    small = " ".join(_SCRIPTS["Cyrl"].findall(text.casefold()))
    if len(small) < _ENOUGH_FOR_STRANGERS:
        return expected if expected is not None and expected not in _SCRIPT_OF else "ru"
    for code, marks in (("uk", _UKRAINIAN), ("kk", _KAZAKH), ("sr", _SERBIAN)):
        if sum(letter in marks for letter in small) > _MARKS_SHARE * len(small):
            return code
    if not set("ыэ") & set(small):
        likely = log_likelihoods(small, ("ru", "bg", "mk"))
        other = max(("bg", "mk"), key=likely.__getitem__)
        if likely[other] - likely["ru"] > _STRANGER_MARGIN * len(small):
            return other
    return "ru"


def _tell_arabic(text: str, expected: str | None) -> str:
    # The codes are those of the script: Arabic is what has no letters of Urdu or Persian.
    small = "".join(_SCRIPTS["Arab"].findall(text))
    if len(small) >= _ENOUGH_FOR_STRANGERS or expected is None:
        for code, marks in (("ur", _URDU), ("fa", _PERSIAN)):
            if sum(letter in marks for letter in small) > max(2.0, _MARKS_SHARE * len(small)):
                return code
    return "ar"


def main_language(texts: Sequence[str]) -> tuple[str | None, float, int]:
    """Return the language of most of several texts, its share of letters, and their number."""
    letters: dict[str, int] = {}
    step = max(1, len(texts) // _SAMPLE)
    for text in texts[::step]:
        code = language_of(text)
        if code is not None:
            weight = sum(_weigh_scripts(text[:_LONG]).values())
            letters[code] = letters.get(code, 0) + weight
    total = sum(letters.values())
    if not total:
        # No letters at all, or none among the first of any passage.
        return None, 0.0, 0
    most = max(letters, key=letters.__getitem__)
    return most, letters[most] / total, total
