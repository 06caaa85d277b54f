"""The round before a meeting: each contact is asked once, in one mail, about all that they answer for. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core import mailed_links
from core.audit.service import record
from core.clock import SWEDEN
from core.db import db, get, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.meetings.models import GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.status import mails
from plugins.regional_plans.status.models import StatusRequest

BATCH = 50  # mails of one transaction
PURPOSE = mails.PURPOSE
LIVE = (ActionStatus.NOT_STARTED, ActionStatus.ON_TRACK, ActionStatus.DELAYED)


def takes_answers(meeting: GroupMeeting, plan: Plan) -> bool:
    """Whether owners are asked before a meeting: it is to come, and the plan holds."""
    return meeting.status == MeetingStatus.PLANNED and meeting.starts_at > utcnow() and plan.status == PlanStatus.IN_FORCE


def check(meeting: GroupMeeting, plan: Plan) -> None:
    """That owners can be asked before a meeting.

    Raises:
        Conflict: when they cannot, saying why.
    """
    if not takes_answers(meeting, plan):
        raise Conflict(_("Ägarna frågas före ett planerat möte, medan planen gäller."))


def ask_some(*, region: Region, meeting_id: int, at: datetime | None = None, limit: int = BATCH) -> int:
    """Ask the next contacts that have not been asked. Run again it goes on where it stopped, and asks nobody twice.

    Args:
        at: When they were asked, for what is written down afterwards; then nobody is mailed.
        limit: How many at the most.

    Returns:
        How many were asked; 0 when all have been, or when owners are not asked before this meeting.
    """
    meeting = get(GroupMeeting, meeting_id, lock=True)
    plan = get(Plan, meeting.plan_id)
    if at is None and not takes_answers(meeting, plan):
        return 0
    asked = select(StatusRequest.email).where(StatusRequest.meeting_id == meeting.id)
    wanted = (
        select(Action.contact_email, func.min(Action.contact_name))
        .where(Action.plan_id == plan.id, Action.status.in_(LIVE), Action.contact_email != "", Action.contact_email.not_in(asked))
        .group_by(Action.contact_email)
        .order_by(Action.contact_email)
        .limit(limit)
    )
    rows = []
    for email, name in db.session.execute(wanted).all():
        seed = mailed_links.new_seed()
        token = mailed_links.digest(mailed_links.token_of(PURPOSE, seed))
        rows.append(
            StatusRequest(
                region_id=region.id,
                meeting_id=meeting.id,
                email=email,
                name=name or "",
                seed=seed,
                token_hash=token,
                expires_at=meeting.starts_at,
                sent_at=at or utcnow(),
            )
        )
    db.session.add_all(rows)
    db.session.flush()
    if at is None:
        _mail(mails.ASK, region, meeting, plan, rows)
    if rows:
        record("regional_plans.status.asked", region=region, subject=meeting.ref, title=meeting.title, count=len(rows))
    return len(rows)


def remind_some(*, region: Region, meeting_id: int, limit: int = BATCH) -> int:
    """Remind the next of those who have not answered and were not asked or reminded today.

    Returns:
        How many were reminded.
    """
    meeting = get(GroupMeeting, meeting_id, lock=True)
    plan = get(Plan, meeting.plan_id)
    if not takes_answers(meeting, plan):
        return 0
    midnight = utcnow().astimezone(SWEDEN).replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = (
        select(StatusRequest)
        .where(StatusRequest.meeting_id == meeting.id, StatusRequest.answered_at.is_(None), StatusRequest.sent_at < midnight)
        .where(StatusRequest.reminded_at.is_(None) | (StatusRequest.reminded_at < midnight))
        .order_by(StatusRequest.id)
        .limit(limit)
    )
    rows = list(db.session.execute(wanted).scalars())
    for row in rows:
        row.reminded_at = utcnow()
    db.session.flush()
    _mail(mails.REMIND, region, meeting, plan, rows)
    if rows:
        record("regional_plans.status.reminded", region=region, subject=meeting.ref, title=meeting.title, count=len(rows))
    return len(rows)


def is_reminder_due(meeting: GroupMeeting, days: int) -> bool:
    """Whether the day has come to remind before a meeting. 0 days: never."""
    return days > 0 and utcnow() >= meeting.starts_at - timedelta(days=days)


def never_reminded(meeting: GroupMeeting) -> bool:
    """Whether nobody has been reminded before a meeting: by itself it happens once."""
    wanted = select(StatusRequest.id).where(StatusRequest.meeting_id == meeting.id, StatusRequest.reminded_at.is_not(None))
    return db.session.execute(wanted.limit(1)).first() is None


def _mail(kind: str, region: Region, meeting: GroupMeeting, plan: Plan, rows: Sequence[StatusRequest]) -> None:
    """Mail each its question, with all actions that the contact answers for. Who answers for none any more is not mailed."""
    wanted = select(Action).where(Action.plan_id == plan.id, Action.status.in_(LIVE), Action.contact_email.in_([row.email for row in rows]))
    of: defaultdict[str, list[Action]] = defaultdict(list)
    for action in db.session.execute(wanted.order_by(Action.position, Action.id)).scalars():
        of[action.contact_email].append(action)
    for row in rows:
        if of[row.email]:
            mails.ask(kind, region=region, meeting=meeting, plan=plan, request=row, actions=of[row.email])
