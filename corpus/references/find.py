"""Where are the references? One cheap pass for words that may begin one, then grammar at each.

Everything that is done at an anchor looks at a bounded stretch around it, so that the whole is
linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

from corpus import symbols
from corpus.documents import Mention
from corpus.references import bodies, editions, goals, numbers, paragraphs
from corpus.references.phrases import word_start
from corpus.references.words import Words, words
from corpus.text import fold_with_places

# Between a body's name and the head it belongs to: General Assembly (UNGA) resolution.
_TIED: Final = re.compile(
    r"[\s\")\]]*(?:\(\s*[a-z]{2,6}\s*\))?(?:'s?)?"
    r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?)?(?:的|于|在)?\s*"
)
_IN_CODE: Final = re.compile(r"[a-zа-я0-9/.-]")
_FIRST_DIGIT: Final = re.compile(r"(?<![\da-z/.])\d")
_ORDINAL: Final = re.compile(r"第?\s?")
_LED: Final = re.compile(r"[\s的具体]*")
_CONFERENCE: Final = re.compile(
    r"(?<![a-zа-я0-9])(?P<code>pp|wtdc|wtsa|wrc|cmdt|amnt|cmr|пк|вкрэ|васэ|вкр|c)[- ]?"
    r"(?:20)?(?P<year>\d\d)[)\s\"]{0,3}$"
)
_CODES: Final = {
    "pp": "PP", "пк": "PP", "wtdc": "WTDC", "cmdt": "WTDC", "вкрэ": "WTDC", "wtsa": "WTSA",
    "amnt": "WTSA", "васэ": "WTSA", "wrc": "WRC", "cmr": "WRC", "вкр": "WRC", "c": "Council",
}  # fmt: skip
_CODE: Final = r"(?P<code>[a-z]{1,3}\.\d{1,5}(?:\.\d{1,3})?(?:-\d{1,2})?)(?!\d)"
_RECOMMENDATION: Final = re.compile(
    rf"(?:itu|uit|мсэ)-(?P<sector>[trdтрд])\s?(?:(?:rec|рек)[a-zа-я]{{0,12}}\.?\s?)?{_CODE}"
)
_RECOMMENDED: Final = re.compile(
    rf"\s?(?:[,、]|(?:,\s)?(?:and|et|y|e|и|和|及)|و)\s?(?:(?:itu|uit|мсэ)-[trdтрд]\s?)?{_CODE}"
)
_RADIO_RESOLUTION: Final = re.compile(
    r"\s?(?:itu|uit|мсэ)-[rр]\s?(?P<number>\d{1,2}(?:-\d{1,2})?)(?![\d/])"
)
_RADIO_ASSEMBLY: Final = re.compile(r"(?<![a-z])ra\s$")
_RADIO_NUMBER: Final = re.compile(r"\s?(?P<number>\d{1,2}-\d{1,2})(?![\d/])")
_SECTORS: Final = {
    "t": "ITU-T",
    "т": "ITU-T",
    "r": "ITU-R",
    "р": "ITU-R",
    "d": "ITU-D",
    "д": "ITU-D",
}
_SENTENCE_END: Final = re.compile(r"[;!?]|\.(?=\s|$)(?<![a-zа-я]\.)|(?<=[a-zа-я]{4})\.(?=\s)")
_LONGEST_BRIDGE: Final = 120  # characters from a paragraph's number to its document
_REMEMBERED: Final = 200  # references before a bare number among which the same number may stand
_NEAR_BODY: Final = 90  # characters before a head in which an adjoining body's name begins
_NEAR_GOAL: Final = 200  # characters on either side in which a word may say that a goal is an SDG
_SENTENCE: Final = 260  # characters around a head that are read for other bodies' names


@dataclass(frozen=True, slots=True)
class _Found:
    canonical: str
    kind: str
    body: str | None
    number: str | None
    edition: str | None
    start: int
    end: int


def find(text: str, language: str | None = None) -> tuple[Mention, ...]:
    """The references in ``text``, in order of their places.

    Args:
        text: in any of the six languages, or several; raw, as it is cited.
        language: of the text, ISO code. Every word list is tried in any case, since documents
            quote each other; the argument is there for callers that know.

    Returns:
        Mentions whose ``text[start:end]`` is what stands there. They do not overlap, except that
        the members a range passes over share the span of the range's own words (``C4–C6``: C5).
    """
    del language
    folded = fold_with_places(text)
    mentions = []
    for found in _Reader(folded.text, words()).read():
        start, end = folded.start(found.start), folded.end(found.end)
        what = (found.canonical, found.kind, found.body, found.number, found.edition)
        mentions.append(Mention(*what, start, end, text[start:end]))
    return tuple(mentions)


class _Reader:
    """Reads one folded text from left to right."""

    def __init__(self, text: str, read: Words) -> None:
        self.text = text
        self.words = read
        self.found: list[_Found] = []
        self.done = 0  # behind the last reference: what stands before is not read again
        self.skipped = 0  # behind the last list of codes that were no action lines
        self.headless = 0  # the last number of the last Chinese list without a head
        self.paragraph: tuple[int, int] | None = None

    def read(self) -> list[_Found]:
        readers = {
            "symbol": self._symbol, "file": self._symbol, "head": self._head,
            "chinese": self._chinese, "goal": self._goal, "action-line": self._action_line,
            "recommendation": self._recommendation, "named": self._named,
            "paragraph": self._paragraph,
        }  # fmt: skip
        kinds = self.words.anchor_kinds
        for anchor in self.words.anchors.finditer(self.text):
            if anchor.start() >= self.done:
                readers[kinds[anchor.group()]](anchor.start())
        return self.found

    def _add(self, new: list[_Found]) -> None:
        if not new:
            return
        first, last = new[0], new[-1]
        ahead, self.paragraph = self.paragraph, None
        if (
            ahead
            and ahead[1] <= first.start <= ahead[1] + _LONGEST_BRIDGE
            and paragraphs.bridges(self.text, ahead[1], first.start, self.words)
        ):
            new[0] = _moved(first, ahead[0], first.end)
        # Action lines and goals have no paragraphs.
        has_paragraphs = last.kind not in {"action-line", "sdg"}
        end = paragraphs.behind(self.text, last.end, self.words) if has_paragraphs else None
        if end is not None:
            # 《突尼斯议程》第109段: the quotation mark that is closed inside is opened inside.
            opened = self.text[max(0, last.start - 1) : last.start] in {"《", '"', "「", "'"}
            opened = opened and new[-1].start == last.start
            closed = opened and self.text[last.end] in {"》", '"', "」", "'"}
            new[-1] = _moved(new[-1], new[-1].start - closed, end)
        self.found += new
        self.done = max(self.done, new[-1].end)

    def _word_start(self, at: int) -> int | None:
        return word_start(self.text, at, self.done)

    # --- symbols ---------------------------------------------------------------------------------

    def _symbol(self, at: int) -> None:
        symbol = symbols.symbol_at(self.text, at, self.done)
        if symbol is None:
            return
        found = symbol.symbol
        kind = {"RES": "resolution", "DEC": "decision"}.get(found.series or "", "document")
        what = (found.canonical, kind, found.body, found.number)
        edition = None
        if kind == "resolution" and found.body == "UNSC":
            year = re.search(r"\((\d{4})\)$", self.text[symbol.start : symbol.end])
            edition = year[1] if year else None
        self._add([
            _Found(*what, edition, symbol.start, symbol.end),
        ])  # fmt: skip

    # --- resolutions, decisions, recommendations -------------------------------------------------

    def _head(self, at: int) -> None:
        start = self._word_start(at)
        head = self.words.head.match(self.text, start) if start is not None else None
        if start is None or head is None:
            return
        if "一" <= self.text[at] <= "鿿":
            self._chinese_head(at)
            return
        kind, is_short = head.value
        end = head.end + (is_short and self.text.startswith(".", head.end))
        radio = _RADIO_RESOLUTION.match(self.text, end)
        if radio is None and _RADIO_ASSEMBLY.search(self.text[max(0, start - 4) : start]):
            radio = _RADIO_NUMBER.match(self.text, end)
        if radio and kind == "resolution":
            number = radio["number"]
            self._add([
                _Found(f"RA Res. {number}", kind, "RA", number, None, start, radio.end())
            ])  # fmt: skip
            return
        inside, position = self._bodies_from(end)
        number_word = self.words.number.match(self.text, position)
        position = number_word.end() if number_word else position
        plural = is_short or _is_plural(self.text[head.start : head.end])
        items = numbers.read_list(self.text, position, self.words, plural=plural)
        if items:
            after, end = self._bodies_from(items[-1].end, needs_of=True)
            edition = editions.read(self.text, end, self.words) if after else None
            if edition and edition.revised and items[-1].edition is None:
                # Resolución 1332 del Consejo (modificada en 2019)
                items = [numbers.with_edition(item, edition) for item in items[:-1]] + [
                    numbers.with_edition(items[-1], edition, end=edition.end)
                ]
            self._numbered(kind, items, start, None, (*inside, *after), is_short=is_short)

    def _bodies_from(self, at: int, *, needs_of: bool = False) -> tuple[list[str], int]:
        """The names of bodies that follow ``at``, and where they end."""
        names: list[str] = []
        for _ in range(3):
            of = self.words.of.match(self.text, at)
            position = of.end() if of else at
            body = self.words.body.match(self.text, position)
            if body is None or (needs_of and position == at):
                break
            names.append(body.value)
            at = body.end
        return names, at

    def _numbered(
        self,
        kind: str,
        items: list[numbers.Item],
        head_start: int | None,
        head_end: int | None,
        adjoining: tuple[str, ...],
        *,
        is_short: bool = False,
    ) -> None:
        """Adds what the list's members point to; the head belongs to the first or the last."""
        before_at = items[0].start if head_start is None else head_start
        before = self.text[max(self.done, before_at - _NEAR_BODY) : before_at]
        year = None
        code = _CONFERENCE.search(before)
        if code:
            adjoining = (*adjoining, _CODES[code["code"]])
            year = ("19" if code["year"] > "80" else "20") + code["year"]
        else:
            low = before_at - len(before)
            for body in self.words.body.finditer(self.text, low, before_at):
                if _TIED.fullmatch(self.text, body.end, before_at):
                    adjoining = (*adjoining, body.value)
                    break
        context = bodies.Context(
            adjoining,
            year,
            partial(self._sentence, before_at, items[-1].end),
            is_short,
            {(f.kind, f.number or ""): f.body or "" for f in self.found[-_REMEMBERED:]},
        )
        new = []
        for item in numbers.expanded(items):
            named_item = bodies.named(kind, item, context, self.words)
            if named_item is None:
                continue
            start, end = item.start, item.end
            if item is items[0] and head_start is not None:
                start = head_start
            if item is items[-1] and head_end is not None:
                end = max(end, head_end)
            what = (named_item.canonical, kind, named_item.body, named_item.number)
            new.append(_Found(*what, named_item.edition, start, end))
        self._add(new)

    def _sentence(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that the sentence around a reference names, the nearest before it first."""
        first = max(0, start - _SENTENCE)
        for stop in _SENTENCE_END.finditer(self.text, first, start):
            first = stop.end()
        stop_after = _SENTENCE_END.search(self.text, end, end + _SENTENCE)
        last = stop_after.start() if stop_after else min(len(self.text), end + _SENTENCE)
        before = [body.value for body in self.words.body.finditer(self.text, first, start)]
        return (*before[::-1], *(b.value for b in self.words.body.finditer(self.text, end, last)))

    # --- Chinese: the number before the head -----------------------------------------------------

    def _chinese(self, at: int) -> None:
        if at < self.headless:
            return  # a part of a list ends where the list ends
        number = _ORDINAL.match(self.text, at)
        position = number.end() if number else at
        items = numbers.read_list(self.text, position, self.words, plural=True, chinese=True)
        if not items:
            return
        end = items[-1].end
        sign = numbers.SIGN.match(self.text, end)
        end = sign.end() if sign else end
        inside, end = self._bodies_from(end)
        end += self.text[end : end + 1] in {"的", " "}
        head = self.words.chinese_head.match(self.text, end)
        if head is None:
            self.headless = items[-1].start
            return
        edition = editions.read(self.text, head.end, self.words)
        head_end = edition.end if edition else head.end
        if edition is None or edition.session:
            edition, head_end = None, head.end
        ahead = self._edition_ahead(at) if edition is None else None
        if edition or ahead:
            items = [
                item if item.own else numbers.with_edition(item, edition or ahead) for item in items
            ]
        self._numbered(head.value, items, at, head_end, tuple(inside))

    def _edition_ahead(self, at: int) -> editions.Edition | None:
        """``（2022年，布加勒斯特，修订版）第140号决议``: an edition before the number."""
        if self.text[at - 1 : at] != ")":
            return None
        opening = self.text.rfind("(", max(self.done, at - 60), at)
        edition = editions.read(self.text, opening, self.words) if opening >= 0 else None
        return edition if edition and edition.end == at and edition.revised else None

    def _chinese_head(self, at: int) -> None:
        """A head without 第: ``1332号决议`` before it, ``决议1332`` behind it."""
        head = self.words.chinese_head.match(self.text, at)
        if head is None:
            return
        if self.text[at - 1 : at] == "号":
            low = max(self.done, at - 60)
            for number in _FIRST_DIGIT.finditer(self.text, low, at):
                before = len(self.found)
                self._chinese(number.start())
                if len(self.found) > before:
                    return
            return
        number_word = self.words.number.match(self.text, head.end)
        position = number_word.end() if number_word else head.end
        items = numbers.read_list(self.text, position, self.words, plural=False)
        if (
            items
            and "第" in self.text[head.end : position]
            and not self.text.startswith("号", items[-1].end)
        ):
            return  # 决议第5段: a paragraph of a resolution
        if items and head.value != "recommendation":
            self._numbered(head.value, items, at, None, ())

    def _recommendation(self, at: int) -> None:
        start = self._word_start(at)
        match = _RECOMMENDATION.match(self.text, at)
        if start is None or match is None:
            return
        sector = _SECTORS[match["sector"]]
        new: list[_Found] = []
        end = at
        while match and len(new) < 30:
            code = match["code"].upper()
            begin = match.start("code") if new else at
            what = (f"{sector} Rec. {code}", "recommendation", sector, code, None)
            new.append(_Found(*what, begin, match.end()))
            end = match.end()
            match = _RECOMMENDED.match(self.text, end)
        before = re.search(r"[^\s(,;:]{4,16}\s$", self.text[max(self.done, at - 20) : at])
        head = self.words.head.match(before.group(), 0) if before else None
        if head and head.value[0] == "recommendation":
            new[0] = _moved(new[0], at - len(before.group()) if before else at, new[0].end)
        behind = self.words.chinese_head.match(self.text, end)
        if behind and behind.value == "recommendation":
            new[-1] = _moved(new[-1], new[-1].start, behind.end)
        self._add(new)

    # --- goals, action lines, names, paragraphs --------------------------------------------------

    def _goal(self, at: int) -> None:
        start = self._word_start(at)
        head = self.words.goal.match(self.text, start) if start is not None else None
        if start is None or head is None:
            return
        is_certain = head.value == "sustainable"
        end = head.end
        if is_certain:
            inner = self.words.goal.match(
                self.text, end + (self.text[end : end + 1] in {" ", "的"})
            )
            end = inner.end if inner else end
        else:
            for lead in self.words.sustainable.finditer(
                self.text, max(self.done, start - 60), start
            ):
                if _LED.fullmatch(self.text, lead.end, start):
                    is_certain, start = True, lead.start
            if self.text[start - 2 : start] == "具体":
                start -= 2
        labels = goals.goals(self.text, end, self.words, is_certain=True)
        if not labels:
            return
        if not is_certain:
            low, high = max(0, start - _NEAR_GOAL), labels[-1].end + _NEAR_GOAL
            if not self.words.sustainable_context.search(self.text, low, high):
                return
        new = [
            _Found(f"SDG {label.number}", "sdg", "SDG", label.number, None, label.start, label.end)
            for label in labels
        ]
        new[0] = _moved(new[0], start, new[0].end)
        self._add(new)

    def _action_line(self, at: int) -> None:
        if at < self.skipped or (at > 0 and _IN_CODE.match(self.text, at - 1)):
            return
        labels, self.skipped = goals.action_lines(self.text, at, self.words)
        self._add([
            _Found(f"WSIS C{label.number}", "action-line", "WSIS", f"C{label.number}", None,
                   label.start, label.end)
            for label in labels
        ])  # fmt: skip

    def _named(self, at: int) -> None:
        start = self._word_start(at)
        match = self.words.named.match(self.text, start) if start is not None else None
        if start is None or match is None:
            return
        document = match.value
        before = self.text[max(0, start - 14) : start].rstrip(" \"'")
        if before.endswith(tuple(document.get("not_after", ()))):
            return
        parsed = symbols.parse(document["canonical"])
        if parsed is None:
            return
        symbol = parsed.symbol
        kind = "resolution" if symbol.series == "RES" else "document"
        self._add([
            _Found(symbol.canonical, kind, symbol.body, symbol.number, None, start, match.end)
        ])  # fmt: skip

    def _paragraph(self, at: int) -> None:
        start = self._word_start(at)
        end = paragraphs.ahead(self.text, start, self.words) if start is not None else None
        if start is not None and end is not None:
            self.paragraph = (start, end)


def _moved(found: _Found, start: int, end: int) -> _Found:
    return _Found(found.canonical, found.kind, found.body, found.number, found.edition, start, end)


def _is_plural(head: str) -> bool:
    """Whether a head word announces more than one number (Russian: may do so)."""
    if head.endswith("s") or head.startswith(("резолюци", "решени", "рекомендаци")):
        return not head.endswith(("ю", "ей", "ем", "е"))
    return (
        re.search(r"(?:قرار|مقرر)(?:ا|ان|ين|ات|ي|اته|اتها|يه|يها)$|ات$|تين$|تان$", head) is not None
    )
