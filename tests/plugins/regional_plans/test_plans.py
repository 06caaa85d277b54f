"""Plans and actions: written, changed at the same time by two, reported by their owners alone, copied forward, told to others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.plugins import hooks
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from plugins.regional_plans.actions import queries as action_queries
from plugins.regional_plans.actions import service as actions
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.actions.queries import Filters
from plugins.regional_plans.plans import copying, queries, service
from plugins.regional_plans.plans.models import PlanFocusArea, PlanStatus, Priority
from plugins.regional_plans.status import service as status
from plugins.regional_plans.status.models import StatusReport

from . import made


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    found = make.region(plugins=["regional_plans"])
    with make.inside(found, "regional_plans"), atomic():
        yield found


def test_a_plan_is_read_whole_in_few_queries_however_large(region: Region) -> None:
    plan, owner = made.a_plan(region), made.an_owner(region)
    counted = []
    for count in (1, 12):
        for number in range(count):
            area = made.an_area(region, plan, f"Område {count}-{number}")
            partner = made.an_owner(region, f"Part {count}-{number}")
            action = made.an_action(region, plan, area, owner, partners=[partner.id])
            indicator = made.an_indicator(region, plan, action)
            actions.measure(region=region, action=action, indicator=indicator, measured_on=today() - timedelta(days=2), value=3.0)
            actions.measure(region=region, action=action, indicator=indicator, measured_on=today(), value=5.0)
        db.session.expire_all()
        with statements(db.session.connection()) as seen:
            whole = queries.whole(region, plan.id)
            assert all(each.row.title for each in whole.actions)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert [each.number for each in whole.actions][:3] == ["1.1.1", "2.1.1", "3.1.1"]
    first = whole.actions[0]
    assert (first.owner, first.partners) == ("Exempelkommunen", ["Part 1-0"])
    assert [value.value for value in first.indicators[0].values] == [3.0, 5.0]


def test_the_years_of_a_plan_and_of_its_actions_fit(region: Region) -> None:
    with pytest.raises(DomainError) as caught:
        made.a_plan(region, first_year=2027, last_year=2026)
    assert caught.value.field == "last_year"
    plan = made.a_plan(region)
    with pytest.raises(DomainError) as caught:
        made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region), ends_on=date(2025, 12, 31))
    assert caught.value.field == "ends_on"


def test_a_plan_takes_its_steps_in_order_and_a_closed_one_is_left_alone(region: Region) -> None:
    plan = made.a_plan(region, status=PlanStatus.DRAFT)
    area = made.an_area(region, plan)
    with pytest.raises(Conflict):
        service.move_plan(region=region, plan=plan, to=PlanStatus.IN_FORCE)
    before = made.a_plan(region, title="Den förra")
    service.put_in_force(region=region, plan=plan, adopted_on=today(), diary_number="1/2026")
    assert (before.status, before.closed_at is None, plan.status) == (PlanStatus.CLOSED, False, PlanStatus.IN_FORCE)
    service.move_plan(region=region, plan=plan, to=PlanStatus.CLOSED)
    for change in (
        lambda: made.an_area(region, plan),
        lambda: made.an_action(region, plan, area, made.an_owner(region)),
        lambda: service.put_in_force(region=region, plan=plan, adopted_on=today(), diary_number=""),
    ):
        with pytest.raises(Conflict, match="avslutad"):
            change()


def test_parts_are_moved_and_removed_only_when_empty(region: Region) -> None:
    plan = made.a_plan(region)
    first, second = made.a_priority(region, plan, "Första"), made.a_priority(region, plan, "Andra")
    service.move_priority(region=region, plan=plan, priority=second, up=True)
    assert [each.row.title for each in queries.whole(region, plan.id).priorities] == ["Andra", "Första"]
    area = service.save_area(
        region=region, plan=plan, priority=first, area=None, facts={"title": "A", "description": "", "occupation_groups": []}
    )
    action = made.an_action(region, plan, area, made.an_owner(region))
    with pytest.raises(Conflict):
        service.remove_priority(region=region, plan=plan, priority=first)
    with pytest.raises(Conflict):
        service.remove_area(region=region, plan=plan, area=area)
    actions.remove_action(region=region, plan=plan, action=action)
    service.remove_area(region=region, plan=plan, area=area)
    service.remove_priority(region=region, plan=plan, priority=first)
    assert db.session.execute(select(Priority.title)).scalars().all() == ["Andra"]
    assert db.session.execute(select(PlanFocusArea.id)).scalars().all() == []


def test_what_has_a_history_is_stopped_and_not_removed(region: Region) -> None:
    plan = made.a_plan(region)
    action = made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
    status.report(region=region, plan=plan, action=action, status=ActionStatus.STOPPED, text="Avbruten.")
    with pytest.raises(Conflict, match="stoppad"):
        actions.remove_action(region=region, plan=plan, action=action)
    indicator = made.an_indicator(region, plan, action)
    actions.measure(region=region, action=action, indicator=indicator, measured_on=today(), value=1.0)
    actions.measure(region=region, action=action, indicator=indicator, measured_on=today(), value=2.0)
    assert [value.value for value in action_queries.indicators(action)[0].values] == [2.0]
    with pytest.raises(Conflict, match="utfall"):
        actions.remove_indicator(region=region, plan=plan, action=action, indicator=indicator)
    with pytest.raises(DomainError) as caught:
        actions.measure(region=region, action=action, indicator=indicator, measured_on=today() + timedelta(days=1), value=1.0)
    assert caught.value.field == "measured_on"


def test_an_older_report_does_not_hide_a_newer_one(region: Region) -> None:
    plan = made.a_plan(region)
    action = made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
    status.report(region=region, plan=plan, action=action, status=ActionStatus.DONE, text="Klart.")
    assert action.status_at is not None
    earlier = action.status_at - timedelta(days=3)
    status.report(region=region, plan=plan, action=action, status=ActionStatus.DELAYED, text="Sent.", at=earlier)
    assert (action.status, action.status_text) == (ActionStatus.DONE, "Klart.")
    assert [row.status for row in action_queries.reports(action)] == [ActionStatus.DONE, ActionStatus.DELAYED]
    draft = made.a_plan(region, status=PlanStatus.DRAFT, title="Utkast")
    other = made.an_action(region, draft, made.an_area(region, draft), made.an_owner(region, "Annan"))
    with pytest.raises(Conflict, match="gäller"):
        status.report(region=region, plan=draft, action=other, status=ActionStatus.DONE, text="")


def test_a_copy_goes_on_from_what_is_not_done(region: Region) -> None:
    plan = made.a_plan(region, first_year=2025, last_year=2026)
    area, owner, partner = made.an_area(region, plan), made.an_owner(region), made.an_owner(region, "Parten")
    going = made.an_action(region, plan, area, owner, title="Pågår", partners=[partner.id])
    done = made.an_action(region, plan, area, owner, title="Klar")
    status.report(region=region, plan=plan, action=done, status=ActionStatus.DONE, text="")
    status.report(region=region, plan=plan, action=going, status=ActionStatus.DELAYED, text="Sent.")
    indicator = made.an_indicator(region, plan, going)
    actions.measure(region=region, action=going, indicator=indicator, measured_on=today(), value=7.0)
    whole = queries.whole(region, plan.id)
    copy = copying.copy_forward(region=region, whole=whole, title="Nästa", partner_ids=action_queries.partner_ids(plan))
    after = queries.whole(region, copy.id)
    assert (copy.status, copy.first_year, copy.last_year, copy.previous_id) == (PlanStatus.DRAFT, 2027, 2028, plan.id)
    assert [(each.row.title, each.row.previous_id, each.row.status, each.partners) for each in after.actions] == [
        ("Pågår", going.id, ActionStatus.NOT_STARTED, ["Parten"])
    ]
    assert after.actions[0].indicators[0].row.baseline == 7.0
    assert after.priorities[0].row.previous_id == whole.priorities[0].row.id


def test_focus_areas_of_the_plan_in_force_are_told_to_others(region: Region, make: Factory) -> None:
    made.an_area(region, made.a_plan(region, status=PlanStatus.DRAFT, title="Utkast"), "Hemligt")
    area = made.an_area(region, made.a_plan(region), "Undersköterskor")
    south = make.region("soder", plugins=["regional_plans"], municipalities=["1280"])
    told = hooks.for_region(region).focus_areas()
    assert [(each.ref, each.title, each.occupation_groups) for each in told] == [(area.ref, "Undersköterskor", ("5321",))]
    assert list(hooks.for_region(south).focus_areas()) == []


def test_search_and_links_show_drafts_to_the_plans_own_people_alone(region: Region, make: Factory) -> None:
    for kind, title in ((PlanStatus.DRAFT, "Hemlig insats"), (PlanStatus.IN_FORCE, "Öppen insats")):
        plan = made.a_plan(region, status=kind, title=f"Plan {kind.value}")
        made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region, f"Ägare {kind.value}"), title=title)
    facade, reader = hooks.for_region(region), make.user(region, "guidance_counsellor")
    hits = {user: {hit.title for hit in facade.search(user=user, query="insats", limit=10)} for user in (None, reader)}
    assert hits == {None: {"Öppen insats"}, reader: {"Öppen insats", "Hemlig insats"}}
    secret = db.session.execute(select(Action).where(Action.title == "Hemlig insats")).scalar_one()
    assert facade.resolve_ref(user=None, ref=secret.ref) is None
    assert facade.resolve_ref(user=reader, ref=secret.ref).title == "Hemlig insats"  # type: ignore[union-attr]


def test_the_list_is_filtered_and_filters_that_are_nothing_are_passed_over(region: Region) -> None:
    plan, one, two = made.a_plan(region), made.an_owner(region), made.an_owner(region, "Andra")
    area = made.an_area(region, plan)
    late = made.an_action(region, plan, area, one, title="Sen", ends_on=today() - timedelta(days=1))
    other = made.an_action(region, plan, area, two, title="Annan")
    other.status = ActionStatus.DELAYED
    db.session.flush()

    def titles(**chosen: object) -> list[str]:
        return [row.action.title for row in action_queries.page(plan, Filters(**chosen)).items]  # type: ignore[arg-type]

    assert titles() == ["Sen", "Annan"]
    assert titles(status="delayed") == ["Annan"]
    assert titles(owner=str(one.id)) == ["Sen"]
    assert titles(late=True) == [late.title]
    assert titles(status="x", owner="1 or 1") == ["Sen", "Annan"]


def test_parts_of_another_plan_or_region_are_not_reached(region: Region, make: Factory) -> None:
    plan, other = made.a_plan(region), made.a_plan(region, title="Annan")
    area = made.an_area(region, plan)
    action = made.an_action(region, plan, area, made.an_owner(region))
    south = make.region("soder", plugins=["regional_plans"], municipalities=["1280"])
    for look in (
        lambda: service.area_of(other, area.id),
        lambda: action_queries.action(other, action.id),
        lambda: queries.plan(south, plan.id),
    ):
        with pytest.raises(NotFound):
            look()


def test_an_owner_reports_its_own_actions_and_no_others(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan, one, two = made.a_plan(region), made.an_owner(region), made.an_owner(region, "Andra")
        area = made.an_area(region, plan)
        own, others = made.an_action(region, plan, area, one), made.an_action(region, plan, area, two, title="Andras")
    base = f"/r/{region.slug}/regional-plans/plans/{plan.id}/actions"
    member = make.user(region, "learning_centre_manager", organisation=one)
    browser.sign_in(member).get(f"{base}/{own.id}").follow("Berätta hur det går")
    browser.submit({"text": "Bra."}, having="text")
    assert (browser.status, "Välj hur det går." in browser.text, "Bra." in browser.page) == (422, True, True)
    browser.submit({"status": "on_track"}, having="text")
    assert (browser.status, "Går enligt plan" in browser.text) == (200, True)
    assert "Berätta hur det går" not in browser.get(f"{base}/{others.id}").text
    assert browser.get(f"{base}/{others.id}/report").status == 404
    assert browser.get(f"{base}/{own.id}/edit").status == 403
    with make.inside(region, "regional_plans"):
        row = db.session.execute(select(StatusReport)).scalar_one()
        assert (row.action_id, row.by_id, row.text) == (own.id, member.id, "Bra.")


def test_two_who_change_an_action_at_the_same_time_lose_nothing(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            plan = made.a_plan(region)
            action = made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
        browser.sign_in(make.user(region, "strategist")).get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/actions/{action.id}/edit")
        with atomic():
            action.title = "Den andras titel"
        browser.submit({"title": "Min titel", "description": "Min text."}, having="title")
        assert browser.status == 409
        assert ("Den andras titel" in browser.text, "Min text." in browser.page) == (True, True)
        browser.submit(having="title")
        db.session.refresh(action)
        assert (browser.status, action.title, action.description) == (200, "Min titel", "Min text.")


def test_contacts_are_shown_to_the_plans_own_people_and_never_of_the_protected(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan = made.a_plan(region)
        area, owner = made.an_area(region, plan), made.an_owner(region)
        shown = made.an_action(region, plan, area, owner, contact_email="anna@test.samkraft.example", contact_name="Anna Demo")
        hidden = made.an_action(region, plan, area, owner, contact_email="hemlig@test.samkraft.example", contact_name="Hemlig Demo")
        protect(email=hidden.contact_email, region=region)
    base = f"/r/{region.slug}/regional-plans/plans/{plan.id}/actions"
    assert "anna@test" not in browser.get(f"{base}/{shown.id}").page
    assert "anna@test" not in browser.client.get(f"{base}.csv").get_data(as_text=True)
    browser.sign_in(make.user(region, "strategist"))
    assert "anna@test" in browser.get(f"{base}/{shown.id}").page
    assert "emlig" not in browser.get(f"{base}/{hidden.id}").page
    file = browser.client.get(f"{base}.csv").get_data(as_text=True)
    assert ("anna@test" in file, "emlig" in file) == (True, False)


def test_a_protected_contact_is_not_shown_in_the_form_and_stays_when_nothing_is_written(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            plan = made.a_plan(region)
            action = made.an_action(
                region,
                plan,
                made.an_area(region, plan),
                made.an_owner(region),
                contact_email="hemlig@test.samkraft.example",
                contact_name="Hemlig Demo",
            )
            protect(email=action.contact_email, region=region)
        browser.sign_in(make.user(region, "strategist"))
        browser.get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/actions/{action.id}/edit")
        assert ("emlig" in browser.page, "Lämna namn och e-post tomma" in browser.text) == (False, True)
        browser.submit({"title": "Ny titel"}, having="title")
        db.session.refresh(action)
        assert (action.title, action.contact_name, action.contact_email) == ("Ny titel", "Hemlig Demo", "hemlig@test.samkraft.example")
        browser.get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/actions/{action.id}/edit")
        browser.submit({"contact_name": "Ny Demo", "contact_email": "ny@test.samkraft.example"}, having="title")
        db.session.refresh(action)
        assert (action.contact_name, action.contact_email) == ("Ny Demo", "ny@test.samkraft.example")


def test_bad_input_is_told_at_the_field(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan = made.a_plan(region)
        priority = made.a_priority(region, plan)
        made.an_area(region, plan)
    base = f"/r/{region.slug}/regional-plans/plans/{plan.id}"
    browser.sign_in(make.user(region, "strategist")).get(f"{base}/priorities/{priority.id}/areas/new")
    browser.submit({"title": "Område", "occupation_groups": "5321, 99"}, having="title")
    assert (browser.status, "Det finns ingen yrkesgrupp 99." in browser.text, "5321, 99" in browser.page) == (422, True, True)
    browser.get(f"{base}/actions/new").submit({"title": "Insats", "contact_email": "inte en adress", "amount": "mycket"}, having="title")
    assert browser.status == 422
    assert "Skriv en hel e-postadress" in browser.text
    assert "mycket" in browser.page
