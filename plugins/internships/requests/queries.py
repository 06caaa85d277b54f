"""Reads on orders: those that a school has made, those that somebody is to answer, and the replies of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func as sql
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from core import mailed_links
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.organisations.queries import organisations_of
from core.records.people import protected_addresses
from core.users.queries import organisations_where
from plugins.internships.agreements.models import AgreementParty, Side
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.queries import schools
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import ANSWER, APPLICANTS
from plugins.internships.requests.models import PlacementRequest, RequestShare, RequestStatus

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

PURPOSE = "request_share"
RECEIVERS = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION, OrganisationKind.MUNICIPAL_FEDERATION)
MAX_RECEIVERS = 600
MAX_SHARES = 200


@dataclass(frozen=True)
class Row:
    """An order of a list. `promised` is what the units have answered so far, `silent` how many of them have not."""

    request: PlacementRequest
    period: PlacementPeriod
    school: str
    receiver: str
    promised: int
    silent: int


def ordered(region: Region, user: User | None, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The orders of the schools for which one acts, the newest first."""
    reach = organisations_where(user, region, APPLICANTS)
    wanted = _rows(region)
    if not reach.everywhere:
        wanted = wanted.where(PlacementRequest.school_id.in_(reach.organisations))
    return _paged(wanted, number, size)


def received(region: Region, user: User | None, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The orders to those for whom one acts, what is open and closes first first."""
    reach = organisations_where(user, region, ANSWER)
    wanted = _rows(region)
    if not reach.everywhere:
        wanted = wanted.where(PlacementRequest.receiver_id.in_(reach.organisations))
    return _paged(wanted, number, size)


def own_order(region: Region, user: User | None, request_id: int, *, lock: bool = False) -> PlacementRequest:
    """An order of a school for which one acts.

    Raises:
        NotFound: when there is none, or it is another school's.
    """
    return _own(region, user, request_id, APPLICANTS, "school_id", lock)


def own_request(region: Region, user: User | None, request_id: int, *, lock: bool = False) -> PlacementRequest:
    """An order to somebody for whom one acts.

    Raises:
        NotFound: when there is none, or it is to another.
    """
    return _own(region, user, request_id, ANSWER, "receiver_id", lock)


def _own(region: Region, user: User | None, request_id: int, permission: str, side: str, lock: bool) -> PlacementRequest:
    found = get(PlacementRequest, request_id, lock=lock)
    if getattr(found, side) not in organisations_where(user, region, permission):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def shares(request: PlacementRequest) -> list[RequestShare]:
    """The units that have been asked, by name."""
    wanted = select(RequestShare).where(RequestShare.request_id == request.id)
    return list(db.session.execute(wanted.order_by(RequestShare.workplace, RequestShare.id)).scalars())


def shown_addresses(rows: Sequence[RequestShare]) -> dict[int, str]:
    """The units' addresses by share; empty for somebody with protected identity."""
    hidden = protected_addresses(row.email for row in rows)
    return {row.id: "" if row.email.lower() in hidden else row.email for row in rows}


def share_of(request: PlacementRequest, share_id: int, *, lock: bool = False) -> RequestShare:
    """One unit's part of an order.

    Raises:
        NotFound: when there is none, or it is another order's.
    """
    found = get(RequestShare, share_id, lock=lock)
    if found.request_id != request.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def by_token(region: Region, token: str, *, lock: bool = False) -> RequestShare | None:
    """What a mailed link asks; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    wanted = select(RequestShare).where(RequestShare.token_hash == mailed_links.digest(token), RequestShare.region_id == region.id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(wanted).scalar_one_or_none()


def ordering_schools(region: Region, user: User) -> Sequence[Organisation]:
    """The schools for which one may order, by name."""
    reach = organisations_where(user, region, APPLICANTS)
    return schools(region) if reach.everywhere else [each for each in organisations_of(user, region) if each.id in reach]


def receivers(region: Region) -> Sequence[Organisation]:
    """Those of whom places can be ordered: municipalities and regions, who offers or has offered, and parties of agreements."""
    offering = select(PlacementOffer.organisation_id).where(PlacementOffer.region_id == region.id)
    agreed = select(AgreementParty.organisation_id).where(AgreementParty.region_id == region.id, AgreementParty.side == Side.EMPLOYER)
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(or_(Organisation.kind.in_(RECEIVERS), Organisation.id.in_(offering), Organisation.id.in_(agreed)))
    )
    return db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id).limit(MAX_RECEIVERS)).scalars().all()


def earlier_units(request: PlacementRequest) -> list[RequestShare]:
    """The units of the receiver's latest earlier order that have not been asked in this one, the latest words about each."""
    latest = (
        select(PlacementRequest.id)
        .join(RequestShare, RequestShare.request_id == PlacementRequest.id)
        .where(PlacementRequest.region_id == request.region_id, PlacementRequest.receiver_id == request.receiver_id)
        .where(PlacementRequest.id < request.id)
        .order_by(PlacementRequest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked = select(RequestShare.workplace).where(RequestShare.request_id == request.id)
    wanted = select(RequestShare).where(RequestShare.request_id == latest, RequestShare.email != "", RequestShare.workplace.not_in(asked))
    return list(db.session.execute(wanted.order_by(RequestShare.workplace, RequestShare.id)).scalars())


def _rows(region: Region) -> Any:
    school, receiver = aliased(Organisation), aliased(Organisation)
    of_request = RequestShare.request_id == PlacementRequest.id
    promised = select(sql.coalesce(sql.sum(RequestShare.answered), 0)).where(of_request).correlate(PlacementRequest).scalar_subquery()
    silent = select(sql.count()).where(of_request, RequestShare.answered.is_(None)).correlate(PlacementRequest).scalar_subquery()
    wanted: Any = (
        select(PlacementRequest, PlacementPeriod, school.name, receiver.name, promised, silent)
        .join(PlacementPeriod, PlacementPeriod.id == PlacementRequest.period_id)
        .join(school, school.id == PlacementRequest.school_id)
        .join(receiver, receiver.id == PlacementRequest.receiver_id)
        .where(PlacementRequest.region_id == region.id)
        .order_by((PlacementRequest.status == RequestStatus.CLOSED), PlacementRequest.reply_by, PlacementRequest.id)
    )
    return wanted


def _paged(wanted: Any, number: int, size: int) -> Page[Row]:
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)
