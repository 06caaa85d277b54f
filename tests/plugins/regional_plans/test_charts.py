"""The plan as a goal tree and a timeline, and what is told on the board and in calendars."""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import today
from core.db import atomic, utcnow
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.regional_plans.actions.models import ActionStatus
from plugins.regional_plans.meetings.telling import dashboard_cards
from plugins.regional_plans.plans import charts, queries
from plugins.regional_plans.plans.models import Plan, PlanStatus

from . import made
from .made_meetings import a_decision, a_held_meeting, a_meeting, asked


def a_plan(region: Region, **facts: object) -> Plan:
    plan = made.a_plan(region, **facts)
    area = made.an_area(region, plan)
    owner = made.an_owner(region)
    made.an_action(region, plan, area, owner, title="Försenad sak").status = ActionStatus.DELAYED
    made.an_action(region, plan, area, owner, title="Senare sak", starts_on=date(2030, 1, 1), ends_on=date(2030, 6, 30))
    made.a_priority(region, plan, "Tom prioritering")
    return plan


def test_the_tree_and_the_timeline_show_every_part(make: Factory) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        whole = queries.whole(region, a_plan(region).id)
        chart = charts.tree(whole)
        assert [(box.level, box.note) for box in chart.boxes if box.level == 3] == [(3, "Försenad"), (3, "Inte påbörjad")]
        assert len([box for box in chart.boxes if box.level == 1]) == 2
        timeline = charts.timeline(whole, today())
        assert timeline is not None
        assert [row.fill for row in timeline.rows] == ["", "hatched", "empty"]
        assert charts.tree_finding(whole) == "Planen har 2 prioriteringar, ett fokusområde och 2 insatser. Försenade: 1. Stoppade: 0."
        assert charts.timeline_finding(whole, date(2030, 3, 1)).startswith("I dag är en insats inne i sin planerade tid.")


def test_drawings_are_public_when_the_plan_is(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        held, draft = a_plan(region), a_plan(region, status=PlanStatus.DRAFT, title="Hemligt utkast")
        empty = made.a_plan(region, title="Tom plan")
    base = f"/r/{region.slug}/regional-plans/plans"
    for page in ("tree", "timeline"):
        browser.get(f"{base}/{held.id}/{page}")
        assert (browser.status, "Försenad sak" in browser.text, "<svg" in browser.page) == (200, True, True)
        assert browser.get(f"{base}/{draft.id}/{page}").status == 404
        assert browser.get(f"{base}/{empty.id}/{page}").status == 200
    assert browser.get(f"{base}/{empty.id}/timeline").text.count("Inga insatser än") == 1


def test_the_board_tells_what_waits(make: Factory) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            plan = a_plan(region)
            owner = made.an_owner(region, "Ägaren")
            own = made.an_action(region, plan, made.an_area(region, plan), owner, title="Egen sak")
            late = a_held_meeting(region, plan, title="Utan protokoll")
            a_decision(region, late, due_on=today() - timedelta(days=1))
            coming = a_meeting(region, plan)
            asked(region, coming)
        strategist, member = make.user(region, "strategist"), make.user(region, "learning_centre_manager", organisation=owner)
        stranger = make.user(region, "learning_centre_manager", organisation=made.an_owner(region, "Någon annan"))
        meetings = dashboard_cards(region, strategist)[0].context
        assert (meetings["coming"].id, meetings["counts"].silent, [row.title for row in meetings["unfinished"]]) == (
            coming.id,
            1,
            ["Utan protokoll"],
        )
        assert meetings["late"]["count"] == 1
        cards = dashboard_cards(region, member)
        assert [action.title for card in cards for action in card.context["actions"]] == ["Egen sak"]
        assert dashboard_cards(region, stranger) == []
        assert dashboard_cards(region, None) == []
        own.status_at = utcnow()
        assert dashboard_cards(region, member) == []
        assert [item.uid for item in hooks.for_region(region).calendar_items(user=member)] == [late.ref, coming.ref]
        facade = hooks.for_region(region)
        assert facade.resolve_ref(user=member, ref=coming.ref).title == coming.title  # type: ignore[union-attr]
        assert facade.resolve_ref(user=None, ref=coming.ref) is None


def test_cards_are_shown_on_the_board(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan = a_plan(region)
        a_held_meeting(region, plan, title="Utan protokoll")
        asked(region, a_meeting(region, plan))
    browser.sign_in(make.user(region, "strategist")).get(f"/r/{region.slug}/")
    assert ("Ledningsgruppens möten" in browser.text, "Utan protokoll" in browser.text) == (True, True)
