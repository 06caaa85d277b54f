"""What can be done with projects and their parts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.clock import today
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.regions.models import Region
from plugins.funding.projects import queries
from plugins.funding.projects.models import (
    BudgetKind,
    BudgetLine,
    Cost,
    Project,
    ProjectIndicator,
    ProjectOutcome,
    ProjectPartner,
    ProjectStatus,
    SteeringNote,
    WorkPackage,
)

STEPS: dict[ProjectStatus, tuple[ProjectStatus, ...]] = {
    ProjectStatus.PLANNED: (ProjectStatus.RUNNING,),
    ProjectStatus.RUNNING: (ProjectStatus.ENDED,),
    ProjectStatus.ENDED: (),
}
MOST: dict[Any, int] = {ProjectPartner: 200, WorkPackage: 40, ProjectIndicator: 40}
own_project = queries.project


def _changeable(project: Project) -> None:
    if project.status == ProjectStatus.ENDED:
        raise Conflict(_("Projektet är avslutat och kan inte ändras."))


def save_project(*, region: Region, project: Project | None, facts: Mapping[str, Any]) -> Project:
    """Make a project, or change one.

    Raises:
        DomainError: when the days do not fit together, or the owner is not among the region's organisations.
        Conflict: when it has ended.
    """
    if facts["ends_on"] < facts["starts_on"]:
        raise DomainError(_("Projektet kan inte sluta innan det börjar."), field="ends_on")
    owner = of_region(region, facts["organisation_id"])
    facts = {**facts, "owner_name": owner.name, "sort_key": sort_key(facts["title"])[:200]}
    if project is None:
        project = Project(region_id=region.id, **facts)
        db.session.add(project)
        db.session.flush()
        record("funding.project.made", region=region, subject=project.ref, title=project.title)
        return project
    _changeable(project)
    changed = sorted(name for name, value in facts.items() if getattr(project, name) != value)
    for name in changed:
        setattr(project, name, facts[name])
    if changed:
        db.session.flush()
        record("funding.project.changed", region=region, subject=project.ref, title=project.title, fields=changed)
    return project


def move_project(*, region: Region, project: Project, to: ProjectStatus) -> None:
    """Take a project a step on.

    Raises:
        Conflict: when that is not the next step.
    """
    if to not in STEPS[project.status]:
        raise Conflict(_("Projektet har redan bytt läge. Läs in sidan igen."))
    project.status = to
    if to == ProjectStatus.ENDED:
        project.ended_at = utcnow()
    db.session.flush()
    record("funding.project.moved", region=region, subject=project.ref, title=project.title, to=to.value)


def save_part(*, region: Region, project: Project, kind: Any, row: Any, facts: Mapping[str, Any]) -> Any:
    """Add a partner, a work package or an indicator last, or change one.

    Raises:
        Conflict: when the project has ended.
        DomainError: when days do not fit together, or there are as many as there can be.
    """
    _changeable(project)
    if facts.get("starts_on") and facts["ends_on"] < facts["starts_on"]:
        raise DomainError(_("Slutet kan inte vara före början."), field="ends_on")
    facts = dict(facts)
    if kind is ProjectPartner:
        facts["sort_key"] = sort_key(facts["name"])[:200]
    if row is None:
        counted = select(func.count()).select_from(kind).where(kind.project_id == project.id)
        count = int(db.session.execute(counted).scalar_one())
        if count >= MOST[kind]:
            raise DomainError(_("Projektet har redan %(n)s. Fler får inte plats.", n=count))
        if hasattr(kind, "position"):
            facts["position"] = count + 1
        row = kind(region_id=region.id, project_id=project.id, **facts)
        db.session.add(row)
    else:
        for name, value in facts.items():
            setattr(row, name, value)
    db.session.flush()
    record("funding.project.part_saved", region=region, subject=project.ref, title=project.title, part=_name(row))
    return row


def _name(row: Any) -> str:
    return str(getattr(row, "title", "") or getattr(row, "name", ""))


def remove_part(*, region: Region, project: Project, row: Any) -> None:
    """Take away a partner, a work package or an indicator.

    Raises:
        Conflict: when the project has ended, or outcomes of the indicator have been measured.
    """
    _changeable(project)
    if isinstance(row, ProjectIndicator):
        measured = select(func.count()).select_from(ProjectOutcome).where(ProjectOutcome.indicator_id == row.id)
        if db.session.execute(measured).scalar_one():
            raise Conflict(_("Indikatorn har utfall och kan inte tas bort."))
    record("funding.project.part_removed", region=region, subject=project.ref, title=project.title, part=_name(row))
    db.session.delete(row)
    db.session.flush()


def set_budget(*, region: Region, project: Project, kind: BudgetKind, year: int, amount: int) -> None:
    """Set what is budgeted for a kind of cost in a year; 0 takes the line away.

    Raises:
        Conflict: when the project has ended.
        DomainError: when the project does not run in that year.
    """
    _changeable(project)
    if not project.starts_on.year <= year <= project.ends_on.year:
        raise DomainError(
            _("Projektet pågår %(first)s–%(last)s. Välj ett av de åren.", first=project.starts_on.year, last=project.ends_on.year),
            field="year",
        )
    wanted = select(BudgetLine).where(BudgetLine.project_id == project.id, BudgetLine.kind == kind, BudgetLine.year == year)
    line = db.session.execute(wanted).scalar_one_or_none()
    if line is not None and not amount:
        db.session.delete(line)
    elif line is not None:
        line.amount = amount
    elif amount:
        db.session.add(BudgetLine(region_id=region.id, project_id=project.id, kind=kind, year=year, amount=amount))
    db.session.flush()
    record("funding.project.budget_set", region=region, subject=project.ref, title=project.title, kind=kind.value, year=year, amount=amount)


def set_cost(*, region: Region, project: Project, kind: BudgetKind, month: date, amount: int, note: str = "") -> Cost | None:
    """Set what was spent on a kind of cost in a month; 0 takes it away.

    Args:
        month: Any day of it.

    Raises:
        Conflict: when the project has ended.
        DomainError: when the project did not run in that month, or the month has not begun.
    """
    _changeable(project)
    first = month.replace(day=1)
    if first > today() or not project.starts_on.replace(day=1) <= first <= project.ends_on:
        raise DomainError(_("Välj en månad då projektet pågår, och som har börjat."), field="month")
    wanted = select(Cost).where(Cost.project_id == project.id, Cost.kind == kind, Cost.month == first)
    cost = db.session.execute(wanted).scalar_one_or_none()
    if cost is not None and not amount:
        db.session.delete(cost)
        cost = None
    elif cost is not None:
        cost.amount, cost.note = amount, note
    elif amount:
        cost = Cost(region_id=region.id, project_id=project.id, kind=kind, month=first, amount=amount, note=note)
        db.session.add(cost)
    db.session.flush()
    record(
        "funding.project.cost_set", region=region, subject=project.ref, title=project.title, kind=kind.value,
        month=first.isoformat()[:7], amount=amount,
    )  # fmt: skip
    return cost


def measure(
    *, region: Region, project: Project, indicator: ProjectIndicator, measured_on: date, value: float, note: str = ""
) -> ProjectOutcome:
    """Write down the outcome of an indicator on a day; the same day again takes the earlier one's place.

    Raises:
        DomainError: when the day has not been yet.
    """
    if measured_on > today():
        raise DomainError(_("Utfallet kan inte gälla en dag som inte har varit."), field="measured_on")
    wanted = select(ProjectOutcome).where(ProjectOutcome.indicator_id == indicator.id, ProjectOutcome.measured_on == measured_on)
    found = db.session.execute(wanted).scalar_one_or_none()
    if found is None:
        found = ProjectOutcome(region_id=region.id, indicator_id=indicator.id, measured_on=measured_on)
        db.session.add(found)
    found.value, found.note = value, note
    db.session.flush()
    record("funding.project.measured", region=region, subject=project.ref, title=project.title, part=indicator.title, value=value)
    return found


def add_note(*, region: Region, project: Project, noted_on: date, text: str) -> SteeringNote:
    """Write down what the steering group noted."""
    _changeable(project)
    made = SteeringNote(region_id=region.id, project_id=project.id, noted_on=noted_on, text=text)
    db.session.add(made)
    db.session.flush()
    record("funding.project.noted", region=region, subject=project.ref, title=project.title)
    return made
