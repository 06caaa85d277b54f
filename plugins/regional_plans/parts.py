"""What a plan is made of, as remarks and amendments name it."""

from __future__ import annotations

from enum import StrEnum


class PartKind(StrEnum):
    """Kinds of part."""

    PLAN = "plan"
    PRIORITY = "priority"
    FOCUS_AREA = "focus_area"
    ACTION = "action"
