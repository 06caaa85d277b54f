"""Text of nothing but spaces says nothing: where a text is asked for, it is refused, and nothing is done."""

from __future__ import annotations

from core.db import atomic, db, get
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.offers.models import OfferStatus, PlacementOffer

from .made import a_period, an_employer, an_offer


def test_places_are_not_withdrawn_without_a_reason(browser: Browser, make: Factory) -> None:
    region = make.region("nord", plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        offer_id = an_offer(region, a_period(region), an_employer(region)).id
    browser.sign_in(make.user(region, "placement_coordinator"))
    browser.get(f"/r/nord/internships/places/{offer_id}/withdraw").submit(reason=" \n ")
    assert (browser.status, "Skriv varför. Samordnaren behöver veta det." in browser.text) == (422, True)
    db.session.expire_all()
    with make.inside(region, "internships"):
        assert get(PlacementOffer, offer_id).status == OfferStatus.OPEN


def test_a_workplace_of_spaces_is_no_workplace(browser: Browser, make: Factory) -> None:
    region = make.region("nord", plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        offer_id = an_offer(region, a_period(region), an_employer(region)).id
    browser.sign_in(make.user(region, "placement_coordinator"))
    browser.get(f"/r/nord/internships/places/{offer_id}/edit").submit(workplace="  ", title="\t")
    assert browser.status == 422
    for sentence in ("Skriv vilken arbetsplats det gäller.", "Skriv i några ord vad man gör."):
        assert sentence in browser.text
