"""Reads on projects. `follow_up` is what the project's page and its files are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.funding.projects.models import (
    BudgetKind,
    BudgetLine,
    Cost,
    PackageStatus,
    Project,
    ProjectIndicator,
    ProjectOutcome,
    ProjectPartner,
    ProjectStatus,
    SteeringNote,
    WorkPackage,
)

T = TypeVar("T")
SOON = timedelta(days=30)
MAX_NOTES = 50


@dataclass(frozen=True)
class Row:
    """A project of the list, with its owner's name."""

    project: Project
    owner: str


@dataclass(frozen=True)
class Spent:
    """A kind of cost: what is budgeted, and what has been spent, in SEK."""

    kind: BudgetKind
    budget: int
    cost: int

    @property
    def share(self) -> float | None:
        """How much of the budget is spent, in per cent; None without a budget."""
        return 100 * self.cost / self.budget if self.budget else None


@dataclass(frozen=True)
class Measured:
    """An indicator with its outcomes, the oldest first."""

    row: ProjectIndicator
    outcomes: Sequence[ProjectOutcome]

    @property
    def latest(self) -> ProjectOutcome | None:
        """What was measured last."""
        return self.outcomes[-1] if self.outcomes else None

    @property
    def share(self) -> float | None:
        """How much of the target is reached, in per cent."""
        return 100 * self.latest.value / self.row.target if self.latest and self.row.target else None


@dataclass(frozen=True)
class FollowUp:
    """A project, whole."""

    project: Project
    owner: str
    partners: Sequence[ProjectPartner]
    spent: Sequence[Spent]
    lines: Sequence[BudgetLine]
    months: Sequence[tuple[date, Mapping[BudgetKind, int]]]
    packages: Sequence[WorkPackage]
    indicators: Sequence[Measured]
    notes: Sequence[SteeringNote]

    @property
    def budget(self) -> int:
        """The whole budget, in SEK."""
        return sum(each.budget for each in self.spent)

    @property
    def cost(self) -> int:
        """All that has been spent, in SEK."""
        return sum(each.cost for each in self.spent)

    @property
    def co_financing(self) -> tuple[int, int]:
        """What partners put in: in money, and in time at its worth."""
        return sum(each.cash for each in self.partners), sum(each.time_value for each in self.partners)

    @property
    def due(self) -> list[Any]:
        """Work packages and indicators whose last day has passed or is near, and that are not reached."""
        last = today() + SOON
        packages: list[Any] = [each for each in self.packages if each.status != PackageStatus.DONE and each.ends_on <= last]
        return packages + [each.row for each in self.indicators if each.row.due_on <= last and (each.share or 0) < 100]


def missing() -> str:
    """What is said of what is not there."""
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")


def project(region: Region, project_id: int, *, lock: bool = False) -> Project:
    """One project of the region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(Project, project_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def part(kind: type[T], found: Project, part_id: int, *, lock: bool = False) -> T:
    """A partner, budget line, work package or indicator of a project.

    Raises:
        NotFound: when there is none, or it is another project's.
    """
    row: Any = get(kind, part_id, lock=lock)
    if row.project_id != found.id:
        raise NotFound(missing())
    return row  # type: ignore[no-any-return]


def projects(region: Region, *, ended: bool, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's projects by name; those that have ended apart."""
    over = Project.status == ProjectStatus.ENDED
    wanted: Any = (
        select(Project, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Project.organisation_id)
        .where(Project.region_id == region.id, over if ended else ~over)
        .order_by(Project.sort_key, Project.id)
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    rows = [Row(each, owner or each.owner_name) for each, owner in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def _rows(kind: Any, found: Project, *order: Any) -> Sequence[Any]:
    return db.session.execute(select(kind).where(kind.project_id == found.id).order_by(*order, kind.id)).scalars().all()


def follow_up(region: Region, project_id: int) -> FollowUp:
    """A project with everything in it, in a number of queries that does not depend on how much that is."""
    found = project(region, project_id)
    owner = db.session.execute(select(Organisation.name).where(Organisation.id == found.organisation_id)).scalar_one_or_none()
    lines: Sequence[BudgetLine] = _rows(BudgetLine, found, BudgetLine.year, BudgetLine.kind)
    costs: Sequence[Cost] = _rows(Cost, found, Cost.month)
    budget: defaultdict[BudgetKind, int] = defaultdict(int)
    cost: defaultdict[BudgetKind, int] = defaultdict(int)
    months: dict[date, dict[BudgetKind, int]] = {}
    for each in lines:
        budget[each.kind] += each.amount
    for one in costs:
        cost[one.kind] += one.amount
        months.setdefault(one.month, {})[one.kind] = one.amount
    return FollowUp(
        found,
        owner or found.owner_name,
        _rows(ProjectPartner, found, ProjectPartner.sort_key),
        [Spent(kind, budget[kind], cost[kind]) for kind in BudgetKind if budget[kind] or cost[kind]],
        lines,
        sorted(months.items()),
        _rows(WorkPackage, found, WorkPackage.position),
        _measured(found),
        _rows(SteeringNote, found, SteeringNote.noted_on.desc())[:MAX_NOTES],
    )


def _measured(found: Project) -> list[Measured]:
    indicators: Sequence[ProjectIndicator] = _rows(ProjectIndicator, found, ProjectIndicator.position)
    wanted = select(ProjectOutcome).where(ProjectOutcome.indicator_id.in_([each.id for each in indicators]))
    outcomes: defaultdict[int, list[ProjectOutcome]] = defaultdict(list)
    for each in db.session.execute(wanted.order_by(ProjectOutcome.measured_on, ProjectOutcome.id)).scalars():
        outcomes[each.indicator_id].append(each)
    return [Measured(each, outcomes[each.id]) for each in indicators]


def sums_of_year(region: Region, year: int) -> tuple[int, int, int]:
    """Projects that ran in a year, what is granted to them, and what was spent in it, in SEK."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ran = (Project.region_id == region.id, Project.starts_on <= last, Project.ends_on >= first, Project.status != ProjectStatus.PLANNED)
    count, granted = db.session.execute(select(func.count(), func.coalesce(func.sum(Project.amount), 0)).where(*ran)).one()
    spent = select(func.coalesce(func.sum(Cost.amount), 0)).where(Cost.region_id == region.id, Cost.month.between(first, last))
    return int(count), int(granted), int(db.session.execute(spent).scalar_one())
