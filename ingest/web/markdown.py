"""A reader of Markdown files, which converts them to web pages (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest import plain
from ingest.blocks import FileContent
from ingest.web import page as web

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(title|author|lang|language):[ \t]*(\S.*)$", re.MULTILINE)


def read(path: Path) -> FileContent:
    """Read a Markdown file; raise NoTextError, or CorruptFileError where no encoding fits."""
    text, encoding = plain.decode(path.read_bytes(), path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    properties = {}
    matter = _FRONT_MATTER.match(text)
    if matter:
        text = text[matter.end() :]
        for name, value in _FIELD.findall(matter.group(1)):
            properties["language" if name == "lang" else name] = value.strip("\"' ")
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = markdown.parse(text)
    _keep_numbers(tokens)
    page = web.of_markup(markdown.renderer.render(tokens, markdown.options, {}), path)
    return replace(
        page, properties=properties, warnings=plain.find_doubts(path, encoding), running=()
    )


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Keep a list's typed numbers if they all differ; else Markdown counts on from the first."""
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            token.attrSet("data-mark", token.markup)
            lists.append([])
        elif token.type == "bullet_list_open":
            lists.append([])
        elif token.type == "list_item_open" and lists and token.info:
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            if len({item.info for item in items}) == len(items):
                for item in items:
                    item.attrSet("value", item.info)
