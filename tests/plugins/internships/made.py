"""Rows for the tests of placements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.clock import today
from core.db import db
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.internships.applicants import service as applicants
from plugins.internships.applicants.models import Applicant
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.queries import kinds
from plugins.internships.kinds.ready_made import add_missing
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import OfferSource, PlacementOffer
from plugins.internships.periods import service as periods
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy, WishMode


def a_kind(region: Region, code: str = "apl") -> PlacementKindPolicy:
    """One of the ready-made kinds."""
    add_missing(region)
    return next(kind for kind in kinds(region) if kind.code == code)


def period_facts(region: Region, **facts: Any) -> dict[str, Any]:
    """What a form would say of a period that starts in half a year."""
    monday = today() - timedelta(days=today().weekday()) + timedelta(weeks=26)
    return {
        "title": "APL nästa termin",
        "kind_id": a_kind(region).id,
        "starts_on": monday,
        "ends_on": monday + timedelta(weeks=4, days=-3),
        "weeks": 4,
        "offers_by": today() + timedelta(weeks=4),
        "wishes_by": today() + timedelta(weeks=8),
        "accept_days": 7,
        "policy": Policy.STABLE,
        "wish_mode": WishMode.RANKED,
        "travel_limit_km": None,
        **facts,
    }


def a_period(region: Region, *, status: PeriodStatus = PeriodStatus.COLLECTING, **facts: Any) -> PlacementPeriod:
    """A period that collects places, unless something else is said."""
    made = periods.save_period(region=region, period=None, facts=period_facts(region, **facts))
    made.status = status
    db.session.flush()
    return made


def an_employer(region: Region, name: str = "Exempelverken AB") -> Organisation:
    """An employer in the region's first municipality."""
    return register_organisation(name=name, region=region, municipality_code=municipalities(region)[0].code)


def offer_facts(region: Region, **facts: Any) -> dict[str, Any]:
    """What a form would say of an offer."""
    return {
        "workplace": "Exempelförskolan",
        "municipality_code": municipalities(region)[0].code,
        "title": "Barnskötare",
        "capacity": 2,
        "minimum": 0,
        "contact_name": "Demo Kontakt",
        "contact_email": "plats@test.samkraft.example",
        **facts,
    }


def an_offer(region: Region, period: PlacementPeriod, employer: Organisation, *, is_open: bool = True, **facts: Any) -> PlacementOffer:
    """Two open places."""
    made = offers.make_offer(
        region=region, period=period, organisation=employer, source=OfferSource.OWN_PAGE, facts=offer_facts(region, **facts)
    )
    return offers.open_offer(region=region, offer=made) if is_open else made


def a_school(region: Region, name: str = "Exempelskolan") -> Organisation:
    """A school in the region's first municipality."""
    code = municipalities(region)[0].code
    return register_organisation(name=name, region=region, municipality_code=code, kind=OrganisationKind.EDUCATION_PROVIDER)


def an_applicant(region: Region, period: PlacementPeriod, school: Organisation, name: str = "Demo Elev", **facts: Any) -> Applicant:
    """Somebody whom the school has just entered."""
    email = f"{name.lower().replace(' ', '.')}@test.samkraft.example"
    said = {"name": name, "email": email, "programme": "Barn och fritid", "municipality_code": municipalities(region)[0].code, **facts}
    return applicants.make_applicant(region=region, period=period, school=school, facts=said)
