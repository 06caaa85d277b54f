"""Reads on placements. What is only proposed by a run that nobody has published is nowhere here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import aliased

from core.clock import today
from core.db import Page, db, get, paginate, sort_key
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import shown_contact, visible_people
from core.users.queries import organisations_where
from plugins.internships.after.models import Contract
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.models import OfferStatus, PlacementOffer, Supervisor
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import APPLICANTS, PLACES
from plugins.internships.rounds import explaining
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from core.api import Principal
    from core.regions.models import Region
    from core.users.models import User

LIVE = (PlacementStatus.PUBLISHED, PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY)  # who has one of these sits there
KNOWN = tuple(status for status in PlacementStatus if status != PlacementStatus.PROPOSED)
MAX_CHOICES = 1000
MAX_OTHERS = 20
_OVER = (PlacementStatus.DECLINED, PlacementStatus.WITHDRAWN)


@dataclass(frozen=True)
class Mine:
    """An applicant's placement, for the applicant's own page.

    Args:
        supervisor: The name; empty when nobody is said.
        may_answer: Whether yes or no can be said now.
        is_late: Whether the last day to answer has passed without an answer.
        has_fallen: Whether the employer has withdrawn the place, and nothing has come instead yet.
        reasons: Why this place, and why not those ranked above it.
    """

    placement: Placement
    offer: PlacementOffer
    organisation: str
    period: PlacementPeriod
    supervisor: str
    may_answer: bool
    is_late: bool
    has_fallen: bool = False
    reasons: Sequence[str] = ()

    @property
    def municipality(self) -> str:
        """Where it lies."""
        return name_of(self.offer.municipality_code)


def for_applicant(applicant: Applicant) -> Mine | None:
    """The placement that the applicant has, or else the last that came to nothing; None when there has been none."""
    wanted = (
        select(Placement, PlacementOffer, Organisation.name, PlacementPeriod)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .join(Organisation, Organisation.id == PlacementOffer.organisation_id)
        .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
        .where(Placement.applicant_id == applicant.id, Placement.status.in_(KNOWN))
        .order_by(case((Placement.status.in_(_OVER), 1), else_=0), Placement.id.desc())
        .limit(1)
    )
    found = db.session.execute(wanted).first()
    if found is None:
        return None
    placement, offer, organisation, period = found
    has_fallen = placement.status in LIVE and offer.status == OfferStatus.WITHDRAWN
    waits = placement.status == PlacementStatus.PUBLISHED and applicant.status != ApplicantStatus.WITHDRAWN and not has_fallen
    late = waits and placement.accept_by is not None and placement.accept_by < today()
    return Mine(
        placement,
        offer,
        organisation,
        period,
        supervisor_name(placement, offer),
        may_answer=waits and not late,
        is_late=late,
        has_fallen=has_fallen,
        reasons=explaining.of(applicant) if placement.status not in _OVER else (),
    )


def sitting(offer: PlacementOffer) -> int:
    """How many have the offer's places."""
    return int(db.session.execute(select(func.count()).where(Placement.offer_id == offer.id, Placement.status.in_(LIVE))).scalar_one())


def supervisor_name(placement: Placement, offer: PlacementOffer) -> str:
    """Who supervises this one: who was chosen for it, else who stands on the offer. Empty: nobody, or somebody protected."""
    supervisor_id = placement.supervisor_id or offer.supervisor_id
    if supervisor_id is None:
        return ""
    found = get(Supervisor, supervisor_id)
    return shown_contact(found.email, found.name)[0]


@dataclass(frozen=True)
class Filters:
    """What to show. Empty: everything.

    Args:
        standing: "waits", "overdue", "yes", "unsigned", "over", or "at_withdrawn" for those whose workplace has fallen away.
    """

    q: str = ""
    period: int = 0
    standing: str = ""

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True)
class Row:
    """A placement of a list."""

    placement: Placement
    applicant: Applicant
    school: str
    offer: PlacementOffer
    organisation: str
    period: PlacementPeriod


