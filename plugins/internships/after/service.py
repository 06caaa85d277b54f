"""What begins when a place is accepted, and what stops when the placement is withdrawn or moved. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import db, get
from plugins.internships import tokens
from plugins.internships.after.models import Contract, PlacementTask, TaskBy
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.periods.models import PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.internships.rounds.models import Placement


def begin(*, region: Region, placement: Placement) -> Contract:
    """Make the agreement and the check-list of an accepted placement, once. Called again: what there is, is given back."""
    found = db.session.execute(select(Contract).where(Contract.placement_id == placement.id)).scalar_one_or_none()
    if found is not None:
        return found
    kind = get(PlacementKindPolicy, get(PlacementPeriod, placement.period_id).kind_id)
    contract = Contract(region_id=region.id, placement_id=placement.id, seeds={"student": tokens.new_seed()})
    db.session.add(contract)
    for each in kind.documents:
        db.session.add(
            PlacementTask(
                region_id=region.id,
                placement_id=placement.id,
                what=each["name"],
                what_en=each.get("name_en", ""),
                by=TaskBy(each["by"]),
            )
        )
    db.session.flush()
    record("internships.after.begun", region=region, subject=placement.ref)
    return contract


def stop(*, region: Region, placement: Placement) -> None:
    """Take away what `begin` made, when a placement is withdrawn or moved before its start. The links open nothing any longer."""
    for table in (Contract, PlacementTask):
        db.session.execute(delete(table).where(table.placement_id == placement.id))
    db.session.flush()
    record("internships.after.stopped", region=region, subject=placement.ref)
