"""A demo region's round that has been matched and goes on: twelve made-up students of two schools, and what became of their places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.geo.queries import name_of
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from plugins.internships.after import attendance, evaluations, tasks
from plugins.internships.after import service as after
from plugins.internships.after.cases import Case, case_of
from plugins.internships.after.ending import complete, start
from plugins.internships.after.models import SIGNERS, Phase, Side
from plugins.internships.applicants import service as applicants
from plugins.internships.applicants import wishing
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.queries import schools
from plugins.internships.periods import service as periods
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy
from plugins.internships.placements import answers
from plugins.internships.rounds import publishing
from plugins.internships.rounds import service as rounds
from plugins.internships.rounds.engine import Answer, as_bytes, digest_of
from plugins.internships.rounds.facts import facts_of
from plugins.internships.rounds.instance import build
from plugins.internships.rounds.keeping import keep
from plugins.internships.rounds.models import Placement

if TYPE_CHECKING:
    from core.regions.models import Region

STUDENTS, WISHES, WEEKS = 12, 4, 5
SEED = 20_100_630  # the lottery of the demo: the same every time
DECLINES = 11


def two_schools(region: Region, code: str) -> list[Organisation]:
    """The region's two first schools, made up where it has fewer."""
    kinds = (OrganisationKind.EDUCATION_PROVIDER, OrganisationKind.FOLK_HIGH_SCHOOL)
    found = sorted((each for each in schools(region) if each.kind in kinds), key=lambda each: each.id)[:2]
    for number in range(len(found), 2):
        name = f"Exempelgymnasiet {number + 1} i {name_of(code)}, demo"
        found.append(register_organisation(name=name, region=region, kind=kinds[0], municipality_code=code))
    return found


def seed(region: Region, period: PlacementPeriod, offers: Sequence[PlacementOffer]) -> None:
    """From applicants to agreements.

    Args:
        period: It collects, with its days ahead; afterwards it is in its last week.
        offers: Open.
    """
    people = _applicants(region, period, [each.municipality_code for each in offers])
    periods.move_period(region=region, period=period, to=PeriodStatus.WISHING)
    for number, applicant in enumerate(people):
        wanted = [offers[(number // 3 + n) % len(offers)].id for n in range(WISHES)]
        wishing.save_ranked(region=region, applicant=applicant, ranked=list(enumerate(wanted, start=1)))
    periods.move_period(region=region, period=period, to=PeriodStatus.MATCHING)
    _match(region, period)
    _go_on(region, period)
    for number, applicant in enumerate(people):
        _answer(region, applicant, number)


def _applicants(region: Region, period: PlacementPeriod, codes: Sequence[str]) -> list[Applicant]:
    both = two_schools(region, codes[0])
    made = []
    for number in range(STUDENTS):
        facts: dict[str, Any] = {
            "name": f"Demo Elev {number + 1}",
            "email": f"elev{number + 1}@demo.samkraft.example",
            "programme": ("Vård och omsorg", "Restaurang och livsmedel")[number % 2],
            "municipality_code": codes[number % len(codes)],
            "languages": ["Svenska"],
        }
        made.append(applicants.make_applicant(region=region, period=period, school=both[number % 2], facts=facts))
    return made


def _match(region: Region, period: PlacementPeriod) -> None:
    """A true match, checked as every other; by lottery alone, here in this process, because the demo must be quick to make."""
    from plugins.internships.matching.format import parse
    from plugins.internships.matching.matching import match
    from plugins.internships.matching.result import to_json
    from plugins.internships.matching.verifier import verify
    from plugins.internships.rounds import reasoning

    period.seed, period.drawn_at = SEED, utcnow()
    run = rounds.start_run(region=region, period=period, actor=None, policy=Policy.STABLE, seconds=30.0)
    facts = facts_of(period)
    built = build(facts)
    content = as_bytes(built.instance)
    instance = parse(built.instance, content)
    result = match(instance, policy="stable", ties="lottery", seed=SEED)
    text = to_json(result)
    answer = Answer(
        content,
        digest_of(content),
        result=result.model_dump(mode="json"),
        result_content=text.encode(),
        why=reasoning.why(instance, result),
        faults=[str(fault) for fault in verify(instance, result)],
        finished=True,
    )
    keep(run, answer, facts, built, region=region, basis=built.basis)
    publishing.publish(region=region, run=run)


def _go_on(region: Region, period: PlacementPeriod) -> None:
    """Time passes: the period is in its last week."""
    monday = today() - timedelta(days=today().weekday(), weeks=WEEKS - 1)
    names = ("title", "kind_id", "accept_days", "policy", "wish_mode", "travel_limit_km")
    facts: dict[str, Any] = {name: getattr(period, name) for name in names} | {
        "starts_on": monday,
        "ends_on": monday + timedelta(weeks=WEEKS, days=-1),
        "weeks": WEEKS,
        "offers_by": monday - timedelta(weeks=8),
        "wishes_by": monday - timedelta(weeks=6),
    }
    periods.save_period(region=region, period=period, facts=facts)
    periods.move_period(region=region, period=period, to=PeriodStatus.RUNNING)


def _answer(region: Region, applicant: Applicant, number: int) -> None:
    """One says no; of the others, one has not signed, one has completed the placement, and the rest go on."""
    there = db.session.execute(select(Placement).where(Placement.applicant_id == applicant.id)).scalar_one_or_none()
    if there is None:
        return
    if number == DECLINES:
        answers.decline(region=region, applicant=applicant, placement_id=there.id)
        return
    answers.accept(region=region, applicant=applicant, placement_id=there.id)
    case = case_of(there.id)
    for side in SIGNERS[: 2 if number == 1 else len(SIGNERS)]:
        name = applicant.name if side is Side.STUDENT else f"Demo {('Rektor' if side is Side.SCHOOL else 'Enhetschef')}"
        after.sign(region=region, case=case, side=side, name=name, title="", read=case.contract.fingerprint)
    start(region=region, case=case)
    if number == 0:
        _complete(region, case)


def _complete(region: Region, case: Case) -> None:
    for task in tasks.tasks_of(case):
        tasks.tick(region=region, case=case, task_id=task.id, sides=[Side.SCHOOL], done=True)
    for week in range(1, WEEKS):
        row = attendance.write(region=region, case=case, side=Side.STUDENT, week=week, days=5, hours=0, absent=0)
        attendance.confirm(region=region, case=case, side=Side.EMPLOYER, week=week, seen=row.version)
    for side, text in (
        (Side.STUDENT, "Jag har lärt mig hur arbetsdagen går till."),
        (Side.EMPLOYER, "Klarar de vanliga uppgifterna själv."),
    ):
        evaluations.answer(region=region, case=case, phase=Phase.FINAL, side=side, answers={0: text})
    complete(region=region, case=case)
