"""How a failure is written down: enough to act on, without the personal data that messages of errors carry."""

from __future__ import annotations

import re
import traceback

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, StatementError

MAX_LENGTH = 500
_EMAIL = re.compile(r"[^\s<>\"'(=]+@[^\s<>\"')]+")
_NUMBER = re.compile(r"\d[\d -]{4,}\d")
_QUOTED_VALUES = re.compile(r"\(([^()]*)\)=\([^()]*\)")


def describe(error: BaseException) -> str:
    """The kind of error and the first line of its message; addresses and long numbers are taken out."""
    message = _message(error)
    message = _QUOTED_VALUES.sub(r"(\1)=(…)", message)
    message = _NUMBER.sub("…", _EMAIL.sub("…", message))
    return f"{type(error).__name__}: {message}"[:MAX_LENGTH].rstrip(": ")


def trace(error: BaseException) -> str:
    """Where it happened: the stack without the messages of errors."""
    return "".join(traceback.format_tb(error.__traceback__)) + describe(error)


def _message(error: BaseException) -> str:
    if isinstance(error, ValidationError):  # its own text repeats what was typed
        return "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False, include_context=False)
        )
    if isinstance(error, DBAPIError) and error.orig is not None:  # its own text repeats statement and parameters
        return (str(error.orig).splitlines() or [""])[0]
    if isinstance(error, StatementError):
        return (str(error.orig) if error.orig else "").partition("\n")[0]
    return (str(error).strip().splitlines() or [""])[0]
