"""The one gate: whether a plugin is on in a region, and that every surface asks."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.jobs import Outcome, enqueue
from core.jobs.runner import run
from core.plugins import hooks
from core.plugins.enablement import effective, enabled_plugins, is_enabled
from core.plugins.models import RegionPlugin
from core.regions.models import Region
from core.testing.apps import registry_of
from core.testing.client import Browser
from core.testing.factories import Factory
from tests.fixture_plugins.meetings import service
from tests.fixture_plugins.meetings.models import Meeting
from tests.fixture_plugins.meetings.plugin import plugin as meetings
from tests.fixture_plugins.minutes.models import Note

ALL = {"meetings", "minutes", "archive"}


def _names(region: Region) -> list[str]:
    return [p.name for p in enabled_plugins(region)]


def _row(region: Region, plugin: str, *, enabled: bool = True) -> None:
    with atomic():
        db.session.add(RegionPlugin(region_id=region.id, plugin=plugin, enabled=enabled))


@pytest.mark.parametrize(
    ("rows", "on"),
    [
        (set(), []),
        ({"meetings"}, ["meetings"]),
        ({"minutes"}, []),  # its requirement is off
        ({"archive", "meetings"}, ["meetings"]),  # the middle of the chain is off
        ({"archive", "minutes"}, []),
        (ALL, ["meetings", "minutes", "archive"]),
        ({*ALL, "uninstalled"}, ["meetings", "minutes", "archive"]),
        ({"uninstalled"}, []),
    ],
)
def test_on_are_enabled_rows_that_are_loaded_and_have_what_they_require(context: None, rows: set[str], on: list[str]) -> None:
    assert [p.name for p in effective(rows)] == on


def test_rows_of_other_regions_and_rows_that_are_off_do_not_count(make: Factory) -> None:
    north, south = make.region(), make.region()
    _row(north, "meetings")
    _row(north, "minutes", enabled=False)
    _row(south, "minutes")
    assert (_names(north), _names(south)) == (["meetings"], [])
    assert (is_enabled(north, "meetings"), is_enabled(north, "minutes"), is_enabled(south, "meetings")) == (True, False, False)
    assert is_enabled(south, "core") is True


def test_a_plugin_that_is_no_longer_loaded_is_off_and_takes_its_dependants_along(make: Factory, app: Flask) -> None:
    region = make.region(plugins=["archive"])
    assert _names(region) == ["meetings", "minutes", "archive"]
    loaded = app.extensions["samkraft_registry"]
    app.extensions["samkraft_registry"] = registry_of(meetings)
    try:
        make.forget()
        assert _names(region) == ["meetings"]
    finally:
        app.extensions["samkraft_registry"] = loaded
    make.forget()
    assert _names(region) == ["meetings", "minutes", "archive"]


def test_off_means_404_on_every_page_and_says_why(make: Factory, browser: Browser) -> None:
    on, off = make.region(plugins=["meetings"]), make.region()
    for region in (on, off):
        with atomic(), region_scope(region.id):
            db.session.add(Meeting(region_id=region.id, title=f"Möte i {region.slug}"))
    user = make.user(on, "region_admin")
    with atomic():
        from core.users.service import grant_role

        grant_role(user=user, region=off, role="region_admin")
    browser.sign_in(user)
    for path in ("meetings/", "meetings/nested/inner", "meetings/new", "admin/meetings/"):
        assert browser.get(f"/r/{on.slug}/{path}").status == 200, path
        assert browser.get(f"/r/{off.slug}/{path}").status == 404, path
        assert "Den här delen är inte påslagen i regionen." in browser.text
        assert "Möte i" not in browser.text
    posted = browser.client.post(f"/r/{off.slug}/meetings/new", data={"title": "x"})
    assert posted.status_code == 404


def test_off_in_the_api_says_so_in_problem_details(make: Factory, browser: Browser) -> None:
    on, off = make.region(plugins=["meetings"]), make.region()
    assert browser.client.get(f"/api/v1/regions/{on.slug}/meetings/meetings").get_json()["items"] == []
    answer = browser.client.get(f"/api/v1/regions/{off.slug}/meetings/meetings")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert (answer.get_json()["code"], answer.get_json()["status"]) == ("plugin_not_enabled", 404)


@pytest.mark.requirement("S3")
def test_off_means_no_menu_card_search_hit_slot_or_ref(make: Factory, browser: Browser, app: Flask) -> None:
    on, off = make.region(plugins=["minutes"]), make.region()
    for region in (on, off):
        with atomic(), region_scope(region.id):
            db.session.add(Meeting(region_id=region.id, title="Hemligt möte"))
    reachable = []
    for region in (on, off):
        ref = "meetings:meeting:1"
        with app.test_request_context(), region_scope(region.id):
            facade = hooks.for_region(db.session.merge(region, load=False))
            ref = f"meetings:meeting:{db.session.execute(select(Meeting.id)).scalar_one()}"
            reachable.append(
                [
                    len(facade.nav_items(user=None)),
                    len(facade.dashboard_cards(user=None)),
                    len(facade.search(user=None, query="Hemligt")),
                    len(facade.slot_content(user=None, slot="meetings.meeting.below", subject=ref)),
                    facade.resolve_ref(user=None, ref=ref) is not None,
                    len(facade.region_checks()),
                ]
            )
    assert reachable == [[3, 1, 1, 1, True, 1], [0, 0, 0, 0, False, 0]]
    assert "Möten" in browser.get(f"/r/{on.slug}/").text
    assert "Möten" not in browser.get(f"/r/{off.slug}/").text


def test_off_means_that_a_waiting_job_is_skipped_and_recorded(make: Factory) -> None:
    on, off = make.region(plugins=["meetings"]), make.region()
    ids = {}
    for region in (on, off):
        with atomic(), region_scope(region.id):
            db.session.add(Meeting(region_id=region.id, title=" Rörigt "))
            ids[region.id] = enqueue("meetings.tidy_titles", region=region).id
    assert [run(ids[on.id]), run(ids[off.id])] == [Outcome.DONE, Outcome.SKIPPED]
    make.forget()
    titles = {}
    for region in (on, off):
        with region_scope(region.id):
            titles[region.id] = db.session.execute(select(Meeting.title)).scalar_one()
    assert titles == {on.id: "Rörigt", off.id: " Rörigt "}


def test_an_event_reaches_the_subscribers_that_are_on_when_it_is_delivered(make: Factory) -> None:
    from core.jobs.runner import drain

    both, only = make.region(plugins=["minutes"]), make.region(plugins=["meetings"])
    for region in (both, only):
        with atomic(), region_scope(region.id):
            service.book_meeting(region=region, title="Årsmöte")
    drain()
    make.forget()
    notes = {}
    for region in (both, only):
        with region_scope(region.id):
            notes[region.id] = db.session.execute(select(Note.text).order_by(Note.id)).scalars().all()
    assert notes == {both.id: ["Protokollboken öppnad", "Protokoll: Årsmöte"], only.id: []}
