"""A round of placements over rows of the database: what it costs to make the instance, to tell whether it is stale, and to match it."""

from __future__ import annotations

import random
from datetime import timedelta
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from bench import Figure
from bench.site import region_with

if TYPE_CHECKING:
    from core.regions.models import Region

TIMES = 5
NEAR = 30  # offers that an applicant chooses among: those of the same part of the list, which is by municipality


def run(small: bool) -> list[Figure]:
    """Applicants with 5 to 10 ranked offers each; a sixth of the offers have a supervisor, every tenth employer a cap."""
    from core.db import atomic, db
    from plugins.internships.rounds.engine import run_match
    from plugins.internships.rounds.facts import facts_of
    from plugins.internships.rounds.instance import build

    applicants, offers = (200, 160) if small else (1_000, 800)
    with region_with("internships") as region:
        with atomic():
            period = _round(region, applicants, offers)
        spent: dict[str, list[float]] = {"read": [], "facts": [], "build": [], "print": []}
        for _time in range(TIMES):
            db.session.expire_all()
            marks = [process_time()]
            rows = _rows(period)
            marks.append(process_time())
            db.session.expire_all()
            facts = facts_of(period)
            marks.append(process_time())
            built = build(facts)
            marks.append(process_time())
            if not built.basis:
                raise RuntimeError("no fingerprint")
            marks.append(process_time())
            for name, begun, ended in zip(spent, marks, marks[1:], strict=False):
                spent[name].append(ended - begun)
        begun = perf_counter()
        answer = run_match(built.instance, policy="most_placed", seed=1, seconds=60)
        matched = perf_counter() - begun
        if answer.faults or answer.result is None:
            raise RuntimeError("the verifier found faults")
    read, facts_read, made, digest = (median(spent[name]) for name in ("read", "facts", "build", "print"))
    reading = f"reading the same {rows} rows"
    return [
        Figure(f"{applicants} applicants, {offers} offers: facts of the period", facts_read / read, "×", ratio_to=reading),
        Figure("the instance made of them", made / read, "×", ratio_to=reading, note=f"{made:.2f} s; {len(built.instance['caps'])} caps"),
        Figure("whether a result is stale", (facts_read + made + digest) / read, "×", ratio_to=reading, note="at each look at a run"),
        Figure(
            "most placed, verified and explained",
            matched,
            "s",
            note=f"in children; {answer.result['placed']} placed, proof: {answer.result['size']['proof']}",
        ),
    ]


def _rows(period: Any) -> int:
    """Read what a match rests on, and do nothing with it."""
    from sqlalchemy import select

    from core.db import db
    from plugins.internships.applicants.models import Applicant, Preference
    from plugins.internships.offers.models import PlacementOffer

    people = db.session.execute(select(Applicant).where(Applicant.period_id == period.id)).scalars().all()
    places = db.session.execute(select(PlacementOffer).where(PlacementOffer.period_id == period.id)).scalars().all()
    wanted = select(Preference).join(Applicant, Applicant.id == Preference.applicant_id).where(Applicant.period_id == period.id)
    return len(people) + len(places) + len(db.session.execute(wanted).scalars().all())


def _round(region: Region, applicants: int, offers: int) -> Any:
    """A period whose wishes are closed."""
    from core import mailed_links
    from core.clock import today
    from core.db import db, sort_key
    from core.geo.places import municipalities
    from core.organisations.models import OrganisationKind
    from core.organisations.service import register_organisation
    from plugins.internships import tokens
    from plugins.internships.applicants.models import Applicant, ApplicantStatus, Preference
    from plugins.internships.kinds.queries import kinds
    from plugins.internships.kinds.ready_made import add_missing
    from plugins.internships.offers.models import OfferStatus, PlacementOffer, Supervisor
    from plugins.internships.periods.models import Cap, CapScope, PeriodStatus, PlacementPeriod

    rng = random.Random(6)
    add_missing(region)
    codes = sorted(municipalities())[: max(10, offers // 16)]
    monday = today() + timedelta(weeks=26)
    period = PlacementPeriod(
        region_id=region.id, kind_id=kinds(region)[0].id, title="Mätt", starts_on=monday, ends_on=monday + timedelta(weeks=4), weeks=4,
        offers_by=today(), wishes_by=today(), accept_days=7, status=PeriodStatus.MATCHING,
    )  # fmt: skip
    db.session.add(period)
    school = register_organisation(name="Skolan", region=region, municipality_code=codes[0], kind=OrganisationKind.EDUCATION_PROVIDER)
    employers = [register_organisation(name=f"Verken {n}", region=region, municipality_code=codes[0]) for n in range(offers // 20)]
    db.session.flush()
    supervisors = [
        Supervisor(region_id=region.id, organisation_id=employer.id, name="Handledare", sort_key="handledare", capacity=3)
        for employer in employers
    ]
    db.session.add_all(supervisors)
    db.session.flush()
    made = []
    for number in range(offers):
        at = rng.randrange(len(employers))
        made.append(
            PlacementOffer(
                region_id=region.id, period_id=period.id, organisation_id=employers[at].id, workplace=f"Arbetsplats {number}",
                sort_key=f"{number:05}", municipality_code=codes[number * len(codes) // offers], title="Plats", capacity=rng.randint(1, 2),
                supervisor_id=supervisors[at].id if rng.random() < 1 / 6 else None, status=OfferStatus.OPEN,
            )
        )  # fmt: skip
    db.session.add_all(made)
    for employer in employers[::10]:
        db.session.add(Cap(region_id=region.id, period_id=period.id, scope=CapScope.EMPLOYER, organisation_id=employer.id, maximum=15))
    people = []
    for number in range(applicants):
        seed, name = mailed_links.new_seed(), f"Elev {number}"
        people.append(
            Applicant(
                region_id=region.id, period_id=period.id, school_id=school.id, name=name, sort_key=sort_key(name),
                email=f"elev{number}@test.samkraft.example", municipality_code=codes[number * len(codes) // applicants],
                status=ApplicantStatus.READY, seed=seed, token_hash=mailed_links.digest(tokens.token_of("bench", seed)),
            )
        )  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    for number, person in enumerate(people):
        first = min(max(0, number * offers // applicants - NEAR // 2), offers - NEAR)
        for rank, at in enumerate(rng.sample(range(first, first + NEAR), rng.randint(5, 10)), 1):
            db.session.add(Preference(region_id=region.id, applicant_id=person.id, rank=rank, offer_id=made[at].id))
    db.session.flush()
    return period
