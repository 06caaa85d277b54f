"""What other pages show of meetings: what waits on the board, and calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from core.clock import today
from core.db import db, one_or_none, utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Link
from core.users.queries import Reach, may, organisations_where
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.group.models import LeadershipGroup
from plugins.regional_plans.links import path
from plugins.regional_plans.meetings import queries
from plugins.regional_plans.meetings.models import Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.permissions import MEETINGS, READ, REPORT
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.scope import plan_scope
from plugins.regional_plans.settings import plan_settings
from plugins.regional_plans.status.asking import LIVE
from plugins.regional_plans.status.queries import counts

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

HORIZON = timedelta(days=60)  # back and forth, in calendars
MOST = 5


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """For those who keep the meetings: the next one, who is silent, what is late. For owners: what they have not told of."""
    if user is None:
        return []
    with plan_scope(region):
        plan = plans.in_force(region)
        if plan is None:
            return []
        cards = []
        near = queries.coming(region)
        if may(user, region, MEETINGS):
            waiting = _waiting(plan, near)
            if any(waiting.values()):
                cards.append(Card(_l("Ledningsgruppens möten"), "regional_plans/cards/meetings.html", waiting, weight=50, kind="todo"))
        own = _unreported(region, plan, organisations_where(user, region, REPORT), near) if may(user, region, REPORT) else []
        if own:
            context = {"plan": plan, "actions": own[:MOST], "more": max(0, len(own) - MOST)}
            cards.append(Card(_l("Berätta hur dina insatser går"), "regional_plans/cards/actions.html", context, weight=51, kind="todo"))
    return cards


def _waiting(plan: Plan, near: Sequence[GroupMeeting]) -> dict[str, Any]:
    """The next meeting with its answers, meetings that have been without minutes, and decisions that should be carried out."""
    past = select(GroupMeeting).where(GroupMeeting.plan_id == plan.id, GroupMeeting.starts_at <= utcnow())
    unfinished = past.where(
        or_(
            GroupMeeting.status == MeetingStatus.PLANNED,
            (GroupMeeting.status == MeetingStatus.HELD) & GroupMeeting.adjusted_on.is_(None),
        )
    )
    late = (
        select(func.count(Decision.id))
        .join(GroupMeeting, GroupMeeting.id == Decision.meeting_id)
        .where(GroupMeeting.plan_id == plan.id, Decision.done_on.is_(None), Decision.due_on < today())
    )
    coming = next((each for each in near if each.plan_id == plan.id), None)
    return {
        "coming": coming,
        "counts": counts(coming) if coming else None,
        "unfinished": list(db.session.execute(unfinished.order_by(GroupMeeting.starts_at).limit(MOST)).scalars()),
        "late": {"plan": plan, "count": n} if (n := db.session.execute(late).scalar_one()) else None,
    }


def _unreported(region: Region, plan: Plan, reach: Reach, near: Sequence[GroupMeeting]) -> list[Action]:
    """The actions of one's own organisations of which nothing is said in the round before the next meeting."""
    coming = next((each for each in near if each.plan_id == plan.id), None)
    opened = coming.starts_at - timedelta(days=plan_settings(region).ask_days) if coming else None
    if opened is None or opened > utcnow() or not reach.organisations:
        return []
    wanted = (
        select(Action)
        .where(Action.plan_id == plan.id, Action.status.in_(LIVE), Action.organisation_id.in_(sorted(reach.organisations)))
        .where(Action.status_at.is_(None) | (Action.status_at < opened))
        .order_by(Action.position, Action.id)
    )
    return list(db.session.execute(wanted.limit(50)).scalars())


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """The group's meetings, for those who may read them."""
    if user is None or not may(user, region, READ):
        return []
    with plan_scope(region):
        wanted = select(GroupMeeting).where(
            GroupMeeting.region_id == region.id,
            GroupMeeting.status != MeetingStatus.CANCELLED,
            GroupMeeting.starts_at >= utcnow() - HORIZON,
        )
        rows = db.session.execute(wanted.order_by(GroupMeeting.starts_at, GroupMeeting.id).limit(100)).scalars().all()
        return [
            CalendarItem(
                uid=row.ref,
                summary=row.title,
                start=row.starts_at,
                end=row.ends_at,
                updated=row.updated_at,
                url=path("meeting", region, meeting_id=row.id),
                location=row.place or row.link,
            )
            for row in rows
        ]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a meeting, a decision or a group, for those who may read them."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if not may(user, region, READ) or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with plan_scope(region):
        if kind == "group":
            group = one_or_none(LeadershipGroup, int(number))
            if group is None or group.region_id != region.id:
                return None
            return Link(group.title, path("group", region, group_id=group.id), _("Ledningsgrupp"))
        meeting_id = int(number) if kind == "meeting" else 0
        if kind == "decision" and (decision := one_or_none(Decision, int(number))) is not None:
            meeting_id = decision.meeting_id
        meeting = one_or_none(GroupMeeting, meeting_id) if meeting_id else None
        if meeting is None or meeting.region_id != region.id:
            return None
        return Link(meeting.title, path("meeting", region, meeting_id=meeting.id), _("Möte") if kind == "meeting" else _("Beslut"))
