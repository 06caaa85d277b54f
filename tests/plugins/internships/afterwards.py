"""Accepted placements with their links, for the tests of what follows."""

from __future__ import annotations

from typing import Any

from core.db import db
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.internships.after import service
from plugins.internships.after.cases import Case, case_of
from plugins.internships.after.models import SIGNERS, Side
from plugins.internships.after.tasks import tasks_of
from plugins.internships.offers.models import Supervisor
from plugins.internships.offers.supervisors import save_supervisor
from plugins.internships.periods.models import PeriodStatus
from plugins.internships.rounds.models import PlacementStatus

from .made import a_kind, a_period, an_employer, an_offer
from .placed import a_placement, a_school, an_applicant


def a_supervisor(region: Region, employer: Organisation, name: str = "Stina Handledare", capacity: int = 1) -> Supervisor:
    """Somebody who supervises."""
    facts: dict[str, Any] = {
        "name": name,
        "email": f"{name.split()[0].lower()}@test.samkraft.example",
        "phone": "",
        "capacity": capacity,
    }
    return save_supervisor(region=region, organisation=employer, supervisor=None, facts=facts)


def a_case(region: Region, name: str = "Ada Elev", code: str = "apl", **facts: Any) -> Case:
    """An accepted placement with a supervisor."""
    period = a_period(region, title=f"Period {name}", kind_id=a_kind(region, code).id)
    employer = an_employer(region, f"Arbetsgivare {name[:2]} AB")
    supervisor = a_supervisor(region, employer)
    offer = an_offer(region, period, employer, supervisor_id=supervisor.id, **facts)
    period.status = PeriodStatus.PUBLISHED
    applicant = an_applicant(region, period, a_school(region, f"Skola {name[:2]}"), name)
    placement = a_placement(applicant, offer, status=PlacementStatus.ACCEPTED)
    service.begin(region=region, placement=placement)
    db.session.flush()
    return case_of(placement.id)


def signed_by(region: Region, case: Case, *sides: Side) -> Case:
    """The agreement with some signatures; everybody's when nobody is said."""
    for side in sides or SIGNERS:
        read = case.contract.fingerprint
        service.sign(region=region, case=case, side=side, name=f"Demo {side.value}", title="", read=read)
    return case


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """An object for each address about what follows."""
    case = a_case(region, "Följ Elev")
    task = tasks_of(case)[0]
    token = case.token(Side.EMPLOYER)  # the student's own shows a protected student's name, and is to
    case.contract.certificate = case.contract.content
    db.session.flush()
    linked = ("after", "after_agreement", "after_agreement_file", "after_certificate", "after_calendar")
    kept = ("follow", "follow_agreement", "follow_certificate", "follow_remind", "follow_link", "follow_introduction", "follow_complete")
    return {
        **{f"internships.{page}": {"token": token} for page in linked},
        "internships.after_task": {"token": token, "task_id": task.id},
        "internships.after_week": {"token": token, "week": 1},
        "internships.after_confirm": {"token": token, "week": 1},
        "internships.after_evaluation": {"token": token, "phase": "mid"},
        **{f"internships.{page}": {"placement_id": case.placement.id} for page in (*kept, "follow_interrupt")},
        "internships.follow_task": {"placement_id": case.placement.id, "task_id": task.id},
        "internships.period_compensation": {"period_id": case.period.id},
        "internships.period_compensation_file": {"period_id": case.period.id, "form": "csv"},
    }
