"""Offers: what holds together, what can be changed when, schools' shares, withdrawal, and what others are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.events.replay import request_replay
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.organisations.models import Organisation
from core.records.models import ProtectedPerson
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.service import grant_role
from plugins.internships.events import OfferChanged
from plugins.internships.offers import queries, service
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.offers.supervisors import remove_supervisor, save_supervisor
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.periods.service import save_period

from .made import a_period, an_employer, an_offer, offer_facts, period_facts


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


@pytest.fixture
def period(region: Region) -> PlacementPeriod:
    return a_period(region)


@pytest.fixture
def employer(region: Region) -> Organisation:
    return an_employer(region)


def told(region: Region) -> list[dict[str, Any]]:
    db.session.flush()
    wanted = select(Outbox).where(Outbox.name == OfferChanged.name, Outbox.region_id == region.id).order_by(Outbox.id)
    return [row.payload for row in db.session.execute(wanted).scalars()]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"municipality_code": "0180"}, "municipality_code"),
        ({"municipality_code": "9999"}, "municipality_code"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": -2}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"minimum": 3}, "minimum"),
        ({"supervisor_id": 999_999}, "supervisor_id"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(
    region: Region, period: PlacementPeriod, employer: Organisation, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        an_offer(region, period, employer, **facts)
    assert caught.value.field == field
    assert db.session.execute(select(PlacementOffer.id)).scalars().all() == []


def test_another_employers_supervisor_or_one_that_has_left_is_not_the_employers(
    region: Region, period: PlacementPeriod, employer: Organisation
) -> None:
    said = {"name": "Demo Handledare", "email": "h@test.samkraft.example", "phone": "", "capacity": 1}
    own = save_supervisor(region=region, organisation=employer, supervisor=None, facts=said)
    others = save_supervisor(region=region, organisation=an_employer(region, "Andra AB"), supervisor=None, facts=said)
    offer = an_offer(region, period, employer, supervisor_id=own.id)
    with pytest.raises(DomainError):
        service.change_offer(region=region, offer=offer, facts=offer_facts(region, supervisor_id=others.id))
    remove_supervisor(region=region, supervisor=own)
    assert offer.supervisor_id is None
    with pytest.raises(DomainError):
        service.change_offer(region=region, offer=offer, facts=offer_facts(region, supervisor_id=own.id))


@pytest.mark.parametrize("status", [PeriodStatus.PLANNING, PeriodStatus.WISHING, PeriodStatus.MATCHING, PeriodStatus.ENDED])
def test_places_are_not_offered_while_they_are_planned_wished_for_given_out_or_over(
    region: Region, employer: Organisation, status: PeriodStatus
) -> None:
    with pytest.raises(Conflict):
        an_offer(region, a_period(region, status=status), employer)


def test_once_places_are_given_out_they_can_only_be_withdrawn(region: Region, period: PlacementPeriod, employer: Organisation) -> None:
    offer, late = an_offer(region, period, employer), an_offer(region, period, employer, is_open=False)
    period.status = PeriodStatus.MATCHING
    for act in (
        lambda: service.change_offer(region=region, offer=offer, facts=offer_facts(region, capacity=5)),
        lambda: service.open_offer(region=region, offer=late),
        lambda: service.set_quota(region=region, offer=offer, school=employer, places=1),
    ):
        with pytest.raises(Conflict):
            act()
    assert (offer.capacity, late.status) == (2, OfferStatus.DRAFT)
    service.withdraw_offer(region=region, offer=offer, reason="Ombyggnad")
    assert (offer.status, offer.withdrawn_reason) == (OfferStatus.WITHDRAWN, "Ombyggnad")
    period.status = PeriodStatus.ENDED
    with pytest.raises(Conflict):
        service.withdraw_offer(region=region, offer=late, reason="")


def test_schools_never_share_more_places_than_there_are(region: Region, period: PlacementPeriod, employer: Organisation) -> None:
    offer = an_offer(region, period, employer, capacity=4)
    first, second = an_employer(region, "Skolan Ett"), an_employer(region, "Skolan Två")
    service.set_quota(region=region, offer=offer, school=first, places=3)
    with pytest.raises(DomainError) as caught:
        service.set_quota(region=region, offer=offer, school=second, places=2)
    assert (caught.value.message, caught.value.field) == ("Högst 1 platser är kvar att ge en skola.", "places")
    service.set_quota(region=region, offer=offer, school=second, places=1)
    service.set_quota(region=region, offer=offer, school=first, places=2)
    assert queries.shares(offer) == [("Skolan Ett", 2), ("Skolan Två", 1)]
    with pytest.raises(DomainError):
        service.change_offer(region=region, offer=offer, facts=offer_facts(region, capacity=2))
    service.set_quota(region=region, offer=offer, school=first, places=0)
    assert queries.shares(offer) == [("Skolan Två", 1)]


def test_others_are_told_of_what_is_open_and_never_of_a_draft(region: Region, period: PlacementPeriod, employer: Organisation) -> None:
    offer = an_offer(region, period, employer, is_open=False)
    service.change_offer(region=region, offer=offer, facts=offer_facts(region, capacity=3))
    assert told(region) == []
    service.open_offer(region=region, offer=offer)
    service.open_offer(region=region, offer=offer)
    service.change_offer(region=region, offer=offer, facts=offer_facts(region, capacity=3))
    service.change_offer(region=region, offer=offer, facts=offer_facts(region, capacity=5))
    service.withdraw_offer(region=region, offer=offer, reason="")
    service.withdraw_offer(region=region, offer=offer, reason="")
    found = [(each["revision"], each["status"], each["capacity"]) for each in told(region)]
    assert found == [(1, "open", 3), (2, "open", 5), (3, "withdrawn", 5)]
    assert "plats@test.samkraft.example" not in str(told(region))
    hidden = an_offer(region, period, employer, is_open=False)
    service.withdraw_offer(region=region, offer=hidden, reason="")
    assert len(told(region)) == 3


def test_who_missed_what_is_offered_is_told_again(make: Factory) -> None:
    home = make.region("norr", plugins=["internships"])
    with make.inside(home, "internships"), atomic():
        now, over, employer = a_period(home), a_period(home), an_employer(home)
        kept, gone = an_offer(home, now, employer), an_offer(home, now, employer, title="Kock")
        an_offer(home, now, employer, is_open=False)
        an_offer(home, over, employer)
        over.status = PeriodStatus.ENDED
        service.withdraw_offer(region=home, offer=gone, reason="")
    drain()
    with make.inside(home, "internships"):
        before = len(told(home))
    with atomic():
        request_replay(home, [OfferChanged.name, "other.thing.v1"])
        request_replay(home, ["other.thing.v1"])
    drain()
    with make.inside(home, "internships"):
        found = told(home)[before:]
    assert [(each["offer_id"], each["status"], each["revision"]) for each in found] == [(kept.id, "open", 1), (gone.id, "withdrawn", 2)]


def test_an_employer_sees_and_reaches_only_its_own_places(make: Factory, browser: Browser) -> None:
    home = make.region("norr", plugins=["internships"])
    with make.inside(home, "internships"), atomic():
        period, own, other = a_period(home), an_employer(home, "Egna AB"), an_employer(home, "Andras AB")
        mine, theirs = an_offer(home, period, own, workplace="Egna köket"), an_offer(home, period, other, workplace="Andras kök")
    user = make.user(home)
    with atomic():
        grant_role(user=user, region=home, role="employer_representative", organisation=own)
    with make.inside(home, "internships"), pytest.raises(NotFound):
        queries.own_place(home, user, theirs.id)
    browser.sign_in(user).get("/r/norr/internships/places")
    assert "Egna köket" in browser.text
    assert "Andras kök" not in browser.text
    assert browser.get(f"/r/norr/internships/places/{mine.id}").status == 200
    for url in ("", "/edit", "/withdraw", "/schools"):
        assert browser.get(f"/r/norr/internships/places/{theirs.id}{url}").status == 404


def test_a_contact_with_protected_identity_is_not_shown_to_who_changes_the_place_and_stays(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        contact = {"contact_name": "Skyddad Demo", "contact_email": "skyddad@test.samkraft.example", "contact_phone": "070-123"}
        offer = an_offer(region, a_period(region), an_employer(region), **contact)
        db.session.add(ProtectedPerson(email=contact["contact_email"]))
    page = f"/r/{region.slug}/internships/places/{offer.id}/edit"
    browser.sign_in(make.user(region, "placement_coordinator")).get(page)
    assert (browser.status, [word for word in contact.values() if word in browser.text]) == (200, [])
    browser.submit({"workplace": "Nya arbetsplatsen"}, having="workplace")
    with make.inside(region, "internships"):
        db.session.expire_all()
        kept = db.session.get_one(PlacementOffer, offer.id)
        assert (kept.workplace, kept.contact_name, kept.contact_phone) == ("Nya arbetsplatsen", "Skyddad Demo", "070-123")
    browser.get(page).submit({"contact_name": "Demo Ny"}, having="workplace")
    with make.inside(region, "internships"):
        db.session.expire_all()
        assert db.session.get_one(PlacementOffer, offer.id).contact_name == "Demo Ny"


def test_others_are_told_when_the_period_s_days_change(region: Region, period: PlacementPeriod, employer: Organisation) -> None:
    opened = an_offer(region, period, employer)
    an_offer(region, period, employer, is_open=False)
    facts = {key: getattr(period, key) for key in period_facts(region)}
    later = facts["ends_on"] + timedelta(days=7)
    save_period(region=region, period=period, facts={**facts, "title": "Ett annat namn"})
    assert [each["revision"] for each in told(region)] == [1]
    save_period(region=region, period=period, facts={**facts, "ends_on": later})
    assert [(each["offer_id"], each["ends_on"], each["revision"]) for each in told(region)][1:] == [(opened.id, later.isoformat(), 2)]
