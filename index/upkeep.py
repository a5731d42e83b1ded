"""Verification of an index's views, copies and rules; damaged views and copies are dropped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from corpus.documents import path_text
from corpus.errors import AccessError
from index.access import Class, check_class, coverage, list_indexed_files
from index.indexing import Finding, verify_view
from index.replication import (
    LATEST,
    Views,
    drop_published,
    verify_backup,
    verify_published,
    verify_taken,
)
from index.store import Store

_PUBLISHED: Final = "published"
"""Setting: folders of published copies, as JSON, each with its class."""

_PATTERNS: Final = 10
"""Patterns of rules that a finding names; `wsis-search access` shows all."""


def verify_derived(store: Store, views: Views, *, content: bool = False) -> list[Finding]:
    """Verify the derivatives of a whole index, and that its rules of access fit."""
    findings = []
    if store.is_copy and (wrong := verify_taken(store)):
        message = f"{wrong} Take over what is published: wsis-search verify --repair"
        findings.append(Finding("damage", "other-copy", message))
    for seen, folder in views.existing():
        findings += verify_view(folder, seen, partial(views.is_sound, seen), content=content)
    for folder in _publications(store):
        if wrong := verify_published(folder):
            findings.append(Finding("damage", "published", wrong, path_text(folder)))
    return findings + _verify_rules(store, views)


def verify_copies(paths: Sequence[Path]) -> list[Finding]:
    """Verify backups and published folders, without an index."""
    problems = {
        path: verify_published(path) if (path / LATEST).exists() else verify_backup(path)
        for path in paths
    }
    return [
        Finding("damage", "copy", problem, path_text(path))
        for path, problem in problems.items()
        if problem
    ]


def drop_damaged_views(views: Views) -> Iterator[Class]:
    """Delete the damaged copies of classes; yield each class."""
    for seen, folder in views.existing():
        if verify_view(folder, seen, partial(views.is_sound, seen), content=True):
            views.drop(seen)
            yield seen


def drop_damaged_publications(store: Store) -> Iterator[tuple[Path, Class]]:
    """Make folders forget a damaged published copy; yield each with its class."""
    for folder, seen in _publications(store).items():
        if verify_published(folder):
            drop_published(folder)
            yield folder, seen


def remember_publication(store: Store, folder: Path, seen: Class) -> None:
    """Store that an index was published in a folder, as readers of a class see it."""
    publications = {**_publications(store), folder.absolute(): seen}
    value = json.dumps({path_text(path): name for path, name in publications.items()})
    if not store.is_read_only and value != store.setting(_PUBLISHED):
        store.remember(_PUBLISHED, value)


def _publications(store: Store) -> dict[Path, Class]:
    value = store.setting(_PUBLISHED)
    try:
        return {Path(name): check_class(seen) for name, seen in json.loads(value or "{}").items()}
    except (ValueError, AttributeError, AccessError):
        return {}


def _verify_rules(store: Store, views: Views) -> list[Finding]:
    try:
        unfitting = coverage(views.rules.current(), list_indexed_files(store)).unfitting
    except AccessError as error:
        return [Finding("behind", "access-rules", error.message)]
    if not unfitting:
        return []
    some = "; ".join(unfitting[:_PATTERNS]) + (" …" if len(unfitting) > _PATTERNS else "")
    return [
        Finding(
            "behind",
            "access-unfitting",
            f"Rules of who may see what fit no file ({len(unfitting):,}): {some}. Look for a "
            "misspelt symbol, or a path without *. See what each covers: wsis-search access",
        )
    ]
