"""The region with a plan: every page that its strategist reaches, and the mailed question, by keyboard and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from core import mailed_links
from core.db import db as database
from core.db import region_scope
from core.regions.queries import by_slug
from core.testing.live import Site
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.meetings.models import GroupMeeting, MeetingStatus
from plugins.regional_plans.status.mails import PURPOSE
from plugins.regional_plans.status.models import StatusReport, StatusRequest
from tests.browser.inspection import Inspector
from tests.browser.test_every_page import PartCrawl

REGION = "jamtland-harjedalen"
BASE = f"/r/{REGION}/regional-plans"


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("role", ["", "strategist"])
def test_every_page_of_the_plan(site: Site, chromium: Browser, visited: set[str], role: str) -> None:
    context = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    if role:
        page.goto(site.url + site.sign_in_path(role, REGION))
        if page.locator("main form button").count():
            page.locator("main form button").first.click()
    crawl = PartCrawl(site, page, visited, BASE)
    crawl.run(f"{BASE}/")
    context.close()
    assert crawl.faults == []
    assert len(crawl.visits) > (3 if not role else 25)


def _question(site: Site) -> tuple[str, int, int]:
    """The token of a contact of the coming meeting who has not answered, the contact's first action, and how much was said of it."""
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            wanted = (
                select(StatusRequest, Action.id)
                .join(GroupMeeting, GroupMeeting.id == StatusRequest.meeting_id)
                .join(Action, Action.contact_email == StatusRequest.email)
                .where(
                    GroupMeeting.status == MeetingStatus.PLANNED,
                    StatusRequest.answered_at.is_(None),
                    Action.plan_id == GroupMeeting.plan_id,
                )
                .where(Action.status.in_(("on_track", "delayed")))
                .order_by(StatusRequest.id, Action.id)
            )
            request, action_id = database.session.execute(wanted).first() or (None, 0)
            assert request is not None
            said = database.session.execute(select(StatusReport.id).where(StatusReport.action_id == action_id)).scalars().all()
            return mailed_links.token_of(PURPOSE, request.seed), action_id, len(said)


@pytest.mark.requirement("A1", "A12")
def test_the_mailed_question_by_keyboard_without_scripts(site: Site, chromium: Browser, visited: set[str]) -> None:
    token, action_id, before = _question(site)
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{BASE}/status/{token}?action={action_id}&status=delayed")
    assert page.locator(f"input[name=status_{action_id}][value=delayed]").is_checked()
    page.locator(f"textarea[name=text_{action_id}]").focus()
    page.keyboard.type("Läraren börjar i januari.")
    page.get_by_role("button", name="Spara läget").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Läget är sparat" in page.inner_text("body")
    assert page.locator(f"textarea[name=text_{action_id}]").input_value() == "Läraren börjar i januari."
    context.close()
    looking = chromium.new_context(locale="sv-SE", reduced_motion="reduce")
    inspector = Inspector(site, looking.new_page(), visited)
    for path in (f"{BASE}/status/{token}", f"{BASE}/status/ingen-alls"):
        inspector.page.goto(site.url + path)
        inspector.look()
    looking.close()
    assert inspector.faults == []
    with site.app.test_request_context():
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            rows = database.session.execute(select(StatusReport).where(StatusReport.action_id == action_id)).scalars().all()
            assert len(rows) == before + 1
