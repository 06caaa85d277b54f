"""What the school knows of an applicant, what an applicant needs, and the reminders of those who are silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import SWEDEN, today
from core.db import atomic, db, get
from core.errors import Conflict
from core.mail.models import Mail
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.applicants import inviting, needs, service
from plugins.internships.applicants.jobs import remind_applicants
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.periods.models import PeriodStatus

from .made import a_period, a_school, an_applicant

NEED = "Behöver en ramp vid entrén"


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


def mailed() -> list[str]:
    """To whom, in order."""
    return list(db.session.execute(select(Mail.recipient).order_by(Mail.id)).scalars())


def done(action: str) -> int:
    """How often the log has it."""
    return len(db.session.execute(select(AuditEntry.id).where(AuditEntry.action == action)).all())


def test_the_school_changes_what_it_knows(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school, other = a_school(region), a_school(region, "En annan skola")
        period = a_period(region)
        ada, bo = an_applicant(region, period, school, "Ada Demo"), an_applicant(region, period, other, "Bo Demo")
        home = municipalities(region)[1].code
    browser.sign_in(make.user(region, "provider_representative", organisation=school))
    base = f"/r/{region.slug}/internships/applicants"
    assert browser.get(f"{base}/{bo.id}/edit").status == 404
    browser.get(f"{base}/{ada.id}").follow("Ändra")
    browser.submit({"name": "Ada Ändrad", "occupations": "5321\nhittepåyrke", "documents": "Registerutdrag"}, having="occupations")
    assert (browser.status, "hittepåyrke" in browser.text, "Registerutdrag" in browser.page) == (422, True, True)
    browser.submit({"occupations": "5321", "municipality_code": home, "town": "Byn"}, having="occupations")
    assert (browser.status, "Ändringen är sparad" in browser.text, "Registerutdrag" in browser.text) == (200, True, True)
    with make.inside(region, "internships"):
        found = get(Applicant, ada.id, lock=True)
        assert (found.name, found.occupation_groups, found.documents) == ("Ada Ändrad", ["5321"], ["Registerutdrag"])
        assert (found.municipality_code, found.town) == (home, "Byn")


def test_somebody_elses_change_in_between_is_told(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school = a_school(region)
        ada = an_applicant(region, a_period(region), school)
    browser.sign_in(make.user(region, "provider_representative", organisation=school))
    browser.get(f"/r/{region.slug}/internships/applicants/{ada.id}/edit")
    with make.inside(region, "internships"), atomic():
        service.change_applicant(region=region, applicant=get(Applicant, ada.id), facts={"programme": "Vård"})
    browser.submit({"programme": "Bygg"}, having="occupations")
    assert (browser.status, "Bygg" in browser.page) == (409, True)
    browser.submit({}, having="occupations")
    with make.inside(region, "internships"):
        assert (browser.status, get(Applicant, ada.id, lock=True).programme) == (200, "Bygg")


def test_what_is_needed_is_written_by_link_and_read_only_with_its_own_permission(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school = a_school(region)
        ada = an_applicant(region, a_period(region), school)
        mine = f"/r/{region.slug}/internships/mine/{token_for(ada)}"
    browser.get(mine).follow("Skriv vad du behöver")
    browser.submit({"text": "x" * 2001}, having="text")
    assert browser.status == 422
    browser.submit({"text": NEED}, having="text")
    assert (browser.url, browser.status) == (mine, 200)
    page = f"/r/{region.slug}/internships/applicants/{ada.id}"
    browser.sign_in(make.user(region, "provider_representative", organisation=school))
    assert browser.get(f"{page}/needs").status == 403
    assert NEED not in browser.get(page).page
    browser.sign_in(make.user(region, "placement_coordinator"))
    browser.get(page).follow("Särskilda behov")
    assert NEED in browser.page
    with make.inside(region, "internships"):
        assert (done("internships.special_need.saved"), done("internships.special_need.read")) == (1, 1)
        kept = db.session.execute(select(AuditEntry).where(AuditEntry.action.like("internships.special_need.%"))).scalars()
        assert not [entry for entry in kept if NEED in str(entry.detail)]
    with make.inside(region, "internships"), atomic():
        needs.save_need(region=region, applicant=get(Applicant, ada.id), text="Något nytt")
    browser.submit({"text": "Samordnarens ord"}, having="text")
    assert (browser.status, "Samordnarens ord" in browser.page) == (409, True)
    browser.submit({"text": ""}, having="text")
    with make.inside(region, "internships"):
        assert needs.need_of(get(Applicant, ada.id)) is None


def test_nobody_who_is_withdrawn_needs_anything(region: Region) -> None:
    ada = an_applicant(region, a_period(region), a_school(region))
    service.withdraw(region=region, applicant=ada)
    with pytest.raises(Conflict):
        needs.save_need(region=region, applicant=ada, text=NEED)
    with pytest.raises(Conflict):
        service.change_applicant(region=region, applicant=ada, facts={"programme": "Bygg"})


def test_the_silent_are_reminded_once_a_week_and_once_two_days_before(region: Region) -> None:
    period, school = a_period(region), a_school(region)
    ada, bo, cia = (an_applicant(region, period, school, name) for name in ("Ada Demo", "Bo Demo", "Cia Demo"))
    bo.status = ApplicantStatus.READY
    service.withdraw(region=region, applicant=cia)
    period.status, steps = PeriodStatus.WISHING, []
    for days in (8, 7, 6, 3, 2, 1, 0, -1):
        with time_machine.travel(datetime.combine(period.wishes_by - timedelta(days=days), time(8), SWEDEN), tick=False):
            steps.append((days, inviting.remind_silent(region=region), inviting.remind_silent(region=region)))
    assert steps == [(8, 0, 0), (7, 1, 0), (6, 0, 0), (3, 0, 0), (2, 1, 0), (1, 0, 0), (0, 0, 0), (-1, 0, 0)]
    assert mailed() == [ada.email] * 2
    assert done("internships.applicant.reminded") == 2


def test_a_missed_morning_is_made_up_for_and_who_was_just_mailed_is_left_alone(region: Region) -> None:
    period, school = a_period(region), a_school(region)
    an_applicant(region, period, school, "Ada Demo")
    period.status, period.wishes_by = PeriodStatus.WISHING, today() + timedelta(days=6)
    assert inviting.invite(region=region, period=period, school_ids=[school.id]) == 1
    assert inviting.remind_silent(region=region) == 0
    bo = an_applicant(region, period, school, "Bo Demo")
    assert (inviting.remind_silent(region=region), inviting.remind_silent(region=region)) == (1, 0)
    period.status = PeriodStatus.MATCHING
    bo.mailed_on = None
    assert inviting.remind_silent(region=region) == 0


def test_the_morning_s_job_mails_everybody_in_batches(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "BATCH", 2)
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"):
        with atomic():
            period, school = a_period(region), a_school(region)
            for number in range(5):
                an_applicant(region, period, school, f"Demo {number}")
            period.status, period.wishes_by = PeriodStatus.WISHING, today() + timedelta(days=2)
        remind_applicants(region)
        remind_applicants(region)
        assert len(mailed()) == len(set(mailed())) == 5
