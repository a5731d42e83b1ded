"""Verification that an index is whole and agrees with its files, and repair of derived data.

:func:`repair` makes derived data anew; damaged documents need their files to be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Final, Literal

from corpus.documents import path_text
from corpus.errors import DamagedIndexError, IndexStoreError, NoIndexError
from corpus.extract.mandates import rules
from index.indexing.build import build
from index.indexing.derivation_checks import (
    find_other_rows,
    find_uncut,
    find_wrong_rows,
    is_made_by,
)
from index.indexing.prepare import whole_text
from index.indexing.texts import VERSION, Sentence, digest_of
from index.lookup import EngineStatus
from index.model import Encoder
from index.store import Store
from ingest.files import archives

_PARTS: Final = 10

_MISSING: Final = {
    "slots-missing": "The versions of {:,} documents do not lie side by side.",
    "mandates-missing": "The mandates of {:,} versions are found when a report first needs them, "
    "which takes longer.",
    "revisions-missing": "{:,} versions are compared with a later revision whenever they are "
    "cited, which takes longer.",
    "vectors-missing": "{:,} passages have no vector yet, so that no search finds them by meaning.",
    "sentence-vectors-missing": "At least {:,} sentence vectors are missing, so that passages are "
    "found by their whole alone, less exactly.",
}
"""Messages by code for findings that the next ingest repairs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of an index.

    ``kind`` tells damage from an index that is only behind its files. ``message`` has the remedy.
    ``file`` is None for the whole index.
    """

    kind: Literal["damage", "behind"]
    code: str
    message: str
    file: str | None = None


def verify(
    store: Store, engine: EngineStatus | None = None, *, content: bool = False
) -> list[Finding]:
    """Check an index and its ingested files; ``content`` derives data anew from each text."""
    wrong_parts = store.checks.wrong_parts()
    if "table" in wrong_parts.values():
        return [_check_schema(wrong_parts)]  # no other look would come to its end
    looks: list[Callable[[Store], Iterable[Finding]]] = [_check_database, _check_vectors]
    looks += [_check_content] if content else []
    if not store.is_copy:  # its files are elsewhere, and so is who ingests them
        looks += [_check_mandates, _check_revisions, _check_state, _check_files]
    findings: list[Finding] = [_check_schema(wrong_parts)] if wrong_parts else []
    for look in looks:
        try:
            findings += look(store)
        except DamagedIndexError as error:
            if not findings:
                raise
            findings.append(_report_damage("database", error.message))
        except JSONDecodeError as error:
            findings.append(
                _report_damage("database", f"A list that is stored cannot be read: {error}.")
            )
    return findings + _check_engine(engine)


def verify_view(
    folder: Path, seen: str, compare: Callable[[Store], bool | None], *, content: bool = False
) -> list[Finding]:
    """Check a class's copy of an index; ``compare`` returns None where its content is unknown."""
    codes: list[str] = []
    try:
        with Store(folder) as store:
            codes += ["schema"] if store.checks.wrong_parts() else []
            looks = [_check_database, _check_vectors, *([_check_content] if content else [])]
            codes += [
                finding.code
                for look in looks
                for finding in look(store)
                if finding.kind == "damage"
            ]
            if compare(store) is False:
                codes.append("other-rows")
    except NoIndexError:
        return []  # the next question makes it
    except (IndexStoreError, JSONDecodeError) as error:
        codes.append(getattr(error, "code", "database"))
    if not codes:
        return []
    some = ", ".join(dict.fromkeys(codes))
    return [_report_derived("seen", f"What readers of the class {seen} see is damaged ({some}).")]


def repair(store: Store, encoder: Encoder) -> None:
    """Make derived data anew: database indexes, words, damaged vectors."""
    from index.retrieval import drop_vectors  # here: an ingest needs no engine of vectors

    store.repair(dimension=encoder.dimension)
    store.vectors.drop_unreadable_neutraliser()
    if store.setting("model") is None and not is_made_by(store, encoder):
        store.vectors.drop()
    with suppress(JSONDecodeError):  # of what was read, which is not made here
        store.vectors.forget_sentences(find_uncut(store))
        build(store, encoder, [])  # makes up for what is missing
    drop_vectors(store.folder)


def _check_schema(parts: Mapping[str, str]) -> Finding:
    names = sorted(parts)
    some = ", ".join(names[:_PARTS]) + (" …" if len(names) > _PARTS else "")
    return _report_derived("schema", f"Tables, indexes or triggers are missing or changed: {some}.")


