"""Reads on visits and bookings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.organisations.models import Organisation, OrganisationRegion
from core.records.people import protected_addresses
from core.regions.models import Region
from core.users.queries import organisations_where
from plugins.guidance.employers.queries import MAX_ORGANISATIONS, missing
from plugins.guidance.permissions import OFFER
from plugins.guidance.visits.models import BookingStatus, Visit, VisitBooking

if TYPE_CHECKING:
    from core.users.models import User

MAX_BOOKINGS = 300


@dataclass(frozen=True)
class Row:
    """A visit of the list, with how many seats are left."""

    visit: Visit
    left: int


def visit(region: Region, visit_id: int, *, lock: bool = False) -> Visit:
    """One visit of the region.

    Raises:
        NotFound: when there is none.
    """
    found = get(Visit, visit_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def own_visit(region: Region, user: User | None, visit_id: int, *, lock: bool = False) -> Visit:
    """A visit that a person may change.

    Raises:
        NotFound: when there is none, or it is another employer's.
    """
    found = visit(region, visit_id, lock=lock)
    if found.organisation_id not in organisations_where(user, region, OFFER):
        raise NotFound(missing())
    return found


def _taken() -> Any:
    return (
        select(func.coalesce(func.sum(VisitBooking.people), 0))
        .where(VisitBooking.visit_id == Visit.id, VisitBooking.status != BookingStatus.CANCELLED)
        .correlate(Visit)
        .scalar_subquery()
    )


def taken(of: Visit) -> int:
    """How many seats are booked."""
    wanted = select(func.coalesce(func.sum(VisitBooking.people), 0)).where(
        VisitBooking.visit_id == of.id, VisitBooking.status != BookingStatus.CANCELLED
    )
    return int(db.session.execute(wanted).scalar_one())


def coming(region: Region, *, municipality: str = "", number: int = 1, size: int = 30) -> Page[Row]:
    """Visits to come, the first first."""
    wanted: Any = select(Visit, Visit.seats - _taken()).where(
        Visit.region_id == region.id, Visit.starts_at >= utcnow(), Visit.cancelled_at.is_(None)
    )
    if municipality:
        wanted = wanted.where(Visit.municipality_code == municipality)
    found: Page[Any] = paginate(wanted.order_by(Visit.starts_at, Visit.id), number=number, size=size, scalars=False)
    return Page(items=[Row(each, int(left)) for each, left in found.items], total=found.total, number=found.number, size=found.size)


def bookings(of: Visit) -> Sequence[VisitBooking]:
    """The bookings of a visit, the first first."""
    wanted = select(VisitBooking).where(VisitBooking.visit_id == of.id).order_by(VisitBooking.id).limit(MAX_BOOKINGS)
    return db.session.execute(wanted).scalars().all()


def booking(of: Visit, booking_id: int) -> VisitBooking:
    """One booking of a visit, locked.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(VisitBooking, booking_id, lock=True)
    if found.visit_id != of.id:
        raise NotFound(missing())
    return found


def mine(region: Region, user: User) -> Sequence[tuple[VisitBooking, Visit]]:
    """What a person has booked and is to come."""
    wanted = (
        select(VisitBooking, Visit)
        .join(Visit, Visit.id == VisitBooking.visit_id)
        .where(Visit.region_id == region.id, VisitBooking.user_id == user.id, Visit.starts_at >= utcnow())
        .where(VisitBooking.status != BookingStatus.CANCELLED)
        .order_by(Visit.starts_at, VisitBooking.id)
        .limit(MAX_BOOKINGS)
    )
    return [(one, of) for one, of in db.session.execute(wanted)]


def contacts(rows: Sequence[VisitBooking]) -> dict[int, str]:
    """The bookings' contacts as the employer reads them; empty for somebody with protected identity."""
    hidden = protected_addresses(each.contact_email for each in rows)
    return {each.id: "" if each.contact_email.lower() in hidden else f"{each.contact_name}, {each.contact_email}" for each in rows}


def may_offer_for(region: Region, user: User | None) -> Sequence[Organisation]:
    """The organisations that a person may offer visits for."""
    reach = organisations_where(user, region, OFFER)
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_ORGANISATIONS)
    )
    if not reach.everywhere:
        wanted = wanted.where(Organisation.id.in_(reach.organisations))
    return db.session.execute(wanted).scalars().all()
