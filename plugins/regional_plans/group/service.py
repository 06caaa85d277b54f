"""What can be done with leadership groups and their members. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.clock import today
from core.db import db, sort_key
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.regions.models import Region
from core.users.models import User
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup
from plugins.regional_plans.group.queries import MAX_GROUPS

MAX_MEMBERS = 200


def save_group(*, region: Region, group: LeadershipGroup | None, facts: Mapping[str, Any]) -> LeadershipGroup:
    """Make a group, or change one.

    Raises:
        DomainError: when the region has as many groups as it can have.
    """
    key = sort_key(facts["title"])[:200]
    if group is None:
        if _count(select(func.count()).select_from(LeadershipGroup).where(LeadershipGroup.region_id == region.id)) >= MAX_GROUPS:
            raise DomainError(_("En region kan ha högst %(n)s ledningsgrupper.", n=MAX_GROUPS))
        group = LeadershipGroup(region_id=region.id, sort_key=key, **facts)
        db.session.add(group)
    else:
        group.title, group.aim, group.sort_key = facts["title"], facts["aim"], key
    db.session.flush()
    record("regional_plans.group.saved", region=region, subject=group.ref, title=group.title)
    return group


def save_member(*, region: Region, group: LeadershipGroup, member: GroupMember | None, facts: Mapping[str, Any]) -> GroupMember:
    """Let somebody sit in a group, or change what stands of them. A group has one chair: the new one takes the place of the old.

    Args:
        facts: `name`, `email` (as they stand, when left out of a change), `title`, `is_chair`, `organisation_id`.

    Raises:
        DomainError: when the address sits there already, or the group is full.
    """
    if member is not None:
        facts = {"name": member.name, "email": member.email, **facts}
    if facts["organisation_id"] is not None:
        of_region(region, facts["organisation_id"])
    sitting = select(GroupMember).where(GroupMember.group_id == group.id, GroupMember.left_on.is_(None))
    others = [row for row in db.session.execute(sitting).scalars() if member is None or row.id != member.id]
    if facts["email"] and facts["email"] in [row.email for row in others]:
        raise DomainError(_("Den som har den adressen sitter redan i gruppen."), field="email")
    if member is None and len(others) >= MAX_MEMBERS:
        raise DomainError(_("En grupp kan ha högst %(n)s ledamöter.", n=MAX_MEMBERS))
    if facts["is_chair"]:
        for row in others:
            row.is_chair = False
    user = db.session.execute(select(User.id).where(User.email == facts["email"])).scalar_one_or_none() if facts["email"] else None
    values = {**facts, "sort_key": sort_key(facts["name"])[:200], "user_id": user}
    if member is None:
        member = GroupMember(region_id=region.id, group_id=group.id, **values)
        db.session.add(member)
    else:
        for name, value in values.items():
            setattr(member, name, value)
    db.session.flush()
    record("regional_plans.group.member_saved", region=region, subject=group.ref, title=group.title, member=member.id)
    return member


def leave(*, region: Region, group: LeadershipGroup, member: GroupMember, on: date | None = None) -> None:
    """A member sits in the group no more. Earlier minutes keep that they were there.

    Raises:
        Conflict: when they have left already.
    """
    if member.left_on is not None:
        raise Conflict(_("Ledamoten har redan lämnat gruppen."))
    member.left_on, member.is_chair = on or today(), False
    db.session.flush()
    record("regional_plans.group.member_left", region=region, subject=group.ref, title=group.title, member=member.id)


def _count(statement: Any) -> int:
    return int(db.session.execute(statement).scalar_one())
