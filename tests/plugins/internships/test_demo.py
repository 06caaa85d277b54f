"""The demo has what the pages are worth looking at with, and seeding twice makes nothing more."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import atomic, db
from core.testing.factories import Factory
from plugins.internships import demo
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

CODES = ["2482", "2506", "2505", "2425", "2523", "2510", "2584", "2282", "2521", "2481", "2417", "2283", "2422"]


def test_fifty_five_places_in_twelve_municipalities_once(make: Factory) -> None:
    region = make.region("norr", plugins=["internships"], municipalities=CODES)
    for _ in range(2):
        with make.inside(region, "internships"), atomic():
            demo.seed(region)
        with make.inside(region, "internships"):
            now = db.session.execute(select(PlacementPeriod.id).where(PlacementPeriod.status == PeriodStatus.COLLECTING)).scalar_one()
            counted = select(func.sum(PlacementOffer.capacity), func.count(PlacementOffer.municipality_code.distinct()))
            found = db.session.execute(counted.where(PlacementOffer.period_id == now, PlacementOffer.status == OfferStatus.OPEN)).one()
            assert tuple(found) == (55, 12)
            assert db.session.execute(select(func.count()).select_from(PlacementPeriod)).scalar_one() == 2
