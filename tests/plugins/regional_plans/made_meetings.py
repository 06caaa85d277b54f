"""Rows for the tests of groups, meetings and status rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core import mailed_links
from core.db import db, utcnow
from core.regions.models import Region
from core.testing.conformance_routes import Values
from plugins.regional_plans.group import service as groups
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup
from plugins.regional_plans.meetings import service as meetings
from plugins.regional_plans.meetings.models import AgendaItem, Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.status import asking
from plugins.regional_plans.status.mails import PURPOSE
from plugins.regional_plans.status.models import StatusRequest

from .made import a_plan, an_action, an_area, an_owner


def a_group(region: Region, title: str = "Ledningsgruppen") -> LeadershipGroup:
    """A group."""
    return groups.save_group(region=region, group=None, facts={"title": title, "aim": "Äger planen."})


def a_member(region: Region, group: LeadershipGroup, name: str = "Demo Ledamot", **facts: Any) -> GroupMember:
    """A member."""
    values = {"name": name, "email": "ledamot@test.samkraft.example", "organisation_id": None, "title": "Chef", "is_chair": False, **facts}
    return groups.save_member(region=region, group=group, member=None, facts=values)


def a_meeting(region: Region, plan: Plan, *, at: datetime | None = None, status: MeetingStatus | None = None, **facts: Any) -> GroupMeeting:
    """A meeting, in ten days if nothing else is said."""
    start = at or utcnow() + timedelta(days=10)
    values = {
        "title": "Möte för prov",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Regionens hus",
        "link": "",
        **facts,
    }
    made = meetings.save_meeting(region=region, plan=plan, meeting=None, facts=values)
    if status is not None:
        made.status = status
        db.session.flush()
    return made


def a_held_meeting(region: Region, plan: Plan, *, days_ago: int = 30, **facts: Any) -> GroupMeeting:
    """A meeting that has been."""
    return a_meeting(region, plan, at=utcnow() - timedelta(days=days_ago), status=MeetingStatus.HELD, **facts)


def an_item(region: Region, meeting: GroupMeeting, title: str = "En punkt", **facts: Any) -> AgendaItem:
    """An item of an agenda."""
    return meetings.save_item(region=region, meeting=meeting, item=None, facts={"title": title, "text": "", "minutes": "", **facts})


def a_decision(region: Region, meeting: GroupMeeting, text: str = "Ledningsgruppen beslutar att gå vidare.", **facts: Any) -> Decision:
    """A decision."""
    values = {"text": text, "item_id": None, "amends_id": None, "organisation_id": None, "due_on": None, **facts}
    return meetings.save_decision(region=region, meeting=meeting, decision=None, facts=values)


def asked(region: Region, meeting: GroupMeeting) -> list[StatusRequest]:
    """All who are asked before a meeting."""
    while asking.ask_some(region=region, meeting_id=meeting.id):
        pass
    wanted = select(StatusRequest).where(StatusRequest.meeting_id == meeting.id).order_by(StatusRequest.email)
    return list(db.session.execute(wanted).scalars())


def token_of(request: StatusRequest) -> str:
    """The token of a mailed question."""
    return mailed_links.token_of(PURPOSE, request.seed)


def objects(region: Region) -> Values:
    """A group with a member, a meeting that has been and one to come with a question, for every address."""
    group = a_group(region)
    member = a_member(region, group)
    plan = a_plan(region, title="Plan med möten", group_id=group.id)
    an_action(region, plan, an_area(region, plan, "Möten"), an_owner(region, "Mötesägaren"))
    held, coming = a_held_meeting(region, plan), a_meeting(region, plan)
    item, decision = an_item(region, held), a_decision(region, held)
    request = asked(region, coming)[0]
    of_held, of_coming, of_group = {"meeting_id": held.id}, {"meeting_id": coming.id}, {"group_id": group.id}
    of_item, of_member = {**of_held, "item_id": item.id}, {**of_group, "member_id": member.id}
    of_decision = {**of_held, "decision_id": decision.id}
    pages: dict[str, dict[str, Any]] = {
        **{page: {"plan_id": plan.id} for page in ("meetings", "new_meeting", "decisions", "goal_tree", "timeline")},
        **dict.fromkeys(("meeting", "edit_meeting", "edit_presence", "adjust", "status_round", "ask_owners", "remind_owners"), of_held),
        **dict.fromkeys(("fill_agenda", "call_meeting", "hold_meeting", "cancel_meeting"), of_coming),
        **dict.fromkeys(("edit_item", "move_item", "remove_item"), of_item),
        **dict.fromkeys(("edit_decision", "carry_out"), of_decision),
        **dict.fromkeys(("group", "edit_group"), of_group),
        **dict.fromkeys(("edit_member", "leave_group"), of_member),
        "meeting_paper": {**of_held, "paper": "minutes"},
        "meeting_file": {**of_held, "paper": "minutes", "form": "pdf"},
        "status_round_file": {**of_coming, "kind": "csv"},
        "status_answer": {"token": token_of(request)},
    }
    return {f"regional_plans.{page}": values for page, values in pages.items()}


def rows(region: Region, plan: Plan, count: int) -> None:
    """So many meetings with a decision each, about one plan."""
    for number in range(count):
        a_decision(region, a_held_meeting(region, plan, days_ago=count + number), f"Beslut nummer {number}.")
