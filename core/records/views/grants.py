"""A download or a view that was asked for, and logged, a moment ago: a GET changes nothing, so the asking is a POST of its own."""

from __future__ import annotations

from flask import session

from core.db import utcnow

MINUTES = 5


def give(what: str, value: str = "") -> None:
    """Remember in the browser's signed session that something was asked for."""
    session[f"records:{what}"] = [value, utcnow().timestamp() + MINUTES * 60]


def given(what: str) -> str | None:
    """The value of what was asked for within the last minutes; None when it was not."""
    found = session.get(f"records:{what}")
    return str(found[0]) if found and found[1] > utcnow().timestamp() else None