def _check_database(store: Store) -> Iterator[Finding]:
    for code, message, file in store.checks.faults():
        if code in ("vector-checksum", "mandates-checksum", "revision-checksum"):
            yield _report_derived(code, message)
        else:
            yield _report_damage(code, message, file)
    for code, message in find_wrong_rows(store):
        yield _report_derived(code, message)
    for file, number in store.checks.find_misplaced_mentions():
        yield _report_damage(
            "mentions", f"{number} references do not stand where the index says.", file
        )


def _check_state(store: Store) -> Iterator[Finding]:
    """Report an unfinished ingest, an empty index, and documents that are not aligned."""
    since = store.ingest_in_progress
    if since:
        yield _report_behind(
            "unfinished",
            f"An ingest that began at {since} has not come to its end: it is running, or was "
            "interrupted. Run it again; what was done is kept.",
        )
        return
    yield from _report_missing(
        "slots-missing", len(store.versions.documents_to_align(all_again=False))
    )
    if not store.documents.totals()["files"]:
        yield _report_behind(
            "empty",
            "Nothing was ever ingested, or not to its end. Fill the index: wsis-search ingest "
            "FOLDER",
        )


def _check_engine(engine: EngineStatus | None) -> list[Finding]:
    if engine is not None and engine.trouble is not None:
        return [_report_behind("engine", engine.trouble)]
    if engine is None or not (engine.behind and engine.touched):
        return []
    return [
        _report_behind(
            "engine-behind",
            f"{engine.address} is of another state than this index, and each search makes "
            f"up for {engine.touched:,} passages. Ingest any file or folder again.",
        )
    ]


def _check_content(store: Store) -> Iterator[Finding]:
    wrong: dict[str, int] = {}
    for row in store.checks.texts():
        if digest_of(whole_text(row)) != row["embedded"]:
            wrong[row["shown"]] = wrong.get(row["shown"], 0) + 1
    for row in store.checks.sentences(VERSION):
        if Sentence.of(row["text"], row["start"], row["stop"]).digest != row["embedded"]:
            wrong[row["shown"]] = wrong.get(row["shown"], 0) + 1
    for shown, number in sorted(wrong.items()):
        yield _report_damage(
            "digest", f"{number} texts have another digest than was computed.", shown
        )
    for code, message in find_other_rows(store):
        yield _report_derived(code, message)


def _check_mandates(store: Store) -> list[Finding]:
    return _report_missing("mandates-missing", len(store.mandates.versions_without(rules())))


def _check_revisions(store: Store) -> list[Finding]:
    from index.analyses import count_missing_fates

    return _report_missing("revisions-missing", count_missing_fates(store))


def _check_vectors(store: Store) -> Iterator[Finding]:
    from index.retrieval import damaged_vectors

    for path in damaged_vectors(store.folder):
        yield _report_derived("vectors-file", f"{path.name} is damaged.")
    if "dimension" in store.checks.wrong_settings():
        yield _report_derived("dimension", "The dimension of vectors is missing, or no number.")
    elif wrong := store.checks.count_wrong_lengths(int(store.setting("dimension") or 0)):
        yield _report_damage("vector-length", f"{wrong} vectors have the wrong length.")
    passages, sentences = store.vectors.count_missing(VERSION)
    yield from _report_missing("vectors-missing", passages)
    yield from _report_missing("sentence-vectors-missing", sentences)


def _check_files(store: Store) -> Iterator[Finding]:
    for record in store.files.all():
        name = record.path.name
        if not archives.exists(record.path):
            message = f"{name} is not there any more. Forget it: wsis-search ingest --prune"
            yield _report_behind("file-gone", message, record.display_name)
        elif archives.fingerprint(record.path) != (record.bytes, record.sha256):
            again = f"Read it again: wsis-search ingest {path_text(record.path)}"
            message = f"{name} has changed since it was read. {again}"
            yield _report_behind("file-changed", message, record.display_name)


def _report_missing(code: str, number: int) -> list[Finding]:
    again = "Ingest any file or folder again; what is missing is made up for."
    return [_report_behind(code, f"{_MISSING[code].format(number)} {again}")] if number else []


def _report_behind(code: str, message: str, file: str | None = None) -> Finding:
    return Finding("behind", code, message, file)


def _report_derived(code: str, message: str) -> Finding:
    return Finding("damage", code, f"{message} Make it anew: wsis-search verify --repair")


def _report_damage(code: str, message: str, file: str | None = None) -> Finding:
    again = f"wsis-search ingest --force {file}" if file else "wsis-search ingest --force FOLDER"
    return Finding("damage", code, f"{message} Read the files again: {again}", file)
