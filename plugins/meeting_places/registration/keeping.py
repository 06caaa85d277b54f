"""How registrations are kept: with names for as long as the region says after the meeting, and then only to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.db import db
from core.records.disposal import Way
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.models import MeetingInvitation, Registration

if TYPE_CHECKING:
    from core.regions.models import Region

KIND = "meeting_places:registration"


def forget(registration: Registration) -> None:
    """Take out who it was. The keyed number by which somebody is counted once stays until the meeting goes."""
    registration.name = registration.email = registration.organisation_name = registration.needs = ""
    registration.seed, registration.token_hash = "", None


def due(region: Region | None, before: datetime, limit: int) -> Sequence[str]:
    """Those with a name whose meeting ended before a moment."""
    if region is None:
        return []
    wanted = select(Registration.id).join(Meeting, Meeting.id == Registration.meeting_id)
    wanted = wanted.where(Registration.region_id == region.id, Registration.email != "", Meeting.ends_at < before)
    return [f"{KIND}:{number}" for number in db.session.execute(wanted.order_by(Meeting.ends_at, Registration.id).limit(limit)).scalars()]


def dispose(region: Region | None, refs: Sequence[str]) -> int:
    """Take the personal parts out of these, and the invitations to their meetings away."""
    ids = [int(ref.rsplit(":", 1)[1]) for ref in refs if ref.startswith(f"{KIND}:")]
    if region is None or not ids:
        return 0
    found = db.session.execute(select(Registration).where(Registration.region_id == region.id, Registration.id.in_(ids))).scalars().all()
    for each in found:
        forget(each)
    db.session.flush()
    meetings = sorted({each.meeting_id for each in found})
    db.session.execute(
        delete(MeetingInvitation).where(MeetingInvitation.region_id == region.id, MeetingInvitation.meeting_id.in_(meetings)),
        execution_options={"synchronize_session": False},
    )
    return len(found)


WAY = Way(due, dispose)
