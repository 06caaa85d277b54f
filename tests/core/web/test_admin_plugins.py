"""The administrator's page does exactly what the configuration file does: same rows, same audit, same rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.plugins.models import RegionPlugin
from core.plugins.registry import Quarantined
from core.regions.apply import apply_file
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from tests.fixture_plugins.archive.plugin import plugin as archive


@pytest.fixture(autouse=True)
def _archive() -> Iterator[None]:
    yield
    archive.calls.clear()
    type(archive).fails_at_start = False


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


@pytest.fixture
def admin(region: Region, make: Factory, browser: Browser) -> Browser:
    """A browser where the region's administrator is signed in."""
    return browser.sign_in(make.user(region, "region_admin", name="Ada"))


def _state(region: Region) -> tuple[dict[str, Any], list[Any]]:
    """Plugin rows, and audit entries about plugins without who did it and when."""
    db.session.expire_all()
    rows = db.session.execute(select(RegionPlugin).where(RegionPlugin.region_id == region.id)).scalars()
    entries = db.session.execute(
        select(AuditEntry)
        .where(AuditEntry.region_id == region.id, AuditEntry.at >= region.created_at, AuditEntry.action.startswith("core.plugin"))
        .order_by(AuditEntry.id)
    ).scalars()
    return {r.plugin: (r.enabled, r.settings) for r in rows}, [(e.action, e.subject, e.detail) for e in entries]


def _by_file(make: Factory, folder: Path, *steps: str) -> tuple[dict[str, Any], list[Any]]:
    """What the file makes of a region of its own, step by step."""
    path = folder / "regions.toml"
    for plugins in steps:
        path.write_text(f'[regions.fil]\nname = "Fil"\n[regions.fil.plugins]\n{plugins}\n', "utf-8")
        apply_file(path)
        make.forget()
    return _state(db.session.execute(select(Region).where(Region.slug == "fil")).scalar_one())


def _switch(browser: Browser, plugin: str, action: str) -> Browser:
    return browser.get(f"/r/nord/admin/plugins/{plugin}").submit(button=("action", action))


@pytest.mark.requirement("S46")
def test_page_and_file_leave_the_same_rows_and_audit(region: Region, admin: Browser, make: Factory, tmp_path: Path) -> None:
    _switch(admin, "archive", "enable")
    assert admin.url == "/r/nord/admin/plugins"
    assert "Påslaget: Möten, Protokoll, Arkiv." in admin.text
    everything = "meetings = {}\nminutes = true\narchive = true"
    assert _state(region) == _by_file(make, tmp_path, everything)

    admin.get("/r/nord/admin/plugins/meetings/settings").submit(most_seats="7", rooms="A, Stora salen", fee="12.5")
    assert "Inställningarna för Möten är sparade." in admin.text
    settings = 'meetings = { most_seats = 7, fee = 12.5, rooms = ["A", "Stora salen"] }\nminutes = true'
    with_settings = f"{settings}\narchive = true"
    _switch(admin, "minutes", "disable")
    assert "Avslaget: Arkiv, Protokoll." in admin.text
    db.session.execute(select(Region)).all()
    only_meetings = settings.partition("\n")[0]
    by_page = _state(region)
    with atomic():
        db.session.delete(db.session.execute(select(Region).where(Region.slug == "fil")).scalar_one())
    by_file = _by_file(make, tmp_path, everything, with_settings, only_meetings)
    assert by_page == by_file
    assert by_page[0] == {
        "meetings": (True, {"most_seats": 7, "fee": 12.5, "rooms": ["A", "Stora salen"]}),
        "minutes": (False, {}),
        "archive": (False, {}),
    }


def test_the_entry_says_who_did_it(region: Region, admin: Browser) -> None:
    _switch(admin, "meetings", "enable")
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "core.plugin.enabled")).scalar_one()
    ada = db.session.execute(select(User).where(User.name == "Ada")).scalar_one()
    assert (entry.actor, entry.actor_id, entry.region_id) == ("", ada.id, region.id)
    page = admin.get("/r/nord/admin/audit").text
    assert ("Slog på delen meetings" in page, "Ada" in page) == (True, True)


def test_what_follows_is_said_before_it_is_done(region: Region, admin: Browser) -> None:
    before = _state(region)
    page = admin.get("/r/nord/admin/plugins/archive").text
    assert "Fler delar följer med" in page
    assert "Möten" in page
    assert "Protokoll" in page
    assert _state(region) == before
    _switch(admin, "archive", "enable")
    page = admin.get("/r/nord/admin/plugins/meetings").text
    assert "De här slås av samtidigt, för att de behöver Möten" in page
    assert "Arkiv" in page


def test_a_double_click_switches_once(region: Region, admin: Browser) -> None:
    _switch(admin, "meetings", "enable")
    admin.repeat()
    rows, audit = _state(region)
    assert rows == {"meetings": (True, {})}
    assert [a for a, *_ in audit] == ["core.plugin.enabled"]


def test_a_page_that_is_out_of_date_does_nothing(region: Region, admin: Browser, make: Factory, app: Flask) -> None:
    """Two administrators look at the same page; one enables, the other presses the same button later."""
    admin.get("/r/nord/admin/plugins/meetings")
    other = Browser(app).sign_in(make.user(region, "region_admin"))
    _switch(other, "meetings", "enable")
    admin.submit(button=("action", "enable"))
    assert _state(region)[0] == {"meetings": (True, {})}
    assert len(_state(region)[1]) == 1


