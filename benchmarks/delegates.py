"""Three delegates' questions, answered through the server for assistants alone, over stdio.

    python -m benchmarks.delegates [INDEX]

INDEX is a folder, else that of ``wsis-search demo``. Prints what an assistant would be given: the
words, the citation and the link.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters, stdio_client

_DRAFT = (
    "Recalling Resolution 140 (Rev. Bucharest, 2022), the group notes that open weather data and a "
    "common alerting protocol let earthquake and flood warnings reach people in time."
)


async def answers(index: Path | None) -> dict[str, list[str]]:
    """Return the lines of each question's answer."""
    named = ["--index", str(index)] if index else []
    started = StdioServerParameters(
        command=sys.executable,
        args=["-P", "-c", "from search_app.cli import main; main()", "mcp", *named],
        env=dict(os.environ),
    )
    async with Client(stdio_client(started)) as client:
        return {
            "Kenya asks: who tracks livestock by satellite?": await _who(client),
            "France demande : qui cite la Résolution 140 ?": await _answer_with_citations(client),
            "A drafter asks: who has said this before?": await _before(client),
        }


async def _who(client: Client) -> list[str]:
    answer = await _call(
        client, "search", query="Who tracks livestock with satellite ear tags?", k=2
    )
    return list(_lines(answer["hits"]))


async def _answer_with_citations(client: Client) -> list[str]:
    known = await _call(client, "lookup", reference="la Résolution 140", shown_in="fr", k=2)
    editions = ", ".join(edition["canonical"] for edition in known["editions"])
    return [f"{known['canonical']}: {editions}", *_lines(known["mentions"])]


async def _before(client: Client) -> list[str]:
    answer = await _call(client, "precedents", text=_DRAFT, k=2, meeting=["40"], shown_in="en")
    (paragraph,) = answer["paragraphs"]
    term = await _call(client, "equivalents", term="earthquake")
    words = ", ".join(
        f"{equivalent['language']}: {equivalent['term']}" for equivalent in term["equivalents"]
    )
    return [*_lines(paragraph["hits"]), f"earthquake is {words}"]


async def _call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def _lines(passages: list[dict[str, Any]]) -> Iterator[str]:
    for passage in passages:
        words = passage["text"] if len(passage["text"]) < 160 else f"{passage['text'][:160]} …"
        yield f"{words} [{passage['citation']}, {passage['language']}] {passage['link']}"


def main() -> None:
    """Print the answers."""
    index = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    for question, lines in asyncio.run(answers(index)).items():
        print(question)
        for line in lines:
            print(f"    {line}")


if __name__ == "__main__":
    main()
