"""Reads on leadership groups."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from plugins.regional_plans.group.models import LeadershipGroup

MAX_GROUPS = 50


def groups(region: Region) -> Sequence[LeadershipGroup]:
    """The region's groups, by name."""
    wanted = select(LeadershipGroup).where(LeadershipGroup.region_id == region.id).order_by(LeadershipGroup.sort_key, LeadershipGroup.id)
    return db.session.execute(wanted.limit(MAX_GROUPS)).scalars().all()
