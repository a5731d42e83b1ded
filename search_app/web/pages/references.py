"""The references page: any form of a reference, and all that the index knows of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from corpus.alerts import Alert
from corpus.bounds import MAX_NAME
from corpus.errors import QueryError
from corpus.extract.references import find
from index.lookup import Trace, describe_order
from index.references import Graph, base, forms, own_names
from index.store import Excerpt
from search_app.localise import Locale
from search_app.operations import LOOKUP, LookupRequest
from search_app.web import address, alerts, basket
from search_app.web import frame as chrome
from search_app.web.documents.list import list_entries
from search_app.web.parts import (
    PassageView,
    as_label,
    bars_html,
    html,
    meeting_key,
    meetings,
    passage_html,
)
from search_app.web.references import (
    ReferenceState,
    Title,
    name_references,
    neighbourhood,
    neighbourhood_html,
    reference_address,
    spans,
)
from search_app.web.reports import ask, report_html
from search_app.web.session import add_fate, keep_with_index, open_index

_QUESTION: Final = "references-question"
_STATE: Final = "references-state"
_MENTIONS: Final = 10
_EXAMPLES: Final = 10
_SUBJECTS: Final = frozenset({"resolution", "decision", "recommendation"})


@keep_with_index(2, is_shared=True)
def _citations() -> Graph:
    return open_index().graph()


def _follow(parameters: dict[str, list[str]]) -> None:
    state = ReferenceState.from_address(parameters)
    st.session_state[_STATE] = state
    st.session_state[_QUESTION] = state.reference


def _look_up(reference: str) -> None:
    st.session_state[_QUESTION] = reference


def _box(locale: Locale) -> ReferenceState:
    typed = chrome.search_box(locale, "references", _QUESTION)
    before: ReferenceState = st.session_state.get(_STATE) or ReferenceState()
    state = before if typed == before.reference else ReferenceState(typed)
    st.session_state[_STATE] = state
    return state


def _buttons(locale: Locale, names: list[str], key: str) -> None:
    """Draw references to choose from, by their names in the reader's language."""
    called_so = name_references(names, locale.code)
    with st.container(horizontal=True, gap="small", key=key):
        for name in names:
            label = as_label(called_so[name])
            st.button(label, key=f"{key}-{name}", on_click=_look_up, args=(name,))


def _choice(locale: Locale, key: str, names: list[str], widget_key: str) -> None:
    """Draw references to choose from, below an introduction."""
    st.html(html("parts.examples", text=locale.text(key)))
    _buttons(locale, names, widget_key)


def _example_names(locale: Locale) -> list[str]:
    return [locale.text("search.example_reference"), "CWG-WSIS&SDG-39/2", "SDG 9.c"]


def _start(locale: Locale) -> None:
    st.html(html("parts.intro", text=locale.text("references.intro")))
    _choice(locale, "search.examples", _example_names(locale), "examples")
    cited = sorted(_citations().nodes, key=lambda node: (-node.in_links, node.id))
    most = [node.id for node in cited if node.in_links][:_EXAMPLES]
    if most:
        _choice(locale, "references.most_cited", most, "references-most")


def _explain_refusal(locale: Locale, reference: str, error: QueryError) -> None:
    """Tell why a reference was not looked up; offer those that the text names, or examples."""
    several = list(dict.fromkeys(mention.canonical for mention in find(reference[:MAX_NAME])))
    if len(several) > 1:
        chrome.note(locale.text("references.several"))
        _buttons(locale, several[:20], "references-meant")
        return
    if error.reason in {"part-alone", "no-action-line"}:
        chrome.note(locale.text(f"problem.{error.reason}", **error.values))
    else:
        chrome.note(locale.text("references.no_reference"))
    _buttons(locale, _example_names(locale), "examples")
    if any(character.isalnum() for character in reference):
        words = reference[:MAX_NAME]
        chrome.link(
            "search", locale.text("references.search"), {"q": words}, icon=":material/search:"
        )


def _section(locale: Locale, key: str, hint: str | None = None) -> None:
    hint_text = locale.text(hint) if hint else ""
    st.html(html("parts.section", text=locale.text(key), hint=hint_text))


def _show(locale: Locale, state: ReferenceState) -> ReferenceState:
    """Draw what the index knows of a reference; return the state with the shown mentions."""
    request = LookupRequest(state.reference, shown_in=locale.code)
    trace = ask(LOOKUP, request, locale.code, needs_model=False)
    if trace.is_of_named_bodies:
        chrome.note(locale.text("references.no_body"))
    if trace.suggestions:
        _choice(locale, "search.did_you_mean", list(trace.suggestions), "references-meant")
    if trace.canonical is None or trace.is_of_named_bodies:
        return state
    name = trace.canonical
    symbol = trace.document.metadata.symbol if trace.document else name
    entry = next((document for document in list_entries(locale) if document.symbol == symbol), None)
    kind = f"references.kind.{trace.kind}"
    head = html(
        "references.head",
        locale=locale,
        name=name,
        called=name_references([name], locale.code)[name],
        kind=locale.text(kind) if locale.has(kind) else None,
        entry=entry,
    )
    # Mentions are narrowed and turned below, and what is near is to be pressed.
    known = replace(trace, mentions=(), see_also=())
    is_uncited = describe_order(trace.mentions) == "edition_absent"
    if is_uncited:
        head += html("parts.note", text=locale.text("references.edition_uncited"))
    st.html(head + report_html(locale, LOOKUP, known))
    alerts.button(locale, Alert(name, cites=(name,)))
    if trace.see_also:
        _choice(locale, "references.see_also", list(trace.see_also), "references-also")
    if not trace.is_found:
        chrome.note(locale.text("references.nowhere"))
        return state
    _draw_trace(locale, trace)
    return _mentions(locale, trace, state, is_uncited=is_uncited)


