"""Paragraphs of versions find each other in order, whatever was dropped, split, merged or added."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.versions import pairwise
from index.versions.alignment import Alignment, Paragraphs, align

DIMENSION = 48
Plan = Sequence[tuple[str, ...]]
"""The paragraphs of a version: the sentences in each."""


def _vector(name: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    seed = int.from_bytes(name.encode(), "big") % 2**32
    return np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)


def _version(
    plan: Plan, seed: int, labels: Sequence[str | None] | None = None, noise: float = 0.5
) -> Paragraphs:
    """A version with vectors as a model gives them: those of the sentences, and some noise."""
    chance = np.random.default_rng(seed)
    vectors = np.zeros((len(plan), DIMENSION), np.float32)
    for position, sentences in enumerate(plan):
        meant = np.sum([_vector(sentence) for sentence in sentences], axis=0)
        vectors[position] = (
            meant / np.linalg.norm(meant) + noise * chance.normal(size=DIMENSION) / 7
        )
        vectors[position] /= np.linalg.norm(vectors[position])
    return Paragraphs(
        vectors,
        np.array([100.0 * len(sentences) for sentences in plan]),
        tuple(labels) if labels else (None,) * len(plan),
        ("paragraph",) * len(plan),
    )


def _each(names: str) -> list[tuple[str, ...]]:
    return [(name,) for name in names]


def _links(alignment: Alignment, plans: Sequence[Plan], number: int, other: int) -> set[str]:
    """The pairs of paragraphs of two versions that share slots, written with their sentences."""
    return {
        f"{''.join(left)}-{''.join(right)}"
        for left, (a, b) in zip(plans[number], alignment.slots[number], strict=True)
        for right, (c, d) in zip(plans[other], alignment.slots[other], strict=True)
        if max(a, c) < min(b, d)
    }


def _align(*plans: Plan) -> Alignment:
    return align([_version(plan, seed) for seed, plan in enumerate(plans)])


def test_a_paragraph_missing_in_one_version_links_the_others() -> None:
    plans = [_each("abcdefgh"), _each("abcefgh"), _each("abcdefgh"), _each("bcdefg")]
    alignment = _align(*plans)
    assert _links(alignment, plans, 0, 2) == {f"{letter}-{letter}" for letter in "abcdefgh"}
    assert _links(alignment, plans, 0, 1) == {f"{letter}-{letter}" for letter in "abcefgh"}
    assert _links(alignment, plans, 1, 3) == {f"{letter}-{letter}" for letter in "bcefg"}


def test_a_split_paragraph_is_one_unit_with_two_passages() -> None:
    whole = [*_each("ab"), ("c", "d"), *_each("efg")]
    plans = [whole, whole, _each("abcdefg"), whole]
    alignment = _align(*plans)
    assert _links(alignment, plans, 0, 2) >= {"cd-c", "cd-d", "b-b", "e-e"}
    assert len(_links(alignment, plans, 0, 2)) == 7
    # Both pieces are the paragraph that the others have whole.
    assert alignment.units[2][2].tolist() == alignment.units[2][3].tolist()
    assert alignment.units[0][2].tolist() == alignment.units[2][2].tolist()
    # And yet they are not each other.
    assert alignment.slots[2][2].tolist() != alignment.slots[2][3].tolist()


def test_paragraphs_that_one_version_merges_stay_two_in_the_others() -> None:
    plans = [_each("abcdefg"), [*_each("ab"), ("c", "d"), *_each("efg")], _each("abcdefg")]
    alignment = _align(*plans)
    assert _links(alignment, plans, 0, 1) == {"a-a", "b-b", "c-cd", "d-cd", "e-e", "f-f", "g-g"}
    assert _links(alignment, plans, 0, 2) == {f"{letter}-{letter}" for letter in "abcdefg"}


def test_versions_that_are_split_alike_keep_the_pieces_apart() -> None:
    whole = [*_each("ab"), ("c", "d"), *_each("efg")]
    plans = [whole, _each("abcdefg"), whole, _each("abcdefg"), whole]
    alignment = _align(*plans)
    assert _links(alignment, plans, 1, 3) == {f"{letter}-{letter}" for letter in "abcdefg"}
    assert "cd-c" in _links(alignment, plans, 0, 1)
    assert "cd-d" in _links(alignment, plans, 0, 1)


def test_a_paragraph_of_one_version_has_no_link() -> None:
    plans = [_each("abcdef"), _each("abcXYdef"), _each("abcdef")]
    alignment = _align(*plans)
    assert _links(alignment, plans, 0, 1) == {f"{letter}-{letter}" for letter in "abcdef"}
    units = [tuple(span) for span in alignment.units[1].tolist()]
    assert len(set(units)) == 8


def test_a_text_that_is_clearly_anothers_overrules_its_label() -> None:
    """A version with a paragraph put in has numbered all that follow anew."""
    names = "abcdefghijklmnop"
    added = f"{names[:5]}X{names[5:]}"
    plans = [_each(names), _each(added)]
    versions = [
        _version(plan, seed, [str(number) for number in range(1, len(plan) + 1)])
        for seed, plan in enumerate(plans)
    ]
    assert _links(align(versions), plans, 0, 1) == {f"{name}-{name}" for name in names}


def test_labels_align_where_texts_do_not() -> None:
    """No vectors, as of headings with nothing under them; one version lacks two of them."""
    labels = ["1", "2", "3", "4", "5", "6"]
    kept = [0, 2, 3, 5]
    zero = np.zeros((6, DIMENSION), np.float32)
    lengths = np.full(6, 40.0)
    kinds = ("heading 0",) * 6
    alignment = align(
        [
            Paragraphs(zero, lengths, tuple(labels), kinds),
            Paragraphs(
                zero[:4], lengths[:4], tuple(labels[position] for position in kept), kinds[:4]
            ),
        ]
    )
    assert alignment.slots[1].tolist() == alignment.slots[0][kept].tolist()


def test_a_row_aligns_with_a_row_before_a_paragraph() -> None:
    first_version, other = _version(_each("ab"), 0, noise=0.1), _version([("b",)], 1, noise=0.1)
    same = np.stack([other.vectors[0], other.vectors[0]])
    left = Paragraphs(same, first_version.lengths, first_version.labels, ("paragraph", "table"))
    right = Paragraphs(other.vectors, other.lengths, other.labels, ("table",))
    # Two equal texts, told apart by what they are.
    third = Paragraphs(same, first_version.lengths, first_version.labels, ("paragraph", "table"))
    alignment = align([left, right, third])
    assert alignment.slots[1].tolist() == [alignment.slots[0][1].tolist()]


@pytest.mark.parametrize(("whole", "largest"), [(0, 16_000_000), (0, 4_000)])
def test_a_long_document_is_aligned_as_a_short_one_is(
    monkeypatch: pytest.MonkeyPatch, whole: int, largest: int
) -> None:
    """Within a band, and cut in two, as without."""
    names = [f"p{number}" for number in range(150)]
    plans: list[Plan] = [
        [(name,) for position, name in enumerate(names) if (position + 3 * seed) % 11]
        for seed in range(4)
    ]
    expected = _align(*plans)
    monkeypatch.setattr(pairwise, "_WHOLE", whole)
    monkeypatch.setattr(pairwise, "_LARGEST", largest)
    links = _align(*plans)
    for left, right in zip(expected.slots, links.slots, strict=True):
        assert left.tolist() == right.tolist()


@pytest.mark.thorough
def test_a_long_insertion_does_not_leave_the_band() -> None:
    names = [f"p{number}" for number in range(300)]
    more = [f"q{number}" for number in range(200)]
    plans: list[Plan] = [
        [(name,) for name in names],
        [(name,) for name in (*names[:120], *more, *names[120:])],
    ]
    assert len(names) * (len(names) + len(more)) > pairwise._WHOLE
    assert _links(_align(*plans), plans, 0, 1) == {f"{name}-{name}" for name in names}


_VERSIONS = st.lists(
    st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=3).map(tuple), max_size=7),
    min_size=1,
    max_size=4,
)


@given(_VERSIONS)
def test_any_versions_give_each_paragraph_a_place_in_order(plans: list[Plan]) -> None:
    alignment = _align(*plans)
    for plan, units, slots in zip(plans, alignment.units, alignment.slots, strict=True):
        assert len(units) == len(slots) == len(plan)
        for spans in (units, slots):
            assert (spans[:, 0] >= 0).all()
            assert (spans[:, 0] < spans[:, 1]).all()
            assert (np.diff(spans, axis=0) >= 0).all()
