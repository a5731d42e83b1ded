"""Name the relation of an earlier text to a draft, and describe how both differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus import countries
from corpus.documents import Passage
from corpus.languages import find_language
from search_app.citing.layout import Mark
from search_app.citing.words import intact, put_in_quotes, words

if TYPE_CHECKING:
    from index.analyses import Precedent
    from search_app.localise import Locale

_KINDS: Final[dict[str, Mark]] = {"same": "plain", "draft": "inserted", "earlier": "deleted"}


_NEARLY: Final = 0.99
"""Greatest share that is shown of a text that differs in a sign at least."""

_ALIKE: Final = 0.3
"""Minimum share of a draft in the earlier text for marks; below it, nearly every word is marked."""


@dataclass(frozen=True, slots=True)
class MarkedTexts:
    """A draft and the sentences of an earlier text that it repeats, with differences marked.

    Attributes:
        draft: the draft, with what the earlier text lacks marked.
        earlier: the earlier sentences in their own spelling, with what the draft lacks marked.
        both: one laid over the other.
        share: part of the draft that the earlier sentences have, 0 to 1.
        is_cut: whether other sentences of the earlier text are left out.
        is_same: whether nothing differs.
    """

    draft: tuple[tuple[Mark, str], ...]
    earlier: tuple[tuple[Mark, str], ...]
    both: tuple[tuple[Mark, str], ...]
    share: float
    is_cut: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class ShownDifferences:
    """Marks in a draft's paragraph and an earlier text, as all surfaces show them.

    ``texts`` is None where no differences are marked. ``notes`` are keys, among the texts of
    ``precedents``, of sentences that say why, or what the marked texts leave out.
    """

    texts: MarkedTexts | None
    notes: tuple[str, ...]


def find_shown_differences(passage: Passage, precedent: Precedent) -> ShownDifferences:
    """Find the marks of a draft's paragraph and an earlier text that has common words."""
    if precedent.shown.text_language != passage.language:
        is_probable = find_label(precedent) == "translated"
        return ShownDifferences(None, ("other_language", *["contrary_unseen"] * is_probable))
    texts = mark_texts(passage.text, precedent.text, passage.language)
    if texts.share < _ALIKE:
        return ShownDifferences(None, ("unlike",))
    return ShownDifferences(texts, ("rest_left_out",) * texts.is_cut)


def mark_texts(draft: str, earlier: str, language: str | None) -> MarkedTexts:
    """Mark the differences of a draft and an earlier text, without sentences around what it has."""
    from index.analyses import differences, find_common_part

    start, end = find_common_part(draft, earlier)
    pieces = differences(draft, earlier[start:end].rstrip())
    omitted, space = words(language or "en").omitted, find_language(language).space
    before: tuple[tuple[Mark, str], ...] = (("quiet", f"{omitted}{space}"),) if start else ()
    has_more = bool(earlier[end:].strip())
    behind: tuple[tuple[Mark, str], ...] = (("quiet", f"{space}{omitted}"),) if has_more else ()

    def frame(side: str) -> tuple[tuple[Mark, str], ...]:
        marked = ((_KINDS[piece.kind], getattr(piece, side)) for piece in pieces)
        return (*before, *(part for part in marked if part[1]), *behind)

    own = tuple((_KINDS[piece.kind], piece.draft) for piece in pieces if piece.draft)
    same = sum(len(piece.draft) for piece in pieces if piece.earlier)
    return MarkedTexts(
        own,
        frame("earlier"),
        frame("text"),
        same / len(draft) if draft else 0.0,
        bool(before or behind),
        all(piece.kind == "same" for piece in pieces),
    )


def find_label(precedent: Precedent) -> str:
    """Return the name, among the texts of ``precedents``, of what an earlier text is to a draft.

    Its class decides where it says the contrary, however many words both share. What is nearest is
    not on the same subject for that.
    """
    if precedent.class_ == "contrary":
        return "says_contrary"
    is_on_subject = precedent.relation == "near" and precedent.class_ is not None
    return "same_subject" if is_on_subject else precedent.relation


def format_share(precedent: Precedent, locale: Locale) -> str:
    """Format the share of a draft's words in an earlier text; empty for that of set phrases.

    Only a text that was taken over word for word has 100 %: else signs or other words differ.
    """
    if precedent.share is None or not precedent.is_worth_saying:
        return ""
    most = 1.0 if precedent.reuse == "verbatim" else _NEARLY
    return locale.percent(min(precedent.share, most))


def _quote(text: str, language: str) -> str:
    """Put words of a text into quotation marks; figures are told from a sentence without any."""
    has_words = any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
    named = intact(text, language)
    return put_in_quotes(named, language) if has_words else named


def describe_differences(precedent: Precedent, language: str) -> list[str]:
    """Return sentences, in the reader's language, on what differs in a draft."""
    from search_app.localise import Locale  # heavy, and most passages have no draft

    locale = Locale(language)
    sentences = []
    if (
        precedent.compared
        and precedent.is_worth_saying
        and {precedent.shown.language, precedent.found.language} != {precedent.compared.language}
    ):
        name = locale.language(precedent.compared.language)
        sentences.append(locale.add_label(locale.text("precedents.compared"), name))
    if precedent.is_contrary:
        sentences.append(locale.text("precedents.contrary"))
    for kind in ("opposites", "exchanged", "figures"):
        if differences := getattr(precedent, kind):
            names = {
                side: locale.join_names(
                    _quote(each, language) for each in getattr(differences, side)
                )
                for side in ("draft", "earlier")
            }
            sentences.append(locale.text(f"precedents.{kind}", **names))
    if precedent.countries:
        names = {
            side: locale.join_names(
                intact(countries.name(code, language) or code, language)
                for code in getattr(precedent.countries, side)
            )
            for side in ("draft", "earlier")
        }
        sentences.append(locale.text("precedents.countries", **names))
    own, old = precedent.negations.draft, precedent.negations.earlier
    sides = {
        "draft": [each for each in own if each not in old],
        "earlier": [each for each in old if each not in own],
        "moved": [each for each in own if each in old],
    }
    for side, denied in sides.items():
        if denied:
            words = locale.join_names(_quote(each, language) for each in denied)
            sentences.append(locale.text(f"precedents.negation_{side}", words=words))
    if precedent.editions:
        from index.references import write_reference  # heavy, too

        edition_names = {
            side: locale.join_names(
                intact(
                    write_reference(getattr(each, side), language) or getattr(each, side), language
                )
                for each in precedent.editions
            )
            for side in ("draft", "earlier")
        }
        sentences.append(locale.text("precedents.editions", **edition_names))
    sentences += [locale.text(f"precedents.doubt_{doubt}") for doubt in precedent.doubts]
    return sentences