def listing(region: Region, user: User | Principal | None, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The placements of the schools for which one acts, by name. Nobody with protected identity is there."""
    wanted = _rows(region).where(Placement.status.in_(KNOWN))
    reach = organisations_where(user, region, APPLICANTS)
    if not reach.everywhere:
        wanted = wanted.where(Applicant.school_id.in_(reach.organisations))
    if filters.q:
        key = sort_key(filters.q)
        found = [Applicant.sort_key.contains(key, autoescape=True), PlacementOffer.sort_key.contains(key, autoescape=True)]
        wanted = wanted.where(or_(*found, Applicant.programme.icontains(filters.q, autoescape=True)))
    if filters.period:
        wanted = wanted.where(Placement.period_id == filters.period)
    if filters.standing:
        wanted = wanted.where(*_STANDING[filters.standing]())
    return _paged(wanted.order_by(Applicant.sort_key, Placement.id), number, size)


_STANDING: dict[str, Any] = {
    "waits": lambda: [Placement.status == PlacementStatus.PUBLISHED],
    "overdue": lambda: [Placement.status == PlacementStatus.PUBLISHED, Placement.accept_by < today()],
    "yes": lambda: [Placement.status.in_([PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED])],
    "unsigned": lambda: [
        Placement.status.in_([PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY]),
        select(Contract.id)
        .where(Contract.placement_id == Placement.id, Contract.fingerprint != "", Contract.completed_at.is_(None))
        .exists(),
    ],
    "over": lambda: [Placement.status.in_([*_OVER, PlacementStatus.INTERRUPTED])],
    "at_withdrawn": lambda: [Placement.status.in_(LIVE), PlacementOffer.status == OfferStatus.WITHDRAWN],
}


def receiving(region: Region, user: User | None, *, number: int = 1, size: int = 30) -> Page[Row]:
    """Who comes to the workplaces for which one acts, the latest period first. Nobody with protected identity is there."""
    wanted = _rows(region).where(Placement.status.in_([*LIVE, PlacementStatus.COMPLETED, PlacementStatus.INTERRUPTED]))
    reach = organisations_where(user, region, PLACES)
    if not reach.everywhere:
        wanted = wanted.where(PlacementOffer.organisation_id.in_(reach.organisations))
    order = (PlacementPeriod.starts_on.desc(), PlacementOffer.sort_key, Applicant.sort_key, Placement.id)
    return _paged(wanted.order_by(*order), number, size)


def own_placement(region: Region, user: User | Principal | None, placement_id: int, *, lock: bool = False) -> Row:
    """A placement of an applicant of a school for which one acts.

    Raises:
        NotFound: when there is none, it is only proposed, or another school's.
    """
    there = get(Placement, placement_id, lock=lock)
    found = db.session.execute(_rows(region, protected=True).where(Placement.id == placement_id)).first()
    reach = organisations_where(user, region, APPLICANTS)
    if there.status not in KNOWN or found is None or found[1].school_id not in reach:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return Row(*found)


def others(region: Region, row: Row) -> list[Row]:
    """What else the applicant has had in the period, the latest first."""
    wanted = _rows(region, protected=True).where(Placement.applicant_id == row.applicant.id, Placement.id != row.placement.id)
    found = db.session.execute(wanted.where(Placement.status.in_(KNOWN)).order_by(Placement.id.desc()).limit(MAX_OTHERS))
    return [Row(*each) for each in found]


def shown_applicant(applicant: Applicant) -> str:
    """What to call an applicant on a page that cannot leave them out."""
    return shown_contact(applicant.email, applicant.name)[0] or _("En sökande")


_SCHOOL = aliased(Organisation)


def _rows(region: Region, *, protected: bool = False) -> Any:
    wanted: Any = (
        select(Placement, Applicant, _SCHOOL.name, PlacementOffer, Organisation.name, PlacementPeriod)
        .join(Applicant, Applicant.id == Placement.applicant_id)
        .join(_SCHOOL, _SCHOOL.id == Applicant.school_id)
        .join(PlacementOffer, PlacementOffer.id == Placement.offer_id)
        .join(Organisation, Organisation.id == PlacementOffer.organisation_id)
        .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
        .where(Placement.region_id == region.id)
    )
    return wanted if protected else wanted.where(visible_people(Applicant.email))


def _paged(wanted: Any, number: int, size: int) -> Page[Row]:
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)


def without_place(period: PlacementPeriod, also: int = 0) -> list[Applicant]:
    """Who has no place in a period and is to have one, by name. Nobody with protected identity is there, but who is named by `also`."""
    sits = select(Placement.id).where(Placement.applicant_id == Applicant.id, Placement.status.in_(LIVE)).exists()
    wanted = select(Applicant).where(Applicant.period_id == period.id, Applicant.status != ApplicantStatus.WITHDRAWN, ~sits)
    wanted = wanted.where(or_(visible_people(Applicant.email), Applicant.id == also))
    return list(db.session.execute(wanted.order_by(Applicant.sort_key, Applicant.id).limit(MAX_CHOICES)).scalars())


def with_room(period: PlacementPeriod) -> list[tuple[PlacementOffer, int]]:
    """The open offers of a period that are not full, by employer, and how many seats are left."""
    taken = (
        select(func.count())
        .where(Placement.offer_id == PlacementOffer.id, Placement.status.in_(LIVE))
        .correlate(PlacementOffer)
        .scalar_subquery()
    )
    wanted = (
        select(PlacementOffer, PlacementOffer.capacity - taken)
        .where(PlacementOffer.period_id == period.id, PlacementOffer.status == OfferStatus.OPEN, PlacementOffer.capacity > taken)
        .order_by(PlacementOffer.sort_key, PlacementOffer.id)
        .limit(MAX_CHOICES)
    )
    return [(offer, int(free)) for offer, free in db.session.execute(wanted)]
