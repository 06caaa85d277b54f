"""Rooms and equipment: added, changed, and no longer used. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from core.audit.service import record
from core.db import count, db, get
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_EACH = 100
T = TypeVar("T", Room, Equipment)


def own_room(centre: LearningCentre, room_id: int) -> Room:
    """A room of the centre.

    Raises:
        NotFound: when there is none.
    """
    return _own(Room, centre, room_id)


def own_equipment(centre: LearningCentre, equipment_id: int) -> Equipment:
    """A piece of equipment of the centre.

    Raises:
        NotFound: when there is none.
    """
    return _own(Equipment, centre, equipment_id)


def save_room(*, region: Region, centre: LearningCentre, room: Room | None, facts: Mapping[str, Any]) -> Room:
    """Add a room, or change one.

    Raises:
        DomainError: when there are too many.
    """
    return _save(Room, "room", region, centre, room, facts)


def save_equipment(*, region: Region, centre: LearningCentre, equipment: Equipment | None, facts: Mapping[str, Any]) -> Equipment:
    """Add equipment, or change it.

    Raises:
        DomainError: when there is too much.
    """
    return _save(Equipment, "equipment", region, centre, equipment, facts)


def _own(model: type[T], centre: LearningCentre, row_id: int) -> T:
    found = get(model, row_id)
    if found.region_id != centre.region_id or found.centre_id != centre.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def _save(model: type[T], kind: str, region: Region, centre: LearningCentre, row: T | None, facts: Mapping[str, Any]) -> T:
    if row is None:
        if count(select(model).where(model.region_id == region.id, model.centre_id == centre.id)) >= MAX_EACH:
            raise DomainError(_("Ett lärcentrum kan ha högst %(n)s av dem. Ändra en som inte används.", n=MAX_EACH))
        row = model(region_id=region.id, centre_id=centre.id)
        db.session.add(row)
    for key, value in facts.items():
        setattr(row, key, value)
    db.session.flush()
    record(f"distance_learning.{kind}.saved", region=region, subject=centre.ref, name=row.name, active=row.is_active)
    return row
