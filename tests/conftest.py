"""Fixtures that the tests share: the bundled model, loaded once, and indexes built once for all.

``make test`` runs several workers of pytest-xdist. What takes long to make is made by the one that
needs it first, in a folder of the run that both read (:func:`made_once`); a test that changes an
index works on a copy.
"""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zlib import crc32

import hypothesis
import numpy as np
import pytest
from filelock import FileLock

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
# As the program sets it. A page that is parsed in a thread fails now and then in Python 3.11.
os.environ.setdefault("STREAMLIT_RUNNER_MAGIC_ENABLED", "false")
if "PYTEST_XDIST_WORKER" in os.environ:
    # There are as many workers as cores; more threads than that only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from corpus import settings
from index import Index
from index.access import READER
from index.indexing.build import build
from index.indexing.sample_vectors import put_sample_vectors, sample_vectors
from index.indexing.texts import digest_of
from index.model import Encoder, Vectors, openvino_encoder
from index.retrieval.search import Search
from index.store import Store
from tests.memory_server import ENGINES, engine_address, install
from tests.milvus_server import MilvusServer
from tests.network import outside
from tests.times import Times

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOKED_FOR: list[str] = []
"""Attempts of this process to reach another machine since the test began."""


def _keep_inside(event: str, arguments: Any) -> None:
    lookup = outside(event, arguments)
    if lookup:
        LOOKED_FOR.append(lookup)
        raise ConnectionRefusedError(f"{lookup} is outside this machine")


sys.addaudithook(_keep_inside)

# Other work shares the cores; what CI says of a change must not depend on its luck with examples.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("suite")

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real text and files; they are not part of the project and may be absent."""

BROWSER = Path(__file__).parent / "browser"
"""Tests that drive a browser, each for the first of its parameters in the short suite."""

_TWO_CASES: Final = (
    *("browser", "index/model", "index/analyses/precedents", "index/analyses", "search_app"),
)
"""Folders in which `make test-rest` runs a test for its first two parameters, and `make test-slow`
for the others. What reads and what tells languages apart is tested in all six."""

MARKS = {"browser": "browser", "encoder": "model", "model": "model"}
"""Mark of a test that uses a fixture, itself or through another."""

_SETTINGS: Final = {settings.AS.name, settings.COPY.name, settings.ENGINE.name}
"""Settings with which an index is opened otherwise."""

_Told = TypeVar("_Told")

MakeOnce = Callable[[str, Callable[[Path], None]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--times``."""
    parser.addoption("--times", action="store_true", help="print where the time goes, by folder")


def pytest_configure(config: pytest.Config) -> None:
    """Measure where the time goes, where that is asked for."""
    if config.getoption("--times"):
        config.pluginmanager.register(Times())


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, and the parameters of ``once`` behind the first as thorough.

    In ``_TWO_CASES`` the parameters behind the second are slow.

    The tests that take longest come first.
    """
    names = set()
    cases: Counter[str] = Counter()
    has_two = tuple(Path(__file__).parent / folder for folder in _TWO_CASES)
    for item in items:
        for fixture in MARKS.keys() & getattr(item, "fixturenames", ()):
            item.add_marker(MARKS[fixture])
        if item.path.parent == BROWSER:
            item.add_marker("browser")
        name = item.nodeid.partition("[")[0]
        if name in names and (item.get_closest_marker("once") or item.path.parent == BROWSER):
            item.add_marker("thorough")
        if not item.get_closest_marker("slow"):
            names.add(name)
            cases[name] += 1
        is_thorough = item.get_closest_marker("thorough")
        if is_thorough and cases[name] > 2 and any(map(item.path.is_relative_to, has_two)):
            item.add_marker("slow")
    # Last, they would keep one worker busy while the other has nothing left to do.
    items.sort(key=lambda item: "main_job" not in getattr(item, "fixturenames", ()))


# A shell that runs this behind its back has Ctrl-C ignored, also by what is started here.
signal.signal(signal.SIGINT, signal.default_int_handler)


def finished(work: Coroutine[Any, Any, _Told]) -> _Told:
    """Return what a coroutine gives, run in a thread: a browser's test has a loop in its own."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(asyncio.run, work).result()


class _CachingEncoder(openvino_encoder.OpenVinoEncoder):
    """The bundled model, which embeds a text once; those of the sample corpus never.

    Their vectors come along with the program, which takes them for the sample as well. A text takes
    50 ms to embed, and the tests read the same documents again and again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known = sample_vectors(self.name)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        digests = [digest_of(text) for text in texts]
        new = {
            digest: text
            for digest, text in zip(digests, texts, strict=True)
            if digest not in self._known
        }
        if progress and len(new) < len(texts):
            progress(len(texts) - len(new))
        self._known.update(zip(new, super().passages([*new.values()], progress), strict=True))
        known = [self._known[digest] for digest in digests]
        return np.array(known, dtype=np.float32).reshape(len(known), self.dimension)


_bundled = functools.cache(_CachingEncoder)


@pytest.fixture(autouse=True)
def _nothing_is_looked_for_elsewhere() -> Iterator[None]:
    yield
    attempts = [*LOOKED_FOR]
    LOOKED_FOR.clear()
    assert attempts == []


@pytest.fixture(autouse=True)
def _nobody_goes_on_reading() -> Iterator[None]:
    """End what a test asked as the reader of a page, who would ask in the next test, too."""
    yield
    READER.set(None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of a process, which can run one only."""
    from tests.browser.conftest import browsing

    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled model."""
    return _bundled()


@pytest.fixture(autouse=True)
def _one_bundled_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the bundled model once for all that a process tests, but where it is what is tested.

    A test that is not marked as one that needs it fails by it: `make test-fast` is to be fast.
    """
    if request.module.__name__.rpartition(".")[2] == "test_openvino_encoder":
        return
    marks = {mark.name for mark in request.node.iter_markers()}
    is_marked = marks & {"browser", "model", "process", "slow"}
    monkeypatch.setattr(
        openvino_encoder, "OpenVinoEncoder", _bundled if is_marked else _refuse_unmarked
    )