def _draw_trace(locale: Locale, trace: Trace) -> None:
    name = trace.canonical or ""
    store = open_index().store
    written_forms = forms(
        store,
        [edition.canonical for edition in trace.editions] or [name],
        locale.code,
        edition=name,
    )
    if trace.kind in _SUBJECTS and any(form.text != name for form in written_forms):
        is_edition = base(name) != name
        hint = "written_newest" if len(trace.editions) > 1 and not is_edition else "written_hint"
        _section(locale, "references.written", f"references.{hint}")
        st.html(html("references.forms", locale=locale, found=written_forms))
    titles, without_symbol = _titles(locale)
    if trace.kind == "document" or trace.kind in _SUBJECTS:
        own = trace.document.metadata.symbol if trace.document else None
        near = neighbourhood(_citations(), own or name, has_document=own is not None)
        if near.citing or near.cited:
            _section(locale, "references.neighbourhood", "references.neighbourhood_hint")
            st.html(
                neighbourhood_html(
                    locale,
                    near,
                    titles,
                    {**name_references(near.names, locale.code), **without_symbol},
                    reference_address,
                )
            )


def _titles(locale: Locale) -> tuple[dict[str, Title], dict[str, str]]:
    """Return titles of known documents, and names of those without a symbol, by key."""
    every = list_entries(locale)
    own_titles = {symbol: (name, locale.code) for symbol, name in own_names(locale.code).items()}
    return (
        own_titles
        | {entry.key: (entry.title, entry.title_language) for entry in every if entry.title},
        {entry.key: entry.name for entry in every if not entry.symbol},
    )


def _mentions(
    locale: Locale, trace: Trace, state: ReferenceState, *, is_uncited: bool
) -> ReferenceState:
    """Draw the mentions by meeting and page; return the shown state.

    ``is_uncited`` says that the head says that none is of the edition in question.
    """
    shown = [line.shown for line in trace.mentions]
    if not shown:
        chrome.note(locale.text("references.not_mentioned"))
        return replace(state, meeting=None, page=1)
    every = meetings(open_index().store, locale)
    _section(locale, "references.over_time", "references.over_time_hint")

    def address_of_meeting(key: str | None) -> str:
        return reference_address(state.reference, key)

    st.html(bars_html(locale, every, shown, chosen=state.meeting, address=address_of_meeting))
    chosen = list(trace.mentions)
    if state.meeting:
        chosen = [
            line
            for line in trace.mentions
            if meeting_key(line.shown.meeting, line.shown.date) == state.meeting
        ]
        if not chosen:
            chosen, state = list(trace.mentions), replace(state, meeting=None)
    count = locale.plural("references.paragraphs", len(chosen))
    name = next((bar.name for bar in every if bar.key == state.meeting), None)
    if name:
        count = f"{count} · {name}"
    st.html(html("parts.section", text=locale.text("references.mentions"), count=count))
    if trace.paragraphs:
        is_named = chosen[0].is_of_paragraph  # they are first
        key = "references.paragraph_first" if is_named else "references.no_paragraph"
        chrome.note(locale.text(key, label=locale.join_names(trace.paragraphs)))
    standing = describe_order(chosen)
    if standing and not is_uncited:
        chrome.note(locale.text(f"references.{standing}"))
    pages = -(-len(chosen) // _MENTIONS)
    state = replace(state, page=min(state.page, pages))
    for line in chosen[(state.page - 1) * _MENTIONS : state.page * _MENTIONS]:
        _passage(locale, line.shown, base(trace.canonical or ""))
    chrome.turn_state(pages, state, "references-pages", _STATE)
    return state


def _passage(locale: Locale, shown: Excerpt, name: str) -> None:
    with st.container(border=True, key=f"hit-{shown.passage_id}-reference"):
        st.html(
            passage_html(
                add_fate(shown),
                locale,
                wanted=locale.code,
                view=PassageView(words=spans(shown.passage, name)),
            )
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            chrome.open_link(locale, shown)
            basket.button(locale, [shown.passage_id], f"references-basket-{shown.passage_id}")


def _main() -> None:
    locale = chrome.interface()
    chrome.styles("pages", "citing", "reports")
    address.follow_address("references", _follow, _QUESTION)
    state = _box(locale)
    if not state.reference.strip():
        address.write("references", {})
        _start(locale)
        return
    address.write("references", state.to_address())
    try:
        shown = _show(locale, state)
    except QueryError as error:
        _explain_refusal(locale, state.reference, error)
        return
    if shown != state:
        st.session_state[_STATE] = shown
        address.write("references", shown.to_address())


_main()
