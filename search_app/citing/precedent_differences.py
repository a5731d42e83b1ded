"""Name the relation of an earlier text to a draft, and describe how both differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_app.citing.words import intact

if TYPE_CHECKING:
    from index.analyses import Precedent


def find_label(precedent: Precedent) -> str:
    """Return the name, among the texts of ``precedents``, of what an earlier text is to a draft.

    Its class decides where it says the contrary, however many words both share.
    """
    return "says_contrary" if precedent.class_ == "contrary" else precedent.relation


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
                    intact(each, language) for each in getattr(differences, side)
                )
                for side in ("draft", "earlier")
            }
            sentences.append(locale.text(f"precedents.{kind}", **names))
    for side in ("draft", "earlier"):
        if denied := getattr(precedent.negations, side):
            words = locale.join_names(intact(each, language) for each in denied)
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
