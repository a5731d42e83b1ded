"""Power cuts and full disks: is anything lost?

Each command runs once on a disk that records every write (:mod:`benchmarks.trust.disk`). Each case
builds a disk as a power cut at some instant may leave it: everything synced, and any part of the
rest. Its index must be whole, and equal the state after the last commit or the next. On a full
disk, a run cannot write from some write on: it must report that in a line and leave the index
whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from benchmarks.trust import kills, world
from benchmarks.trust.disk import Recording
from benchmarks.trust.kills import COMMANDS, Command, Place, check, second, with_place
from benchmarks.trust.tally import Tally, cases, chance_of
from corpus.errors import BackupError

_AGAIN: Final = 0.25
"""Share of the cases that run again."""

NEEDED: Final = "A C compiler (cc) on Linux is needed."

_ENDING: Final = tuple(command for command in COMMANDS if command.until is None)


@dataclass(slots=True)
class _RecordedRun:
    steps: Recording
    expected: world.Content | None
    said: dict[int, world.Content | None] = field(default_factory=dict)


@with_place
def run(seed: int, count: int, minutes: float | None, there: Place) -> Tally:
    """Cut the power; the commands take turns."""
    columns = (
        "power cuts",
        "second runs",
        "steps on the disk",
        "commits",
    )
    tally = Tally("Power cuts, by command", columns)
    if there.library is None:
        tally.title += f". None: {NEEDED}"
        return tally
    known: dict[str, _RecordedRun] = {}
    for case in cases(seed, count, minutes):
        command = _ENDING[case % len(_ENDING)]
        if command.name not in known:
            recorded = known[command.name] = _record(there, command)
            tally.count(command.name, "steps on the disk", len(recorded.steps.steps))
            tally.count(command.name, "commits", len(recorded.steps.commits()))
        _cut(tally, there, command, case, known[command.name])
    return tally


@with_place
def full(seed: int, count: int, minutes: float | None, there: Place) -> Tally:
    """Fill the disk, at writes of each command; the commands take turns."""
    tally = Tally(
        "Full disks, by command", ("full disks", "said so", "ended well", "second runs", "writes")
    )
    if there.library is None:
        tally.title += f". None: {NEEDED}"
        return tally
    known: dict[str, tuple[int, world.Content | None]] = {}
    for case in cases(seed, count, minutes):
        command = _ENDING[case % len(_ENDING)]
        if command.name not in known:
            recorded = _record(there, command)
            writes = sum(step.op in "CWM" for step in recorded.steps.steps)
            known[command.name] = writes, recorded.expected
            tally.count(command.name, "writes", writes)
        writes, expected = known[command.name]
        _fill_disk(tally, there, command, case, chance_of(case).randint(1, writes), expected)
    return tally


def _record(there: Place, command: Command) -> _RecordedRun:
    """Run a command undisturbed, once; return its steps on disk and its result."""
    if command.name in there.recorded:
        return _RecordedRun(there.recorded[command.name], there.known[command.name][1])
    there.begin(command)
    log = there.states / "log"
    log.unlink(missing_ok=True)
    made, numbers = Recording.begin(there.folder)
    written = {"TRUST_LOG": str(log), "TRUST_FOLDER": str(there.folder)}
    ended = there.run(command, environment=written)
    if ended.code:
        raise RuntimeError(f"a run that was not disturbed failed: {ended.said}")
    made.end(there.folder, log, numbers)
    there.recorded[command.name] = made
    # Written down, it takes longer than it does in peace, which is when it is killed.
    _, expected = there.known.setdefault(
        command.name, (ended.seconds, kills.result_of(there, command))
    )
    return _RecordedRun(made, expected)


def _cut(tally: Tally, there: Place, command: Command, seed: int, known: _RecordedRun) -> None:
    chance, steps = chance_of(seed), known.steps
    # One of eight after the end, when all that was said to be done has to be there.
    is_over = chance.random() < 0.125
    stop = len(steps.steps) if is_over else chance.randrange(len(steps.steps) + 1)
    may_say = [
        _expected_content(there, command, known, instant)
        for instant in _around(steps.commits(), stop)
    ]
    steps.lost(there.folder, stop, chance)
    tally.count(command.name, "power cuts")
    where = f"{command.name}, cut at {stop} of {len(steps.steps)}"
    content = _content(there, command)  # before it is opened by what brings it up to date
    for wrong in check(there, command):
        tally.fault(seed, f"{where}: {wrong}")
    if command.made is not None and content not in may_say:
        others = [answer for answer in may_say if answer is not None]
        how = world.differences(others[0], content) if content and others else ["not there"]
        tally.fault(seed, f"{where}: what was committed is not there: {how}")
    if is_over and command.made is None:
        try:
            is_there = kills.result_of(there, command) == known.expected
        except BackupError as error:
            is_there, where = False, f"{where}: {error.message}"
        if not is_there:
            tally.fault(seed, f"{where}: the copy is not there")
    if chance.random() < _AGAIN:
        tally.count(command.name, "second runs")
        for wrong in second(there, command, known.expected):
            tally.fault(seed, f"{where}, again: {wrong}")


def _around(commits: list[int], stop: int) -> list[int]:
    """Return the last commit before a step (0 for none), and the next one if there is one."""
    before = max((commit for commit in commits if commit <= stop), default=0)
    return [before, *[commit for commit in commits if commit > stop][:1]]


def _expected_content(
    there: Place, command: Command, known: _RecordedRun, stop: int
) -> world.Content | None:
    if stop not in known.said:
        known.steps.whole(there.folder, stop)
        known.said[stop] = _content(there, command)
    return known.said[stop]


def _content(there: Place, command: Command) -> world.Content | None:
    """Return the content of the index that a command makes; None where nothing was committed."""
    made = there.folder / (command.made or "index")
    if not (made / "index.sqlite3").exists():
        return None
    try:
        return world.content_of(made)
    except Exception:  # noqa: BLE001 - no tables yet, or damaged: what `check` says
        return None


def _fill_disk(
    tally: Tally,
    there: Place,
    command: Command,
    seed: int,
    instant: int,
    expected: world.Content | None,
) -> None:
    there.begin(command)
    disk = {"TRUST_FOLDER": str(there.folder), "TRUST_FULL_AT": str(instant)}
    ended = there.run(command, environment=disk)
    tally.count(command.name, "full disks")
    where = f"{command.name}, full at the write {instant}"
    if ended.code == 0:
        tally.count(command.name, "ended well")
    elif "Error: " in ended.said and "Traceback" not in ended.said and "mistake" not in ended.said:
        tally.count(command.name, "said so")
    else:
        tally.fault(seed, f"{where}: ended with {ended.code}: {ended.said[-400:]}")
    for wrong in check(there, command):
        tally.fault(seed, f"{where}: {wrong}")
    tally.count(command.name, "second runs")
    for wrong in second(there, command, expected):
        tally.fault(seed, f"{where}, again: {wrong}")
