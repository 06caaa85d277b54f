"""The standard questions, for a look at the whole questionnaire: the forms of every page, as they are before anything is answered."""

from __future__ import annotations

from typing import Any

from plugins.employer_needs.models import CompetenceNeed


def blank_need() -> CompetenceNeed:
    """A need that is not in the database and never will be, with the values that a new one has."""
    columns = [column for column in CompetenceNeed.__table__.columns if column.default is not None]
    plain: dict[str, Any] = {column.name: getattr(column.default, "arg", None) for column in columns if column.default.is_scalar}
    return CompetenceNeed(skills=[], **plain)
