"""What the papers of plans show elsewhere: the API, comparison, search, calendar, cards and open data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from core.clock import today
from core.db import atomic
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from plugins.regional_plans.permissions import READ, REPORT
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.report import service as reports

from .made import a_plan, an_action, an_area, an_indicator, an_owner
from .made_papers import a_case, a_draft, a_referral, a_report, an_answer


def in_force(region: Region, title: str, *, groups: list[str], actions: int = 1) -> Plan:
    plan = a_plan(region, title=title, first_year=today().year, last_year=today().year + 1)
    area = an_area(region, plan, f"Område i {title}", occupation_groups=groups)
    owner = an_owner(region, f"Ägare i {title}")
    for number in range(actions):
        an_action(region, plan, area, owner, title=f"Insats {number} i {title}")
    return plan


def test_plans_of_regions_that_share_are_side_by_side_and_no_others(make: Factory, browser: Browser, database: Any) -> None:
    members = [make.region(f"medlem-{name}", plugins=["regional_plans"]) for name in ("a", "b", "c")]
    whole = make.region("samverkan", plugins=["regional_plans"])
    for member in members:
        make.share(member, whole, *(["regional_plans"] if member is not members[2] else ["demand_pooling"]))
        with make.inside(member, "regional_plans"), atomic():
            in_force(member, f"Plan {member.slug}", groups=["5321"], actions=2)
            a_draft(member, f"Hemligt utkast {member.slug}")
    make.forget()
    with statements(database) as first:
        browser.get("/r/samverkan/regional-plans/compare")
    assert browser.status == 200
    assert [name for name in ("Medlem A", "Medlem B", "Medlem C", "Hemligt utkast") if name in browser.text] == ["Medlem A", "Medlem B"]
    assert "Medlem A: Område i Plan medlem-a" in browser.text
    assert "inte två planer" in browser.get("/r/medlem-a/regional-plans/compare").text
    with make.inside(members[0], "regional_plans"), atomic():
        in_force(members[0], "Plan till", groups=["5321", "5330"], actions=20)
    make.forget()
    with statements(database) as second:
        browser.get("/r/samverkan/regional-plans/compare")
    assert len(second) == len(first)


def test_others_systems_read_plans_and_reports_and_an_owner_says_how_its_own_go(app: Flask, make: Factory) -> None:
    region = make.region("nord", plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan, draft = a_plan(region, first_year=today().year, last_year=today().year), a_draft(region)
        owner, other = an_owner(region), an_owner(region, "Andra kommunen")
        area = an_area(region, plan)
        action, theirs = an_action(region, plan, area, owner), an_action(region, plan, area, other, title="Den andras")
        an_indicator(region, plan, action)
        report = a_report(region, plan)
    base = "/api/v1/regions/nord/regional-plans"
    anybody = Browser(app)
    assert [row["title"] for row in anybody.call("GET", f"{base}/plans").get_json()["items"]] == [plan.title]
    assert anybody.call("GET", f"{base}/plans/{draft.id}").status_code == 404
    told = anybody.call("GET", f"{base}/plans/{plan.id}").get_json()
    (first, second) = told["priorities"][0]["areas"][0]["actions"]
    assert (first["number"], first["owner"], first["indicators"][0]["target"], second["title"]) == ("1.1.1", owner.name, 20.0, "Den andras")
    assert "kontakt@test" not in anybody.call("GET", f"{base}/plans/{plan.id}").get_data(as_text=True)
    assert anybody.call("GET", f"{base}/reports").get_json()["items"] == []
    with make.inside(region, "regional_plans"), atomic():
        reports.adopt(region=region, report_id=report.id, facts={"adopted_by": "Nämnden", "adopted_on": today()})
    detail = anybody.call("GET", f"{base}/reports/{report.id}").get_json()
    assert (detail["year"], detail["content"]["title"]) == (today().year, report.title)
    caller = Browser(app, token=make.token(region, REPORT, organisation=owner))
    said = caller.call("POST", f"{base}/plans/{plan.id}/actions/{action.id}/status", {"status": "delayed", "text": "Lokal saknas"})
    assert (said.status_code, said.get_json()["status"]) == (201, "delayed")
    assert caller.call("POST", f"{base}/plans/{plan.id}/actions/{theirs.id}/status", {"status": "done"}).status_code == 404
    assert caller.call("POST", f"{base}/plans/{plan.id}/actions/{action.id}/status", {"status": "fine"}).status_code == 422
    reader = Browser(app, token=make.token(region, READ))
    assert reader.call("POST", f"{base}/plans/{plan.id}/actions/{action.id}/status", {"status": "done"}).status_code == 403
    assert sorted(row["title"] for row in reader.call("GET", f"{base}/plans").get_json()["items"]) == sorted([plan.title, draft.title])


def test_cases_and_referrals_are_found_by_the_plans_own_people_only(app: Flask, make: Factory) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        case = a_case(region, meets_on=today() + timedelta(days=9))
        referral = a_referral(region, answer_by=today() + timedelta(days=5))
        report = a_report(region)
        an_answer(region, referral)
    strategist, stranger = make.user(region, "strategist"), make.user(region)
    with app.test_request_context(f"/r/{region.slug}/"), make.inside(region):
        facade = hooks.for_region(region)
        assert [hit.title for hit in facade.search(user=strategist, query="RUN/12", limit=9)] == [case.title]
        assert facade.search(user=stranger, query="RUN/12", limit=9) == []
        for ref in (case.ref, referral.ref, report.ref):
            assert facade.resolve_ref(user=stranger, ref=ref) is None
            assert facade.resolve_ref(user=strategist, ref=ref) is not None
        mine = [item for item in facade.calendar_items(user=strategist) if item.uid.split(":")[1] in ("referral", "board_case")]
        assert sorted(item.start for item in mine) == [today() + timedelta(days=5), today() + timedelta(days=9)]  # type: ignore[type-var]
        assert [item for item in facade.calendar_items(user=None) if "referral" in item.uid] == []
        cards = [card for card in facade.dashboard_cards(user=strategist) if card.template.endswith("cards/papers.html")]
        assert [text for card in cards for text, _url in card.context["todo"]] == [f"Bemöt synpunkterna på {referral.title}"]
        assert [card for card in facade.dashboard_cards(user=stranger) if card.template.endswith("cards/papers.html")] == []


def test_open_data_is_of_the_plan_in_force_and_names_no_person(app: Flask, make: Factory) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        a_draft(region)
        in_force(region, "Gällande", groups=["5321"], actions=2)
    with app.test_request_context(f"/r/{region.slug}/"), make.inside(region):
        (dataset,) = [each for each in hooks.for_region(region).open_data() if each.name == "plan-actions"]
        rows = [dict(zip(dataset.header, row, strict=True)) for row in dataset.rows()]
    assert [row["action"] for row in rows] == ["Insats 0 i Gällande", "Insats 1 i Gällande"]
    assert "Demo Kontakt" not in str(rows)
