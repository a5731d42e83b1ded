"""A paragraph has a name that its versions share and that stays."""

from __future__ import annotations

from corpus.documents import Passage, PassageKind
from index.versions.keys import label_in_common, unit_keys, variant_keys


def _passage(*path: str, kind: PassageKind = "paragraph", part: int = 0) -> Passage:
    return Passage(kind, "text", label=path[-1] if path else None, label_path=path, piece=part)


def test_labels_name_a_paragraph_in_every_alphabet() -> None:
    names = {label_in_common(("2.1", letter)) for letter in ("b)", "(b)", "ب)", "б)", "B.")}
    assert len(names) == 1
    assert label_in_common(("2.1", "c)")) not in names


def test_only_pieces_of_one_paragraph_share_a_key() -> None:
    passages = [
        _passage("1", kind="heading"),
        _passage("1.1", part=1),
        _passage("1.1", part=2),
        _passage(),
        _passage("1.1"),
    ]
    keys = variant_keys(passages)
    assert keys[1] == keys[2]
    assert len(set(keys)) == 4


def test_a_paragraph_takes_the_key_of_most_versions() -> None:
    # The third version is numbered otherwise from the second paragraph on.
    names = [["p:1", "p:1", "p:1"], ["p:2", "p:2", "p:3"], ["p:3", "p:3", "p:4"], ["p:2"]]
    keys = unit_keys(names)
    assert keys[:3] == ["p:1", "p:2", "p:3"]
    assert keys[3] not in keys[:3]
    assert keys[3].startswith("p:2")


def test_empty_and_equal_paragraphs_get_distinct_keys() -> None:
    keys = unit_keys([["start+0:ab"], ["start+0:ab"], [], []])
    assert len(set(keys)) == 4
    assert keys[0] == "start+0:ab"
