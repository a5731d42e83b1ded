"""Tables of words and codes (TOML), loaded, checked and cached with the user's additions.

Files in ``WSIS_SEARCH_TABLES`` add to the shipped ones by name: lists grow, tables merge, values
are replaced. A folder of tables (``bodies``) also grows by new files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs

from corpus import settings
from corpus.errors import WsisSearchError
from corpus.languages import BY_CODE, FOLDERS, LANGUAGES


class TableError(WsisSearchError):
    """A user's table cannot be read."""

    code = "table"


def own_folder() -> Path:
    """Return the named or the usual user's folder of tables, whether it exists or not."""
    return settings.TABLES.path or platformdirs.user_config_path("wsis-search") / "tables"


def folder() -> str:
    """Return the user's folder of tables, or the empty string where it does not exist."""
    return settings.TABLES.text or _usual_folder()


@cache  # every reference that is read asks for it, thousands in a document
def _usual_folder() -> str:
    return str(own_folder()) if own_folder().is_dir() else ""


def forget() -> None:
    """Drop all cached tables, after one was written."""
    _load.cache_clear()
    _usual_folder.cache_clear()


def load(name: str) -> dict[str, Any]:
    """Return a table by name, with the user's additions; raise TableError if these do not fit."""
    return _load(name, folder())


def load_shipped(name: str) -> dict[str, Any]:
    """Return a table by name, with the words of all languages, without the user's additions."""
    return _load(name, "")


@cache
def has_words(name: str, language: str | None) -> bool:
    """Whether a language's folder has the table ``name``."""
    return language in BY_CODE and (FOLDERS[language or ""] / f"{name}.toml").exists()


def load_each(name: str) -> dict[str, dict[str, Any]]:
    """Return the tables of the folder ``name`` by file name, the shipped ones first."""
    shipped = {Path(item.name) for item in files("corpus").joinpath("data", name).iterdir()}
    own = {Path(path.name) for path in Path(folder(), name).glob("*.toml")} if folder() else set()
    names = sorted(item.stem for item in shipped) + sorted(item.stem for item in own - shipped)
    return {item: load(f"{name}/{item}") for item in names}


@contextmanager
def patterns(name: str) -> Iterator[None]:
    """Turn errors of the block that compiles patterns of table ``name`` into TableError."""
    try:
        yield
    except (re.error, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        own = Path(folder(), f"{name}.toml")
        if not folder() or not own.exists():
            raise  # a shipped one is wrong, which no user can correct
        wrong = next(_find_no_patterns(tomllib.loads(own.read_text("utf-8")), ""), None)
        what = (
            f"{wrong[0]} has to be a regular expression: {wrong[1]}"
            if wrong
            else f"what it adds has to be like what is shipped: {error}"
        )
        raise TableError(f"In the table {own}, {what}. Correct the file.") from error


def _find_no_patterns(value: Any, place: str) -> Iterator[tuple[str, Exception]]:
    """Yield place and error of each text in a table that is no pattern."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _find_no_patterns(entry, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for entry in value:
            yield from _find_no_patterns(entry, place)
    elif isinstance(value, str):
        try:
            re.compile(value)
            re.compile(f"(?:{value})")  # as a part of a longer one
        except (re.error, ArithmeticError, ValueError) as error:
            yield place, error


@cache
def _load(name: str, own_folder: str) -> dict[str, Any]:
    if not own_folder:
        source = files("corpus").joinpath("data", f"{name}.toml")
        table = tomllib.loads(source.read_text("utf-8")) if source.is_file() else {}
        for language in LANGUAGES:
            table = _add_file(table, FOLDERS[language.code], name)
        return table
    if not Path(own_folder).is_dir():
        raise TableError(
            f"WSIS_SEARCH_TABLES names {own_folder}, which is not a folder. Correct or unset it."
        )
    return _add_file(load_shipped(name), Path(own_folder), name)


def _add_file(table: dict[str, Any], folder: Path, name: str) -> dict[str, Any]:
    own = folder / f"{name}.toml"
    if not own.exists():
        return table
    try:
        added = tomllib.loads(own.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TableError(f"The table {own} cannot be read: {error}. Correct the file.") from error
    return merge(table, added, own, name)


def merge(
    shipped: dict[str, Any], added: dict[str, Any], own: Path, location: str
) -> dict[str, Any]:
    """Return a table with another's additions; raise TableError where they do not fit."""
    result = dict(shipped)
    for key, value in added.items():
        place = f"{location}.{key}"
        present = result.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            result[key] = merge(present, value, own, place)
        elif isinstance(present, list) and isinstance(value, list):
            result[key] = present + [item for item in value if item not in present]
        elif present is None or type(present) is type(value):
            result[key] = value
        else:
            kind = "a table" if isinstance(present, dict) else f"a {type(present).__name__}"
            raise TableError(f"In the table {own}, {place} has to be {kind}. Correct the file.")
    return result
