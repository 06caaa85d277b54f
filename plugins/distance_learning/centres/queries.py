"""Reads on learning centres: what everybody sees, and what one's own centre is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.users.queries import organisations_where
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.permissions import MANAGE

if TYPE_CHECKING:
    from core.api.authentication import Principal
    from core.regions.models import Region
    from core.users.models import User

MAX_CENTRES = 200


def published_centres(region: Region, municipality: str = "") -> Sequence[LearningCentre]:
    """The centres that everybody sees, by name."""
    wanted = _centres(region).where(LearningCentre.is_published)
    if municipality:
        wanted = wanted.where(LearningCentre.municipality_code == municipality)
    return db.session.execute(wanted).scalars().all()


def published_centre(region: Region, slug: str) -> LearningCentre:
    """A centre that everybody sees, by its name in the address.

    Raises:
        NotFound: when there is none.
    """
    found = centre_at(region, slug)
    if not found.is_published:
        raise NotFound(_missing())
    return found


def centre_at(region: Region, slug: str) -> LearningCentre:
    """A centre of the region by its name in the address, published or not.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.execute(
        select(LearningCentre).where(LearningCentre.region_id == region.id, LearningCentre.slug == slug)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(_missing())
    return found


def managed_centres(region: Region, user: User | Principal | None, permission: str = MANAGE) -> Sequence[LearningCentre]:
    """The region's centres that a person has a permission over: all of them, or those of the organisations they act for. By name."""
    reach = organisations_where(user, region, permission)
    if not reach.everywhere and not reach.organisations:
        return []
    wanted = _centres(region)
    if not reach.everywhere:
        wanted = wanted.where(LearningCentre.organisation_id.in_(reach.organisations))
    return db.session.execute(wanted).scalars().all()


def own_centre(
    region: Region, user: User | Principal | None, centre_id: int, permission: str = MANAGE, *, lock: bool = False
) -> LearningCentre:
    """A centre that a person has a permission over.

    Raises:
        NotFound: when there is none, or it is somebody else's.
    """
    found = get(LearningCentre, centre_id, lock=lock)
    reach = organisations_where(user, region, permission)
    if found.region_id != region.id or not (reach.everywhere or found.organisation_id in reach.organisations):
        raise NotFound(_missing())
    return found


def rooms_of(centre: LearningCentre, *, all_of_them: bool = False) -> Sequence[Room]:
    """The centre's rooms by name; those no longer used only when all are asked for."""
    wanted = select(Room).where(Room.region_id == centre.region_id, Room.centre_id == centre.id)
    if not all_of_them:
        wanted = wanted.where(Room.is_active)
    return db.session.execute(wanted.order_by(Room.name, Room.id)).scalars().all()


def with_accessible_room(centre_ids: Collection[int]) -> set[int]:
    """Which of some centres have a room in use that is marked as accessible."""
    wanted = select(Room.centre_id).where(Room.centre_id.in_(sorted(centre_ids)), Room.is_active, Room.is_accessible).distinct()
    return set(db.session.execute(wanted).scalars())


def equipment_of(centre: LearningCentre, *, all_of_it: bool = False) -> Sequence[Equipment]:
    """The centre's equipment by name."""
    wanted = select(Equipment).where(Equipment.region_id == centre.region_id, Equipment.centre_id == centre.id)
    if not all_of_it:
        wanted = wanted.where(Equipment.is_active)
    return db.session.execute(wanted.order_by(Equipment.name, Equipment.id)).scalars().all()


def _centres(region: Region) -> Select[Any]:
    return (
        select(LearningCentre)
        .where(LearningCentre.region_id == region.id)
        .order_by(LearningCentre.sort_key, LearningCentre.id)
        .limit(MAX_CENTRES)
    )


def _missing() -> str:
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")
