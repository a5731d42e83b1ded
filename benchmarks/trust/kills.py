"""Killed runs: is anything lost? Each command is killed at instants spread over its duration.

The whole process group gets SIGKILL. Then the index must be whole, and each of its documents must
be found with its own vectors. A second run must end like one that was never killed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.trust import disk, world
from benchmarks.trust.fork_runner import RunEnd, Runner
from benchmarks.trust.service import BUNDLED, OTHER, Model, open_index, serving
from benchmarks.trust.tally import Tally, cases, chance_of
from index import Index

DOCUMENTS: Final = 10

_KILLED: Final = -9


@dataclass(frozen=True, slots=True)
class Command:
    """A command that is killed.

    Attributes:
        name: for the table.
        arguments: of it, after those of the index; ``{}`` is the folder it works in.
        before: state that it begins with, one of :data:`_STATES`.
        made: the index that it makes or changes, in the folder.
        kept: an index that it has to leave as it is, likewise.
        model: that ``made`` is built with.
        again: what makes up for a run that was killed, where it is another command.
        until: whether it has done all, where it does not end by itself.
    """

    name: str
    arguments: tuple[str, ...]
    before: str
    made: str | None = "index"
    kept: str | None = None
    model: str = BUNDLED
    again: tuple[str, ...] | None = None
    until: Callable[[Path], bool] | None = None


def _has_noticed(folder: Path) -> bool:
    """Whether `watch` has ingested all documents, vectors included."""
    try:
        with Index.open(folder / "index") as index:
            done = index.status().documents is not None and index.store.ingest_in_progress is None
            return done and index.store.documents.totals()["files"] == DOCUMENTS
    except Exception:  # noqa: BLE001 - not there yet, or locked
        return False


COMMANDS: Final = (
    Command("ingest", ("ingest", "{}/documents"), "empty"),
    Command("ingest of changed files", ("ingest", "{}/documents"), "changed"),
    Command("ingest --prune", ("ingest", "--prune", "{}/documents"), "pruned"),
    Command(
        "calibrate", ("calibrate", "--parallel", "{}/table.tsv", "--cache", "{}/cache"), "whole"
    ),
    Command(
        "watch",
        ("watch", "{}/documents"),
        "half",
        again=("ingest", "--prune", "{}/documents"),
        until=_has_noticed,
    ),
    Command(
        "ingest with another model",
        ("ingest", "--model", "{model}", "{}/documents"),
        "whole",
        made="other",
        kept="index",
        model=OTHER,
    ),
    Command("backup to a file", ("backup", "{}/copy.zip"), "whole", made=None, kept="index"),
    Command("backup to a folder", ("backup", "{}/copy"), "whole", made=None, kept="index"),
    Command("restore", ("restore", "{}/copied.zip"), "copied", made="other", kept="index"),
)
"""The commands to kill; one for another model makes a second index next to the old one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which the commands run.

    Attributes:
        folder: that they work in; the same for all, since an index remembers where files are.
        states: that they begin with, in folders; each is made when it is first needed.
        runner: starts them.
        model: behind ``address``.
        address: of the model.
        library: that writes down what runs do to the disk, or fills it; None where there is none.
        known: what :func:`whole_run` gave, by command.
        recorded: likewise what a run does to the disk (``benchmarks.trust.power``).
    """

    folder: Path
    states: Path
    runner: Runner
    model: Model
    address: str
    library: Path | None
    known: dict[str, tuple[float, world.Content | None]] = field(default_factory=dict)
    recorded: dict[str, disk.Recording] = field(default_factory=dict)

    def run(
        self,
        command: Command,
        *,
        again: bool = False,
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> RunEnd:
        """Run a command in the folder, with the options of ``Runner.run``."""
        arguments = (command.again if again else None) or command.arguments
        made = command.made or "index"
        if command.name == "restore" and again and (self.folder / made / "index.sqlite3").exists():
            return RunEnd(0, "restored already", 0.0)
        filled = [
            argument.replace("{}", str(self.folder)).replace("{model}", f"{self.address}#{OTHER}")
            for argument in arguments
        ]
        return self.runner.run(
            *filled,
            environment={
                "WSIS_SEARCH_INDEX": str(self.folder / made),
                "WSIS_SEARCH_MODEL": f"{self.address}#{BUNDLED}",
                **(environment or {}),
            },
            **options,
        )

    def begin(self, command: Command) -> None:
        """Put the folder into the state that a command begins with."""
        self.put(command.before)

    def put(self, state: str) -> None:
        """Put the folder into a state of :data:`_STATES`."""
        kept = self.states / state
        if not kept.exists():
            _STATES[state](self)
            world.copy(self.folder, kept)
        world.copy(kept, self.folder)


@contextmanager
def place() -> Iterator[Place]:
    """Make the states that commands begin with."""
    with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
        model, root = Model(), Path(scratch)
        (root / "temporary").mkdir()
        variables = {"TMPDIR": str(root / "temporary")}
        library = disk.compile_library(root)
        if library is not None:
            variables["LD_PRELOAD"] = str(library)
        with serving(model) as address, Runner(root, variables) as runner:
            made = Place(root / "work", root / "states", runner, model, address, library)
            made.states.mkdir()
            yield made


class Part(Protocol):
    """A part of the trial, which disturbs the program case after case."""

    def __call__(
        self, seed: int, count: int, minutes: float | None = None, there: Place | None = None
    ) -> Tally:
        """Disturb, and tell what became of it.

        Args:
            seed: of the first case; each has the next one.
            count: how many.
            minutes: after which no other is begun.
            there: where; made where it is None.
        """


def with_place(run: Callable[[int, int, float | None, Place], Tally]) -> Part:
    """Let a part create a place where the caller gives none."""

    @wraps(run)
    def part(
        seed: int, count: int, minutes: float | None = None, there: Place | None = None
    ) -> Tally:
        if there is not None:
            return run(seed, count, minutes, there)
        with place() as made:
            return run(seed, count, minutes, made)

    return part


def _empty(there: Place) -> None:
    """Documents, and no index yet."""
    documents = there.folder / "documents"
    documents.mkdir(parents=True)
    for number in range(DOCUMENTS):
        world.write_document(documents, number)
    world.write_table(there.folder / "table.tsv")


def _whole(there: Place) -> None:
    there.put("empty")
    _must(there.run(COMMANDS[0]))


def _with_class_copy(there: Place) -> None:
    """Build an index with access rules, and a copy for readers of a class."""
    there.put("whole")
    index = there.folder / "index"
    world.write_rules(index)
    with open_index(index, there.model) as opened_index:
        opened_index.view_for("public").prepare()


def _prepare_copy(there: Place) -> None:
    there.put("whole")
    _must(there.run(Command("", ("backup", "{}/copied.zip"), "")))


def _prepare_change(there: Place) -> None:
    there.put("whole")
    for number in (1, 2, 6):
        world.write_document(there.folder / "documents", number, edition=3)


def _prepare_prune(there: Place) -> None:
    there.put("whole")
    for path in world.files_of(there.folder / "documents")[1::3]:
        path.unlink()


def _half(there: Place) -> None:
    there.put("empty")
    documents = there.folder / "documents"
    for path in world.files_of(documents)[::2]:
        path.unlink()
    _must(there.run(COMMANDS[0]))
    for number in range(DOCUMENTS):
        world.write_document(documents, number, edition=4 if number in (1, 4) else 0)


_STATES: Final[Mapping[str, Callable[[Place], None]]] = {
    "empty": _empty,
    "whole": _whole,
    "seen": _with_class_copy,
    "copied": _prepare_copy,
    "changed": _prepare_change,
    "pruned": _prepare_prune,
    "half": _half,
}


def _must(ended: RunEnd) -> None:
    if ended.code:
        raise RuntimeError(f"a run that was not disturbed failed: {ended.said}")


@with_place
def run(seed: int, count: int, minutes: float | None, there: Place) -> Tally:
    """Kill runs; the commands take turns."""
    columns = ("runs", "killed", "ended before", "second runs", "ms of a whole run")
    tally = Tally("Runs that were killed, by command", columns)
    for case in cases(seed, count, minutes):
        command = COMMANDS[case % len(COMMANDS)]
        seconds, expected = whole_run(there, command)
        if not tally.rows.get(command.name):
            tally.count(command.name, "ms of a whole run", int(1000 * seconds))
        _kill_and_check(tally, there, command, case, seconds, expected)
    return tally


def whole_run(there: Place, command: Command) -> tuple[float, world.Content | None]:
    """Run a command undisturbed, once; return its seconds and its result."""
    if command.name not in there.known:
        there.begin(command)
        until = command.until
        ended = there.run(command, until=partial(until, there.folder) if until else None)
        if until is None:
            _must(ended)
        else:
            there.begin(command)
            _must(there.run(command, again=True))
        there.known[command.name] = ended.seconds, result_of(there, command)
    return there.known[command.name]


def result_of(there: Place, command: Command) -> world.Content | None:
    """Return the content of the index, or of the copy, that a command made."""
    if command.made is not None:
        return world.content_of(there.folder / command.made)
    with tempfile.TemporaryDirectory() as scratch:
        Index.restore(there.folder / command.arguments[-1].removeprefix("{}/"), Path(scratch))
        return world.content_of(Path(scratch))


def _kill_and_check(
    tally: Tally,
    there: Place,
    command: Command,
    seed: int,
    seconds: float,
    expected: world.Content | None,
) -> None:
    there.begin(command)
    instant = chance_of(seed).random() * seconds
    ended = there.run(command, kill_after=instant)
    tally.count(command.name, "runs")
    tally.count(command.name, "killed" if ended.code == _KILLED else "ended before")
    for wrong in check(there, command):
        tally.fault(seed, f"{command.name}, killed after {instant:.3f} s: {wrong}")
    if ended.code != _KILLED and command.until is None:
        if ended.code:
            tally.fault(seed, f"{command.name} ended with {ended.code}: {ended.said[-300:]}")
        return
    for wrong in second(there, command, expected):
        tally.fault(seed, f"{command.name}, killed after {instant:.3f} s, again: {wrong}")
    tally.count(command.name, "second runs")


def check(there: Place, command: Command) -> Iterator[str]:
    """Yield the faults after a disturbed run."""
    if command.kept is not None:
        yield from world.wrongs(
            there.folder / command.kept, there.model, BUNDLED, may_be_behind=False
        )
    made = there.folder / command.made if command.made is not None else None
    if made is not None and (made / "index.sqlite3").exists():
        # Nothing of it need be there yet: then there is no index, as the message says.
        yield from (
            wrong
            for wrong in world.wrongs(made, there.model, command.model)
            if not wrong.startswith("NoIndexError")
        )


def second(there: Place, command: Command, expected: world.Content | None) -> Iterator[str]:
    """Run a command again, and yield the differences from an undisturbed run."""
    again = there.run(command, again=True)
    is_there = command.made is None and "already" in again.said
    if again.code and not is_there:
        yield f"ends with {again.code}: {again.said[-500:]}"
        return
    with suppress(FileNotFoundError):
        shutil.rmtree(there.folder / "cache")
    try:
        content = result_of(there, command)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        yield f"what it made cannot be used: {error}"
        return
    assert content is not None
    assert expected is not None
    yield from (f"is other in {difference}" for difference in world.differences(content, expected))
    if command.made is not None:
        yield from world.wrongs(
            there.folder / command.made, there.model, command.model, may_be_behind=False
        )
