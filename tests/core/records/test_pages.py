"""The pages of retention and of persons, as an administrator and a person meet them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import all_regions, atomic, db, utcnow
from core.jobs.models import Outbox
from core.jobs.runner import run
from core.mail.models import Mail
from core.records.models import ProtectedPerson, RetentionRule
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User

RULE = {
    "keep": "time",
    "years": "1",
    "months": "0",
    "decision": "RS 2026/12 § 4",
    "decided_by": "Regionstyrelsen",
    "decided_on": "2026-01-02",
}


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["meetings"])


@pytest.fixture
def admin(make: Factory, region: Region, browser: Browser) -> Browser:
    browser.sign_in(make.user(region, "region_admin", name="Ada"))
    return browser


def actions(prefix: str) -> list[str]:
    return list(db.session.execute(select(AuditEntry.action).where(AuditEntry.action.startswith(prefix)).order_by(AuditEntry.id)).scalars())


def test_a_decision_is_made_and_a_run_follows_it(admin: Browser, region: Region) -> None:
    with atomic():
        for name, region_id in (("old", region.id), ("other", None)):
            db.session.add(
                Mail(
                    region_id=region_id,
                    kind="x.y",
                    recipient="a@exempel.example",
                    subject=name,
                    body="",
                    message_id=name,
                    created_at=utcnow() - timedelta(days=800),
                )
            )
    assert "Inget beslut" in admin.get("/r/nord/admin/retention/").text
    assert "Inget ska gallras" in admin.get("/r/nord/admin/retention/preview").text
    admin.get("/r/nord/admin/retention/rules/core.mail")
    assert "minst en månad" in admin.submit(RULE | {"years": "0"}, having="keep").text
    with all_regions("nothing was decided anywhere"):
        assert db.session.execute(select(RetentionRule)).scalars().all() == []
    page = admin.submit(RULE, having="keep")
    assert "RS 2026/12 § 4, Regionstyrelsen 2026-01-02" in page.text
    assert "core:mail:" in admin.get("/r/nord/admin/retention/preview").text
    admin.submit(to="/r/nord/admin/retention/run")
    row = db.session.execute(select(Outbox).where(Outbox.name == "core.dispose_records")).scalar_one()
    run(row.id)
    assert db.session.execute(select(Mail.subject)).scalars().all() == ["other"]
    assert "RS 2026/12 § 4" in admin.get("/r/nord/admin/retention/log").text
    assert actions("core.retention") == ["core.retention.decided", "core.retention.disposed"]


def test_a_stop_is_put_and_lifted(admin: Browser) -> None:
    admin.get("/r/nord/admin/retention/stop")
    assert "Välj en sorts handlingar" in admin.submit({"reason": "Tvist"}, having="reason").text
    assert "Stoppad" in admin.submit({"record_type": "core.mail", "reason": "Tvist"}, having="reason").text
    (lift,) = [form.action for form in admin.forms if form.action.endswith("/lift")]
    page = admin.submit(to=lift)
    assert ("hävt" in page.text, "Stoppad" in page.text) == (True, False)


def test_only_who_may(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "strategist"))
    for path in (
        "retention/",
        "retention/preview",
        "retention/log",
        "processing/",
        "processing/register.csv",
        "persons/",
        "persons/export",
    ):
        assert browser.get(f"/r/nord/admin/{path}").status == 403, path


@pytest.mark.requirement("S51")
def test_the_record_of_processing_lists_every_table_with_persons_that_the_region_uses(admin: Browser) -> None:
    answer = admin.get("/r/nord/admin/processing/register.csv")
    assert answer.response is not None
    lines = list(csv.reader(io.StringIO(answer.response.data.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Ändamål", "Vems uppgifter", "Uppgifter", "Rättslig grund", "Hur länge", "Tabell"]
    tables = [line[5] for line in lines[1:]]
    assert [t for t in tables if not t.startswith("core_")] == ["meetings_guest", "meetings_meeting"]
    assert [t for t in tables if t in ("core_user", "core_membership", "core_login_token", "core_county")] == [
        "core_login_token",
        "core_membership",
        "core_user",
    ]
    assert "Logga in utan lösenord" in admin.get("/r/nord/admin/processing/").text


@pytest.mark.requirement("S54")
def test_a_person_takes_out_the_own_data(make: Factory, region: Region, browser: Browser) -> None:
    me, other = make.user(region, "strategist", name="Bo Eget"), make.user(region, "strategist", name="Ulla Annan")
    browser.sign_in(me)
    assert browser.get("/account/my-data/file").url == "/account/my-data"
    browser.get("/account/my-data")
    answer = browser.submit().response
    assert answer is not None
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        text, page = file.read("data.json").decode(), file.read("data.html").decode()
    assert [row["name"] for row in json.loads(text)["data"]["core_user"]] == ["Bo Eget"]
    assert ("Bo Eget" in page, other.email in text, other.name in page) == (True, False, False)
    assert actions("core.person") == ["core.person.exported"]


@pytest.mark.requirement("S55")
def test_an_administrator_takes_out_and_erases_but_only_what_is_the_regions(make: Factory, admin: Browser, region: Region) -> None:
    south = make.region("syd")
    here, both = make.user(region, "strategist", name="Bo Här"), make.user(region, "strategist", name="Eva Båda")
    with atomic():
        db.session.add(Mail(region_id=south.id, kind="x.y", recipient=both.email, subject="hemligt söder", body="", message_id="s"))
    admin.get("/r/nord/admin/persons/")
    page = admin.submit({"email": both.email})
    assert "finns också i en annan region" in page.text
    answer = admin.submit(to="/r/nord/admin/persons/export").response
    assert answer is not None
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        text = file.read("data.json").decode()
    assert ("Eva Båda" in text, "hemligt söder" in text) == (True, False)
    token = admin.get("/r/nord/admin/persons/found").form_token()
    refused = admin.post("/r/nord/admin/persons/erase", {"csrf_token": token, "submission_key": "once"})
    assert "finns också i en annan region" in refused.text
    assert both.email != f"{both.id}@erased.invalid"
    admin.get("/r/nord/admin/persons/")
    admin.submit({"email": here.email})
    assert "Personen är raderad" in admin.submit(to="/r/nord/admin/persons/erase").text
    db.session.expire_all()
    row = db.session.execute(select(User).where(User.id == here.id)).scalar_one()
    assert (row.name, row.active) == ("", False)
    assert actions("core.person") == ["core.person.exported", "core.person.erased"]


@pytest.mark.requirement("S53")
def test_a_protected_person_is_nameless_and_opened_only_with_a_reason(make: Factory, admin: Browser, region: Region) -> None:
    hidden = make.user(region, "strategist", name="Hemlig Hemligsson")
    admin.get("/r/nord/admin/persons/")
    admin.submit({"email": hidden.email})
    assert "skyddad" in admin.submit(to="/r/nord/admin/persons/protect").text
    row = db.session.execute(select(ProtectedPerson)).scalar_one()
    path = f"/r/nord/admin/persons/protected/{row.id}"
    assert hidden.email not in admin.get(path).text
    assert "Skriv varför" in admin.submit({"reason": ""}).text
    assert hidden.email in admin.submit({"reason": "Begärde ut sina uppgifter"}).text
    assert actions("core.person") == ["core.person.protected", "core.person.protected_viewed"]
    with atomic():
        from core.audit.service import record

        record("meetings.meeting.booked", region=region, actor=hidden)
    log = admin.get("/r/nord/admin/audit").text
    assert ("Hemlig" in log, hidden.email in log, "En användare" in log) == (False, False, True)
    for searched in ("Hemlig", hidden.email):
        assert "meetings.meeting.booked" not in admin.get(f"/r/nord/admin/audit?person={searched}").text
    admin.get(path)
    assert "borttaget" in admin.submit(to=f"{path}/lift").text
    assert "Hemlig Hemligsson" in admin.get("/r/nord/admin/audit").text


def test_a_protected_person_of_one_region_is_not_found_in_another(make: Factory, admin: Browser) -> None:
    south = make.region("syd")
    with atomic():
        from core.records.people import protect

        row = protect(email=make.user(south, "strategist").email, region=south)
    assert admin.get(f"/r/nord/admin/persons/protected/{row.id}").status == 404
