"""The pages: for inhabitants without account, for centres, for providers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.organisations.models import OrganisationKind
from core.records.people import protect
from core.testing.client import Browser
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import deciding
from plugins.distance_learning.cohorts.models import CohortStatus, InterestStatus
from plugins.distance_learning.publishing.models import DistanceCourse
from tests.plugins.distance_learning.cohorts.conftest import ADDRESS, Town
from tests.plugins.distance_learning.made import a_course

HOME = "/r/norr/distance-learning"


def _register(browser: Browser, town: Town, number: int, *, at: int = 0, **facts: str) -> Browser:
    browser.get(f"{HOME}/courses/{town.course_id}/interest")
    typed = {"name": f"Person {number}", "email": ADDRESS.format(number), "municipality_code": "2482", "consent": "y"}
    return browser.submit(having="consent", centre_id=str(town.centre_ids[at]), **{**typed, **facts})


def test_an_inhabitant_registers_confirms_changes_and_is_forgotten(browser: Browser, town: Town) -> None:
    _register(browser, town, 1, phone="070-000 00 00")
    assert (browser.status, "Öppna länken i mejlet" in browser.text) == (200, True)
    assert "0 av 12 intresserade" in browser.get(f"{HOME}/courses/{town.course_id}").text
    link = town.link(1)
    assert "Du räknas med när du har bekräftat" in browser.get(link).text
    assert town.status(1) == InterestStatus.WAITING_CONFIRMATION  # a look changes nothing
    browser.submit(having="do")
    assert "Nu räknas du med" in browser.text
    assert "1 av 12 intresserade" in browser.get(f"{HOME}/courses/{town.course_id}").text
    browser.get(link).submit(having="centre_id", centre_id=str(town.centre_ids[2]), button=("do", "centre"))
    assert "Du har bytt lärcentrum" in browser.text
    browser.get(f"{link}/withdraw").submit()
    assert (town.status(1), "Har ångrat sig" in browser.text) == (InterestStatus.WITHDRAWN, True)
    browser.get(f"{link}/erase").submit()
    assert "Dina uppgifter är raderade" in browser.text
    assert browser.get(link).status == 404


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(browser: Browser, town: Town) -> None:
    town.interested(1)
    known, unknown = _register(browser, town, 1).text, _register(browser, town, 2).text
    assert known == unknown
    assert [kind for kind, _body in town.mails(1)][-1] == "interest_known"


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(browser: Browser, town: Town) -> None:
    _register(browser, town, 1, email="inte en adress", consent="")
    assert browser.status == 422
    assert "Kryssa i att du samtycker" in browser.text
    assert dict(browser.form(having="consent").fields)["name"] == "Person 1"
    browser.submit(having="consent", consent="y")
    assert "Skriv en e-postadress" in browser.text


@pytest.mark.parametrize("token", ["x", "a" * 101])
def test_a_link_that_is_none_is_not_found(browser: Browser, town: Town, token: str) -> None:
    assert [browser.get(f"{HOME}/interest/{token}{rest}").status for rest in ("", "/withdraw", "/erase")] == [404, 404, 404]


def test_everybody_sees_the_total_and_no_small_number_per_centre(browser: Browser, town: Town) -> None:
    town.interested(7)
    text = browser.get(f"{HOME}/courses/{town.course_id}").text
    assert "7 av 12 intresserade" in text
    assert "5 till behövs" in text
    assert text.count("visas inte") == 5  # the sentence, and each of the four centres
    told = browser.call("GET", f"/api/v1/regions/norr/distance-learning/cohorts/{town.course_id}").get_json()
    assert (told["interested"], told["missing"], told["centres"]) == (7, 5, {})


def test_a_manager_sees_the_people_of_the_own_centre_and_nobody_protected(browser: Browser, town: Town) -> None:
    school = town.make.organisation(town.region, kind=OrganisationKind.LEARNING_CENTRE)
    with town.inside():
        db.session.execute(select(LearningCentre).where(LearningCentre.id == town.centre_ids[0])).scalar_one().organisation_id = school.id
    town.interested(9)
    with town.inside(), atomic():
        protect(email=ADDRESS.format(5), region=town.region)
    browser.sign_in(town.make.user(town.region, "learning_centre_manager", organisation=school))
    page = browser.get(f"{HOME}/cohorts/{town.course_id}/people").text
    shown = [number for number in range(1, 10) if ADDRESS.format(number) in page]
    assert shown == [1, 9]
    assert "1 person räknas men visas inte i listan" in page
    browser.get(f"{HOME}/cohorts/{town.course_id}/people.csv")
    file = browser.response.get_data(as_text=True) if browser.response else ""
    assert [number for number in range(1, 10) if ADDRESS.format(number) in file] == [1, 9]
    with town.inside():
        assert db.session.execute(select(AuditEntry.id).where(AuditEntry.action == "distance_learning.interest.exported")).first()
        other, hidden = town.interest(2).id, town.interest(5).id
    assert [browser.get(f"{HOME}/cohorts/{town.course_id}/people/{each}").status for each in (other, hidden)] == [404, 404]


def test_the_provider_decides_and_another_provider_sees_nothing(browser: Browser, town: Town) -> None:
    school, other = (town.make.organisation(town.region, kind=OrganisationKind.EDUCATION_PROVIDER) for _ in range(2))
    with town.inside():
        db.session.execute(select(DistanceCourse).where(DistanceCourse.id == town.course_id)).scalar_one().organisation_id = school.id
    town.interested(12)
    browser.sign_in(town.make.user(town.region, "provider_representative", organisation=other))
    assert browser.get(f"{HOME}/cohorts/{town.course_id}").status == 404
    browser.sign_in(town.make.user(town.region, "provider_representative", organisation=school))
    assert browser.get(f"{HOME}/cohorts/{town.course_id}/people").status == 403
    browser.get(f"{HOME}/cohorts").follow("Vård och omsorg")
    browser.submit(having="do", do="confirm")
    assert "Studiegruppen blir av" in browser.text
    assert town.cohort().status == CohortStatus.CONFIRMED
    centre = f"at_{town.centre_ids[0]}"
    browser.submit(having=centre, button=("do", "start"), **{centre: "många"})
    assert browser.status == 422
    browser.submit(having=centre, button=("do", "start"), **{centre: "3"})
    assert (town.cohort().status, town.cohort().started) == (CohortStatus.STARTED, 3)


def test_a_receiving_centre_follows_and_does_not_decide(browser: Browser, town: Town) -> None:
    school = town.make.organisation(town.region, kind=OrganisationKind.LEARNING_CENTRE)
    with town.inside():
        db.session.execute(select(LearningCentre).where(LearningCentre.id == town.centre_ids[0])).scalar_one().organisation_id = school.id
    browser.sign_in(town.make.user(town.region, "learning_centre_manager", organisation=school))
    page = browser.get(f"{HOME}/cohorts/{town.course_id}")
    assert "Anordnaren, lärcentrumet som ger kursen eller regionen beslutar" in page.text
    browser.post(f"{HOME}/cohorts/{town.course_id}", {"do": "confirm", "seen": "collecting", "submission_key": "k", **_csrf(browser)})
    assert browser.status == 404
    town.interested(1)
    assert town.cohort().status == CohortStatus.COLLECTING


def _csrf(browser: Browser) -> dict[str, str]:
    return {"csrf_token": browser.form_token()}


def test_an_inhabitant_moves_from_a_cancelled_course_with_one_click(browser: Browser, town: Town) -> None:
    with town.inside():
        ref = a_course(town.region, *town.centres, title="Vård och omsorg 2").ref
    town.interested(1)
    with town.inside():
        deciding.cancel(region=town.region, course_id=town.course_id, seen="", reason="För få.", alternative_ref=ref, actor=None)
    browser.get(town.link(1)).submit(having="do", do="move")
    assert "Din anmälan är flyttad" in browser.text
    assert "Din anmälan till Vård och omsorg 2" in browser.text
    assert "Det går inte att anmäla intresse nu" in browser.get(f"{HOME}/courses/{town.course_id}/interest").text


def test_a_forwarded_link_tells_nothing_of_somebody_with_protected_identity(browser: Browser, town: Town) -> None:
    town.interested(1, phone="070-000 00 00")
    link = town.link(1)
    assert "Person 1" in browser.get(link).text
    with town.inside():
        protect(email=ADDRESS.format(1), region=town.region)
    page = browser.get(link).text
    assert [word in page for word in ("Person 1", ADDRESS.format(1), "070-000 00 00", "Du räknas med")] == [False, False, False, True]


@pytest.mark.requirement("S2")
def test_who_acts_for_no_organisation_has_to_do_with_no_cohort_and_reads_what_to_do(browser: Browser, town: Town) -> None:
    town.interested(1)
    browser.sign_in(town.make.user(town.region, "provider_representative")).get(f"{HOME}/cohorts")
    assert ("Vård och omsorg" in browser.text, "Du företräder ingen organisation här" in browser.text) == (False, True)
    assert browser.get(f"{HOME}/cohorts/{town.course_id}").status == 404
