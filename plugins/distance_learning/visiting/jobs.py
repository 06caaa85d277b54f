"""Each night: bookings that nobody confirmed go. Each afternoon: those who have a time tomorrow are reminded."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from core.clock import today
from core.db import db, utcnow
from core.plugins import Job
from core.regions.models import Region
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import kinds
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.service import WAITS
from plugins.distance_learning.visiting.times import wall


def clear_unconfirmed(region: Region) -> None:
    """Delete what was never confirmed."""
    for kind in kinds().values():
        db.session.execute(
            delete(kind.model).where(
                kind.model.region_id == region.id,
                kind.model.status == VisitStatus.WAITING,
                kind.model.created_at < utcnow() - WAITS,
            ),
            execution_options={"synchronize_session": False},
        )


def remind(region: Region) -> None:
    """Remind those who have something tomorrow, once each."""
    tomorrow = today() + timedelta(days=1)
    for kind in kinds().values():
        wanted = select(kind.model).where(
            kind.model.region_id == region.id,
            kind.model.status == VisitStatus.BOOKED,
            kind.model.reminded_at.is_(None),
            kind.model.over_at > utcnow(),
            kind.model.over_at < utcnow() + timedelta(days=3),
        )
        for booking in db.session.execute(wanted.order_by(kind.model.id)).scalars().all():
            starts_at = kind.facts(booking).starts_at
            if starts_at is not None and wall(starts_at).date() == tomorrow:
                mails.remind(region, kind, booking)
                booking.reminded_at = utcnow()


JOBS = [
    Job("distance_learning.clear_unconfirmed", clear_unconfirmed, every="20 3 * * *"),
    Job("distance_learning.remind_visitors", remind, every="0 15 * * *"),
]
