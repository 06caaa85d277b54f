"""A learning centre as base: chosen by link where there are any, counted from in the match, and forgotten where they are off."""

from __future__ import annotations

from typing import Any

from core.db import atomic, db, get
from core.plugins.lifecycle import disable
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.applicants.bases import bases, choices
from plugins.internships.applicants.links import token_for
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.rounds.eligibility import band, distance
from plugins.internships.rounds.facts import facts_of
from tests.plugins.distance_learning.made import a_centre

from .made import a_period, a_school, an_applicant, an_employer, an_offer

HOME, AWAY = "2482", "2421"  # Skellefteå, Storuman


def far(make: Factory, region: Region, period: PlacementPeriod) -> tuple[float, int]:
    """How far it is to the place, and in which band."""
    with make.inside(region, "internships"):
        db.session.expire_all()
        facts = facts_of(get(PlacementPeriod, period.id))
        (person,), (place,) = facts.people.values(), facts.places.values()
        return distance(person, place) or 0.0, band(person, place)


def test_a_base_is_chosen_by_link_and_the_distance_is_counted_from_there(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships", "distance_learning"])
    with make.inside(region, "distance_learning"), atomic():
        centre = a_centre(region, "Lärcentrum Storuman", municipality_code=AWAY)
        a_centre(region, "Ett som inte är öppet", municipality_code=AWAY, is_published=False)
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        offer = an_offer(region, period, an_employer(region), municipality_code=AWAY)
        ada = an_applicant(region, period, a_school(region), municipality_code=HOME)
        period.status = PeriodStatus.WISHING
        mine = f"/r/{region.slug}/internships/mine/{token_for(ada)}"
        assert choices(region) == [(centre.ref, "Lärcentrum Storuman, Storuman")]
    before = far(make, region, period)
    assert before[0] > 150
    said: dict[str, Any] = {"offer_1": str(offer.id), "municipality_code": HOME}
    browser.get(mine).submit({**said, "centre_ref": "distance_learning:centre:999"}, having="offer_1")
    assert browser.status == 422
    browser.get(mine).submit({**said, "centre_ref": centre.ref}, having="offer_1")
    assert browser.status == 200
    assert far(make, region, period) == (0.0, 0)
    browser.sign_in(make.user(region, "placement_coordinator"))
    assert "Lärcentrum Storuman" in browser.get(f"/r/{region.slug}/internships/applicants/{ada.id}").text
    # Where learning centres are off nothing is asked, and everybody starts from home; what was chosen is kept.
    with atomic():
        disable(region, "distance_learning")
    assert far(make, region, period) == before
    assert "centre_ref" not in browser.get(mine).page
    browser.submit(said, having="offer_1")
    with make.inside(region, "internships"):
        assert (get(Applicant, ada.id, lock=True).centre_ref, bases(region)) == (centre.ref, {})


def test_nothing_is_asked_where_there_are_no_centres(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["internships", "distance_learning"])
    with make.inside(region, "internships"), atomic():
        period = a_period(region)
        ada = an_applicant(region, period, a_school(region))
        period.status = PeriodStatus.WISHING
        mine = f"/r/{region.slug}/internships/mine/{token_for(ada)}"
    assert "centre_ref" not in browser.get(mine).page
