"""Study visits: seats are never promised twice, both sides can give them back, and others hear of what stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.notices.models import Notice
from core.organisations.models import Organisation
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.visits import queries, service
from plugins.guidance.visits.models import BookingStatus, Visit, VisitBooking

from .made import a_booking, a_visit, an_employer

AT = "/r/norr/guidance/visits"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def employer(make: Factory, region: Region) -> Organisation:
    with make.inside(region), atomic():
        return an_employer(region)


def told(kind: str) -> int:
    return len(db.session.execute(select(Notice).where(Notice.kind == f"guidance.{kind}")).all())


def emitted() -> list[int]:
    rows = db.session.execute(select(Outbox).where(Outbox.name == "guidance.visit_booked.v1").order_by(Outbox.id)).scalars()
    return [row.payload["seats"] for row in rows]


def test_seats_run_out_and_come_back(make: Factory, region: Region) -> None:
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        visit = a_visit(region)
        first = a_booking(region, visit, user, people=15)
        with pytest.raises(Conflict, match="Det finns 5 platser kvar"):
            a_booking(region, visit, user, people=6)
        service.cancel_booking(region=region, visit=visit, booking=first)
        a_booking(region, visit, user, people=20)
        assert queries.taken(visit) == 20
        assert emitted() == [15, 20]
        with pytest.raises(DomainError, match="20 platser är redan bokade"):
            service.save_visit(region=region, visit=visit, organisation=None, facts={**facts_of(visit), "seats": 19})
        service.cancel_visit(region=region, visit=visit)
        with pytest.raises(Conflict, match="går inte att boka"):
            a_booking(region, visit, user, people=1)
        assert told("visit_answered") == 2  # the one that was given back, and the visit that was cancelled


def facts_of(visit: Visit) -> dict[str, object]:
    names = (
        "title",
        "kind",
        "starts_at",
        "ends_at",
        "place",
        "municipality_code",
        "seats",
        "ages",
        "about",
        "occupation_groups",
        "needs_answer",
    )
    return {name: getattr(visit, name) for name in names}


def test_an_employer_that_wants_to_answer(make: Factory, region: Region, employer: Organisation) -> None:
    make.user(region, "employer_representative", organisation=employer)
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        visit = a_visit(region, employer, needs_answer=True)
        booking = a_booking(region, visit, user)
        assert (booking.status, emitted(), told("visit_booked")) == (BookingStatus.ASKED, [], 1)
        service.confirm(region=region, visit=visit, booking=booking)
        assert (booking.status, emitted(), told("visit_answered")) == (BookingStatus.CONFIRMED, [10], 1)
        with pytest.raises(Conflict, match="redan besvarad"):
            service.confirm(region=region, visit=visit, booking=booking)
        assert [item.summary for item in hooks.for_region(region).calendar_items(user=user)] == ["Se verkstaden"]


@pytest.mark.parametrize("wrong", [{"starts_at": -1}, {"ends_at": -300}])
def test_times_that_cannot_be(make: Factory, region: Region, wrong: dict[str, int]) -> None:
    moved = {name: utcnow() + timedelta(hours=hours) for name, hours in wrong.items()}
    with make.inside(region), atomic(), pytest.raises(DomainError):
        a_visit(region, **moved)


def test_pages_book_and_show_bookings_to_both_sides_alone(make: Factory, region: Region, employer: Organisation, browser: Browser) -> None:
    with make.inside(region), atomic():
        visit = a_visit(region, employer)
        other = a_booking(region, visit, None, school="Hemliga skolan", people=2)
    browser.sign_in(make.user(region, "guidance_counsellor"))
    browser.get(f"{AT}/{visit.id}/book").submit(having="people", school="Skolan 8B", people="0")
    assert browser.status == 422
    browser.submit(having="people", people="19")
    assert "Det finns 18 platser kvar." in browser.text
    assert "Skolan 8B" in browser.page
    browser.submit(having="people", people="18")
    assert "Klart. Besöket är bokat." in browser.text
    assert "Skolan 8B" in browser.text
    assert "Hemliga skolan" not in browser.text
    assert (
        browser.post(f"{AT}/{visit.id}/bookings/{other.id}/cancel", {"csrf_token": browser.form_token(), "submission_key": "k" * 32}).status
        == 404
    )
    browser.sign_in(make.user(region, "employer_representative", organisation=employer))
    assert "Hemliga skolan" in browser.get(f"{AT}/{visit.id}").text
    assert "Hemliga skolan" not in Browser(browser.client.application).get(f"{AT}/{visit.id}").text
    make.forget()
    with make.inside(region):
        rows = db.session.execute(select(VisitBooking.people).order_by(VisitBooking.id)).scalars().all()
    assert rows == [2, 18]


def test_another_employer_s_people_change_nothing(make: Factory, region: Region, employer: Organisation, browser: Browser) -> None:
    with make.inside(region), atomic():
        visit = a_visit(region)
    browser.sign_in(make.user(region, "employer_representative", organisation=employer))
    assert browser.get(f"{AT}/{visit.id}/edit").status == 404
