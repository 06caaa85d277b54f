"""The agenda of a meeting: made of what is due, followed as owners answer, decisions numbered, amended and followed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.regions.models import Region
from core.testing.factories import Factory
from core.web.format import format_date
from plugins.regional_plans.actions import service as actions
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.meetings import papers, queries, service
from plugins.regional_plans.meetings.agenda import make_agenda
from plugins.regional_plans.meetings.models import AgendaKind, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus

from . import made
from .made_meetings import a_decision, a_held_meeting, a_meeting, an_item


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    found = make.region(plugins=["regional_plans"])
    with make.inside(found, "regional_plans"), atomic():
        yield found


def an_action(region: Region, plan: Plan, title: str, status: ActionStatus, *, days_ago: int | None = 1, text: str = "") -> Action:
    found = made.an_action(
        region, plan, made.an_area(region, plan, f"Område {title}"), made.an_owner(region, f"Ägaren av {title}"), title=title
    )
    found.status, found.status_text = status, text
    found.status_at = utcnow() - timedelta(days=days_ago) if days_ago is not None else None
    db.session.flush()
    return found


def agenda(region: Region, plan: Plan, meeting: GroupMeeting) -> list[tuple[AgendaKind, str]]:
    make_agenda(region=region, plan=plan, meeting=meeting)
    return [(row.kind, row.title) for row in queries.items(meeting)]


def test_the_agenda_is_what_is_due(region: Region) -> None:
    plan = made.a_plan(region)
    before = a_held_meeting(region, plan, days_ago=40, title="Förra mötet")
    a_decision(region, before, "Gör detta.", due_on=today() - timedelta(days=3))
    a_decision(region, before, "Gör det sedan.", due_on=today() + timedelta(days=90))
    service.carry_out(region=region, decision=a_decision(region, before, "Gjort.", due_on=today()), done=True)
    late = an_action(region, plan, "Sen", ActionStatus.DELAYED, text="Vi saknar lärare.")
    an_action(region, plan, "Stopp", ActionStatus.STOPPED)
    an_action(region, plan, "Bra", ActionStatus.ON_TRACK)
    an_action(region, plan, "Tyst", ActionStatus.ON_TRACK, days_ago=50)
    an_action(region, plan, "Aldrig", ActionStatus.NOT_STARTED, days_ago=None)
    an_action(region, plan, "Klar", ActionStatus.DONE, days_ago=90)
    made.an_indicator(region, plan, late, title="Missad", due_on=today() - timedelta(days=1))
    made.an_indicator(region, plan, late, title="Senare", due_on=today() + timedelta(days=60))
    measured = made.an_indicator(region, plan, late, title="Mätt", due_on=today() - timedelta(days=2))
    actions.measure(region=region, action=late, indicator=measured, measured_on=today() - timedelta(days=1), value=3.0)
    made.a_plan(region, status=PlanStatus.REFERRAL, title="Nästa plan")
    made.a_plan(region, status=PlanStatus.BOARD, title="Planen hos nämnden")
    meeting = a_meeting(region, plan)
    assert agenda(region, plan, meeting) == [
        (AgendaKind.OPENING, "Mötet öppnas, dagordningen godkänns och justerare väljs"),
        (AgendaKind.EARLIER_MINUTES, "Föregående mötes protokoll: Förra mötet"),
        (AgendaKind.FOLLOW_UP, "Uppföljning av beslut 1, Förra mötet"),
        (AgendaKind.DEVIATION, "Försenad: Sen"),
        (AgendaKind.DEVIATION, "Stoppad: Stopp"),
        (AgendaKind.SILENT, "Insatser som inte har rapporterats sedan förra mötet"),
        (AgendaKind.INDICATOR, "Utfall: Missad"),
        (AgendaKind.REFERRAL, "Remiss: Nästa plan"),
        (AgendaKind.BOARD, "Ärende i nämnden: Planen hos nämnden"),
        (AgendaKind.CLOSING, "Övriga frågor och nästa möte"),
    ]
    by_kind = {row.kind: row.text for row in queries.items(meeting)}
    assert by_kind[AgendaKind.SILENT] == "Tyst (Ägaren av Tyst)\nAldrig (Ägaren av Aldrig)"
    assert "Gör detta." in by_kind[AgendaKind.FOLLOW_UP]


def test_filling_again_adds_only_what_is_new_and_keeps_what_was_written(region: Region) -> None:
    plan = made.a_plan(region)
    late = an_action(region, plan, "Sen", ActionStatus.DELAYED)
    meeting = a_meeting(region, plan)
    agenda(region, plan, meeting)
    own = an_item(region, meeting, "Studiebesök")
    deviation = next(row for row in queries.items(meeting) if row.kind is AgendaKind.DEVIATION)
    service.save_item(
        region=region, meeting=meeting, item=deviation, facts={"title": "Lärarbristen", "text": "Läs bilagan.", "minutes": ""}
    )
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 0
    late.status = ActionStatus.STOPPED
    db.session.flush()
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 1
    titles = [row.title for row in queries.items(meeting)]
    assert titles[1:] == ["Lärarbristen", "Stoppad: Sen", "Studiebesök", "Övriga frågor och nästa möte"]
    service.move_item(region=region, meeting=meeting, item=own, up=True)
    assert [row.title for row in queries.items(meeting)][2:4] == ["Studiebesök", "Stoppad: Sen"]


def test_what_nobody_has_written_in_follows_what_is_due(region: Region) -> None:
    plan = made.a_plan(region)
    late, quiet = (
        an_action(region, plan, "Sen", ActionStatus.DELAYED, text="Lärare saknas."),
        an_action(region, plan, "Tyst", ActionStatus.NOT_STARTED, days_ago=None),
    )
    kept = an_action(region, plan, "Behålls", ActionStatus.DELAYED)
    meeting = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=meeting)
    own = next(row for row in queries.items(meeting) if row.title == "Försenad: Behålls")
    service.save_item(region=region, meeting=meeting, item=own, facts={"title": "Behålls: vad gör vi?", "text": own.text, "minutes": ""})
    late.status_text, late.status_at = "Lokaler saknas.", utcnow()
    quiet.status, quiet.status_at = ActionStatus.ON_TRACK, utcnow()
    kept.status = ActionStatus.ON_TRACK
    db.session.flush()
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 2
    told = {row.title: row.text for row in queries.items(meeting)}
    assert list(told)[1:-1] == ["Försenad: Sen", "Behålls: vad gör vi?"]
    assert told["Försenad: Sen"] == "Ägare: Ägaren av Sen.\nLokaler saknas."
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 0


def test_decisions_are_numbered_amended_and_followed_up(region: Region) -> None:
    plan = made.a_plan(region)
    first, second = a_held_meeting(region, plan, days_ago=60), a_held_meeting(region, plan, days_ago=20)
    one, two = a_decision(region, first, "Det ska vara klart den 1 maj."), a_decision(region, first, "Två.")
    amended = a_decision(region, second, "Beslut 1 ändras så att den 1 maj blir den 1 juni.", amends_id=one.id)
    assert [one.number, two.number, amended.number] == [1, 2, 1]
    with pytest.raises(DomainError, match="sig självt"):
        service.save_decision(region=region, meeting=first, decision=one, facts={"text": "x", "amends_id": one.id})
    with pytest.raises(Conflict, match="hållits först"):
        a_decision(region, a_meeting(region, plan))
    first_day = format_date(first.starts_at)
    assert queries.whole(region, second.id).amended == {one.id: f"beslut 1 den {first_day}"}
    assert f"Beslutet ändrar beslut 1 den {first_day}." in "\n".join(papers.minutes(region, queries.whole(region, second.id)).texts())
    assert [row.amends for row in queries.decisions(plan).items] == [f"beslut 1 den {first_day}", "", ""]
    service.carry_out(region=region, decision=one, done=True)
    assert {row.decision.id for row in queries.decisions(plan, state="open").items} == {two.id, amended.id}
    assert [row.decision.id for row in queries.decisions(plan, state="done").items] == [one.id]


def test_a_changed_decision_is_followed_up_as_it_reads_now(region: Region) -> None:
    plan = made.a_plan(region)
    first, second = a_held_meeting(region, plan, days_ago=60, title="Första"), a_held_meeting(region, plan, days_ago=20, title="Andra")
    moved = a_decision(region, first, "Klart i maj.", due_on=today() - timedelta(days=9))
    later = a_decision(region, second, "Maj blir juni.", amends_id=moved.id, due_on=today() + timedelta(days=3))
    reworded = a_decision(region, first, "Två kurser.", due_on=today() - timedelta(days=8))
    a_decision(region, second, "Två blir tre.", amends_id=reworded.id)
    meeting = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=meeting)
    day, due = format_date(second.starts_at), format_date(today() - timedelta(days=8))
    assert [(row.title, row.text) for row in queries.items(meeting) if row.kind is AgendaKind.FOLLOW_UP] == [
        ("Uppföljning av beslut 2, Första", f"Två kurser.\nÄndrat genom beslut 2 den {day}: Två blir tre.\nSkulle vara klart {due}."),
        (
            "Uppföljning av beslut 1, Andra",
            f"Maj blir juni.\nBeslutet ändrar beslut 1 den {format_date(first.starts_at)}.\nSkulle vara klart {format_date(later.due_on)}.",
        ),
    ]
    assert [row.changed for row in queries.decisions(plan).items] == ["", "", f"beslut 2 den {day}", f"beslut 1 den {day}"]
    assert queries.whole(region, first.id).changed[moved.id].decision.id == later.id


def test_what_has_been_reached_and_a_stop_that_was_treated_do_not_come_back(region: Region) -> None:
    plan = made.a_plan(region)
    late, stopped = an_action(region, plan, "Sen", ActionStatus.DELAYED), an_action(region, plan, "Stopp", ActionStatus.STOPPED)
    short = made.an_indicator(region, plan, late, title="Kort", due_on=today() - timedelta(days=1), target=30.0)
    there = made.an_indicator(region, plan, late, title="Framme", due_on=today() - timedelta(days=1), target=30.0)
    measured = today() - timedelta(days=20)
    actions.measure(region=region, action=late, indicator=short, measured_on=measured, value=12.0)
    actions.measure(region=region, action=late, indicator=there, measured_on=measured, value=31.0)
    first = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=first)
    told = {row.title: row.text for row in queries.items(first)}
    assert f"Senaste utfallet är 12 personer den {format_date(measured)}." in told["Utfall: Kort"]
    assert "Utfall: Framme" not in told
    first.status = MeetingStatus.HELD
    second = a_meeting(region, plan, at=first.starts_at + timedelta(days=30))
    titles = [title for _kind, title in agenda(region, plan, second)]
    assert "Stoppad: Stopp" in told and "Stoppad: Stopp" not in titles
    assert "Försenad: Sen" in titles
    assert stopped.status is ActionStatus.STOPPED
