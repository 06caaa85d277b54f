"""Education levels. The values are the same in every plugin that speaks of levels; they travel in events."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from core.i18n import lazy_gettext as _l


class Level(StrEnum):
    """What education a need asks for."""

    SHORT_COURSE = "short_course"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    HIGHER = "higher"
    NONE = "none"


LABELS: dict[Level, Any] = {
    Level.SHORT_COURSE: _l("Kort kurs"),
    Level.UPPER_SECONDARY: _l("Gymnasial nivå eller komvux"),
    Level.VOCATIONAL: _l("Yrkeshögskola"),
    Level.HIGHER: _l("Högskola"),
    Level.NONE: _l("Inget formellt krav"),
}


def level_label(level: str) -> str:
    """The level in words; the value itself when a newer emitter sends one that this version does not know."""
    try:
        return str(LABELS[Level(level)])
    except ValueError:
        return level
