"""Settings of the writer: what they mean, and what they never show."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from search_app.operations import describe_writer
from search_app.writers import WriterError, WriterSettings
from tests.commands import run


def _read(monkeypatch: pytest.MonkeyPatch, **values: str) -> WriterSettings:
    for name, value in values.items():
        monkeypatch.setenv(f"WSIS_SEARCH_WRITER{name}", value)
    settings = WriterSettings.from_environment()
    assert settings is not None
    return settings


def test_no_variable_means_no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WSIS_SEARCH_WRITER", raising=False)
    assert WriterSettings.from_environment() is None
    assert describe_writer() is None


@pytest.mark.parametrize(
    ("address", "is_local", "limit"),
    [
        ("http://localhost:11434/v1#llama3:8b", True, "member-states"),
        ("http://[::1]:8080/v1/#m", True, "member-states"),
        ("https://api.example.org/v1#m", False, "public"),
        ("http://10.0.0.5:8000/v1#m", False, "public"),
        ("http://localhost.example.org/v1#m", False, "public"),
    ],
)
def test_only_public_documents_go_to_another_machine(
    monkeypatch: pytest.MonkeyPatch, address: str, limit: str, *, is_local: bool
) -> None:
    settings = _read(monkeypatch, **{"": address})
    assert (settings.is_local, settings.limit) == (is_local, limit)
    assert not settings.address.endswith("/")
    written = describe_writer()
    assert written is not None
    assert (written.host, written.is_local, written.receives) == (settings.host, is_local, limit)


def test_the_operator_raises_and_lowers_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    raised = _read(monkeypatch, **{"": "https://api.example.org/v1#m", "_CLASS": "members"})
    assert raised.limit == "members"
    lowered = _read(monkeypatch, **{"": "http://localhost:1/v1#m", "_CLASS": "public"})
    assert lowered.limit == "public"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"": "http://localhost:11434/v1"}, "names no model"),
        ({"": "localhost:11434/v1#m"}, "no address of a writer"),
        ({"": "http://localhost:many/v1#m"}, "no address of a writer"),
        ({"": "file:///etc/passwd#m"}, "no address of a writer"),
        ({"": "https://me:secret-word@api.example.org/v1#m"}, "holds a password"),
        ({"": "http://localhost/v1#m", "_KEY": "secret-word\nX"}, "holds letters that no key has"),
        ({"": "http://localhost/v1#m", "_KEY": "secret-wörd"}, "holds letters that no key has"),
    ],
)
def test_settings_not_understood_are_refused_without_their_secrets(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], message: str
) -> None:
    with pytest.raises(WriterError, match=message) as raised:
        _read(monkeypatch, **values)
    assert "secret" not in str(raised.value)
    assert raised.value.reason == "settings"
    assert pickle.loads(pickle.dumps(raised.value)).reason == "settings"  # noqa: S301 - our own
    written = describe_writer()
    assert written is not None
    assert written.trouble == raised.value.message


def test_the_key_is_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, **{"": "http://localhost/v1#m", "_KEY": " secret-word "})
    assert settings.key == "secret-word"
    assert "secret-word" not in f"{settings!r} {describe_writer()!r}"


def test_status_says_where_questions_go(
    monkeypatch: pytest.MonkeyPatch, reference_index: Path
) -> None:
    monkeypatch.setenv("WSIS_SEARCH_WRITER", "https://api.example.org/v1#big-model")
    monkeypatch.setenv("WSIS_SEARCH_WRITER_KEY", "secret-word")
    printed = run("status", index=reference_index)
    assert "big-model at api.example.org, ANOTHER MACHINE" in " ".join(printed.out.split())
    written = run("status", "--json", index=reference_index)
    assert written.json()["writer"] == {
        "host": "api.example.org",
        "model": "big-model",
        "is_local": False,
        "receives": "public",
        "trouble": None,
    }
    monkeypatch.setenv("WSIS_SEARCH_WRITER", "nonsense")
    broken = run("status", "--json", index=reference_index)
    assert broken.code == 0
    assert "Write it like http://localhost:11434/v1#model" in broken.json()["writer"]["trouble"]
    assert "secret-word" not in printed.out + written.out + broken.out
    monkeypatch.delenv("WSIS_SEARCH_WRITER")
    assert run("status", "--json", index=reference_index).json()["writer"] is None


def test_status_says_where_passages_go_to_be_translated(
    monkeypatch: pytest.MonkeyPatch, reference_index: Path
) -> None:
    monkeypatch.delenv("WSIS_SEARCH_WRITER", raising=False)
    assert "translator" not in run("status", "--json", index=reference_index).json()
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", "libretranslate+https://translate.example.org")
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR_KEY", "secret-word")
    printed = run("status", index=reference_index)
    where = "LibreTranslate at translate.example.org, ANOTHER MACHINE"
    assert where in " ".join(printed.out.split())
    written = run("status", "--json", index=reference_index)
    assert written.json()["translator"] == {
        "host": "translate.example.org",
        "name": "LibreTranslate",
        "is_local": False,
        "receives": "public",
        "trouble": None,
    }
    monkeypatch.setenv("WSIS_SEARCH_TRANSLATOR", "nonsense")
    broken = run("status", "--json", index=reference_index)
    assert "names no protocol" in broken.json()["translator"]["trouble"]
    assert "secret-word" not in printed.out + written.out + broken.out
    monkeypatch.delenv("WSIS_SEARCH_TRANSLATOR")
    monkeypatch.setenv("WSIS_SEARCH_WRITER", "http://localhost:1/v1#m")
    assert "translator" not in run("status", "--json", index=reference_index).json()
