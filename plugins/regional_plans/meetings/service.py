"""What can be done with meetings: plan them, hold them, write what was said and decided. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.regions.models import Region
from plugins.regional_plans.meetings.models import AgendaItem, AgendaKind, Decision, GroupMeeting, MeetingPresence, MeetingStatus
from plugins.regional_plans.meetings.queries import seats
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.status.models import StatusRequest

MAX_MEETINGS = 60  # about one plan
MAX_ITEMS = 80
MAX_DECISIONS = 60


def save_meeting(*, region: Region, plan: Plan, meeting: GroupMeeting | None, facts: Mapping[str, Any]) -> GroupMeeting:
    """Plan a meeting, or change one. When it is moved, the links of its status round follow.

    Raises:
        DomainError: when it ends before it begins, or the plan has as many meetings as it can have.
        Conflict: when its minutes are approved.
    """
    if facts["ends_at"] is not None and facts["ends_at"] <= facts["starts_at"]:
        raise DomainError(_("Mötet kan inte sluta innan det börjar."), field="ends")
    if meeting is None:
        if _count(GroupMeeting.id, GroupMeeting.plan_id == plan.id) >= MAX_MEETINGS:
            raise DomainError(_("En plan kan ha högst %(n)s möten.", n=MAX_MEETINGS))
        meeting = GroupMeeting(region_id=region.id, plan_id=plan.id, **facts)
        db.session.add(meeting)
        db.session.flush()
        record("regional_plans.meeting.made", region=region, subject=meeting.ref, title=meeting.title)
        return meeting
    open_minutes(meeting)
    changed = sorted(name for name, value in facts.items() if getattr(meeting, name) != value)
    for name in changed:
        setattr(meeting, name, facts[name])
    if "starts_at" in changed:
        db.session.execute(update(StatusRequest).where(StatusRequest.meeting_id == meeting.id).values(expires_at=meeting.starts_at))
    if changed:
        db.session.flush()
        record("regional_plans.meeting.changed", region=region, subject=meeting.ref, title=meeting.title, fields=changed)
    return meeting


def open_minutes(meeting: GroupMeeting) -> None:
    """That a meeting may still be written in.

    Raises:
        Conflict: when its minutes are approved.
    """
    if meeting.adjusted_on is not None:
        raise Conflict(_("Protokollet är justerat och ändras inte. Det som ska bli annorlunda beslutas på ett nytt möte."))


def cancel_meeting(*, region: Region, meeting: GroupMeeting) -> None:
    """A planned meeting does not take place.

    Raises:
        Conflict: when it is not planned any more.
    """
    _planned(meeting)
    meeting.status = MeetingStatus.CANCELLED
    db.session.flush()
    record("regional_plans.meeting.cancelled", region=region, subject=meeting.ref, title=meeting.title)


def hold_meeting(*, region: Region, meeting: GroupMeeting) -> None:
    """The meeting has been: from now the minutes are written, and status links take no more answers.

    Raises:
        Conflict: when it is not planned any more.
        DomainError: when its day has not come.
    """
    _planned(meeting)
    if meeting.starts_at > utcnow():
        raise DomainError(_("Mötet har inte börjat än."))
    meeting.status = MeetingStatus.HELD
    db.session.flush()
    record("regional_plans.meeting.held", region=region, subject=meeting.ref, title=meeting.title)


def _planned(meeting: GroupMeeting) -> None:
    if meeting.status != MeetingStatus.PLANNED:
        raise Conflict(_("Mötet är inte längre planerat. Läs in sidan igen."))


def save_item(*, region: Region, meeting: GroupMeeting, item: AgendaItem | None, facts: Mapping[str, Any]) -> AgendaItem:
    """Put an item on the agenda, before its end, or change one.

    Raises:
        Conflict: when the minutes are approved.
        DomainError: when the agenda is full.
    """
    open_minutes(meeting)
    if item is None:
        rows = _items(meeting)
        if len(rows) >= MAX_ITEMS:
            raise DomainError(_("En dagordning kan ha högst %(n)s punkter.", n=MAX_ITEMS))
        item = AgendaItem(region_id=region.id, meeting_id=meeting.id, **{"kind": AgendaKind.OWN, **facts})
        db.session.add(item)
        at = next((n for n, row in enumerate(rows) if row.kind == AgendaKind.CLOSING), len(rows))
        number([*rows[:at], item, *rows[at:]])
    else:
        for name, value in facts.items():
            setattr(item, name, value)
        db.session.flush()
    tell_agenda(region, meeting)
    return item


def remove_item(*, region: Region, meeting: GroupMeeting, item: AgendaItem) -> None:
    """Take an item away from the agenda.

    Raises:
        Conflict: when the minutes are approved, or something was decided under it.
    """
    open_minutes(meeting)
    if _count(Decision.id, Decision.item_id == item.id):
        raise Conflict(_("Under punkten finns ett beslut. Den kan inte tas bort."))
    db.session.delete(item)
    db.session.flush()
    tell_agenda(region, meeting)


def move_item(*, region: Region, meeting: GroupMeeting, item: AgendaItem, up: bool) -> None:
    """Swap places with the item before or after it; nothing happens at the end of the list."""
    open_minutes(meeting)
    rows = _items(meeting)
    at = rows.index(item)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    number(rows)
    tell_agenda(region, meeting)


def number(rows: Sequence[AgendaItem]) -> None:
    """Give items the order that they stand in."""
    for position, row in enumerate(rows, 1):
        row.position = position
    db.session.flush()


def _items(meeting: GroupMeeting) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return list(db.session.execute(wanted.order_by(AgendaItem.position, AgendaItem.id)).scalars())


def tell_agenda(region: Region, meeting: GroupMeeting) -> None:
    """Note that the agenda was changed."""
    record("regional_plans.meeting.agenda_saved", region=region, subject=meeting.ref, title=meeting.title)


def save_presence(*, region: Region, meeting: GroupMeeting, plan: Plan, members: Sequence[int], introduction: str) -> None:
    """Write down who came, and what the minutes begin with. A member who is nobody's is passed over.

    Raises:
        Conflict: when the minutes are approved.
    """
    open_minutes(meeting)
    can = {seat.member.id for seat in seats(plan.group_id, meeting)}
    rows = {
        row.member_id: row for row in db.session.execute(select(MeetingPresence).where(MeetingPresence.meeting_id == meeting.id)).scalars()
    }
    for member_id, row in rows.items():
        if member_id not in members:
            db.session.delete(row)
    for member_id in dict.fromkeys(members):
        if member_id in can and member_id not in rows:
            db.session.add(MeetingPresence(region_id=region.id, meeting_id=meeting.id, member_id=member_id))
    meeting.introduction = introduction
    db.session.flush()
    record("regional_plans.meeting.presence_saved", region=region, subject=meeting.ref, title=meeting.title, present=len(can & {*members}))


def save_decision(*, region: Region, meeting: GroupMeeting, decision: Decision | None, facts: Mapping[str, Any]) -> Decision:
    """Write down a decision, numbered within the meeting, or change its text before the minutes are approved.

    Raises:
        Conflict: when the minutes are approved, or the meeting has not been.
        DomainError: when the organisation is not one of the region's, or it would change itself.
    """
    open_minutes(meeting)
    if meeting.status != MeetingStatus.HELD:
        raise Conflict(_("Skriv att mötet har hållits först. Beslut fattas på möten."))
    if facts.get("organisation_id"):
        of_region(region, facts["organisation_id"])
    if decision is not None and facts.get("amends_id") == decision.id:
        raise DomainError(_("Ett beslut kan inte ändra sig självt."), field="amends_id")
    if decision is None:
        last = select(func.count(), func.coalesce(func.max(Decision.number), 0)).where(Decision.meeting_id == meeting.id)
        count, highest = db.session.execute(last).one()
        if count >= MAX_DECISIONS:
            raise DomainError(_("Ett möte kan ha högst %(n)s beslut.", n=MAX_DECISIONS))
        decision = Decision(region_id=region.id, meeting_id=meeting.id, number=highest + 1, **facts)
        db.session.add(decision)
    else:
        for name, value in facts.items():
            setattr(decision, name, value)
    db.session.flush()
    record("regional_plans.decision.saved", region=region, subject=decision.ref, title=meeting.title, number=decision.number)
    return decision


def carry_out(*, region: Region, decision: Decision, done: bool, on: date | None = None) -> None:
    """Say that a decision is carried out, or that it is not after all. That is no change of the minutes."""
    decision.done_on = (on or today()) if done else None
    db.session.flush()
    record(
        "regional_plans.decision.done" if done else "regional_plans.decision.reopened",
        region=region,
        subject=decision.ref,
        number=decision.number,
    )


def adjust(*, region: Region, meeting: GroupMeeting, by: str, on: date) -> None:
    """The minutes are approved (*justerade*). After this they do not change.

    Raises:
        Conflict: when the meeting has not been held, or the minutes are approved already.
        DomainError: when the day is before the meeting or has not been yet.
    """
    open_minutes(meeting)
    if meeting.status != MeetingStatus.HELD:
        raise Conflict(_("Mötet har inte hållits. Protokollet justeras efter mötet."))
    if on > today() or on < meeting.starts_at.date():
        raise DomainError(_("Protokollet justeras mellan mötets dag och i dag."), field="on")
    meeting.adjusted_by, meeting.adjusted_on = by, on
    db.session.flush()
    record("regional_plans.meeting.adjusted", region=region, subject=meeting.ref, title=meeting.title)


def _count(column: Any, condition: Any) -> int:
    return int(db.session.execute(select(func.count(column)).where(condition)).scalar_one())
