"""Reads on times to talk, study groups and check-lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select

from core.db import db, get, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import visible_people
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import own_centre
from plugins.distance_learning.permissions import SUPPORT
from plugins.distance_learning.support.models import CheckList, GroupMember, StudyGroup, SupportBooking, SupportSlot
from plugins.distance_learning.visiting.models import VisitStatus

MAX_ROWS = 200


class GroupRow(NamedTuple):
    """A study group, its centre, and how many are in it."""

    group: StudyGroup
    centre: LearningCentre
    members: int


def _missing() -> NotFound:
    return NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))


def free_slots(region: Region) -> Sequence[tuple[SupportSlot, LearningCentre]]:
    """Times that nobody has taken, at published centres, the earliest first."""
    taken = exists(select(SupportBooking.id).where(SupportBooking.slot_id == SupportSlot.id, SupportBooking.status == VisitStatus.BOOKED))
    wanted = (
        select(SupportSlot, LearningCentre)
        .join(LearningCentre, LearningCentre.id == SupportSlot.centre_id)
        .where(
            SupportSlot.region_id == region.id,
            SupportSlot.starts_at > utcnow(),
            SupportSlot.cancelled_at.is_(None),
            LearningCentre.is_published,
            ~taken,
        )
        .order_by(SupportSlot.starts_at, SupportSlot.id)
        .limit(MAX_ROWS)
    )
    return [(slot, centre) for slot, centre in db.session.execute(wanted)]


def public_slot(region: Region, slot_id: int) -> tuple[SupportSlot, LearningCentre]:
    """A coming time at a published centre, taken or not.

    Raises:
        NotFound: when there is none.
    """
    slot = get(SupportSlot, slot_id)
    centre = get(LearningCentre, slot.centre_id)
    if slot.region_id != region.id or not centre.is_published:
        raise _missing()
    return slot, centre


def booked(slot: SupportSlot) -> Sequence[SupportBooking]:
    """Whoever has a time: one, or nobody. Lock the time first when it is to be given."""
    wanted = select(SupportBooking).where(SupportBooking.slot_id == slot.id, SupportBooking.status == VisitStatus.BOOKED)
    return db.session.execute(wanted).scalars().all()


def own_slots(region: Region, centre_ids: Iterable[int]) -> Sequence[tuple[SupportSlot, LearningCentre, SupportBooking | None]]:
    """The coming times at some centres, with who has taken each. Nobody with protected identity is named."""
    wanted = (
        select(SupportSlot, LearningCentre, SupportBooking)
        .join(LearningCentre, LearningCentre.id == SupportSlot.centre_id)
        .outerjoin(SupportBooking, (SupportBooking.slot_id == SupportSlot.id) & (SupportBooking.status == VisitStatus.BOOKED))
        .where(
            SupportSlot.region_id == region.id,
            SupportSlot.centre_id.in_(list(centre_ids)),
            SupportSlot.ends_at > utcnow(),
            SupportSlot.cancelled_at.is_(None),
        )
        .order_by(SupportSlot.starts_at, SupportSlot.id)
        .limit(MAX_ROWS)
    )
    return [(slot, centre, booking) for slot, centre, booking in db.session.execute(wanted)]


def own_slot(region: Region, user: User | None, slot_id: int, *, lock: bool = False) -> SupportSlot:
    """A time at a centre where a person gives support.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(SupportSlot, slot_id, lock=lock)
    own_centre(region, user, found.centre_id, SUPPORT)
    return found


def groups(region: Region, town: str = "", *, centre_ids: Iterable[int] | None = None) -> list[GroupRow]:
    """The groups of published centres that can be joined, by town; or all of some centres."""
    wanted = _group_rows(region)
    if centre_ids is not None:
        wanted = wanted.where(StudyGroup.centre_id.in_(list(centre_ids)))
    else:
        wanted = wanted.where(StudyGroup.is_open, LearningCentre.is_published)
    if town:
        wanted = wanted.where(StudyGroup.town.icontains(town, autoescape=True) | StudyGroup.course.icontains(town, autoescape=True))
    return [GroupRow(*row) for row in db.session.execute(wanted)]


def group_row(region: Region, group_id: int) -> GroupRow:
    """One group.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.execute(_group_rows(region).where(StudyGroup.id == group_id)).one_or_none()
    if found is None:
        raise _missing()
    return GroupRow(*found)


def _group_rows(region: Region) -> Any:
    members = (
        select(func.count(GroupMember.id))
        .where(GroupMember.group_id == StudyGroup.id, GroupMember.status == VisitStatus.BOOKED)
        .correlate(StudyGroup)
        .scalar_subquery()
    )
    return (
        select(StudyGroup, LearningCentre, members)
        .join(LearningCentre, LearningCentre.id == StudyGroup.centre_id)
        .where(StudyGroup.region_id == region.id)
        .order_by(StudyGroup.town, StudyGroup.title, StudyGroup.id)
        .limit(MAX_ROWS)
    )


def own_group(region: Region, user: User | None, group_id: int, *, lock: bool = False) -> StudyGroup:
    """A group of a centre where a person gives support.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(StudyGroup, group_id, lock=lock)
    own_centre(region, user, found.centre_id, SUPPORT)
    return found


def member_count(group: StudyGroup) -> int:
    """How many are in a group. Lock it first when somebody is to join."""
    wanted = select(func.count(GroupMember.id)).where(GroupMember.group_id == group.id, GroupMember.status == VisitStatus.BOOKED)
    return int(db.session.execute(wanted).scalar_one())


def members(group: StudyGroup) -> Sequence[GroupMember]:
    """Those in a group whom one may write to."""
    wanted = select(GroupMember).where(GroupMember.group_id == group.id, GroupMember.status == VisitStatus.BOOKED)
    return db.session.execute(wanted.order_by(GroupMember.id)).scalars().all()


def member_names(group: StudyGroup) -> Sequence[str]:
    """The names of those in a group, for the centre's people. Nobody with protected identity is among them."""
    wanted = select(GroupMember.name).where(
        GroupMember.group_id == group.id, GroupMember.status == VisitStatus.BOOKED, visible_people(GroupMember.email)
    )
    return db.session.execute(wanted.order_by(GroupMember.id)).scalars().all()


def own_check_list(region: Region, language: str, *, lock: bool = False) -> CheckList | None:
    """The region's own check-list in a language, if it has written one."""
    wanted = select(CheckList).where(CheckList.region_id == region.id, CheckList.language == language)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(wanted).scalar_one_or_none()
