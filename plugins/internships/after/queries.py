"""Reads on what follows a placement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from plugins.internships.after.models import Contract, PlacementTask
from plugins.internships.rounds.models import Placement


@dataclass(frozen=True)
class After:
    """What follows a placement, for a page. Give it to the templates as `after`."""

    placement: Placement
    contract: Contract | None
    tasks: Sequence[PlacementTask]


def for_placement(placement: Placement) -> After:
    """Everything that stands on a placement's page about what follows it."""
    contract = db.session.execute(select(Contract).where(Contract.placement_id == placement.id)).scalar_one_or_none()
    tasks = select(PlacementTask).where(PlacementTask.placement_id == placement.id).order_by(PlacementTask.id)
    return After(placement, contract, db.session.execute(tasks).scalars().all())
