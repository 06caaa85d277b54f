"""The agenda that makes itself: from what is due when the meeting is called to. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import exists, select

from core.db import db
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.regional_plans.actions.models import Action, ActionStatus, Indicator, IndicatorValue
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.meetings import queries, service
from plugins.regional_plans.meetings.models import TEXT_LENGTH, AgendaItem, AgendaKind, Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus

DEVIATING = (ActionStatus.DELAYED, ActionStatus.STOPPED)
OVER = (ActionStatus.DONE, ActionStatus.STOPPED)
MAX_OF_A_KIND = 20
MAX_NAMES = 40
PASSING = (AgendaKind.FOLLOW_UP, AgendaKind.DEVIATION, AgendaKind.SILENT, AgendaKind.INDICATOR, AgendaKind.REFERRAL, AgendaKind.BOARD)


@dataclass(frozen=True)
class Proposal:
    """An item that belongs on the agenda. `subject` keeps it from being proposed twice."""

    kind: AgendaKind
    subject: str
    title: str
    text: str = ""

    @property
    def words(self) -> str:
        """Title and text, as an item that nobody has touched holds them."""
        return f"{self.title}\n{self.text}"


def make_agenda(*, region: Region, plan: Plan, meeting: GroupMeeting) -> int:
    """Put what is due on the agenda, each thing once, and in the order of a meeting. What was written or changed by hand stays.

    What nobody has written in follows what is due: an owner may have answered since, so that an item tells something else, or is over.

    Returns:
        How many items are new, changed or gone.

    Raises:
        Conflict: when the minutes are approved.
    """
    service.open_minutes(meeting)
    rows = list(queries.items(meeting))
    known = {(row.kind, row.subject): row for row in rows}
    added: list[AgendaItem] = []
    changed = 0
    follows = meeting.status == MeetingStatus.PLANNED
    due = [replace(each, title=each.title[:200], text=each.text[:TEXT_LENGTH]) for each in proposals(region, plan, meeting)]
    for each in due:
        there = known.get((each.kind, each.subject))
        if there is not None and follows and _untouched(there) and there.made != each.words:
            there.title, there.text, there.made = each.title, each.text, each.words
            changed += 1
        if there is None and len(rows) + len(added) < service.MAX_ITEMS:
            row = AgendaItem(region_id=region.id, meeting_id=meeting.id, kind=each.kind, subject=each.subject, title=each.title)
            row.text, row.made = each.text, each.words
            added.append(row)
    db.session.add_all(added)
    if follows:
        over = _over(rows, {(each.kind, each.subject) for each in due})
        rows = [row for row in rows if row not in over]
        for row in over:
            db.session.delete(row)
        changed += len(over)
    order = list(AgendaKind)
    service.number(sorted([*rows, *added], key=lambda row: (order.index(row.kind), row.position or service.MAX_ITEMS)))
    if added or changed:
        service.tell_agenda(region, meeting)
    return len(added) + changed


def _untouched(row: AgendaItem) -> bool:
    return f"{row.title}\n{row.text}" == row.made and not row.minutes


def _over(rows: Sequence[AgendaItem], due: set[tuple[AgendaKind, str]]) -> list[AgendaItem]:
    """Items that nobody has touched, about what is no longer due, and under which nothing is decided."""
    found = [row for row in rows if row.kind in PASSING and (row.kind, row.subject) not in due and _untouched(row)]
    wanted = select(Decision.item_id).where(Decision.item_id.in_([row.id for row in found]))
    decided = set(db.session.execute(wanted).scalars())
    return [row for row in found if row.id not in decided]


def proposals(region: Region, plan: Plan, meeting: GroupMeeting) -> Iterator[Proposal]:
    """All that is due at a meeting."""
    yield Proposal(AgendaKind.OPENING, "", _("Mötet öppnas, dagordningen godkänns och justerare väljs"))
    before = queries.previous(meeting)
    if before is not None:
        yield Proposal(AgendaKind.EARLIER_MINUTES, before.ref, _("Föregående mötes protokoll: %(title)s", title=before.title))
    yield from _decisions(plan, meeting)
    yield from _deviations(plan, meeting)
    yield from _silent(plan, before)
    yield from _indicators(plan, meeting)
    for each in _cases(region, plan):
        if each.status == PlanStatus.REFERRAL:
            yield Proposal(AgendaKind.REFERRAL, each.ref, _("Remiss: %(title)s", title=each.title), _("Planen är ute på remiss."))
        else:
            yield Proposal(AgendaKind.BOARD, each.ref, _("Ärende i nämnden: %(title)s", title=each.title), _("Planen väntar på beslut."))
    yield Proposal(AgendaKind.CLOSING, "", _("Övriga frågor och nästa möte"))


def _decisions(plan: Plan, meeting: GroupMeeting) -> Iterator[Proposal]:
    """Decisions of earlier meetings that nobody has said are carried out. What changed one is told with it, and may give it a later day."""
    wanted = (
        select(Decision, GroupMeeting, Organisation.name)
        .join(GroupMeeting, GroupMeeting.id == Decision.meeting_id)
        .outerjoin(Organisation, Organisation.id == Decision.organisation_id)
        .where(GroupMeeting.plan_id == plan.id, GroupMeeting.status == MeetingStatus.HELD, GroupMeeting.starts_at < meeting.starts_at)
        .where(Decision.done_on.is_(None), Decision.due_on <= meeting.starts_at.date())
        .order_by(Decision.due_on, Decision.id)
        .limit(MAX_OF_A_KIND)
    )
    found = db.session.execute(wanted).all()
    changed = queries.changed_by([decision.id for decision, _at, _name in found], before=meeting)
    for decision, at, name in found:
        change = changed.get(decision.id)
        if change is not None and change.decision.due_on is not None:
            continue  # its day is the later decision's
        title = _("Uppföljning av beslut %(number)s, %(meeting)s", number=decision.number, meeting=at.title)
        due = _("Skulle vara klart %(day)s.", day=format_date(decision.due_on))
        who = _("Ansvarig: %(name)s.", name=name) if name else ""
        yield Proposal(
            AgendaKind.FOLLOW_UP,
            decision.ref,
            title,
            "\n".join(part for part in (decision.text, *_changes(decision, change), who, due) if part),
        )


def _changes(decision: Decision, change: queries.Change | None) -> Iterator[str]:
    """What a decision changes, and what has changed it, with the words of both."""
    if decision.amends_id is not None:
        earlier = queries.in_words([decision.amends_id]).get(decision.amends_id, "")
        yield _("Beslutet ändrar %(earlier)s.", earlier=earlier) if earlier else ""
    if change is not None:
        yield _("Ändrat genom %(later)s: %(text)s", later=change.words, text=change.decision.text)


def _deviations(plan: Plan, meeting: GroupMeeting) -> Iterator[Proposal]:
    """Actions that are delayed or stopped, as their owners said. A delay comes up until it is over, a stop once."""
    treated = (
        select(AgendaItem.subject)
        .join(GroupMeeting, GroupMeeting.id == AgendaItem.meeting_id)
        .where(GroupMeeting.plan_id == plan.id, GroupMeeting.status == MeetingStatus.HELD, GroupMeeting.starts_at < meeting.starts_at)
        .where(AgendaItem.kind == AgendaKind.DEVIATION)
    )
    before = set(db.session.execute(treated).scalars())
    wanted = (
        select(Action, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.plan_id == plan.id, Action.status.in_(DEVIATING))
        .order_by(Action.position, Action.id)
    )
    shown = 0
    for action, owner in db.session.execute(wanted):
        subject = f"{action.ref}:{action.status.value}"
        if shown == MAX_OF_A_KIND or (action.status is ActionStatus.STOPPED and subject in before):
            continue
        shown += 1
        who = _("Ägare: %(name)s.", name=owner or action.owner_name)
        text = "\n".join(part for part in (who, action.status_text) if part)
        # Said anew, it is a new matter: an action that was delayed at one meeting and stopped before the next is proposed again.
        yield Proposal(AgendaKind.DEVIATION, subject, f"{STATUS[action.status]}: {action.title}", text)


def _silent(plan: Plan, before: GroupMeeting | None) -> Iterator[Proposal]:
    """One item about all actions of which nothing has been said since the meeting before."""
    wanted = (
        select(Action.title, Organisation.name, Action.owner_name)
        .outerjoin(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.plan_id == plan.id, Action.status.not_in(OVER))
        .order_by(Action.position, Action.id)
    )
    wanted = (
        wanted.where(Action.status_at.is_(None) | (Action.status_at < before.starts_at))
        if before
        else wanted.where(Action.status_at.is_(None))
    )
    names = [f"{title} ({owner or kept})" for title, owner, kept in db.session.execute(wanted.limit(MAX_NAMES))]
    if names:
        yield Proposal(AgendaKind.SILENT, plan.ref, _("Insatser som inte har rapporterats sedan förra mötet"), "\n".join(names))


def _indicators(plan: Plan, meeting: GroupMeeting) -> Iterator[Proposal]:
    """Indicators that are to have reached their target by the meeting, have not, and have no outcome from then."""
    day = meeting.starts_at.date()
    measured = exists(
        select(IndicatorValue.id).where(IndicatorValue.indicator_id == Indicator.id, IndicatorValue.measured_on >= Indicator.due_on)
    )
    wanted = (
        select(Indicator, Action)
        .join(Action, Action.id == Indicator.action_id)
        .where(Action.plan_id == plan.id, Action.status != ActionStatus.STOPPED, Indicator.due_on <= day, ~measured)
        .order_by(Indicator.due_on, Indicator.id)
    )
    found = db.session.execute(wanted).all()
    last = _last_outcomes([indicator.id for indicator, _action in found])
    missed = [row for row in found if (had := last.get(row[0].id)) is None or not row[0].is_reached_by(had.value)]
    for indicator, action in missed[:MAX_OF_A_KIND]:
        goal = " ".join(part for part in (format_number(indicator.target), indicator.unit) if part)
        target = _("Målet %(goal)s skulle vara nått %(day)s.", goal=goal, day=format_date(indicator.due_on))
        told = _("Utfall saknas.")
        if (had := last.get(indicator.id)) is not None:
            so_far = " ".join(part for part in (format_number(had.value), indicator.unit) if part)
            told = _("Senaste utfallet är %(so_far)s den %(day)s.", so_far=so_far, day=format_date(had.measured_on))
        ref = f"{action.ref}:indicator:{indicator.id}"
        yield Proposal(AgendaKind.INDICATOR, ref, _("Utfall: %(title)s", title=indicator.title), f"{action.title}\n{target} {told}")


def _last_outcomes(indicator_ids: Sequence[int]) -> dict[int, IndicatorValue]:
    wanted = select(IndicatorValue).where(IndicatorValue.indicator_id.in_(indicator_ids)).order_by(IndicatorValue.measured_on)
    return {row.indicator_id: row for row in db.session.execute(wanted).scalars()}


def _cases(region: Region, plan: Plan) -> list[Plan]:
    """Plans that are out for comment or before the board: the next plan, when this one is followed up."""
    wanted = select(Plan).where(Plan.region_id == region.id, Plan.status.in_((PlanStatus.REFERRAL, PlanStatus.BOARD)))
    return list(db.session.execute(wanted.order_by(Plan.id).limit(MAX_OF_A_KIND)).scalars())
