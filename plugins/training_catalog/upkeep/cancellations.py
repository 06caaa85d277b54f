"""That an occasion is cancelled, or given after all: noted and told in the transaction that says so, whoever says it.

By hand there is a reason and perhaps an alternative; an import only says so. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db, one_or_none, utcnow
from core.events import emit
from core.regions.models import Region
from plugins.training_catalog.events import EventCancelled, EventResumed
from plugins.training_catalog.facts import event_ref
from plugins.training_catalog.models import EducationEvent, EducationInfo, Source
from plugins.training_catalog.upkeep.models import Cancellation


def of_events(event_ids: Sequence[int]) -> dict[int, Cancellation]:
    """The cancellations that stand, by occasion."""
    statement = select(Cancellation).where(Cancellation.event_id.in_(event_ids), Cancellation.resumed_at.is_(None))
    return {row.event_id: row for row in db.session.execute(statement).scalars()}


def follow(source: Source, events: Sequence[EducationEvent]) -> None:
    """A source says of these that they are cancelled, or that they are not, and said the reverse before."""
    if not events:
        return
    region = one_or_none(Region, source.region_id)
    known = of_events([event.id for event in events])
    for event in events:
        if region is None:
            continue
        if event.is_cancelled and event.id not in known:
            note(region, event)
        elif not event.is_cancelled and event.id in known:
            resume(region, event, known[event.id])


def note(region: Region, event: EducationEvent, *, reason: str = "", alternative: EducationEvent | None = None) -> Cancellation:
    """Note that an occasion is cancelled, and tell."""
    row = db.session.execute(select(Cancellation).where(Cancellation.event_id == event.id).with_for_update()).scalar_one_or_none()
    if row is None:
        row = Cancellation(region_id=region.id, event_id=event.id, round=0)
        db.session.add(row)
    row.reason, row.cancelled_at, row.resumed_at = reason, utcnow(), None
    row.alternative_id = alternative.id if alternative else None
    row.round += 1
    db.session.flush()
    said = EventCancelled(
        event_id=event.id,
        ref=event_ref(event.id),
        title=_title(event),
        reason=reason,
        alternative_ref=event_ref(alternative.id) if alternative else "",
    )
    emit(said, region=region)
    return row


def resume(region: Region, event: EducationEvent, row: Cancellation) -> None:
    """Note that an occasion is given after all, and tell."""
    row.resumed_at = utcnow()
    db.session.flush()
    emit(EventResumed(event_id=event.id, ref=event_ref(event.id), title=_title(event)), region=region)


def _title(event: EducationEvent) -> str:
    info = one_or_none(EducationInfo, event.info_id) if event.info_id else None
    return info.title if info else event.title
