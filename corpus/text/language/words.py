"""Words, endings and letters that give a language of the Latin script away.

Function words, since every sentence has some and names and borrowed terms are not among them. A
word that is in several lists counts for each of them by its share, so ``de`` speaks for French
and Spanish against English, and ``le`` for French alone. German, Italian, Portuguese and Dutch are
here so that they are not taken for the nearest of the languages that documents are searched in.
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
"""Tables ``telling.toml`` of the languages: ``words``, ``endings``, ``letters`` and, where the
profiles hold short lines for another language, a ``benefit_of_doubt``."""

STRANGERS: Final = tuple(code for code in _STRANGERS if code not in _TABLES)
"""Languages of the script that documents may be written in, without being searched in."""


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
"""Casefolded word to what it adds to the score of each language that has it (0 to 1)."""

ENDINGS: Final = _ENDINGS_OF_STRANGERS | {
    code: tuple(table["endings"]) for code, table in _TABLES.items() if "endings" in table
}
"""Endings of words, each worth half a function word."""

LETTERS: Final = {"pt": "ãõáíóúâêôç", "de": "äß"} | {
    code: str(table["letters"]) for code, table in _TABLES.items() if "letters" in table
}
"""Letters that tell a language (``é``, ``ü`` are left out: names have them)."""

BENEFIT_OF_DOUBT: Final = {
    code: float(table.get("benefit_of_doubt", 0.0)) for code, table in _TABLES.items()
}
"""The profiles, made from an encyclopedia, hold the Latin words of English titles (*Permanent
Representative*) for French. Measured on the lines by which words are weighed: 1,877 are recognised
without it, 1,894 with 5 or 6, fewer with more. It is a trade: 38 English lines won, 21 French and
Spanish ones lost."""
