"""Reads on applicants, for schools and coordinators. Nobody with protected identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from core.db import Page, db, get, paginate, sort_key
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import visible_people
from core.users.queries import organisations_where
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.queries import schools
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.permissions import APPLICANTS

if TYPE_CHECKING:
    from core.api import Principal
    from core.regions.models import Region
    from core.users.models import User


ENTERED_IN = (PeriodStatus.PLANNING, PeriodStatus.COLLECTING, PeriodStatus.WISHING)
MAX_OPEN = 50
SILENT = "silent"


@dataclass(frozen=True)
class Filters:
    """Whom to show. Empty: everybody.

    Args:
        status: One of `ApplicantStatus`, or "silent" for those who have not wished.
    """

    q: str = ""
    period: int = 0
    school: int = 0
    status: str = ""

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True)
class Row:
    """An applicant of the list."""

    applicant: Applicant
    school: str
    period: PlacementPeriod


def applicants(region: Region, user: User | Principal, filters: Filters | None = None, *, number: int = 1, size: int = 30) -> Page[Row]:
    """Those of one's own schools, or everybody's, by name."""
    reach = organisations_where(user, region, APPLICANTS)
    wanted: Any = (
        select(Applicant, Organisation.name, PlacementPeriod)
        .join(Organisation, Organisation.id == Applicant.school_id)
        .join(PlacementPeriod, PlacementPeriod.id == Applicant.period_id)
        .where(Applicant.region_id == region.id, visible_people(Applicant.email))
        .order_by(Applicant.sort_key, Applicant.id)
    )
    if not reach.everywhere:
        wanted = wanted.where(Applicant.school_id.in_(reach.organisations))
    filters = filters or Filters()
    if filters.q:
        key = sort_key(filters.q)
        named = Applicant.sort_key.contains(key, autoescape=True)
        wanted = wanted.where(or_(named, Applicant.programme.icontains(filters.q, autoescape=True)))
    if filters.period:
        wanted = wanted.where(Applicant.period_id == filters.period)
    if filters.school:
        wanted = wanted.where(Applicant.school_id == filters.school)
    if filters.status:
        silent = (ApplicantStatus.INVITED, ApplicantStatus.WISHING)
        wanted = wanted.where(Applicant.status.in_(silent if filters.status == SILENT else (ApplicantStatus(filters.status),)))
    page: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in page.items], total=page.total, number=page.number, size=page.size)


def own_applicant(region: Region, user: User | Principal, applicant_id: int, *, lock: bool = False) -> Applicant:
    """An applicant of a school for which one acts.

    Raises:
        NotFound: when there is none, or it is another school's, or somebody with protected identity.
    """
    found = get(Applicant, applicant_id, lock=lock)
    shown = select(Applicant.id).where(Applicant.id == found.id, visible_people(Applicant.email))
    if found.school_id not in organisations_where(user, region, APPLICANTS) or db.session.execute(shown).first() is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def own_schools(region: Region, user: User | Principal) -> Sequence[Organisation]:
    """The schools for which one may enter applicants."""
    reach = organisations_where(user, region, APPLICANTS)
    return [each for each in schools(region) if each.id in reach]


def awaiting(schools: Sequence[Organisation]) -> frozenset[int]:
    """The ids of the periods in which somebody of the schools has not answered."""
    silent = Applicant.status.in_((ApplicantStatus.INVITED, ApplicantStatus.WISHING))
    wanted = select(Applicant.period_id).where(silent, Applicant.school_id.in_([each.id for each in schools])).distinct()
    return frozenset(db.session.execute(wanted).scalars())


def schools_in(region: Region, user: User | Principal, period: PlacementPeriod) -> Sequence[int]:
    """Those of the schools for which one acts that have anybody in a period.

    Raises:
        NotFound: when none has.
    """
    reach = [each.id for each in own_schools(region, user)]
    wanted = select(Applicant.school_id).where(Applicant.period_id == period.id, Applicant.school_id.in_(reach)).distinct()
    found = db.session.execute(wanted).scalars().all()
    if not found:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def entering(region: Region) -> Sequence[PlacementPeriod]:
    """The periods that take applicants now, the one that begins first first."""
    wanted = select(PlacementPeriod).where(PlacementPeriod.region_id == region.id, PlacementPeriod.status.in_(ENTERED_IN))
    return db.session.execute(wanted.order_by(PlacementPeriod.starts_on, PlacementPeriod.id).limit(MAX_OPEN)).scalars().all()


def all_periods(region: Region) -> Sequence[PlacementPeriod]:
    """The periods that a list can be narrowed to, the latest first."""
    wanted = select(PlacementPeriod).where(PlacementPeriod.region_id == region.id)
    return db.session.execute(wanted.order_by(PlacementPeriod.starts_on.desc(), PlacementPeriod.id).limit(MAX_OPEN)).scalars().all()


def partner(applicant: Applicant) -> str:
    """The name of whom an applicant travels with; empty when nobody, or somebody with protected identity."""
    wanted = select(Applicant.name).where(Applicant.id == applicant.pair_id, visible_people(Applicant.email))
    return db.session.execute(wanted).scalar_one_or_none() or ""


def answered(period_id: int) -> tuple[int, int]:
    """How many are to have a placement in a period, and how many of them have said what they wish."""
    is_ready = Applicant.status == ApplicantStatus.READY
    wanted = select(func.count(), func.count().filter(is_ready)).select_from(Applicant)
    row = db.session.execute(wanted.where(Applicant.period_id == period_id, Applicant.status != ApplicantStatus.WITHDRAWN)).one()
    return int(row[0]), int(row[1])
