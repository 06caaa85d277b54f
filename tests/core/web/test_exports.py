"""Lists as files: what the list shows and no more, with its filters, for who may see the list; and the log says who took it out."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.files.tabular import read_table
from core.mail.service import queue_mail
from core.organisations import facts
from core.organisations.facts import Facts
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

PEOPLE = ("/r/norr/admin/people.csv", "/r/norr/admin/audit.csv", "/r/norr/admin/mail.csv")


@pytest.fixture
def north(make: Factory) -> Region:
    """A region with a neighbour: both have organisations, people, mails and a log."""
    for slug in ("soder", "norr"):
        region = make.region(slug)
        make.user(region, "strategist", name=f"Kim {slug}")
        with atomic():
            facts.add_organisation(region=region, facts=Facts(name=f"=Verkstan {slug}", kind=OrganisationKind.EMPLOYER))
            facts.add_organisation(region=region, facts=Facts(name=f"Skolan {slug}", kind=OrganisationKind.EDUCATION_PROVIDER))
            queue_mail(to=f"{slug}@x.example", subject="Hemligt", body="hemligt", kind="core.test", region=region)
    return region


@pytest.fixture
def admin(app: Flask, make: Factory, north: Region) -> Browser:
    return Browser(app).sign_in(make.user(north, "region_admin", name="Alva Admin"))


def lines(browser: Browser, url: str) -> list[list[str]]:
    answer = browser.client.get(url)
    assert (answer.status_code, answer.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def taken(action: str) -> list[dict[str, object]]:
    return list(db.session.execute(select(AuditEntry.detail).where(AuditEntry.action == action)).scalars())


@pytest.mark.requirement("S28")
def test_the_list_of_organisations_with_its_filters(admin: Browser) -> None:
    _header, *rows = lines(admin, "/r/norr/organisations/organisations.csv")
    assert sorted(cell for row in rows for cell in row if "norr" in cell or "soder" in cell) == ["'=Verkstan norr", "Skolan norr"]
    answer = admin.client.get("/r/norr/organisations/organisations.xlsx?kind=employer")
    names = [[cell for cell in row.cells if "norr" in cell] for row in read_table(answer.data).rows]
    assert names == [["=Verkstan norr"]]
    assert taken("core.organisations.exported") == [{"rows": 2, "format": "csv"}, {"rows": 1, "format": "xlsx"}]


def test_the_list_of_users_with_its_filters(admin: Browser) -> None:
    assert [row[0] for row in lines(admin, "/r/norr/admin/people.csv")] == ["Namn", "Alva Admin", "Kim norr"]
    (_header, row) = lines(admin, "/r/norr/admin/people.csv?role=strategist&status=active")
    assert (row[0], row[3]) == ("Kim norr", "Aktiv")
    assert taken("core.members.exported") == [{"rows": 2, "format": "csv"}, {"rows": 1, "format": "csv"}]


def test_the_mail_log_never_says_what_a_mail_says(admin: Browser) -> None:
    rows = lines(admin, "/r/norr/admin/mail.csv?kind=core.test")
    assert [row[0] for row in rows] == ["Mottagare", "norr@x.example"]
    assert "emlig" not in str(rows)
    assert taken("core.mail.exported") == [{"rows": 1, "format": "csv"}]


def test_the_audit_log_with_its_filters_says_that_it_was_taken_out(admin: Browser) -> None:
    lines(admin, "/r/norr/admin/audit.csv?action=core.organisation")
    _header, row = lines(admin, "/r/norr/admin/audit.csv?action=core.audit")
    assert row[1:4] == ["Tog ut händelseloggen till en fil", "Alva Admin", "core.audit.exported"]


@pytest.mark.requirement("S5")
def test_who_may_not_see_the_list_gets_no_file(app: Flask, make: Factory, north: Region) -> None:
    stranger = Browser(app).sign_in(make.user(north, "strategist"))
    assert [stranger.client.get(url).status_code for url in PEOPLE] == [403, 403, 403]


def test_lists_with_people_want_a_recent_sign_in(admin: Browser) -> None:
    with time_machine.travel(utcnow() + timedelta(hours=2), tick=False):
        assert [admin.client.get(url).status_code for url in PEOPLE] == [302, 302, 302]
    assert taken("core.members.exported") == []


def test_the_pages_lead_to_their_files_with_the_filters_chosen(admin: Browser) -> None:
    for page, file in (
        ("/r/norr/organisations/?kind=employer", "/r/norr/organisations/organisations.csv?kind=employer"),
        ("/r/norr/admin/people?role=strategist", "/r/norr/admin/people.csv?role=strategist"),
        ("/r/norr/admin/audit?action=core.organisation", "/r/norr/admin/audit.csv?action=core.organisation"),
        ("/r/norr/admin/mail?state=waiting", "/r/norr/admin/mail.csv?state=waiting"),
    ):
        admin.get(page)
        assert [href for href, words in admin.links if words == "CSV"] == [file]
