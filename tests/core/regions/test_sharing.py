"""A collaboration reads what its members share with it, as long as they do, and writes only its own."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from core.audit.models import AuditEntry
from core.db import atomic, db, region_scope
from core.plugins import lifecycle
from core.regions import queries
from core.regions.models import Region, RegionMember, RegionShare
from core.testing.client import Browser
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Meeting


@pytest.fixture
def regions(make: Factory) -> dict[str, Region]:
    """Two members, one of which shares its meetings; a collaboration; and an outsider."""
    found = {slug: make.region(slug, plugins=["minutes"]) for slug in ("nord", "syd", "tillsammans", "utanfor")}
    make.share(found["nord"], found["tillsammans"], "meetings")
    make.share(found["syd"], found["tillsammans"])
    for slug, region in found.items():
        with atomic(), region_scope(region.id):
            db.session.add(Meeting(region_id=region.id, title=f"Möte i {slug}"))
    return found


def _seen(browser: Browser, slug: str, path: str = "meetings/") -> list[str]:
    browser.get(f"/r/{slug}/{path}")
    return [f"Möte i {name}" for name in ("nord", "syd", "tillsammans", "utanfor") if f"Möte i {name}" in browser.page]


def test_pages_and_api_show_own_and_shared_rows(regions: dict[str, Region], browser: Browser) -> None:
    assert {slug: _seen(browser, slug) for slug in regions} == {
        "nord": ["Möte i nord"],
        "syd": ["Möte i syd"],
        "tillsammans": ["Möte i nord", "Möte i tillsammans"],
        "utanfor": ["Möte i utanfor"],
    }
    items = browser.client.get("/api/v1/regions/tillsammans/meetings/meetings").get_json()["items"]
    assert sorted(item["title"] for item in items) == ["Möte i nord", "Möte i tillsammans"]
    assert _seen(browser, "tillsammans", "search?q=Möte") == ["Möte i nord", "Möte i tillsammans"]


def test_one_row_is_reached_by_its_own_region_and_by_whom_it_is_shared_with(regions: dict[str, Region], browser: Browser) -> None:
    with region_scope(regions["nord"].id):
        key = db.session.execute(select(Meeting.id)).scalar_one()
    statuses = {slug: browser.get(f"/r/{slug}/meetings/{key}").status for slug in regions}
    assert statuses == {"nord": 200, "syd": 404, "tillsammans": 200, "utanfor": 404}


@pytest.mark.parametrize("end", ["share withdrawn", "membership ended", "plugin off", "region closed"])
def test_sharing_ends_at_once(regions: dict[str, Region], browser: Browser, end: str) -> None:
    nord = regions["nord"]
    assert "Möte i nord" in _seen(browser, "tillsammans")
    with atomic():
        if end == "share withdrawn":
            db.session.execute(delete(RegionShare).where(RegionShare.member_id == nord.id))
        elif end == "membership ended":
            db.session.execute(delete(RegionMember).where(RegionMember.member_id == nord.id))
        elif end == "plugin off":
            lifecycle.disable(nord, "meetings")
        else:
            nord.active = False
    assert _seen(browser, "tillsammans") == ["Möte i tillsammans"]


def test_who_reads_a_region_s_rows_is_known(regions: dict[str, Region]) -> None:
    assert [r.slug for r in queries.collaborations_reading(regions["nord"], "meetings")] == ["tillsammans"]
    assert list(queries.collaborations_reading(regions["nord"], "minutes")) == []
    assert list(queries.collaborations_reading(regions["syd"], "meetings")) == []


def test_a_shared_row_is_read_only_and_the_refusal_says_whose_it_is(
    app: Flask, regions: dict[str, Region], make: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    with region_scope(regions["nord"].id):
        shared = db.session.execute(select(Meeting)).scalar_one()
    browser = Browser(app).sign_in(make.user(regions["tillsammans"], "region_admin"))
    browser.get(f"/r/tillsammans/meetings/{shared.id}/edit").submit(title="Övertaget")
    assert browser.status == 403
    assert "Uppgiften ägs av Nord. Bara den regionen kan ändra den." in browser.text
    assert "written in the scope of region" in caplog.text
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.access.shared_row")).scalar_one()
    assert (entry.region_id, entry.subject) == (regions["tillsammans"].id, f"core:region:{regions['nord'].id}")
    assert _seen(Browser(app), "nord") == ["Möte i nord"]
