"""Occasions to come, across educations: what the API lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select

from core.db import Page, db, paginate
from plugins.training_catalog.models import EducationEvent, EducationInfo, EventLocation


@dataclass(frozen=True)
class Choice:
    """Which occasions.

    Args:
        education: Id of an education; None for all.
        first: Only those that start on this day or later.
        last: Only those that start on this day or earlier.
        distance: By distance, or not; None for both.
        municipality: Held there; empty for anywhere.
    """

    education: int | None = None
    first: date | None = None
    last: date | None = None
    distance: bool | None = None
    municipality: str = ""


def occasion_page(choice: Choice, *, number: int, size: int) -> Page[EducationEvent]:
    """One page of the occasions to come, soonest first; those without a set start come last."""
    found = EducationEvent
    statement = select(found).where(found.is_current.is_(True))
    if choice.education is not None:
        statement = statement.where(found.info_id == choice.education)
    if choice.first is not None:
        statement = statement.where(found.start >= choice.first)
    if choice.last is not None:
        statement = statement.where(found.start <= choice.last)
    if choice.distance is not None:
        statement = statement.where(found.is_distance.is_(choice.distance))
    if choice.municipality:
        held = select(EventLocation.event_id).where(EventLocation.municipality_code == choice.municipality)
        statement = statement.where(found.id.in_(held))
    return paginate(statement.order_by(case((found.start.is_(None), 1), else_=0), found.start, found.id), number=number, size=size)


def titles(info_ids: set[int]) -> dict[int, str]:
    """The titles of some educations."""
    rows: Any = db.session.execute(select(EducationInfo.id, EducationInfo.title).where(EducationInfo.id.in_(info_ids)))
    return dict(rows.all())
