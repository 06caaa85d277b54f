"""What a yearly report is made of, read in a fixed number of questions however large the plan is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.clock import SWEDEN, today
from core.db import db
from core.plugins import Section, hooks
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionStatus, IndicatorValue
from plugins.regional_plans.board import queries as board
from plugins.regional_plans.board.models import Amendment, BoardCase
from plugins.regional_plans.meetings.models import Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.queries import WholeAction, WholeIndicator, WholePlan, whole
from plugins.regional_plans.referral import queries as referrals
from plugins.regional_plans.referral.models import Referral, ReferralStatus
from plugins.regional_plans.scope import plan_scope
from plugins.regional_plans.status.models import StatusReport


@dataclass(frozen=True)
class Basis:
    """Everything that a report of a year tells.

    Args:
        history: What was reported of each action, up to the end of the year, the earliest first.
        decisions: What each meeting decided.
        amendments: What each board case changed in the plan.
        sections: What the other parts of the region's Samkraft tell of the year.
    """

    tree: WholePlan
    year: int
    history: Mapping[int, Sequence[StatusReport]]
    meetings: Sequence[GroupMeeting]
    decisions: Mapping[int, Sequence[Decision]]
    cases: Sequence[BoardCase]
    amendments: Mapping[int, Sequence[Amendment]]
    referrals: Sequence[tuple[Referral, referrals.Counts]]
    sections: Sequence[Section]

    @property
    def start(self) -> datetime:
        """When the year begins, in Sweden."""
        return datetime(self.year, 1, 1, tzinfo=SWEDEN)

    def said(self, action: WholeAction) -> Sequence[StatusReport]:
        """What was reported of an action during the year."""
        return [each for each in self.history.get(action.row.id, ()) if each.reported_at >= self.start]

    def status(self, action: WholeAction) -> ActionStatus:
        """How an action stood when the year ended."""
        found = self.history.get(action.row.id, ())
        return found[-1].status if found else ActionStatus.NOT_STARTED

    def outcome(self, indicator: WholeIndicator) -> IndicatorValue | None:
        """The last outcome that was measured before the year ended."""
        return next((each for each in reversed(indicator.values) if each.measured_on.year <= self.year), None)

    def counts(self) -> Counter[ActionStatus]:
        """How many actions stood how when the year ended."""
        return Counter(self.status(action) for action in self.tree.actions)

    def reached(self) -> tuple[int, int, int]:
        """Of the indicators: how many have reached their target, how many have an outcome, and all."""
        found = [(each, self.outcome(each)) for action in self.tree.actions for each in action.indicators]
        measured = [(each, value) for each, value in found if value is not None]
        return sum(each.row.is_reached_by(value.value) for each, value in measured), len(measured), len(found)


def gather(region: Region, plan_id: int, year: int) -> Basis:
    """Read it all. The other parts are asked in their own scopes."""
    sections = hooks.for_region(region).report_sections(period=year)
    with plan_scope(region):
        tree = whole(region, plan_id)
        meetings = _meetings(plan_id, year)
        cases = [each for each in board.decided(plan_id) if each.decided_on and each.decided_on.year <= year]
        return Basis(
            tree=tree,
            year=year,
            history=_history(plan_id, year),
            meetings=meetings,
            decisions=_decisions([each.id for each in meetings]),
            cases=cases,
            amendments=board.applied_amendments([each.id for each in cases]),
            referrals=_referrals(plan_id, year),
            sections=sections,
        )


def _history(plan_id: int, year: int) -> dict[int, list[StatusReport]]:
    wanted = (
        select(StatusReport)
        .join(Action, Action.id == StatusReport.action_id)
        .where(Action.plan_id == plan_id, StatusReport.reported_at < datetime(year + 1, 1, 1, tzinfo=SWEDEN))
        .order_by(StatusReport.reported_at, StatusReport.id)
    )
    found: defaultdict[int, list[StatusReport]] = defaultdict(list)
    for row in db.session.execute(wanted).scalars():
        found[row.action_id].append(row)
    return dict(found)


def _meetings(plan_id: int, year: int) -> Sequence[GroupMeeting]:
    first, last = datetime(year, 1, 1, tzinfo=SWEDEN), datetime(year + 1, 1, 1, tzinfo=SWEDEN)
    wanted = select(GroupMeeting).where(GroupMeeting.plan_id == plan_id, GroupMeeting.status == MeetingStatus.HELD)
    wanted = wanted.where(GroupMeeting.starts_at >= first, GroupMeeting.starts_at < last)
    return db.session.execute(wanted.order_by(GroupMeeting.starts_at, GroupMeeting.id)).scalars().all()


def _decisions(meeting_ids: Sequence[int]) -> dict[int, list[Decision]]:
    wanted = select(Decision).where(Decision.meeting_id.in_(meeting_ids)).order_by(Decision.number, Decision.id)
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for row in db.session.execute(wanted).scalars():
        found[row.meeting_id].append(row)
    return dict(found)


def _referrals(plan_id: int, year: int) -> list[tuple[Referral, referrals.Counts]]:
    wanted = select(Referral).where(Referral.plan_id == plan_id, Referral.status != ReferralStatus.DRAFT)
    wanted = wanted.where(Referral.sent_at < datetime(year + 1, 1, 1, tzinfo=SWEDEN))
    found = db.session.execute(wanted.order_by(Referral.sent_at, Referral.id)).scalars().all()
    return [(each, referrals.counts(each)) for each in found]


def last_day(year: int) -> date:
    """The day that a report tells how things stood on: the last of the year, or today as long as the year goes on."""
    return min(date(year, 12, 31), today())
