"""Reads on themes and series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db
from plugins.meeting_places.series.models import Theme

if TYPE_CHECKING:
    from core.regions.models import Region


def themes(region: Region) -> Sequence[Theme]:
    """The themes one can look for: the region's, and those of the regions that share with it."""
    return db.session.execute(select(Theme).where(Theme.is_active.is_(True)).order_by(Theme.sort_key, Theme.id)).scalars().all()


def own_themes(region: Region) -> Sequence[Theme]:
    """The region's own themes, which its meetings and solutions can have."""
    wanted = select(Theme).where(Theme.region_id == region.id, Theme.is_active.is_(True))
    return db.session.execute(wanted.order_by(Theme.sort_key, Theme.id)).scalars().all()
