"""One shape of log line for every process: JSON for machines, text for people; and a last wall against personal data.

Whoever logs must not log personal data; what slips through anyway is taken out here, in the message, its facts and its trace.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

QUIET = ("alembic", "rq", "werkzeug")  # they tell at INFO what nobody needs to know
# A line per request and per job: for machines. To a person at a terminal they would hide the rest, the sign-in links first.
ROUTINE = ("samkraft.request", "core.jobs.runner")
_PATTERNS = (
    (re.compile(r"[^\s<>\"(,;:]+@[^\s<>\"'),;:]+\.[^\s<>\"'),;:]+"), "[e-mail]"),
    (re.compile(r"(?<![\w-])(?:19|20)?\d{2}[01]\d[0-3678]\d[-+ ]?\d{4}(?![\w-])"), "[number]"),
    (re.compile(r"(?i)\b(authorization|cookie|set-cookie)(['\"]?\s*[:=]\s*).*"), r"\1\2[secret]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 [secret]"),
    (re.compile(r"(?i)\b(password|passphrase|token|secret|code|key)(['\"]?\s*[:=]\s*['\"]?)[^\s'\",&}]+"), r"\1\2[secret]"),
    (re.compile(r"(://[^\s:/@]+:)[^\s@]+@"), r"\1[secret]@"),
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{22,}(?![\w-])"), "[secret]"),
)
_BREAKS = {ord(char): repr(char)[1:-1] for char in "\r\n\0\x0b\x0c\x1b\x85\u2028\u2029"}
_SAFE = frozenset({"timestamp", "level", "logger", "endpoint", "request", "job"})


def redacted(text: str) -> str:
    """A text without what looks like an e-mail address, a personal number or a secret."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        return {str(key): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else redacted(str(value))


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The wall. Facts that only the program chooses pass."""
    return {key: value if key in _SAFE else _clean(value) for key, value in event.items()}


def _facts(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record = event.get("_record")
    return {**event, **getattr(record, "facts", {})}


def _as_text(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> str:
    """For people. A trace is indented, and other line breaks are written out, so that no text can look like a line of its own."""
    trace = str(event.pop("exception", ""))
    time, level, name = (str(event.pop(key, "")) for key in ("timestamp", "level", "logger"))
    message = "\n    ".join(line.translate(_BREAKS) for line in str(event.pop("event", "")).split("\n"))
    rest = "".join(f" {key}={str(value).translate(_BREAKS)}" for key, value in event.items())
    indented = "".join(f"\n    {line.translate(_BREAKS)}" for line in trace.splitlines())
    return f"{time[11:19]} {level.upper():<7} {name}: {message}{rest}{indented}"


def formatter(form: str) -> logging.Formatter:
    """A formatter for the standard library's handlers. `form` is `json` or `text`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _facts,
    ]
    ending: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _as_text
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            ending,
        ],
    )


def wanted_form() -> str:
    """JSON in production, text elsewhere, unless the environment says otherwise. Asked before there are settings."""
    chosen = os.environ.get("SAMKRAFT_LOG_FORMAT", "")
    return chosen or ("json" if os.environ.get("SAMKRAFT_ENVIRONMENT", "production") == "production" else "text")


def configure() -> None:
    """Log to standard error, from INFO upwards."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(wanted_form()))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    for name in QUIET if wanted_form() == "json" else (*QUIET, *ROUTINE):
        logging.getLogger(name).setLevel(logging.WARNING)
