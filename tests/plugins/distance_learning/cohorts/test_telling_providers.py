"""When enough people want a course its provider is told: in Samkraft, by mail, or by the centre, by hand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import atomic, db
from core.mail.models import Mail
from core.notices.models import Notice
from core.organisations.models import OrganisationKind
from core.records.people import protect
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.distance_learning.publishing.models import DistanceCourse
from plugins.training_catalog.models import EducationProvider
from tests.plugins.distance_learning.cohorts.conftest import Town
from tests.plugins.training_catalog.conftest import Catalogue, event_, info, provider

PAGE = "/r/norr/distance-learning/courses/{}"
BY_HAND = "Berätta för anordnaren"


def _town(make: Factory, email: str) -> Town:
    """A course of an occasion in the catalogue, whose provider takes mail at an address."""
    town = Town(make, plugins=("distance_learning", "training_catalog"), threshold=2)
    catalogue = Catalogue(make, town.region)
    catalogue.read([provider(), info(), event_()])
    (event,) = catalogue.events
    with catalogue.scope(), atomic():
        db.session.execute(select(EducationProvider)).scalar_one().email = email
    with town.inside():
        _course(town).catalogue_ref = f"training_catalog:event:{event.id}"
    return town


def _course(town: Town) -> DistanceCourse:
    return db.session.execute(select(DistanceCourse).where(DistanceCourse.id == town.course_id)).scalar_one()


def _mails(town: Town) -> list[tuple[str, str]]:
    statement = select(Mail.recipient, Mail.body).where(Mail.kind == "distance_learning.provider_reached").order_by(Mail.id)
    with town.inside():
        return [(to, body) for to, body in db.session.execute(statement)]


def _notices(town: Town, user_id: int) -> list[str]:
    with town.inside():
        found: list[Any] = list(db.session.execute(select(Notice).where(Notice.user_id == user_id)).scalars())
        return [each.body for each in found if each.kind == "distance_learning.cohort_reached"]


def test_a_provider_without_account_is_mailed_once_at_the_catalogue_s_address(make: Factory, browser: Browser) -> None:
    town = _town(make, "Kurser@Skola.Example")
    clerk = make.user(town.region, "strategist")
    town.interested(3)
    ((to, body),) = _mails(town)
    assert to == "kurser@skola.example"
    assert ("2 gå Vård och omsorg" in body.replace("vill ", ""), f"/courses/{town.course_id}" in body) == (True, True)
    assert [name for name in ("Person 1", "person1@") if name in body] == []
    assert [BY_HAND in browser.sign_in(clerk).get(PAGE.format(town.course_id)).text] == [False]
    assert ["besluta om kursen startar" in text.lower() for text in _notices(town, clerk.id)] == [True]


def test_where_there_is_no_address_the_centre_reads_that_it_must_tell(make: Factory, browser: Browser) -> None:
    town = Town(make, threshold=2)
    clerk = make.user(town.region, "strategist")
    town.interested(1)
    browser.sign_in(clerk)
    assert BY_HAND not in browser.get(PAGE.format(town.course_id)).text
    town.interested(1, first=2)
    assert _mails(town) == []
    assert ["berätta för dem själv" in text for text in _notices(town, clerk.id)] == [True]
    pages = (PAGE.format(town.course_id), f"/r/norr/distance-learning/cohorts/{town.course_id}")
    assert [BY_HAND in browser.get(page).text for page in pages] == [True, True]


def test_inhabitants_have_no_part_in_who_tells_the_provider(make: Factory, browser: Browser) -> None:
    town = Town(make, threshold=2)
    town.interested(2)
    text = browser.get(PAGE.format(town.course_id)).text
    assert ("2 av 2 intresserade" in text, BY_HAND in text) == (True, False)


def test_a_provider_with_an_account_is_told_there_and_by_no_other_mail(make: Factory, browser: Browser) -> None:
    town = _town(make, "kurser@skola.example")
    school = make.organisation(town.region, "Exempelskolan", kind=OrganisationKind.EDUCATION_PROVIDER)
    teacher = make.user(town.region, "provider_representative", organisation=school)
    with town.inside():
        _course(town).organisation_id = school.id
    town.interested(2)
    assert (_mails(town), len(_notices(town, teacher.id))) == ([], 1)


def test_the_address_of_a_person_with_protected_identity_is_not_used(make: Factory) -> None:
    town = _town(make, "skyddad@skola.example")
    with town.inside():
        protect(email="skyddad@skola.example", region=town.region)
    clerk = make.user(town.region, "strategist")
    town.interested(2)
    assert _mails(town) == []
    assert ["berätta för dem själv" in text for text in _notices(town, clerk.id)] == [True]


def test_a_centre_that_gives_the_course_itself_is_not_asked_to_tell_itself(make: Factory, browser: Browser) -> None:
    town = Town(make, threshold=2)
    clerk = make.user(town.region, "strategist")
    with town.inside():
        course = _course(town)
        course.owner_centre_id, course.provider_name = town.centre_ids[0], "Lärcentrum 2482"
    town.interested(2)
    assert BY_HAND not in browser.sign_in(clerk).get(PAGE.format(town.course_id)).text
