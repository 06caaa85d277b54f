"""Demo: a plan of four priorities and eighteen actions of nine organisations, followed up through a year and on.

Before each meeting the owners have said how it goes, by their mailed links; the agenda made itself; there are minutes and decisions.
Everything is made by the services, as of the days when it would have happened.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core import mailed_links
from core.clock import SWEDEN, today
from core.db import db, utcnow
from core.organisations.models import Organisation
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.regional_plans import demo_papers
from plugins.regional_plans.actions import service as actions
from plugins.regional_plans.actions.models import Action, ActionStatus, Indicator
from plugins.regional_plans.demo_plan import BACKGROUND, DECISIONS, MEETINGS, OWNERS, PRIORITIES, VISION, DemoAction
from plugins.regional_plans.group import service as groups
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup
from plugins.regional_plans.meetings import queries, service
from plugins.regional_plans.meetings.agenda import make_agenda
from plugins.regional_plans.meetings.models import AgendaKind, Decision, GroupMeeting
from plugins.regional_plans.plans import service as plans
from plugins.regional_plans.plans.models import Plan, PlanFocusArea
from plugins.regional_plans.status import answering, asking, mails
from plugins.regional_plans.status.models import StatusRequest

DOMAIN = "plan.demo.samkraft.example"
REGION = "jamtland-harjedalen"
STATUS = {"T": ActionStatus.ON_TRACK, "D": ActionStatus.DELAYED, "S": ActionStatus.STOPPED, "K": ActionStatus.DONE}
TEXTS = {"T": "Det går som planerat.", "D": "Vi behöver mer tid.", "S": "Insatsen avbryts.", "K": "Insatsen är klar."}
MINUTES = {
    AgendaKind.OPENING: "Ordföranden öppnade mötet. Dagordningen godkändes. {name} valdes att justera protokollet.",
    AgendaKind.EARLIER_MINUTES: "Protokollet lades till handlingarna.",
    AgendaKind.FOLLOW_UP: "Den ansvariga redogjorde för läget.",
    AgendaKind.DEVIATION: "Ägaren berättade vad avvikelsen beror på och vad som görs. Gruppen tar upp insatsen igen vid nästa möte.",
    AgendaKind.SILENT: "Ordföranden hör av sig till ägarna.",
    AgendaKind.INDICATOR: "Utfallet kompletteras före nästa möte.",
    AgendaKind.CLOSING: "Inga övriga frågor. Ordföranden tackade och avslutade mötet.",
}


class _Year:
    """What the demo is made of while it is made."""

    def __init__(self, region: Region, plan: Plan, owners: list[Organisation], members: list[GroupMember]) -> None:
        self.region, self.plan, self.owners, self.members = region, plan, owners, members
        self.actions: list[tuple[DemoAction, Action, Indicator | None]] = []
        self.decisions: dict[int, Decision] = {}


def seed(region: Region) -> None:
    """Make it, once, in the region whose plan it is about. Run again it adds nothing."""
    if region.slug != REGION or db.session.execute(select(Plan.id).where(Plan.region_id == region.id).limit(1)).first():
        return
    first = today().year - 1
    owners = _owners(region)
    group, members = _group(region, owners)
    made = _Year(region, _plan(region, group, first), owners, members)
    _parts(made, first)
    demo_papers.approve(region, made.plan, decided_on=date(first - 1, 12, 10))
    for number in range(len(MEETINGS)):
        if number == 4:  # between the meetings of September and October
            demo_papers.amend(region, made.plan, decided_on=date(first, 9, 24))
        _meet(made, first, number)
    for number in range(len(MEETINGS)):
        _meet(made, first + 1, number)
    _coming(made)
    demo_papers.report(region, made.plan, year=first, adopted_on=date(first + 1, 2, 18))


def _owners(region: Region) -> list[Organisation]:
    codes = [each.code for each in municipalities(region)]
    return [
        register_organisation(name=name, region=region, kind=kind, municipality_code=codes[number % len(codes)])
        for number, (name, kind) in enumerate(OWNERS)
    ]


def _group(region: Region, owners: list[Organisation]) -> tuple[LeadershipGroup, list[GroupMember]]:
    aim = "Gruppen äger planen, följer upp insatserna vid sex möten om året och rapporterar till nämnden."
    group = groups.save_group(region=region, group=None, facts={"title": "Ledningsgruppen för kompetensförsörjning, demo", "aim": aim})
    members = []
    for number, owner in enumerate(owners, 1):
        facts = {"name": f"Demo Ledamot {number}", "email": f"ledamot{number}@{DOMAIN}", "title": "Chef", "is_chair": number == 1}
        members.append(groups.save_member(region=region, group=group, member=None, facts={**facts, "organisation_id": owner.id}))
    return group, members


def _plan(region: Region, group: LeadershipGroup, first: int) -> Plan:
    years = {"first_year": first, "last_year": first + 2}
    title = f"Plan för kompetensförsörjning {first}–{first + 2}, demo"
    facts = {**years, "title": title, "vision": VISION, "background": BACKGROUND, "group_id": group.id}
    return plans.save_plan(region=region, plan=None, facts=facts)


def _parts(made: _Year, first: int) -> None:
    region, plan = made.region, made.plan
    for title, goal, areas in PRIORITIES:
        priority = plans.save_priority(region=region, plan=plan, priority=None, facts={"title": title, "goal": goal})
        for name, codes, rows in areas:
            facts = {"title": name, "description": "", "occupation_groups": list(codes)}
            area = plans.save_area(region=region, plan=plan, priority=priority, area=None, facts=facts)
            for row in rows:
                made.actions.append(_action(made, first, area, row))


def _action(made: _Year, first: int, area: PlanFocusArea, row: DemoAction) -> tuple[DemoAction, Action, Indicator | None]:
    owner = made.owners[row.owner]
    ends = _month_end(first, row.months[1])
    facts = {
        "title": row.title,
        "description": row.text,
        "organisation_id": owner.id,
        "contact_name": f"Demo Kontakt {row.owner + 1}",
        "contact_email": f"kontakt{row.owner + 1}@{DOMAIN}",
        "funding": "Egna medel och regionala utvecklingsmedel" if row.amount else "Inom ordinarie verksamhet",
        "amount": row.amount,
        "starts_on": date(first, row.months[0], 1),
        "ends_on": ends,
    }
    partners = [made.owners[number].id for number in row.partners]
    action = actions.save_action(region=made.region, plan=made.plan, area=area, action=None, partners=partners, facts=facts)
    if row.indicator is None:
        return row, action, None
    what, unit, baseline, target = row.indicator
    said = {"title": what, "unit": unit, "baseline": float(baseline), "target": float(target), "due_on": min(ends, date(first, 12, 31))}
    return row, action, actions.save_indicator(region=made.region, plan=made.plan, action=action, indicator=None, facts=said)


def _month_end(first: int, months: int) -> date:
    """The last day of a month, counted from the beginning of the plan."""
    year, month = first + (months - 1) // 12, (months - 1) % 12 + 1
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _meet(made: _Year, year: int, number: int) -> None:
    """One meeting, from the question to the approved minutes. One that has not been yet is left out."""
    month, day, title, introduction = MEETINGS[number]
    starts_at = datetime.combine(date(year, month, day), time(9), tzinfo=SWEDEN)
    if starts_at + timedelta(days=14) > utcnow():
        return
    region, plan = made.region, made.plan
    distant = month == 10
    facts = {
        "title": f"{title} {year}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "place": "" if distant else "Regionens hus, demo",
        "link": f"https://moten.{DOMAIN}/{year}-{month:02d}" if distant else "",
    }
    meeting = service.save_meeting(region=region, plan=plan, meeting=None, facts=facts)
    first_year = year == plan.first_year
    _round(made, meeting, number if first_year else len(MEETINGS) + number)
    if first_year and number in (2, 5):
        _measure(made, meeting.starts_at.date(), number == 5)
    make_agenda(region=region, plan=plan, meeting=meeting)
    service.hold_meeting(region=region, meeting=meeting)
    present = [member.id for at, member in enumerate(made.members) if (at + number) % 5]
    service.save_presence(region=region, meeting=meeting, plan=plan, members=present, introduction=introduction if first_year else "")
    adjuster = next(member.name for member in made.members[1:] if member.id in present)
    for item in queries.items(meeting):
        if item.kind in MINUTES:
            service.save_item(region=region, meeting=meeting, item=item, facts={"minutes": MINUTES[item.kind].format(name=adjuster)})
    if first_year:
        _decide(made, meeting, number)
    service.adjust(region=region, meeting=meeting, by=adjuster, on=min(today(), meeting.starts_at.date() + timedelta(days=9)))


def _round(made: _Year, meeting: GroupMeeting, number: int) -> None:
    """The owners' answers before a meeting, each at a day of its own."""
    asked_at = meeting.starts_at - timedelta(days=14)
    while asking.ask_some(region=made.region, meeting_id=meeting.id, at=asked_at):
        pass
    requests = db.session.execute(select(StatusRequest).where(StatusRequest.meeting_id == meeting.id).order_by(StatusRequest.id)).scalars()
    for at, request in enumerate(requests):
        _answer(made, request, number, asked_at + timedelta(days=1 + at % 9, hours=at))