def test_a_start_that_fails_changes_nothing_and_says_why(region: Region, admin: Browser) -> None:
    type(archive).fails_at_start = True
    before = _state(region)
    _switch(admin, "archive", "enable")
    assert admin.status == 422
    assert "Arkivet saknar plats. Beställ en hylla till." in admin.text
    assert _state(region) == before
    type(archive).fails_at_start = False
    _switch(admin, "archive", "enable")
    assert set(_state(region)[0]) == {"meetings", "minutes", "archive"}


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"most_seats": "0"}, ["Värdet ska vara minst 1."]),
        ({"most_seats": "501"}, ["Värdet ska vara högst 500."]),
        ({"most_seats": "tio"}, ["Skriv ett heltal."]),
        ({"most_seats": ""}, ["Skriv ett heltal."]),
        ({"most_seats": "9" * 5000}, ["Skriv ett heltal."]),
        ({"fee": "12,x"}, ["Skriv ett tal."]),
        ({"fee": "NaN"}, ["Skriv ett tal."]),
        ({"greeting": "x" * 41}, ["Texten får vara högst 40 tecken lång."]),
        ({"greeting": "x" * 41, "fee": "-1", "rooms": "Kvar"}, ["Texten får vara högst 40 tecken lång.", "Värdet ska vara minst 0"]),
        ({"most_seats": "x", "fee": "-1"}, ["Skriv ett heltal.", "Värdet ska vara minst 0"]),
    ],
)
def test_wrong_settings_are_explained_at_the_field_and_nothing_is_lost(
    region: Region, admin: Browser, values: dict[str, str], messages: list[str]
) -> None:
    _switch(admin, "meetings", "enable")
    before = _state(region)
    admin.get("/r/nord/admin/plugins/meetings/settings").submit(values)
    assert (admin.status, admin.url) == (200, "/r/nord/admin/plugins/meetings/settings")
    assert admin.page.count("<title>Fel: ") == 1
    for message in messages:
        assert message in admin.text
    typed = dict(admin.form(having="most_seats").fields)
    assert {name: typed[name] for name in values} == values
    assert _state(region) == before
    admin.submit(most_seats="7", greeting="Hej", fee="1", rooms="A")
    assert _state(region)[0]["meetings"][1] == {"most_seats": 7, "greeting": "Hej", "fee": 1.0, "rooms": ["A"]}


def test_only_the_region_s_own_administrator_may(region: Region, make: Factory, app: Flask) -> None:
    other = make.region("syd")
    pages = ["plugins", "plugins/meetings", "plugins/meetings/settings", "audit", "jobs"]
    for user in (make.user(), make.user(region, "strategist"), make.user(region, "supervisor"), make.user(other, "region_admin")):
        browser = Browser(app).sign_in(user)
        for page in pages:
            assert browser.get(f"/r/nord/admin/{page}").status == 403, (user.email, page)
        token = browser.get("/r/nord/").form_token()
        answer = browser.client.post(
            "/r/nord/admin/plugins/meetings", data={"action": "enable", "csrf_token": token, "submission_key": "k"}
        )
        assert answer.status_code == 403
    stranger = Browser(app)
    for page in pages:
        assert stranger.get(f"/r/nord/admin/{page}").url == "/sign-in", page
    assert _state(region) == ({}, [])


def test_the_list_shows_state_checks_and_what_needs_what(region: Region, admin: Browser) -> None:
    _switch(admin, "minutes", "enable")
    text = admin.get("/r/nord/admin/plugins").text
    on, _, off = text.partition("Avslagna")
    assert on.index("Påslagna") < on.index("Möten På Version 1.2.0") < on.index("Protokoll På")
    assert "Används av: Protokoll" in on
    assert "Behöver: Möten" in on
    assert "Rum är inlagda: Lägg in rum i inställningarna." in on
    assert "Arkiv Av" in off
    assert "Behöver: Protokoll" in off


def test_what_is_broken_or_gone_is_named(region: Region, admin: Browser, app: Flask) -> None:
    with atomic():
        db.session.add(RegionPlugin(region_id=region.id, plugin="visitor_parking", enabled=True))
    quarantined = app.extensions["samkraft_registry"].quarantined
    quarantined.append(Quarantined("third_wheel", "ImportError: no module named wheel", "Uninstall or upgrade the package, then restart."))
    try:
        text = admin.get("/r/nord/admin/plugins").text
    finally:
        quarantined.clear()
    assert "third_wheel kunde inte starta ImportError: no module named wheel Uninstall or upgrade the package" in text
    assert "De här delarna är påslagna i regionen, men finns inte i installationen: visitor_parking." in text


@pytest.mark.parametrize(
    "page", ["plugins/unicorns", "plugins/unicorns/settings", "plugins/archive/settings", "plugins/core", "jobs?state=wrong"]
)
def test_unknown_parts_are_not_found(region: Region, admin: Browser, page: str) -> None:
    assert admin.get(f"/r/nord/admin/{page}").status == 404


def test_an_entry_of_a_plugin_that_is_gone_still_reads(region: Region, admin: Browser) -> None:
    from core.audit.service import record

    with atomic():
        record("visitor_parking.space.marked", region=region)
        record("meetings.meeting.booked", region=region)
    text = admin.get("/r/nord/admin/audit").text
    assert "visitor_parking.space.marked" in text
    assert "Bokade ett möte" in text
    assert "Bokade ett möte" not in admin.get("/r/nord/admin/audit?action=visitor").text


@pytest.mark.requirement("S3")
def test_the_log_of_another_region_is_not_shown(region: Region, admin: Browser, make: Factory) -> None:
    from core.audit.service import record

    other = make.region("syd")
    with atomic():
        record("core.canary.south", region=other)
        record("core.canary.north", region=region)
    text = admin.get("/r/nord/admin/audit").text
    assert ("core.canary.north" in text, "core.canary.south" in text) == (True, False)
