"""Reads on sources: which there are, how each last went, and what a reader should see to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.db import db, utcnow
from plugins.training_catalog.models import EducationEvent, ImportRun, RunStatus, Source, SourceState
from plugins.training_catalog.sources.models import Schedule
from plugins.training_catalog.sources.timetable import WHOLE_EVERY

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_RUNS = 10


@dataclass(frozen=True)
class Listed:
    """A source with its latest run, and how many events it has."""

    source: Source
    run: ImportRun | None
    events: int


def listing(region: Region) -> list[Listed]:
    """The region's sources, by name. There are at most a hundred."""
    latest = (
        select(ImportRun.source_id, func.max(ImportRun.id).label("id"))
        .where(ImportRun.region_id == region.id)
        .group_by(ImportRun.source_id)
        .subquery()
    )
    statement = (
        select(Source, ImportRun)
        .outerjoin(latest, latest.c.source_id == Source.id)
        .outerjoin(ImportRun, ImportRun.id == latest.c.id)
        .where(Source.region_id == region.id)
        .order_by(Source.name_key)
    )
    number = (
        select(EducationEvent.source_id, func.count(EducationEvent.id))
        .where(EducationEvent.region_id == region.id, EducationEvent.removed_at.is_(None))
        .group_by(EducationEvent.source_id)
    )
    counts = {source_id: int(count) for source_id, count in db.session.execute(number)}
    return [Listed(source, run, counts.get(source.id, 0)) for source, run in db.session.execute(statement)]


def runs_of(source: Source) -> list[ImportRun]:
    """The latest runs of a source, newest first."""
    statement = select(ImportRun).where(ImportRun.source_id == source.id).order_by(ImportRun.id.desc()).limit(MAX_RUNS)
    return list(db.session.execute(statement).scalars())


def named(region: Region, name_key: str) -> Source | None:
    """The source of a name."""
    return db.session.execute(select(Source).where(Source.region_id == region.id, Source.name_key == name_key)).scalar_one_or_none()


def waiting(region: Region) -> list[tuple[Source, ImportRun]]:
    """Runs that wait for a person, oldest first."""
    statement = (
        select(Source, ImportRun)
        .join(ImportRun, ImportRun.source_id == Source.id)
        .where(ImportRun.region_id == region.id, ImportRun.held.not_in(("", "preview")), ImportRun.status == RunStatus.QUEUED)
        .order_by(ImportRun.id)
    )
    return [(source, run) for source, run in db.session.execute(statement)]


def late(region: Region) -> list[str]:
    """Names of sources that are fetched by themselves and have not been, for two rounds or more."""
    statement = (
        select(Source, SourceState.synced_until)
        .outerjoin(SourceState, SourceState.source_id == Source.id)
        .where(Source.region_id == region.id, Source.schedule != Schedule.NEVER, Source.is_paused.is_(False))
        .order_by(Source.name_key)
    )
    found = []
    for source, synced in db.session.execute(statement):
        patience = WHOLE_EVERY / 7 * (14 if source.schedule == Schedule.WEEKLY else 2)
        if utcnow() - (synced or source.created_at) > patience:
            found.append(source.name)
    return found
