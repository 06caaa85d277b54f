"""Reads on meetings: one with all that belongs to it, the list, decisions, and who sits in the group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from core.regions.models import Region
from core.web.format import format_date
from plugins.regional_plans.group.models import GroupMember
from plugins.regional_plans.meetings.models import AgendaItem, Decision, GroupMeeting, MeetingPresence, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.queries import missing

MAX_MEETINGS = 200


@dataclass(frozen=True)
class Seat:
    """A member of the group as others may read it: nameless with protected identity. `present`: at the meeting that is read."""

    member: GroupMember
    name: str
    organisation: str
    present: bool = False


@dataclass(frozen=True)
class WholeMeeting:
    """A meeting with its agenda, its decisions by item (None: those of no item), and who sits in the group.

    Args:
        amended: Earlier decisions that these change, in words, by id.
        changed: What later meetings have changed in these, by id.
    """

    row: GroupMeeting
    plan: Plan
    items: Sequence[AgendaItem]
    decisions: Mapping[int | None, Sequence[Decision]]
    seats: Sequence[Seat]
    amended: Mapping[int | None, str]
    changed: Mapping[int, Change]

    @property
    def all_decisions(self) -> list[Decision]:
        """Every decision, by number."""
        return sorted((row for rows in self.decisions.values() for row in rows), key=lambda row: row.number)


@dataclass(frozen=True)
class DecisionRow:
    """A decision of the list, with where it was made and who is to carry it out."""

    decision: Decision
    meeting: GroupMeeting
    organisation: str
    amends: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Change:
    """The last decision that changed another, and how one names it."""

    decision: Decision
    words: str


def meeting(region: Region, meeting_id: int, *, lock: bool = False) -> GroupMeeting:
    """One meeting of the region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(GroupMeeting, meeting_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def meetings(plan: Plan, *, number: int = 1, size: int = 30) -> Page[GroupMeeting]:
    """The meetings about a plan, the latest first."""
    wanted = select(GroupMeeting).where(GroupMeeting.plan_id == plan.id)
    return paginate(wanted.order_by(GroupMeeting.starts_at.desc(), GroupMeeting.id.desc()), number=number, size=size)


def in_order(plan: Plan) -> Sequence[GroupMeeting]:
    """The meetings about a plan that have been held, in their order."""
    wanted = select(GroupMeeting).where(GroupMeeting.plan_id == plan.id, GroupMeeting.status == MeetingStatus.HELD)
    return db.session.execute(wanted.order_by(GroupMeeting.starts_at, GroupMeeting.id).limit(MAX_MEETINGS)).scalars().all()


def coming(region: Region, *, until: datetime | None = None) -> Sequence[GroupMeeting]:
    """Planned meetings about plans in force that have not begun, the next first."""
    wanted = (
        select(GroupMeeting)
        .join(Plan, Plan.id == GroupMeeting.plan_id)
        .where(GroupMeeting.region_id == region.id, GroupMeeting.status == MeetingStatus.PLANNED, Plan.status == PlanStatus.IN_FORCE)
        .where(GroupMeeting.starts_at > utcnow())
    )
    if until is not None:
        wanted = wanted.where(GroupMeeting.starts_at <= until)
    return db.session.execute(wanted.order_by(GroupMeeting.starts_at, GroupMeeting.id).limit(MAX_MEETINGS)).scalars().all()


def previous(found: GroupMeeting) -> GroupMeeting | None:
    """The meeting before one, about the same plan."""
    wanted = select(GroupMeeting).where(
        GroupMeeting.plan_id == found.plan_id, GroupMeeting.status == MeetingStatus.HELD, GroupMeeting.starts_at < found.starts_at
    )
    return db.session.execute(wanted.order_by(GroupMeeting.starts_at.desc(), GroupMeeting.id.desc()).limit(1)).scalar_one_or_none()


def items(found: GroupMeeting) -> Sequence[AgendaItem]:
    """The agenda, in its order."""
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == found.id)
    return db.session.execute(wanted.order_by(AgendaItem.position, AgendaItem.id)).scalars().all()


def item(found: GroupMeeting, item_id: int, *, lock: bool = False) -> AgendaItem:
    """One item of a meeting's agenda.

    Raises:
        NotFound: when there is none, or it is another meeting's.
    """
    row = get(AgendaItem, item_id, lock=lock)
    if row.meeting_id != found.id:
        raise NotFound(missing())
    return row


def decision(found: GroupMeeting, decision_id: int, *, lock: bool = False) -> Decision:
    """One decision of a meeting.

    Raises:
        NotFound: when there is none, or it is another meeting's.
    """
    row = get(Decision, decision_id, lock=lock)
    if row.meeting_id != found.id:
        raise NotFound(missing())
    return row


