"""Applicants and placements for the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import mailed_links
from core.clock import today
from core.db import atomic, db, sort_key
from core.geo.places import municipalities as all_municipalities
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.internships import tokens
from plugins.internships.applicants import links
from plugins.internships.applicants.models import Applicant, ApplicantStatus, Preference
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod, Policy
from plugins.internships.rounds.models import MatchRun, Placement, PlacementStatus, RunKind, RunStatus

from .made import a_period, an_employer, an_offer


def a_school(region: Region, name: str = "Exempelgymnasiet") -> Organisation:
    """A school in the region's first municipality."""
    return register_organisation(
        name=name, region=region, municipality_code=municipalities(region)[0].code, kind=OrganisationKind.EDUCATION_PROVIDER
    )


def an_applicant(
    region: Region, period: PlacementPeriod, school: Organisation, name: str = "Demo Sökande", wishes: Any = (), **facts: Any
) -> Applicant:
    """Somebody who is ready, with offers in order of preference."""
    seed = mailed_links.new_seed()
    home = municipalities(region)[0].code
    seat = all_municipalities()[home]
    made = Applicant(
        **{
            "region_id": region.id,
            "period_id": period.id,
            "school_id": school.id,
            "programme": "Barn och fritid",
            "name": name,
            "sort_key": sort_key(name),
            "email": f"{name.lower().replace(' ', '.')}@test.samkraft.example".replace("ö", "o"),
            "municipality_code": home,
            "latitude": seat.latitude,
            "longitude": seat.longitude,
            "status": ApplicantStatus.READY,
            "seed": seed,
            "token_hash": mailed_links.digest(tokens.token_of(links.PURPOSE, seed)),
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    for rank, offer in enumerate(wishes, start=1):
        db.session.add(Preference(region_id=region.id, applicant_id=made.id, rank=rank, offer_id=offer.id))
    db.session.flush()
    return made


def a_placement(applicant: Applicant, offer: PlacementOffer, **facts: Any) -> Placement:
    """A published placement with a week to answer."""
    made = Placement(
        **{
            "region_id": applicant.region_id,
            "period_id": applicant.period_id,
            "applicant_id": applicant.id,
            "offer_id": offer.id,
            "status": PlacementStatus.PUBLISHED,
            "accept_by": today() + timedelta(days=7),
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def a_repair(region: Region, period: PlacementPeriod) -> MatchRun:
    """A repair that changes nothing, and can be read."""
    made = MatchRun(
        region_id=region.id, period_id=period.id, kind=RunKind.REPAIR, policy=Policy.STABLE, seed=1, status=RunStatus.DONE, time_limit=1.0
    )
    db.session.add(made)
    db.session.flush()
    return made


def token(applicant: Applicant) -> str:
    """Of the applicant's link."""
    return tokens.token_of(links.PURPOSE, applicant.seed)


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """An object for each address about placements."""
    period = a_period(region, title="APL placerad")
    offer = an_offer(region, period, an_employer(region, "Placeringsverken AB"))
    applicant = an_applicant(region, period, a_school(region))
    placement = a_placement(applicant, offer)
    return {
        "internships.my_placement": {"token": token(applicant)},
        "internships_api.placement": {"placement_id": placement.id},
        **{f"internships.{page}": {"placement_id": placement.id} for page in ("placement", "lock_placement", "give_time", "end_placement")},
        **{f"internships.{page}": {"period_id": period.id} for page in ("place_by_hand", "repair_period")},
        **{f"internships.{page}": {"run_id": a_repair(region, period).id} for page in ("repair_run", "publish_repair")},
    }


def rows(region: Region, count: int) -> None:
    """So many placements."""
    for number in range(count):
        period = a_period(region, title=f"APL placerad {count}-{number}")
        offer = an_offer(region, period, an_employer(region, f"Placeringsverken {count}-{number} AB"))
        applicant = an_applicant(region, period, a_school(region, f"Exempelskolan {count}-{number}"), f"Demo Elev {count} {number}")
        a_placement(applicant, offer)


def payloads(region: Region) -> dict[str, dict[str, Any]]:
    """What jobs about placements are run with."""
    period = a_period(region, title="APL att omfördela")
    with atomic():
        made = a_repair(region, period)
        made.status = RunStatus.QUEUED
    return {"internships.repair_period": {"run_id": made.id}}
