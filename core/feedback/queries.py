"""Reads on what visitors have said. The tenant fence keeps them within the region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, paginate
from core.feedback.models import Feedback, FeedbackKind
from core.regions.models import Region


def cases(region: Region, *, handled: bool = False, number: int = 1) -> Page[Any]:
    """What waits, nearest deadline first; or what is handled, newest first. Votes without words are only counted."""
    statement = select(Feedback).where(Feedback.region_id == region.id)
    if handled:
        statement = statement.where(Feedback.handled_at.is_not(None), (Feedback.kind != FeedbackKind.VOTE) | (Feedback.text != ""))
        return paginate(statement.order_by(Feedback.handled_at.desc(), Feedback.id.desc()), number=number)
    statement = statement.where(Feedback.handled_at.is_(None))
    return paginate(statement.order_by(Feedback.due_on.is_(None), Feedback.due_on, Feedback.id), number=number)


def waiting(region: Region) -> int:
    """How many wait for somebody to read them."""
    statement = select(func.count()).select_from(Feedback).where(Feedback.region_id == region.id, Feedback.handled_at.is_(None))
    return int(db.session.execute(statement).scalar_one())


def votes(region: Region, limit: int = 50) -> Sequence[Any]:
    """Per page: how many found it useful and how many did not; those with most "no" first."""
    no = func.count().filter(Feedback.useful.is_(False))
    statement = (
        select(Feedback.endpoint, func.count().filter(Feedback.useful.is_(True)).label("yes"), no.label("no"))
        .where(Feedback.region_id == region.id, Feedback.kind == FeedbackKind.VOTE)
        .group_by(Feedback.endpoint)
        .order_by(no.desc(), Feedback.endpoint)
        .limit(limit)
    )
    return db.session.execute(statement).all()
