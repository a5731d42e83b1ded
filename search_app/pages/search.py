"""The search page: one box, and what was found as it would be quoted."""

from __future__ import annotations

import streamlit as st

from corpus.errors import QueryError, WsisSearchError
from corpus.languages import BY_CODE, LANGUAGES
from index.filters import Filters
from index.search import Hit, Result
from search_app.citations import citation
from search_app.passage_html import STYLE, passage_html
from search_app.session import open_search

_HITS = 10
_EXAMPLES = (
    "How can rural schools be connected?",
    "预警系统如何使用人工智能？",
    "كيف يمكن دعم تعدد اللغات في العالم الرقمي؟",
    "гендерный цифровой разрыв",
)


def _ask() -> tuple[str, Filters, str | None]:
    """The question, what may be found, and the language to show it in; all of it in the address."""
    if "question" not in st.session_state:
        st.session_state.question = st.query_params.get("q", "")
    query = st.text_input(
        "Search",
        key="question",
        placeholder="A question or some words, in any of the six languages",
        label_visibility="collapsed",
    )
    codes = [language.code for language in LANGUAGES]
    left, right = st.columns(2)
    found_in = left.multiselect(
        "Found in",
        codes,
        default=[code for code in st.query_params.get_all("language") if code in codes],
        format_func=lambda code: BY_CODE[code].name,
        placeholder="all six languages",
    )
    named = st.query_params.get("in")
    shown_in = right.selectbox(
        "Shown in",
        [None, *codes],
        index=codes.index(named) + 1 if named in codes else 0,
        format_func=lambda code: BY_CODE[code].name if code else "the language it was found in",
    )
    st.query_params.from_dict(
        {
            **({"q": query} if query else {}),
            **({"language": found_in} if found_in else {}),
            **({"in": shown_in} if shown_in else {}),
        }
    )
    return query, Filters(languages=tuple(found_in)), shown_in


def _use_example(example: str) -> None:
    st.session_state.question = example


def _show_examples() -> None:
    st.caption("For example:")
    for example in _EXAMPLES:
        st.button(example, on_click=_use_example, args=(example,), type="tertiary")


def _show(result: Result) -> None:
    if not result.hits:
        st.info("Nothing was found. Search in more languages, or ask in other words.")
        return
    for hit in result.hits:
        _show_hit(hit)
    st.caption(f"{len(result.hits)} passages in {result.milliseconds:,.0f} ms")


def _show_hit(hit: Hit) -> None:
    with st.container(border=True):
        st.html(passage_html(hit))
        # A code block has a button that copies, and shows its text as it is, whatever is in it.
        st.code(citation(hit.shown), language=None, wrap_lines=True)


def _main() -> None:
    st.html(STYLE)
    st.title("wsis-search", anchor=False)
    query, filters, shown_in = _ask()
    try:
        with st.spinner("Loading the model and the index …"):
            search = open_search()
        if not query.strip():
            _show_examples()
            return
        with st.spinner("Searching …"):
            result = search.search(query, k=_HITS, filters=filters, shown_in=shown_in)
    except QueryError as error:
        st.info(error.message)
    except WsisSearchError as error:
        st.error(error.message)
    else:
        _show(result)


_main()
