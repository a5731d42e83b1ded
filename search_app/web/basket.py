"""Which passages has the reader gathered? Their ids, in the order in which they were added."""

from __future__ import annotations

from typing import Final

import streamlit as st

from search_app.localise import Locale

_BASKET: Final = "basket"


def basket() -> tuple[int, ...]:
    """The ids of the passages, each once."""
    return tuple(st.session_state.get(_BASKET, ()))


def add(passage: int) -> None:
    """Put a passage in, at the end; one that is there stays where it is."""
    st.session_state[_BASKET] = tuple(dict.fromkeys((*basket(), passage)))


def remove(passage: int) -> None:
    """Take a passage out, if it is there."""
    st.session_state[_BASKET] = tuple(one for one in basket() if one != passage)


def toggle(passage: int) -> None:
    """Put a passage in, or take it out if it is there."""
    (remove if passage in basket() else add)(passage)


def clear() -> None:
    """Take everything out."""
    st.session_state[_BASKET] = ()


def button(locale: Locale, passage: int, key: str) -> None:
    """Draw the button that puts a passage in or takes it out.

    Args:
        locale: the reader's language.
        passage: its id.
        key: of the button; a passage may stand on a page twice.
    """
    is_in = passage in basket()
    st.button(
        locale.text("basket.remove" if is_in else "basket.add"),
        key=key,
        icon=":material/bookmark_added:" if is_in else ":material/bookmark_add:",
        type="tertiary",
        on_click=toggle,
        args=(passage,),
    )
