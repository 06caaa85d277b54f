"""Rows for the tests of matches: applicants who wish, and periods with everything in them at random."""

from __future__ import annotations

import itertools
import random
from typing import Any

from core import mailed_links
from core.db import db, sort_key, utcnow
from core.files import storage
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.internships import tokens
from plugins.internships.applicants.models import Applicant, ApplicantStatus, Preference, Wish
from plugins.internships.offers import service as offers
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.periods.models import Cap, CapScope, PeriodStatus, PlacementPeriod, Policy, WishMode
from plugins.internships.rounds.models import MatchRun, Outcome, Pin, PinKind, RunStatus
from tests.plugins.internships.made import a_period, an_employer, an_offer

_NUMBERS = itertools.count(1)


def a_school(region: Region, name: str = "Exempelskolan") -> Organisation:
    return register_organisation(
        name=name, region=region, municipality_code=municipalities(region)[0].code, kind=OrganisationKind.EDUCATION_PROVIDER
    )


def an_applicant(region: Region, period: PlacementPeriod, school: Organisation, *wishes: Any, **facts: Any) -> Applicant:
    """Somebody who ranks offers; a list among them is a tie."""
    number = next(_NUMBERS)
    seed = mailed_links.new_seed()
    made = Applicant(
        **{
            "region_id": region.id,
            "period_id": period.id,
            "school_id": school.id,
            "name": f"Elev {number}",
            "sort_key": sort_key(f"Elev {number}"),
            "email": f"elev{number}@test.samkraft.example",
            "municipality_code": municipalities(region)[0].code,
            "status": ApplicantStatus.READY,
            "seed": seed,
            "token_hash": mailed_links.digest(tokens.token_of("test", seed)),
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    for rank, wish in enumerate(wishes, 1):
        for offer in wish if isinstance(wish, list) else [wish]:
            db.session.add(Preference(region_id=region.id, applicant_id=made.id, rank=rank, offer_id=offer.id))
    db.session.flush()
    return made


def a_pair(one: Applicant, other: Applicant) -> None:
    one.pair_id, other.pair_id = other.id, one.id
    db.session.flush()


def random_round(region: Region, seed: int, *, applicants: int = 24, places: int = 12) -> PlacementPeriod:
    """A period with ties, shares, minimums, supervisors, caps, pairs, decisions and conditions, all at random."""
    draw = random.Random(seed)
    codes = [each.code for each in municipalities(region)]
    ranked = draw.random() < 0.6
    period = a_period(
        region,
        wish_mode=WishMode.RANKED if ranked else WishMode.WISHES,
        policy=draw.choice(list(Policy)),
        travel_limit_km=draw.choice([None, 60, 150]),
    )
    schools = [a_school(region, f"Skola {seed} {n}") for n in range(3)]
    employers = [an_employer(region, f"Arbetsgivare {seed} {n}") for n in range(4)]
    made = [_offer(region, period, draw, draw.choice(employers), codes, schools) for _n in range(places)]
    for scope, chance in ((CapScope.EMPLOYER, 0.5), (CapScope.AREA, 0.4), (CapScope.SCHOOL, 0.4)):
        if draw.random() < chance:
            organisation = {CapScope.EMPLOYER: employers, CapScope.SCHOOL: schools}.get(scope)
            db.session.add(
                Cap(
                    region_id=region.id,
                    period_id=period.id,
                    scope=scope,
                    organisation_id=draw.choice(organisation).id if organisation else None,
                    municipality_code="" if organisation else draw.choice(codes),
                    maximum=draw.randint(1, 5),
                )
            )
    people = [_applicant(region, period, draw, draw.choice(schools), codes, made, ranked=ranked) for _n in range(applicants)]
    for at in range(0, draw.choice([0, 4]), 2):
        a_pair(people[at], people[at + 1])
    for one in draw.sample(people, 2):
        offer = draw.choice(made)
        kind = PinKind.MUST if offer.capacity > 1 and not offers.quotas_of(offer) and draw.random() < 0.4 else PinKind.MUST_NOT
        db.session.add(Pin(region_id=region.id, period_id=period.id, applicant_id=one.id, offer_id=offer.id, kind=kind))
    period.status = PeriodStatus.MATCHING
    db.session.flush()
    return period


def _offer(
    region: Region, period: PlacementPeriod, draw: random.Random, employer: Organisation, codes: list[str], schools: list[Organisation]
) -> PlacementOffer:
    capacity = draw.randint(1, 4)
    supervisor = None
    if draw.random() < 0.3:
        facts = {"name": "Handledare", "email": "", "phone": "", "capacity": draw.randint(1, 3), "trained_on": None}
        supervisor = save_supervisor(region=region, organisation=employer, supervisor=None, facts=facts)
    offer = an_offer(
        region,
        period,
        employer,
        capacity=capacity,
        minimum=draw.choice([0, 0, 0, min(2, capacity)]),
        municipality_code=draw.choice(codes),
        occupation_group=draw.choice(["", "5321", "5311"]),
        languages=draw.choice([[], [], ["Svenska"]]),
        driving_licence=draw.random() < 0.2,
        clearance=draw.choice([[], [], ["Utdrag"]]),
        supervisor_id=supervisor.id if supervisor else None,
    )
    if draw.random() < 0.3:
        offers.set_quota(region=region, offer=offer, school=draw.choice(schools), places=draw.randint(1, capacity))
    return offer


def _applicant(
    region: Region, period: PlacementPeriod, draw: random.Random, school: Organisation, codes: list[str], made: Any, *, ranked: bool
) -> Applicant:
    chosen = draw.sample(made, draw.randint(0, 6))
    wishes = [chosen[:2], *chosen[2:]] if draw.random() < 0.3 and len(chosen) > 2 else chosen
    person = an_applicant(
        region,
        period,
        school,
        *(wishes if ranked else ()),
        municipality_code=draw.choice([*codes, ""]),
        travel_limit_km=draw.choice([None, None, 40]),
        languages=draw.choice([["svenska"], []]),
        documents=draw.choice([["utdrag"], []]),
        driving_licence=draw.random() < 0.5,
        occupation_groups=draw.choice([[], ["5321"]]),
    )
    for rank in range(0 if ranked else draw.randint(0, 3)):
        db.session.add(
            Wish(
                region_id=region.id,
                applicant_id=person.id,
                rank=rank + 1,
                occupation_group=draw.choice(["", "5321"]),
                sector=draw.choice(["", "private"]),
                municipality_code=draw.choice(["", codes[0]]),
            )
        )
    db.session.flush()
    return person


def a_run(period: PlacementPeriod, applicants: list[Applicant], offer: PlacementOffer, **facts: Any) -> MatchRun:
    """A match that is done: everybody but the last has the offer."""
    run = MatchRun(
        **{
            "region_id": period.region_id,
            "period_id": period.id,
            "policy": Policy.STABLE,
            "seed": 1,
            "status": RunStatus.DONE,
            "guarantee": "stable",
            "placed": len(applicants) - 1,
            "of": len(applicants),
            "input_stored_name": storage.store(b"{}"),
            "result_stored_name": storage.store(b"{}"),
            "verified_at": utcnow(),
            "statistics": {"unfilled": {str(offer.id): {"left": 1, "why": "elsewhere", "own": 0}}, "limits": {f"offer:{offer.id}": 1}},
            **facts,
        }
    )
    db.session.add(run)
    db.session.flush()
    for number, person in enumerate(applicants, 1):
        last = number == len(applicants)
        db.session.add(
            Outcome(
                region_id=period.region_id,
                run_id=run.id,
                applicant_id=person.id,
                offer_id=None if last else offer.id,
                tier=None if last else 0,
                wishes=1,
                reasons=[{"offer": offer.id, "tier": 0, "why": "full", "limit": "", "ahead": 0}] if last else [],
            )
        )
    db.session.flush()
    return run


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """An object for each address about matches; and a run that waits, for the job."""
    period = a_period(region, title="APL fördelas")
    offer = an_offer(region, period, an_employer(region, "Fördelningsverken AB"), capacity=2)
    school = a_school(region, "Fördelningsskolan")
    people = [an_applicant(region, period, school, offer) for _n in range(2)]
    pin = Pin(
        region_id=region.id, period_id=period.id, applicant_id=people[0].id, offer_id=offer.id, kind=PinKind.MUST_NOT, reason="Exempel"
    )
    db.session.add(pin)
    period.status = PeriodStatus.MATCHING
    run = a_run(period, people, offer)
    db.session.add(MatchRun(region_id=region.id, period_id=period.id, policy=Policy.STABLE, seed=1, time_limit=2))
    db.session.flush()
    return {
        **{f"internships.{page}": {"period_id": period.id} for page in ("runs", "new_run", "pins", "what_if")},
        **{f"internships.{page}": {"run_id": run.id} for page in ("run", "run_applicants", "run_places", "publish_run")},
        "internships.run_applicant": {"run_id": run.id, "applicant_id": people[0].id},
        "internships.run_file": {"run_id": run.id, "which": "instance"},
        "internships.remove_pin": {"pin_id": pin.id},
    }
