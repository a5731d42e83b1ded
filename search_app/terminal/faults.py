"""Messages at a terminal for errors and wrong use, in the reader's language, else in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from corpus.errors import QueryError, ReadError, SettingError, WsisSearchError

if TYPE_CHECKING:
    from search_app.localise import Locale

_COMMANDS: Final = {
    "status": "wsis-search status",
    "show": "wsis-search show SYMBOL",
    "search": "wsis-search search QUERY",
    "refs": "wsis-search refs FILE",
}
_QUOTED: Final = re.compile(r"'([^']*)'")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT MARK}"
"""Mark before an option in Arabic, where its minus signs would else appear behind it."""


def fault(error: Exception, language: str) -> str:
    """Return the message for an error with which a command ends."""
    if isinstance(error, WsisSearchError):
        english = error.message
    else:  # what was committed to an index is whole
        english = (
            f"wsis-search made a mistake ({type(error).__name__}: {error}). What is in the index "
            "is kept. Run it again with WSIS_SEARCH_DEBUG=1 and report what it prints."
        )
    if language == "en":
        return f"Error: {english}"
    from search_app.localise import Locale

    locale = Locale(language)
    if isinstance(error, SettingError):
        message = _explain_setting(error, locale)
        return locale.add_label(locale.text("terminal.error"), message)
    message = _name_kind(error, locale)
    if isinstance(error, QueryError):
        from search_app.api import problem_of

        message = problem_of(error, _COMMANDS, language).detail
        if message != locale.text("problem.query"):
            return locale.add_label(locale.text("terminal.error"), message)
    details = locale.add_label(locale.text("error.details"), english)
    return f"{locale.add_label(locale.text('terminal.error'), message)}\n{details}"


def _explain_setting(error: SettingError, locale: Locale) -> str:
    least, most = error.allowed[0], error.allowed[-1]
    values = {"value": error.value, "least": least, "most": most}
    allowed = locale.join_names(error.allowed)
    return locale.text(f"problem.setting.{error.kind}", name=error.name, allowed=allowed, **values)


def _name_kind(error: Exception, locale: Locale) -> str:
    code = error.code if isinstance(error, WsisSearchError) else "error"
    if isinstance(error, ReadError):
        # The words for a path that has gone do not fit one that never was.
        has_own = locale.has(f"reason.{code}") and code != "no-such-path"
        return locale.text(f"reason.{code}" if has_own else "reason.other")
    has_own = locale.has(f"error.{code}.title")
    return locale.text(f"error.{code}.title" if has_own else "error.error.title")


def wrong_use(error: Any, language: str, arguments: Sequence[str]) -> str:
    """Return the message for wrong use of a command, in a language other than English."""
    from search_app.localise import Locale

    locale = Locale(language)
    lines = []
    if error.ctx is not None:
        usage = error.ctx.get_usage().removeprefix("Usage: ")
        command = f"{error.ctx.command_path} {error.ctx.help_option_names[0]}"
        lines = [
            locale.add_label(locale.text("terminal.usage"), usage),
            locale.text("terminal.help", command=command),
            "",
        ]
    sentences = [_explain_use(error, locale, arguments)]
    if _name_class(error) == "NoSuchOption" and not str(error.option_name).startswith("--"):
        sentences.append(locale.text("terminal.minus"))
    return "\n".join(
        [*lines, locale.add_label(locale.text("terminal.error"), locale.sentences(sentences))]
    )


def _name_class(error: object) -> str:
    """Return the class name of an error of Typer's, whose classes are its own or Click's."""
    return type(error).__name__


def _explain_use(error: Any, locale: Locale, arguments: Sequence[str]) -> str:
    kind, params = _name_class(error), getattr(getattr(error.ctx, "command", None), "params", ())
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        if near:
            return _say(locale, "problem.parameter.unknown-near", error.option_name, near=near)
        options = [
            max(option.opts, key=len) for option in params if option.param_type_name == "option"
        ]
        return _say(locale, "problem.parameter.unknown", error.option_name, known=options)
    if kind == "BadOptionUsage":
        # A value is missing only where nothing follows.
        has_one = any(argument.startswith(f"{error.option_name}=") for argument in arguments)
        key = "surplus-value" if has_one else "no-value"
        return _say(locale, f"terminal.{key}", error.option_name)
    if hasattr(error, "param"):
        return _explain_value(error, locale)
    return _explain_words(error, locale)


def _explain_words(error: Any, locale: Locale) -> str:
    """Return the message for a word that is neither an option nor an option's value."""
    if hasattr(getattr(error.ctx, "command", None), "commands"):
        name, *near = _QUOTED.findall(error.message) or [""]
        return _say(locale, f"terminal.no-command{'-near' if near else ''}", name, near=near)
    extra = error.message.partition(" (")[2].removesuffix(")")
    return _say(locale, "terminal.surplus", extra)


def _explain_value(error: Any, locale: Locale) -> str:
    descriptor = getattr(error.param, "type_descriptor", None)
    name, text, key = _name_parameter(error), str(getattr(error, "given", "")), "other"
    low, high = (
        (descriptor.parameter_info.min, descriptor.parameter_info.max)
        if descriptor
        else (None, None)
    )
    further: dict[str, Sequence[str]] = {}
    if _name_class(error) == "MissingParameter":
        key = "missing"
    elif descriptor and descriptor.choices:
        key, further = "choice", {"choices": [str(choice) for choice in descriptor.choices]}
    elif descriptor and descriptor.annotation is int and not _WHOLE.fullmatch(text):
        key = "number"
    elif low is not None and _is_number(text) and float(text) < low:
        key, further = "least", {"limit": [f"{low:g}"]}
    elif high is not None and _is_number(text) and float(text) > high:
        key, further = "most", {"limit": [f"{high:g}"]}
    return _say(locale, f"problem.parameter.{key}", name, **further)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _name_parameter(error: Any) -> str:
    """Return a parameter's option, or its place on the command line."""
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name)


def _say(locale: Locale, key: str, name: str, **lists: Sequence[str]) -> str:
    mark = _LEFT_TO_RIGHT if locale.direction == "rtl" else ""
    names = {
        place: locale.join_names(f"{mark}{value}" for value in values)
        for place, values in lists.items()
    }
    return locale.text(key, name=f"{mark}{name}", **names)