def whole(region: Region, meeting_id: int) -> WholeMeeting:
    """A meeting with everything that belongs to it, in a fixed number of queries.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = meeting(region, meeting_id)
    plan = get(Plan, found.plan_id)
    made: defaultdict[int | None, list[Decision]] = defaultdict(list)
    rows = db.session.execute(select(Decision).where(Decision.meeting_id == found.id).order_by(Decision.number, Decision.id)).scalars()
    for row in rows:
        made[row.item_id].append(row)
    earlier = in_words([row.amends_id for each in made.values() for row in each if row.amends_id])
    changed = changed_by([row.id for each in made.values() for row in each])
    return WholeMeeting(found, plan, items(found), made, seats(plan.group_id, found), earlier, changed)


def in_words(decision_ids: Sequence[int]) -> dict[int | None, str]:
    """Decisions as one names them: which, and on which day."""
    wanted = select(Decision, GroupMeeting).join(GroupMeeting, GroupMeeting.id == Decision.meeting_id).where(Decision.id.in_(decision_ids))
    return {row.id: _named(row, at) for row, at in db.session.execute(wanted)}


def changed_by(decision_ids: Sequence[int], *, before: GroupMeeting | None = None) -> dict[int, Change]:
    """What has changed decisions last, by the id of the one that was changed. `before`: at meetings that were before this one."""
    wanted = select(Decision, GroupMeeting).join(GroupMeeting, GroupMeeting.id == Decision.meeting_id)
    wanted = wanted.where(Decision.amends_id.in_(decision_ids), GroupMeeting.status == MeetingStatus.HELD)
    if before is not None:
        wanted = wanted.where(GroupMeeting.starts_at < before.starts_at)
    found = db.session.execute(wanted.order_by(GroupMeeting.starts_at, Decision.number))
    return {row.amends_id: Change(row, _named(row, at)) for row, at in found if row.amends_id is not None}


def _named(row: Decision, at: GroupMeeting) -> str:
    return _("beslut %(n)s den %(day)s", n=row.number, day=format_date(at.starts_at))


def seats(group_id: int | None, found: GroupMeeting | None = None) -> list[Seat]:
    """Who sits in a group; of a meeting that has been, who sat in it then."""
    if group_id is None:
        return []
    present: set[int] = set()
    if found is not None:
        came = select(MeetingPresence.member_id).where(MeetingPresence.meeting_id == found.id)
        present = set(db.session.execute(came).scalars())
    wanted = (
        select(GroupMember, Organisation.name)
        .outerjoin(Organisation, Organisation.id == GroupMember.organisation_id)
        .where(GroupMember.group_id == group_id)
        .order_by(GroupMember.is_chair.desc(), GroupMember.sort_key, GroupMember.id)
    )
    rows = [(row, name) for row, name in db.session.execute(wanted) if _sat(row, found) or row.id in present]
    hidden = protected_addresses(row.email for row, _name in rows)
    return [Seat(row, "" if row.email.lower() in hidden else row.name, name or "", row.id in present) for row, name in rows]


def _sat(row: GroupMember, found: GroupMeeting | None) -> bool:
    return row.left_on is None or (found is not None and row.left_on > found.starts_at.date())


def decisions(plan: Plan, *, state: str = "", number: int = 1, size: int = 30) -> Page[DecisionRow]:
    """The decisions about a plan, the latest first. `state`: `open` or `done`."""
    wanted: Any = (
        select(Decision, GroupMeeting, Organisation.name)
        .join(GroupMeeting, GroupMeeting.id == Decision.meeting_id)
        .outerjoin(Organisation, Organisation.id == Decision.organisation_id)
        .where(GroupMeeting.plan_id == plan.id)
        .order_by(GroupMeeting.starts_at.desc(), Decision.number.desc(), Decision.id.desc())
    )
    if state == "open":
        wanted = wanted.where(Decision.done_on.is_(None))
    elif state == "done":
        wanted = wanted.where(Decision.done_on.is_not(None))
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    earlier = in_words([row.amends_id for row, _at, _name in found.items if row.amends_id])
    later = changed_by([row.id for row, _at, _name in found.items])
    rows = [
        DecisionRow(row, at, name or "", earlier.get(row.amends_id, ""), later[row.id].words if row.id in later else "")
        for row, at, name in found.items
    ]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def amendable(plan: Plan, *, before: GroupMeeting) -> Sequence[DecisionRow]:
    """Decisions of earlier meetings and of this one, which a decision may change."""
    wanted = (
        select(Decision, GroupMeeting)
        .join(GroupMeeting, GroupMeeting.id == Decision.meeting_id)
        .where(GroupMeeting.plan_id == plan.id, GroupMeeting.starts_at <= before.starts_at)
        .order_by(GroupMeeting.starts_at.desc(), Decision.number)
        .limit(MAX_MEETINGS)
    )
    return [DecisionRow(row, at, "") for row, at in db.session.execute(wanted)]
