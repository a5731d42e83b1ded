"""What does a delegate paste? Symbol, paragraph, page and language, in one line."""

from __future__ import annotations

from corpus import symbols
from corpus.languages import BY_CODE
from index.shown import Shown

__all__ = ["citation", "paragraph"]


def citation(shown: Shown) -> str:
    """Cite a passage.

    The symbol carries the letter of the language that is quoted, as ITU writes it
    (``CWG-WSIS&SDG-39/2-E``); the United Nations has no such letter, and a document without a
    symbol is cited by its title and file name, so both name the language in brackets.

    Returns:
        For example ``CWG-WSIS&SDG-39/2-F, para. 2.10.1, p. 3``.
    """
    parts = [_name(shown)]
    place = paragraph(shown)
    if place:
        parts.append(place)
    if shown.passage.page is not None:
        parts.append(f"p. {shown.passage.page}")
    return ", ".join(parts)


def paragraph(shown: Shown) -> str | None:
    """Name the place of a passage in its document: ``para. 2.1 a)``, ``footnote 3``, a heading."""
    passage = shown.passage
    path = [step for step in passage.label_path if not step.startswith("fn")]
    place = f"para. {' '.join(path)}" if path else None
    if passage.kind == "heading" and path:
        place = f"section {' '.join(path)}"
    if passage.kind == "footnote":
        note = f"footnote {passage.label}" if passage.label else "footnote"
        return f"{place}, {note}" if place else note
    if passage.kind == "table" and passage.heading:
        return f"table under “{passage.heading[-1]}”"
    if place is None and passage.heading and passage.kind != "heading":
        return f"under “{passage.heading[-1]}”"
    return place


def _name(shown: Shown) -> str:
    language = BY_CODE.get(shown.language or "")
    if shown.symbol is None:
        name = f"“{shown.title}” ({shown.file_name})" if shown.title else shown.file_name
    elif language and _is_of_itu(shown.symbol):
        # `CWG-WSIS-32/16(Rev.1)` becomes `CWG-WSIS-32/16-E(Rev.1)`: the letter follows the number.
        base, bracket, rest = shown.symbol.partition("(")
        return f"{base}-{language.letter}{bracket}{rest}"
    else:
        name = shown.symbol
    return f"{name} [{language.name}]" if language else name


def _is_of_itu(symbol: str) -> bool:
    """Whether the symbol is one to which ITU adds the letter of the language."""
    parsed = symbols.parse(symbol)
    return parsed is not None and parsed.symbol.meeting is not None
