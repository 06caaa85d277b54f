"""Reads on offers: one's own, and the coordinators' list of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from core.db import Page, db, get, paginate, sort_key
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.records.people import shown_contact
from core.users.queries import organisations_where
from plugins.internships.offers.models import OfferStatus, PlacementOffer, Quota, Supervisor
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import PLACES

if TYPE_CHECKING:
    from core.api import Principal
    from core.regions.models import Region
    from core.users.models import User

SCHOOLS = (
    OrganisationKind.EDUCATION_PROVIDER,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.FOLK_HIGH_SCHOOL,
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.MUNICIPAL_FEDERATION,
)
MAX_SCHOOLS = 300


@dataclass(frozen=True)
class Filters:
    """What to show. Empty: everything.

    Args:
        supervisor: "none" for those that have no supervisor.
    """

    q: str = ""
    period: int = 0
    municipality: str = ""
    status: str = ""
    source: str = ""
    supervisor: str = ""

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True)
class Row:
    """An offer of a list."""

    offer: PlacementOffer
    organisation: str
    period: PlacementPeriod


def listing(region: Region, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's offers, by employer and workplace."""
    offer = PlacementOffer
    wanted = _rows().where(offer.region_id == region.id)
    if filters.q:
        key = sort_key(filters.q)
        wanted = wanted.where(or_(offer.sort_key.contains(key, autoescape=True), offer.title.icontains(filters.q, autoescape=True)))
    if filters.period:
        wanted = wanted.where(offer.period_id == filters.period)
    if filters.municipality:
        wanted = wanted.where(offer.municipality_code == filters.municipality)
    if filters.status:
        wanted = wanted.where(offer.status == filters.status)
    if filters.source:
        wanted = wanted.where(offer.source == filters.source)
    if filters.supervisor:
        wanted = wanted.where(offer.supervisor_id.is_(None))
    return _paged(wanted.order_by(offer.sort_key, offer.id), number, size)


def own_places(
    region: Region, user: User | Principal | None, *, period: int = 0, status: str = "", number: int = 1, size: int = 30
) -> Page[Row]:
    """The offers of those for whom one acts, the latest period first; of one period, or with one status, if it is said."""
    reach = organisations_where(user, region, PLACES)
    wanted = _rows().where(PlacementOffer.region_id == region.id)
    if not reach.everywhere:
        wanted = wanted.where(PlacementOffer.organisation_id.in_(reach.organisations))
    if period:
        wanted = wanted.where(PlacementOffer.period_id == period)
    if status:
        wanted = wanted.where(PlacementOffer.status == status)
    return _paged(wanted.order_by(PlacementPeriod.starts_on.desc(), PlacementOffer.sort_key, PlacementOffer.id), number, size)


def own_place(region: Region, user: User | Principal | None, offer_id: int, *, lock: bool = False) -> PlacementOffer:
    """An offer of somebody for whom one acts.

    Raises:
        NotFound: when there is none, or it is another employer's.
    """
    found = get(PlacementOffer, offer_id, lock=lock)
    if found.organisation_id not in organisations_where(user, region, PLACES):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def shares(offer: PlacementOffer) -> Sequence[tuple[str, int]]:
    """The schools that have places of their own there, and how many."""
    wanted = select(Organisation.name, Quota.places).join(Quota, Quota.school_id == Organisation.id).where(Quota.offer_id == offer.id)
    return [(name, places) for name, places in db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id))]


def schools(region: Region) -> Sequence[Organisation]:
    """The region's organisations that can have applicants, by name."""
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind.in_(SCHOOLS))
        .where(Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
    )
    return db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id).limit(MAX_SCHOOLS)).scalars().all()


def supervisor_name(offer: PlacementOffer) -> str:
    """Who supervises; empty when nobody does, or it is somebody with protected identity."""
    if offer.supervisor_id is None:
        return ""
    found = get(Supervisor, offer.supervisor_id)
    return shown_contact(found.email, found.name)[0]


def contact(offer: PlacementOffer) -> str:
    """Who answers for the place, as one reads it."""
    return ", ".join(
        part for part in shown_contact(offer.contact_email, offer.contact_name, offer.contact_email, offer.contact_phone) if part
    )


def earlier_offers(region: Region, period: PlacementPeriod) -> Sequence[PlacementOffer]:
    """The open offers of the latest earlier period of the same kind, that name somebody to ask."""
    latest = (
        select(PlacementPeriod.id)
        .join(PlacementOffer, PlacementOffer.period_id == PlacementPeriod.id)
        .where(PlacementPeriod.region_id == region.id, PlacementPeriod.kind_id == period.kind_id)
        .where(PlacementPeriod.starts_on < period.starts_on, PlacementOffer.status == OfferStatus.OPEN)
        .order_by(PlacementPeriod.starts_on.desc(), PlacementPeriod.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(PlacementOffer).where(
        PlacementOffer.period_id == latest, PlacementOffer.status == OfferStatus.OPEN, PlacementOffer.contact_email != ""
    )
    return db.session.execute(wanted.order_by(PlacementOffer.sort_key, PlacementOffer.id)).scalars().all()


def _rows() -> Any:
    wanted: Any = (
        select(PlacementOffer, Organisation.name, PlacementPeriod)
        .join(Organisation, Organisation.id == PlacementOffer.organisation_id)
        .join(PlacementPeriod, PlacementPeriod.id == PlacementOffer.period_id)
    )
    return wanted


def _paged(wanted: Select[Any], number: int, size: int) -> Page[Row]:
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)
