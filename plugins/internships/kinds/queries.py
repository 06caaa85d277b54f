"""Reads on kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, get
from plugins.internships.kinds.models import PlacementKindPolicy

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_KINDS = 30


def kinds(region: Region, *, active: bool = False) -> Sequence[PlacementKindPolicy]:
    """The region's kinds in their order; only those in use when `active`."""
    wanted = select(PlacementKindPolicy).where(PlacementKindPolicy.region_id == region.id)
    if active:
        wanted = wanted.where(PlacementKindPolicy.is_active)
    return db.session.execute(wanted.order_by(PlacementKindPolicy.position, PlacementKindPolicy.id).limit(MAX_KINDS)).scalars().all()


def kind(kind_id: int, *, lock: bool = False) -> PlacementKindPolicy:
    """One kind of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(PlacementKindPolicy, kind_id, lock=lock)
