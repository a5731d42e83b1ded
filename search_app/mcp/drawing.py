"""What can be drawn up for an assistant? Four tools, likewise cited and linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from index.store import Filters
from search_app.api import Answers, Draft, Page, ProblemError
from search_app.mcp.tools import (
    In,
    Languages,
    Meetings,
    Series,
    Since,
    Source,
    Until,
    advised,
    chosen,
    passage_of,
)


class Drawing:
    """The tools, over what an index answers."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def all(self) -> tuple[Callable[..., Any], ...]:
        """Give them in the order in which an assistant sees them."""
        named: tuple[Callable[..., Any], ...] = (
            self.compare,
            self.positions,
            self.mandates,
            self.dossier,
        )
        return tuple(advised(tool) for tool in named)

    def compare(
        self,
        old: Annotated[str, Field(description="Symbol of the earlier document.")],
        new: Annotated[str | None, Field(description="Symbol of what it became.")] = None,
        draft: Annotated[
            str | None,
            Field(description="In its stead a draft that was made of it, a paragraph a line."),
        ] = None,
        changed: Annotated[bool, Field(description="Only paragraphs that differ.")] = True,
        k: Annotated[int, Field(ge=1, le=200, description="At most so many paragraphs.")] = 30,
        offset: Annotated[int, Field(ge=0, description="Paragraphs to leave out.")] = 0,
        language: Languages = None,
        meeting: Meetings = None,
        series: Series = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        shown_in: In = None,
    ) -> dict[str, Any]:
        """Compare a document with a later one, or with a draft, paragraph against paragraph."""
        if (new is None) == (draft is None):
            raise ProblemError(422, "parameters", "either", names="new, draft")
        found = self._answers.compare(
            old,
            new if new is not None else Draft(text=draft),
            page=Page(k, offset),
            filters=Filters.given(language, meeting, series, source, since, until),
            language=shown_in,
            changed=changed,
        )
        return {
            **chosen(found, "from", "to", "language", "documents"),
            "paragraphs": [
                {
                    **chosen(one, "change", "moved"),
                    "from": _side(one, "from", found["language"]),
                    "to": _side(one, "to", found["language"]),
                }
                for one in found["paragraphs"]
            ],
            **chosen(found, "total", "has_more"),
        }

    def positions(
        self,
        topic: Annotated[str, Field(description="Some words, in any language.")],
        k: Annotated[int, Field(ge=1, le=100, description="At most so many.")] = 20,
        offset: Annotated[int, Field(ge=0, description="So many are left out.")] = 0,
        language: Languages = None,
        meeting: Meetings = None,
        series: Series = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        shown_in: In = None,
    ) -> dict[str, Any]:
        """Tell who said what on a topic: of each country or other source, by meetings, the sentence
        that says most, and where its paragraph stands again. What does not name the topic in its
        words is only near in meaning; what is reported others said, perhaps not the source itself.
        """  # noqa: D205 - one sentence
        found = self._answers.positions(
            topic,
            page=Page(k, offset),
            filters=Filters.given(language, meeting, series, source, since, until),
            shown_in=shown_in,
        )
        said = (
            "source",
            "countries",
            "kind",
            "meeting",
            "meeting_days",
            "date",
            "paragraph",
            "names_topic",
            "is_reported",
            "jointly_with",
        )
        again = ("citation", "language", "link", "meeting", "date", "share")
        return {
            "positions": [
                {
                    **passage_of(cell),
                    **chosen(cell, *said),
                    "reuse": [chosen(one, *again) for one in cell["reuse"]],
                }
                for cell in found["cells"]
            ],
            **chosen(found, "notes", "total", "has_more"),
        }

    def mandates(
        self,
        document: Annotated[str | None, Field(description="Only of this one: a symbol.")] = None,
        addressee: Annotated[
            str | None, Field(description="Only to him: Secretariat, 成员国, Conseil …")
        ] = None,
        due: Annotated[
            str | None,
            Field(description="2025, 2025-06, 2025-06-30, Council 2025, 41, next meeting."),
        ] = None,
        k: Annotated[int, Field(ge=1, le=100, description="At most so many.")] = 20,
        offset: Annotated[int, Field(ge=0, description="So many are left out.")] = 0,
        language: Languages = None,
        meeting: Meetings = None,
        series: Series = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        shown_in: In = None,
    ) -> dict[str, Any]:
        """List who is asked to do what, by whom and by when, and where it is reported on later.
        What is a proposal was not decided; what is only near in meaning may be on something else.
        """  # noqa: D205 - one sentence
        found = self._answers.mandates(
            page=Page(k, offset),
            filters=Filters.given(language, meeting, series, source, since, until),
            document=document,
            addressee=addressee,
            due=due,
            shown_in=shown_in,
        )
        return {
            "mandates": [_mandate(one) for one in found["mandates"]],
            **chosen(found, "total", "has_more"),
        }

    def dossier(
        self,
        meeting: Annotated[str, Field(description="41, or as symbols have it: C24.")],
        k: Annotated[int, Field(ge=1, le=50, description="At most so many items.")] = 5,
        offset: Annotated[int, Field(ge=0, description="Items to leave out.")] = 0,
        language: Languages = None,
        series: Series = None,
        source: Source = None,
        since: Since = None,
        until: Until = None,
        shown_in: In = None,
    ) -> dict[str, Any]:
        """Draw up what to read before a meeting, item by item of its agenda: its documents, what
        was said before, what they cite, mandates that fall due, absent versions.
        """  # noqa: D205 - one sentence
        found = self._answers.dossier(
            meeting,
            page=Page(k, offset),
            filters=Filters.given(language, None, series, source, since, until),
            shown_in=shown_in,
        )
        facts = ("symbol", "title", "submitters", "date", "languages", "citation", "link")
        return {
            "meeting": found["meeting"],
            "meeting_days": found["meeting_days"],
            "items": [
                {
                    **chosen(item, "item", "title"),
                    "documents": [
                        {name: one[name] for name in (*facts, "superseded_by") if one.get(name)}
                        for one in item["documents"]
                    ],
                    "before": [
                        passage_of(one) | chosen(one, "meeting", "date") for one in item["before"]
                    ],
                    "references": [_cited(one) for one in item["references"]],
                    "mandates": [_mandate(one) for one in item["mandates"]],
                    "absent": item["absent"],
                    "cites": [_cited(one) for one in item["cites"]],
                }
                for item in found["items"]
            ],
            **chosen(found, "total", "has_more"),
        }


def _side(told: Mapping[str, Any], side: str, language: str | None) -> dict[str, Any] | None:
    """A paragraph of one of two texts; a draft's has no citation."""
    if told[f"text_{side}"] is None:
        return None
    shown = {name: told.get(f"{name}_{side}") for name in ("label", "text", "citation", "link")}
    return {name: value for name, value in shown.items() if value} | {"language": language}


def _mandate(told: Mapping[str, Any]) -> dict[str, Any]:
    asked: Sequence[str] = ("asked_by", "is_proposal", "verb", "addressees", "action", "deadline")
    facts = ("deadline_text", "due", "due_meeting", "in_revision")
    return {
        **passage_of(told),
        **chosen(told, *asked, "references"),
        **{name: told[name] for name in facts if told.get(name)},
        "reported_in": [passage_of(one) | chosen(one, "near_only") for one in told["reported_in"]],
    }


def _cited(told: Mapping[str, Any]) -> dict[str, Any]:
    """What documents cite: of one that is not held, all that is known is its name."""
    return {name: value for name, value in told.items() if value or name == "in_index"} | {
        "cited_in": [chosen(one, "citation", "link") for one in told["cited_in"]]
    }
