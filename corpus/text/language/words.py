"""Words, endings and letters that identify a language of the Latin script.

German and others are here so that they are not taken for a searched language.
"""

from __future__ import annotations

from typing import Final

from corpus.languages import LANGUAGES, read_words

_STRANGERS: Final = {
    "de": """
        der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an
        werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum
        war haben nur oder aber vor zur bis mehr durch man sein wurde sei gegen kann wir unter""",
    "it": """
        il lo la gli le di e che del della dei delle nel nella nei nelle per un una con non sono da
        si al alla alle ai come più anche ha hanno è essere questo questa dal dalla sul sulla tra
        o ma su loro stato quale""",
    "pt": """
        o a os as de do da dos das e em no na nos nas que um uma para com não por se mais ao aos à
        às como foi são sua seu suas seus pela pelo pelas pelos é ou ser também entre este esta
        já muito até isso ela ele mas""",
    "nl": """
        de het een en van in is dat op te zijn met voor niet aan er om ook als dan bij nog door
        naar uit worden werd deze dit heeft hebben wordt maar over ze wij of""",
}


_ENDINGS_OF_STRANGERS: Final = {
    "pt": (
        "ção", "ções", "ães", "dade", "dades", "mento", "mentos", "mente", "ado", "ados", "ada",
        "adas", "ico", "icos", "ica", "icas", "ivo", "ivos", "iva", "ivas", "ência", "ança",
    ),
    "it": ("zione", "zioni", "mento", "menti", "ità"),
    "de": ("ung", "ungen", "keit", "schaft", "lich", "lichen"),
}  # fmt: skip

_TABLES: Final = {
    language.code: read_words(language.code, "telling")
    for language in LANGUAGES
    if language.script == "Latn"
}
"""Tables ``telling.toml`` of the languages: words, endings, letters, ``benefit_of_doubt``."""

STRANGERS: Final = tuple(code for code in _STRANGERS if code not in _TABLES)
"""Languages of the script that are recognised, but not searched in."""


def _count_shares() -> dict[str, dict[str, float]]:
    texts = _STRANGERS | {code: table.get("words", "") for code, table in _TABLES.items()}
    lists = {language: set(words.split()) for language, words in texts.items()}
    every = set().union(*lists.values())
    shares: dict[str, dict[str, float]] = {}
    for word in every:
        speakers = [language for language, words in lists.items() if word in words]
        # A single letter is often an item's label or half of an elision: it may only tip a balance.
        weight = (0.5 if len(word) == 1 else 1.0) / len(speakers)
        shares[word] = dict.fromkeys(speakers, weight)
    return shares


WORDS: Final = _count_shares()
"""Weight of each casefolded word for each language that has it (0 to 1)."""

ENDINGS: Final = _ENDINGS_OF_STRANGERS | {
    code: tuple(table["endings"]) for code, table in _TABLES.items() if "endings" in table
}
"""Endings of words, each worth half a function word."""

LETTERS: Final = {"pt": "ãõáíóúâêôç", "de": "äß"} | {
    code: str(table["letters"]) for code, table in _TABLES.items() if "letters" in table
}
"""Letters that identify a language, without those in names (``é``, ``ü``)."""

BENEFIT_OF_DOUBT: Final = {
    code: float(table.get("benefit_of_doubt", 0.0)) for code, table in _TABLES.items()
}
"""Bonus for a language whose short lines the profiles take for another. Of 2,019 lines 1,877 are
right without it, 1,894 with 5 or 6: 38 English lines are won, 21 others lost.
"""