def _refuse_unmarked() -> Encoder:
    raise AssertionError("This test loads the model: mark it with pytest.mark.model.")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real text and files; skips the test where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real data is not there: {REAL_DATA}")
    return REAL_DATA


class _SharedIndex(Index):
    """An index that stays open until the process ends, with what its questions have learned."""

    def close(self) -> None:
        """Leave it open for the next test."""


_shared_index = functools.cache(_SharedIndex.open)


@pytest.fixture(autouse=True)
def _one_open_index(run_folder: Path, monkeypatch: Any) -> None:
    """Open an index that was made once only once, too: a first question takes a second or more."""
    opened = Index.open

    def open_index(folder: Path, model: str | None = None, *, create: bool = False) -> Index:
        is_shared = Path(f"{folder}.done").exists() and Path(folder).parent == run_folder
        if model or create or not is_shared or os.environ.keys() & _SETTINGS:
            return opened(folder, model, create=create)
        return _shared_index(Path(folder))

    monkeypatch.setattr(Index, "open", open_index)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run, in which each worker has one of its own."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def made_once(run_folder: Path) -> MakeOnce:
    """Gives the folder of a name, filled by the worker that needs it first; to be read only."""

    def folder_of(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = run_folder / name, run_folder / f"{name}.done"
        with FileLock(run_folder / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def sample_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """An index of a part of the sample corpus: meeting 40, whole, and two files of other meetings.

    Not the whole corpus: reading it takes long.
    """
    from corpus.sample import FILES

    chosen = [
        *sorted(FILES.glob("CWGWSIS40/*C-0003!!MSW-*")),
        *sorted(FILES.glob("CWGWSIS40/*C-0003!!PDF-[EA]*")),
        *sorted(FILES.glob("CWGWSIS40/*INF-0007!!MSW-R*")),
        *sorted(FILES.glob("CWGWSIS41/*INF-0003!!MSW-A*")),
    ]

    def fill(folder: Path) -> None:
        with Store(folder, create=True) as store:
            report = build(store, encoder, chosen, workers=2)
            assert not report.failed
            Search(store, encoder).prepare()

    return made_once("sample-index", fill)


def copy_index(index: Path, folder: Path, *left_out: str) -> Path:
    """Copy an index that other tests may have open, without the files of their connections."""
    ignored = shutil.ignore_patterns("*-wal", "*-shm", *left_out)
    return Path(shutil.copytree(index, folder, ignore=ignored))


def of_sample(encoder: Encoder, *patterns: str) -> Callable[[Path], None]:
    """Fills a folder with an index of files of the sample corpus: what ``made_once`` takes."""
    from corpus.sample import FILES

    def fill(folder: Path) -> None:
        chosen = [path for pattern in patterns for path in sorted(FILES.glob(pattern))]
        with Store(folder, create=True) as store:
            put_sample_vectors(store, encoder.name)
            assert not build(store, encoder, chosen, workers=2).failed

    return fill


def of_texts(folder: Path, encoder: Encoder) -> Path:
    """The index of the texts that a folder has, made within it."""
    with Store(folder / "index", create=True) as store:
        assert not build(store, encoder, sorted(folder.glob("*.txt"))).failed
    return folder / "index"


@pytest.fixture(scope="session")
def reports_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """Meetings 39 and 40 for the most part, with a revision that is there in three languages."""
    documents = (
        *("CWGWSIS39/*C-0002!!MSW-[EAC]*", "CWGWSIS39/*C-0004!!MSW-E*"),
        *("CWGWSIS40/*C-0003!!MSW-[EACF]*", "CWGWSIS40/*C-0003!R1!MSW-[EAC]*"),
        *("CWGWSIS40/*C-0005!!MSW-[EC]*", "CWGWSIS40/*INF-0007!!MSW-R*"),
        "CWGWSIS41/*INF-0003!!MSW-A*",
    )
    return made_once("reports-index", of_sample(encoder, *documents))


@pytest.fixture(scope="session")
def word_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """All documents of the sample corpus: their Word files."""
    return made_once("word-index", of_sample(encoder, "*/*MSW-*"))


@pytest.fixture(scope="session")
def reference_index(made_once: MakeOnce) -> Path:
    """An index of references, without vectors: see ``tests/index/references/reference_store``."""
    from tests.index.references.reference_store import build_reference_store

    return made_once("reference-index", build_reference_store)


@pytest.fixture(scope="session")
def classed_index(made_once: MakeOnce, encoder: Encoder) -> Path:
    """An index with rules of who may see what: see ``tests/index/access/archive``."""
    from tests.index.access.archive import RULES, archive, make, write_rules

    def fill(folder: Path) -> None:
        make(folder, encoder, archive()).close()
        write_rules(folder, RULES)

    return made_once("classed-index", fill)


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    """A server for all tests of a module."""
    server = MilvusServer(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def own_milvus(tmp_path: Path) -> Iterator[MilvusServer]:
    """A server that a test may stop."""
    server = MilvusServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture(scope="session")
def memory_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A package with an engine in memory, installed beside this one."""
    folder = tmp_path_factory.mktemp("installed")
    install(folder, memory="tests.memory_server:MemoryServer")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(folder)
        yield


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Address of a collection of the test's own, at each engine."""
    return engine_address(request, f"test_{crc32(request.node.nodeid.encode()):x}")
