"""What visitors say becomes a case with a deadline, or a vote that says nothing of who gave it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import all_regions, db
from core.feedback.models import Feedback
from core.mail.models import Mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


def _stored() -> Any:
    db.session.expire_all()
    with all_regions("the test looks at everything"):
        return db.session.execute(select(Feedback).order_by(Feedback.id)).scalars().all()


@pytest.mark.requirement("A8")
def test_a_case_gets_a_deadline_an_answer_and_an_end(region: Region, make: Factory, browser: Browser) -> None:
    admin = make.user(region, "region_admin")
    browser.get("/r/nord/feedback?kind=accessibility").submit(text="Knappen syns inte.", email="Bo@Test.samkraft.example")
    (case,) = _stored()
    assert (case.kind, case.due_on, case.email) == ("accessibility", today() + timedelta(days=5), "bo@test.samkraft.example")
    assert f"Din referens S-{case.id}" in browser.text
    told = db.session.execute(select(Mail).where(Mail.kind == "core.feedback")).scalars().all()
    assert [mail.recipient for mail in told] == [admin.email]
    assert "Knappen" not in told[0].body  # what somebody wrote is not spread by mail
    staff = Browser(browser.client.application).sign_in(admin)
    staff.get("/r/nord/admin/feedback/").follow("Knappen syns inte.").submit(answer="Nu syns den.", having="answer")
    assert "Synpunkten är hanterad." in staff.text
    assert _stored()[0].handled_by_id == admin.id
    answers = db.session.execute(select(Mail).where(Mail.recipient == "bo@test.samkraft.example")).scalars().all()
    assert ["Nu syns den." in mail.body for mail in answers] == [True]
    staff.get(f"/r/nord/admin/feedback/{case.id}")
    assert "Hanterad" in staff.text and all("answer" not in form.names for form in staff.forms)


def test_another_region_s_case_is_not_found(region: Region, make: Factory, browser: Browser) -> None:
    make.region("syd", municipalities=())
    browser.get("/r/syd/feedback?kind=suggestion").submit(text="Syds hemlighet")
    (case,) = _stored()
    browser.sign_in(make.user(region, "region_admin"))
    assert browser.get(f"/r/nord/admin/feedback/{case.id}").status == 404
    assert "Syds hemlighet" not in browser.get("/r/nord/admin/feedback/").text


def test_bad_input_is_answered_at_the_field(region: Region, browser: Browser) -> None:
    browser.get("/r/nord/feedback").submit(text="   ", email="nej", kind="page")
    assert browser.status == 200 and "Skriv vad du vill framföra." in browser.text
    browser.submit(text="Fel årtal", email="nej", kind="page")
    assert "Skriv en e-postadress på formen" in browser.text
    assert "Fel årtal" in browser.page
    assert _stored() == []


def test_a_vote_needs_no_cookie_and_leads_back(region: Region, browser: Browser) -> None:
    answer = browser.client.get("/r/nord/")
    assert "Set-Cookie" not in answer.headers
    browser.get("/r/nord/").submit(having="useful", button=("useful", "yes"))
    assert ("/r/nord/", "Tillbaka till sidan du kom från") in browser.links
    browser.get("/r/nord/").submit(text="Fler bilder", having="useful", button=("useful", ""))
    yes, suggestion = _stored()
    assert (yes.endpoint, yes.useful, yes.text, yes.email) == ("core_region.start", True, "", "")
    assert (suggestion.useful, suggestion.text, suggestion.handled_at) == (None, "Fler bilder", None)
    assert yes.handled_at is not None  # nothing to read


def test_a_vote_from_another_site_or_about_no_page_is_not_counted(region: Region, browser: Browser) -> None:
    vote = {"useful": "no", "endpoint": "core_region.start", "submission_key": "k1"}
    assert browser.client.post("/r/nord/feedback/vote", data=vote, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    browser.client.post("/r/nord/feedback/vote", data={**vote, "endpoint": "<script>", "submission_key": "k2"})
    assert _stored() == []
    away = browser.client.post("/r/nord/feedback/vote", data={**vote, "back": "//evil.example"})
    assert "evil" not in away.headers["Location"]


def test_counts_per_page_for_the_administrator(region: Region, make: Factory, browser: Browser) -> None:
    for key, useful in (("a", "no"), ("b", "no"), ("c", "yes")):
        browser.client.post("/r/nord/feedback/vote", data={"useful": useful, "endpoint": "core_region.start", "submission_key": key})
    browser.sign_in(make.user(region, "region_admin")).get("/r/nord/admin/feedback/")
    assert "Sida Ja Nej / 1 2" in browser.text
