"""Fetching the documents of a meeting: by ITU's lists, and by guessed addresses as the last way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from corpus.errors import FetchError
from ingest.fetch import addresses
from ingest.fetch.accounts import FindsAccount
from ingest.fetch.addresses import ARCHIVE, Stem
from ingest.fetch.meeting_lists import MeetingRequest, fetch_listed
from ingest.fetch.run import FetchReport, Progress, Run, find_hosts
from ingest.fetch.transfer import Manners

_GAP: Final = 3
"""Numbers without a document after which a series is taken to be at its end: some are withdrawn."""

_SERIES: Final = ("C", "INF")
"""The series that are asked for where no list names them."""


def meeting(
    folder: Path,
    request: MeetingRequest,
    *,
    archive: str = ARCHIVE,
    find_account: FindsAccount = lambda: None,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch the documents of a meeting.

    ITU's catalogues and lists name the documents. For a meeting that they lack, likely codes and
    years of file names are tried, and the right ones go into the user's table. ``archive`` is an
    address without a path. ``find_account`` is called for files that are not public. Raises
    FetchError where ``request`` is unusable, the archive does not answer, or ``folder`` is not
    writable.
    """
    unknown: FetchError | None = None
    candidates: list[Stem] = []
    try:
        candidates = addresses.list_stems(request.body, request.number, request.years)
    except FetchError as error:
        if not request.name and not request.source:
            raise
        unknown = error
    run = Run(folder, find_hosts([archive]), manners or Manners(), progress)

    async def fetch() -> None:
        if await fetch_listed(run, archive, request, find_account) or request.source:
            return
        notes = run.report.notes
        _check_reached(run, archive)
        if unknown:
            raise FetchError("\n".join([*notes, unknown.message]))
        await _guess(run, archive, candidates, request)
        run.report.notes += notes

    return run.finish(fetch())


async def _guess(
    run: Run, archive: str, candidates: Sequence[Stem], request: MeetingRequest
) -> None:
    body, number = request.body, request.number
    series, languages = request.series or _SERIES, request.languages
    run.report = FetchReport()
    for stem in candidates:
        lists = {each: await _list_names(run, archive, stem, each) for each in series}
        _check_reached(run, archive)
        if any(lists.values()) or await _answers(run, archive, stem, series, languages):
            break
        run.done.clear()
        run.report = FetchReport()
    else:
        tried = ", ".join(stem.text for stem in candidates)
        run.report.notes.append(
            f"None of the codes of meeting {number} of {body} answered ({tried}). Add the right "
            "one to a table of yours, or fetch from a list with --manifest."
        )
        return
    path = addresses.remember(body, number, stem)
    run.report.notes.append(
        f"The files of meeting {number} of {body} are named {stem.text}-…"
        + (f"; remembered in {path}." if path else ".")
    )
    for each in series:
        if lists[each]:
            await run.all(
                [
                    addresses.find_addresses(archive, stem, name, language)
                    for name in lists[each]
                    for language in languages
                ]
            )
        else:
            await _fetch_by_number(run, archive, stem, each, languages)


def _check_reached(run: Run, archive: str) -> None:
    silence = run.visitor.silence(archive)
    if silence:
        raise FetchError(
            f"{archive} cannot be reached ({silence}). Look at the network, try again later, "
            "or fetch from a list with --manifest. What was fetched before is kept."
        )


async def _list_names(run: Run, archive: str, stem: Stem, series: str) -> list[str]:
    answer = await run.page(addresses.format_listing(archive, stem, series))
    if answer.outcome != "page":
        return []
    return addresses.find_names(answer.content.decode("utf-8", "replace"), stem, series)


async def _answers(
    run: Run, archive: str, stem: Stem, series: Sequence[str], languages: Sequence[str]
) -> bool:
    """Whether the first document of a series is there in one of the languages."""
    for each in series:
        for language in languages:
            name = addresses.format_name(stem, each, 1)
            answer = await run.one(addresses.find_addresses(archive, stem, name, language))
            if answer.record or answer.outcome == "refused":
                return True
    return False


async def _fetch_by_number(
    run: Run, archive: str, stem: Stem, series: str, languages: Sequence[str]
) -> None:
    """Fetch number after number without a list, with revisions, until several are not there."""
    number, missing = 1, 0
    while missing < _GAP:
        revision = 0
        while await _is_there(
            run, archive, addresses.format_name(stem, series, number, revision), languages
        ):
            revision += 1
        missing = 0 if revision else missing + 1
        number += 1


async def _is_there(run: Run, archive: str, name: str, languages: Sequence[str]) -> bool:
    """Fetch a document in all languages; what is in none is not reported as absent."""
    stem = Stem("-".join(name.split("-")[:2]))
    wanted = [addresses.find_addresses(archive, stem, name, language) for language in languages]
    await run.all(wanted)
    answers = [run.done[each.symbol, each.language] for each in wanted]
    if any(answer.outcome != "absent" for answer in answers):
        return True
    symbols = {each.symbol for each in wanted}
    run.report.absent[:] = [entry for entry in run.report.absent if entry.symbol not in symbols]
    return False
