"""Rules as the operator writes them: patterns, classes, people, and messages about mistakes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import AccessError
from index.access import CLASSES, Rules, check_class, rules_file, rules_of
from index.access.rules import Pattern, Person, parse_rules, read_file

OPEN = 'default = "public"\n'


def _parse(content: str) -> Rules:
    return parse_rules(content.encode(), "access.toml")


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a", "a", True),
        ("A", "a", True),
        ("a", "ab", False),
        ("a*", "ab", True),
        ("a*", "ba", False),
        ("*a", "ba", True),
        ("*a", "ab", False),
        ("a*b", "ab", True),
        ("ab*b", "ab", False),  # what the star stands for begins behind the first part
        ("ab*ba", "aba", False),
        ("ab*ba", "abba", True),
        ("*b*", "abc", True),
        ("*b*", "acd", False),
        ("a*b*c", "abc", True),
        ("a*bb*c", "abc", False),
        ("a*b*b*c", "abc", False),
        ("a*b*b*c", "abbc", True),
        ("a*b*cd*c", "abcdc", True),
        ("a*c*bc", "abc", False),  # nor does a part lie in the last one
        ("a*b*c", "axbyc", True),
        ("a*x*y*c", "ayxc", False),
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_a_pattern_fits_a_text(pattern: str, text: str, expected: bool) -> None:
    assert Pattern(pattern).fits(text) is expected


def test_a_pattern_shows_as_it_was_written() -> None:
    assert repr(Pattern("*/Drafts/*")) == "'*/Drafts/*'"
    assert Pattern("*/Drafts/*").text == "*/Drafts/*"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "",
            (
                "default, the class of what no rule is for, is missing: write "
                'default = "members" above the first rule'
            ),
        ),
        (
            'default = "secret"',
            "secret is no class; use one of: public, members, member-states",
        ),
        (
            f'{OPEN}[[documents]]\nclass = "public"',
            "a rule of [[documents]] names neither a path nor a symbol",
        ),
        (f'{OPEN}[[documents]]\npath = "*"', "class is missing"),
        (f'{OPEN}[[documents]]\npath = ""\nclass = "public"', "'' is no pattern"),
        (f'{OPEN}[[documents]]\npath = 7\nclass = "public"', "7 is no pattern"),
        (f'{OPEN}[[documents]]\nsymbol = 7\nclass = "public"', "7 is no pattern"),
        (
            f'{OPEN}[[documents]]\npaths = "*"\nclass = "public"',
            "paths is not known; class, path, symbol are",
        ),
        (f'{OPEN}[[people]]\nvalue = "a"\nclass = "members"', "claim is missing"),
        (f'{OPEN}[[people]]\nclaim = "a"\nclass = "members"', "value is missing"),
        (f'{OPEN}[[people]]\nclaim = "a"\nvalue = "b"', "class is missing"),
        (f'{OPEN}[[people]]\nclaim = 1\nvalue = "b"\nclass = "members"', "1 is no pattern"),
        (
            f'{OPEN}[[people]]\nclaim = "a"\nvalue = "b"\nclass = "members"\nrole = "owner"',
            "owner is no role; use one of: reader, editor",
        ),
        (
            f'{OPEN}[[people]]\nclaim = "a"\nvalue = "b"\nclass = "members"\nroles = "editor"',
            "roles is not known; claim, class, delegation, role, value are",
        ),
        (
            f'{OPEN}[audit]\nfile = "a"\nqueries = 1',
            "[audit] takes file, a path, and queries, true or false",
        ),
        (
            f"{OPEN}[audit]\nfile = 1",
            "[audit] takes file, a path, and queries, true or false",
        ),
        (
            f'{OPEN}[documents]\n"CWG-WSIS&SDG-40/3" = "members"',
            "documents is no list of rules: write [[documents]] above each of them",
        ),
        (
            f'{OPEN}people = ["a"]',
            "people is no list of rules: write [[people]] above each of them",
        ),
        (
            f'{OPEN}audit = "a"',
            "audit is no table: write [audit] above file and queries",
        ),
        (f'{OPEN}[audit]\nfiles = "a"', "files is not known; file, queries are"),
        (
            'defualt = "members"\nzeal = 1',
            "defualt, zeal is not known; audit, default, documents, people are",
        ),
    ],
)
def test_a_mistake_in_the_rules_is_named(content: str, message: str) -> None:
    with pytest.raises(AccessError) as caught:
        _parse(content)
    assert caught.value.message == (
        f"The rules in access.toml are not understood: {message}. Until that is put right, "
        "nobody is shown anything."
    )


def test_rules_hold_what_the_file_says() -> None:
    rules = _parse(
        f'{OPEN}[[documents]]\npath = "*/a/*"\nclass = "members"\n'
        '[[documents]]\npath = "*/b/*"\nsymbol = "C 24/*"\nclass = "member-states"\n'
        '[[people]]\nclaim = "groups"\nvalue = "staff"\nclass = "members"\n'
        '[audit]\nfile = "/log/audit.jsonl"\nqueries = true\n'
    )
    assert rules.default == "public"
    assert [(rule.of, rule.pattern) for rule in rules.documents] == [
        ("members", "*/a/*"),
        ("member-states", "C24/* */b/*"),
    ]
    (person,) = rules.people
    assert (person.claim, person.value.text, person.sees, person.role) == (
        "groups",
        "staff",
        "members",
        "reader",
    )
    assert (rules.audit, rules.audits_queries) == (Path("/log/audit.jsonl"), True)


def test_rules_that_say_nothing_of_a_log_have_none() -> None:
    for content in (OPEN, f"{OPEN}[audit]\n", f'{OPEN}[audit]\nfile = ""\n'):
        rules = _parse(content)
        assert (rules.audit, rules.audits_queries) == (None, False)
        assert (rules.documents, rules.people) == ((), ())


def test_rules_about_documents_alone_change_the_digest() -> None:
    """Copies of an index are made anew where the digest is another."""
    rule = '[[documents]]\npath = "*/a/*"\nclass = "members"\n'
    person = '[[people]]\nclaim = "groups"\nvalue = "staff"\nclass = "members"\n'
    digest = _parse(OPEN + rule).digest
    assert len(digest) == 64
    assert _parse(OPEN + rule + person).digest == digest
    assert _parse(f"# a comment\n{OPEN}{rule}").digest == digest
    others = (
        OPEN,
        OPEN + rule.replace("members", "public"),
        OPEN + rule.replace("/a/", "/b/"),
        OPEN.replace("public", "members") + rule,
    )
    assert len({digest, *(_parse(content).digest for content in others)}) == 5


@pytest.mark.parametrize(
    ("path", "symbol", "expected"),
    [
        ("/a/b.txt", "C24/1", "members"),
        ("/a/b.txt", "c 24/1", "members"),  # spaces and case do not count in a symbol
        ("/a/b.txt", "C25/1", "public"),
        ("/open/b.txt", None, "public"),  # a rule by path decides
        ("\\open\\b.txt", None, "public"),
        ("/both/b.txt", "C26/1", "member-states"),
        ("/both/b.txt", "C27/1", "public"),
        ("/a/b.txt", "C26/1", "public"),
        ("/a/b.txt", None, "member-states"),  # it may have the symbol of any rule
    ],
)
def test_the_first_rule_that_fits_gives_the_class(
    path: str, symbol: str | None, expected: str
) -> None:
    rules = _parse(
        f'{OPEN}[[documents]]\npath = "*/open/*"\nclass = "public"\n'
        '[[documents]]\nsymbol = "c 24/*"\nclass = "members"\n'
        '[[documents]]\nsymbol = "C24/1"\nclass = "public"\n'
        '[[documents]]\npath = "*/both/*"\nsymbol = "C26/*"\nclass = "member-states"\n'
    )
    assert rules.class_of_file(Path(path), symbol) == expected


def test_a_rule_by_path_ignores_files_without_a_symbol() -> None:
    rules = _parse(f'{OPEN}[[documents]]\npath = "*/a/*"\nclass = "members"\n')
    assert rules.class_of_file(Path("/b/c.txt"), None) == "public"


@pytest.mark.parametrize(
    ("claim", "claims", "expected"),
    [
        ("email", {"email": "A@X.example", "email_verified": True}, True),
        ("email", {"email": "a@x.example", "email_verified": "true"}, False),
        ("email", {"email": "a@x.example"}, False),
        ("mail", {"mail": "a@x.example"}, True),
        ("mail", {"mail": ("b@y.example", "a@x.example")}, True),
        ("mail", {"mail": ["b@y.example", 7]}, False),
        ("mail", {"mail": None}, False),
        ("mail", {}, False),
    ],
)
def test_a_person_is_known_by_a_claim(claim: str, claims: dict[str, Any], expected: bool) -> None:
    person = Person(claim, Pattern("*@x.example"), "members")
    assert person.fits(claims) is expected


def test_the_first_rule_that_fits_a_person_decides() -> None:
    rules = _parse(
        f'{OPEN}[[people]]\nclaim = "g"\nvalue = "a"\nclass = "members"\nrole = "editor"\n'
        '[[people]]\nclaim = "g"\nvalue = "*"\nclass = "member-states"\n'
    )
    assert rules.person({"g": "a"}) == ("members", "editor")
    assert rules.person({"g": "b"}) == ("member-states", "reader")
    assert rules.person({"h": "a"}) == ("public", "reader")


def test_the_rule_that_fits_a_person_names_the_delegation() -> None:
    rules = _parse(
        f'{OPEN}[[people]]\nclaim = "g"\nvalue = "a"\nclass = "members"\ndelegation = "Japan"\n'
        '[[people]]\nclaim = "g"\nvalue = "*"\nclass = "members"\n'
    )
    assert [rules.delegation({"g": group}) for group in "ab"] == ["Japan", ""]
    with pytest.raises(AccessError, match="no pattern"):
        _parse(f'{OPEN}[[people]]\nclaim = "g"\nvalue = "a"\nclass = "members"\ndelegation = 3\n')


def test_a_class_is_known_by_its_name() -> None:
    assert [check_class(name) for name in CLASSES] == [*CLASSES]
    with pytest.raises(AccessError) as caught:
        check_class("secret")
    assert caught.value.message == (
        "secret is no class of documents. Use one of: public, members, member-states."
    )


def test_the_environment_may_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules_file(tmp_path) == tmp_path / "access.toml"
    assert rules_of(tmp_path) is None
    elsewhere = tmp_path / "else.toml"
    monkeypatch.setenv("WSIS_SEARCH_ACCESS", str(elsewhere))
    assert rules_file(tmp_path) == elsewhere
    with pytest.raises(AccessError) as caught:
        rules_of(tmp_path)
    assert caught.value.message == (
        "WSIS_SEARCH_ACCESS names else.toml, which is not there. Put the rules back: until then "
        "nobody is shown anything."
    )
    elsewhere.write_text("default = 1", "utf-8")
    with pytest.raises(AccessError, match=r"The rules in else\.toml are not understood: 1 is no"):
        rules_of(tmp_path)
    elsewhere.write_text(OPEN, "utf-8")
    rules = rules_of(tmp_path)
    assert rules is not None
    assert rules.default == "public"


def test_the_file_is_read_with_the_time_of_its_change(tmp_path: Path) -> None:
    path = tmp_path / "access.toml"
    assert read_file(path) == (None, 0.0)
    path.write_text(OPEN, "utf-8")
    os.utime(path, (1_000_000_000, 1_500_000_000.25))
    assert read_file(path) == (OPEN.encode(), 1_500_000_000.25)


def test_a_file_that_cannot_be_read_closes_the_index(tmp_path: Path) -> None:
    path = tmp_path / "access.toml"
    path.mkdir()
    with pytest.raises(AccessError) as caught:
        read_file(path)
    assert caught.value.message == "The rules in access.toml cannot be read: Is a directory."
