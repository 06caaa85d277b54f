"""Reads on leadership groups."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup

MAX_GROUPS = 50


def groups(region: Region) -> Sequence[LeadershipGroup]:
    """The region's groups, by name."""
    wanted = select(LeadershipGroup).where(LeadershipGroup.region_id == region.id).order_by(LeadershipGroup.sort_key, LeadershipGroup.id)
    return db.session.execute(wanted.limit(MAX_GROUPS)).scalars().all()


def group(region: Region, group_id: int, *, lock: bool = False) -> LeadershipGroup:
    """One group of the region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(LeadershipGroup, group_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def member(found: LeadershipGroup, member_id: int, *, lock: bool = False) -> GroupMember:
    """One member of a group.

    Raises:
        NotFound: when there is none, or it is another group's.
    """
    row = get(GroupMember, member_id, lock=lock)
    if row.group_id != found.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return row