def _answer(made: _Year, request: StatusRequest, number: int, at: datetime) -> None:
    question = answering.question(made.region, mailed_links.token_of(mails.PURPOSE, request.seed))
    if question is None:
        return
    asked = {action.id for action in question.actions}
    said: dict[int, tuple[ActionStatus, str]] = {}
    for row, action, _indicator in made.actions:
        letter = row.course[min(number, len(row.course) - 1)]
        if action.id in asked and letter in STATUS:
            said[action.id] = (STATUS[letter], {"D": row.said, "S": row.stopped}.get(letter) or TEXTS[letter])
    if said:
        answering.answer(region=made.region, asked=question, answers=said, by_name=request.name, at=at)


def _measure(made: _Year, day: date, is_last: bool) -> None:
    for row, action, indicator in made.actions:
        if indicator is not None and len(row.outcomes) == 2:
            value = float(row.outcomes[1 if is_last else 0])
            actions.measure(region=made.region, action=action, indicator=indicator, measured_on=day, value=value)


def _decide(made: _Year, meeting: GroupMeeting, number: int) -> None:
    day = meeting.starts_at.date()
    for place, each in enumerate(DECISIONS):
        if each.meeting != number:
            continue
        matter = {"title": each.item, "text": "", "minutes": "Gruppen gick igenom frågan."}
        item = service.save_item(region=made.region, meeting=meeting, item=None, facts=matter)
        facts = {
            "text": each.text,
            "item_id": item.id,
            "organisation_id": made.owners[each.owner].id,
            "due_on": day + timedelta(days=each.due),
            "amends_id": made.decisions[each.amends].id if each.amends is not None else None,
        }
        decision = service.save_decision(region=made.region, meeting=meeting, decision=None, facts=facts)
        made.decisions[place] = decision
        if each.done is not None:
            service.carry_out(region=made.region, decision=decision, done=True, on=day + timedelta(days=each.done))


def _coming(made: _Year) -> None:
    """The next meeting: the owners have been asked, and some have answered."""
    starts_at = datetime.combine(today() + timedelta(days=9), time(9), tzinfo=SWEDEN)
    facts = {"title": "Ledningsgruppen, nästa möte", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    more = {"place": "Regionens hus, demo", "link": f"https://moten.{DOMAIN}/nasta"}
    meeting = service.save_meeting(region=made.region, plan=made.plan, meeting=None, facts={**facts, **more})
    while asking.ask_some(region=made.region, meeting_id=meeting.id):
        pass
    requests = db.session.execute(select(StatusRequest).where(StatusRequest.meeting_id == meeting.id).order_by(StatusRequest.id)).scalars()
    for request in list(requests)[:5]:
        _answer(made, request, len(MEETINGS), utcnow())
    make_agenda(region=made.region, plan=made.plan, meeting=meeting)
