"""A need's status trail: what has happened to it, in sentences for the employer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import db, utcnow
from plugins.employer_needs.models import CompetenceNeed, StatusEntry
from plugins.employer_needs.values import NeedState

RECEIVED = "received"
POOLED = "pooled"
SUPPLY = "supply_found"
REPLACED = "replaced"
WITHDRAWN = "withdrawn"
PROGRESSED = "progressed"
PLACED = "placed"


def add(need: CompetenceNeed, code: str, *, at: datetime | None = None, **facts: Any) -> StatusEntry:
    """Write a line to a need's trail."""
    entry = StatusEntry(region_id=need.region_id, need_id=need.id, code=code, facts=facts, at=at or utcnow())
    db.session.add(entry)
    return entry


def on_cluster(
    *, region_id: int, need_ids: Sequence[int], cluster_id: int, facts: dict[str, Any]
) -> list[tuple[CompetenceNeed, StatusEntry]]:
    """Tell needs how their group is doing.

    When only the numbers of the same group have moved, the line says the new ones; a new line is for a new group, and for a group
    that has become big enough or is so no more. When nothing has changed, nothing is written.

    Returns:
        What has changed, and is worth telling: the need and its new line. Not when only the numbers moved.
    """
    fresh = []
    latest = _latest(need_ids, POOLED)
    for need in _published(region_id, need_ids):
        entry = latest.get(need.id)
        new = {"cluster_id": cluster_id, **facts}
        if entry is not None and entry.facts == new:
            continue
        if entry is not None and (entry.facts.get("cluster_id"), entry.facts.get("viable")) == (cluster_id, facts["viable"]):
            entry.facts = new
            entry.at = utcnow()
        else:
            fresh.append((need, add(need, POOLED, **new)))
    db.session.flush()
    return fresh


def on_supply(*, region_id: int, need_ids: Sequence[int], facts: dict[str, Any]) -> list[tuple[CompetenceNeed, StatusEntry]]:
    """Tell needs of an education that answers them; each education once. Returns the needs that were told, and their new lines."""
    statement = select(StatusEntry).where(StatusEntry.need_id.in_(list(need_ids)), StatusEntry.code == SUPPLY)
    known = {(entry.need_id, entry.facts.get("ref")) for entry in db.session.execute(statement).scalars()}
    fresh = [need for need in _published(region_id, need_ids) if (need.id, facts["ref"]) not in known]
    told = [(need, add(need, SUPPLY, **facts)) for need in fresh]
    db.session.flush()
    return told


def on_progress(
    *, region_id: int, need_ids: Sequence[int], cluster_id: int, status: str, facts: dict[str, Any]
) -> list[tuple[CompetenceNeed, StatusEntry]]:
    """Tell needs that their group has taken a step. The same step of the same group is told once; its facts are kept up to date.

    Returns:
        The needs that were told, and their new lines.
    """
    latest = _latest(need_ids, PROGRESSED)
    fresh = []
    for need in _published(region_id, need_ids):
        new = {**facts, "cluster_id": cluster_id, "status": status}
        entry = latest.get(need.id)
        if entry is not None and (entry.facts.get("cluster_id"), entry.facts.get("status")) == (cluster_id, status):
            entry.facts = new
        else:
            fresh.append((need, add(need, PROGRESSED, **new)))
    db.session.flush()
    return fresh


def on_placement(*, region_id: int, need_ids: Sequence[int], placement_id: int) -> list[tuple[CompetenceNeed, StatusEntry]]:
    """Tell needs that somebody has completed a placement at the employer's. One line, whose number grows; each placement counts once.

    Returns:
        The needs that were told, and their lines.
    """
    latest = _latest(need_ids, PLACED)
    told = []
    for need in _published(region_id, need_ids):
        entry = latest.get(need.id) or add(need, PLACED, placements=[])
        if placement_id in (known := entry.facts["placements"]):
            continue
        entry.facts = {"placements": [*known, placement_id]}
        entry.at = utcnow()
        told.append((need, entry))
    db.session.flush()
    return told


def _published(region_id: int, need_ids: Iterable[int]) -> Sequence[CompetenceNeed]:
    """The needs of this region among some ids (a collaboration's groups name other regions' needs too), locked in one order."""
    statement = (
        select(CompetenceNeed)
        .where(CompetenceNeed.id.in_(list(need_ids)), CompetenceNeed.region_id == region_id, CompetenceNeed.state == NeedState.PUBLISHED)
        .order_by(CompetenceNeed.id)
        .with_for_update()
    )
    return db.session.execute(statement).scalars().all()


def _latest(need_ids: Sequence[int], code: str) -> dict[int, StatusEntry]:
    statement = (
        select(StatusEntry)
        .where(StatusEntry.need_id.in_(list(need_ids)), StatusEntry.code == code)
        .order_by(StatusEntry.at, StatusEntry.id)
    )
    return {entry.need_id: entry for entry in db.session.execute(statement).scalars()}
