"""What can be done with an order: sent, given out to units, answered, reminded of, closed. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from plugins.internships import tokens
from plugins.internships.offers.models import OfferSource, PlacementOffer
from plugins.internships.offers.service import make_offer, open_offer, set_quota
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.requests import telling
from plugins.internships.requests.models import PlacementRequest, RequestShare, RequestStatus
from plugins.internships.requests.queries import MAX_SHARES, PURPOSE, earlier_units, shares

if TYPE_CHECKING:
    from core.regions.models import Region

DAYS_BEFORE = 3
BATCH = 300


def send_request(
    *, region: Region, period: PlacementPeriod, school: Organisation, receiver: Organisation, facts: Mapping[str, Any]
) -> PlacementRequest:
    """A school orders places.

    Args:
        facts: `programme`, `occupation_group`, `places`, `reply_by`, `text`.

    Raises:
        Conflict: when the period does not take offers.
        DomainError: when the order cannot be answered as it is written.
    """
    if period.status != PeriodStatus.COLLECTING or period.offers_by < today():
        raise Conflict(_("Perioden tar inte emot platser nu."), field="period_id")
    if school.id == receiver.id:
        raise DomainError(_("Skolan kan inte beställa av sig själv."), field="receiver_id")
    if not today() <= facts["reply_by"] <= period.offers_by:
        raise DomainError(_("Välj en dag från i dag till och med periodens sista dag att erbjuda platser."), field="reply_by")
    made = PlacementRequest(region_id=region.id, period_id=period.id, school_id=school.id, receiver_id=receiver.id, **facts)
    db.session.add(made)
    db.session.flush()
    record("internships.request.sent", region=region, subject=made.ref, receiver=receiver.name, school=school.name, places=made.places)
    telling.tell_sent(region, made, school)
    return made


def ask_unit(*, region: Region, request: PlacementRequest, facts: Mapping[str, Any]) -> RequestShare:
    """Give a part of an order to a unit, and mail it the link.

    Args:
        facts: `workplace`, `municipality_code`, `email`, `asked`.

    Raises:
        Conflict: when the order is closed, or it is too late.
        DomainError: when the unit has been asked already, or the town is not the region's.
    """
    period = _open(request)
    there = shares(request)
    if len(there) >= MAX_SHARES:
        raise DomainError(_("Högst %(n)s enheter kan få frågan.", n=MAX_SHARES), field="workplace")
    if facts["workplace"].lower() in {row.workplace.lower() for row in there}:
        raise DomainError(_("Enheten har redan fått frågan."), field="workplace")
    if facts["municipality_code"] not in {each.code for each in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="municipality_code")
    seed = mailed_links.new_seed()
    token = tokens.token_of(PURPOSE, seed)
    row = RequestShare(region_id=region.id, request_id=request.id, seed=seed, token_hash=mailed_links.digest(token), **facts)
    db.session.add(row)
    request.status = RequestStatus.DISTRIBUTED
    db.session.flush()
    record("internships.request.shared", region=region, subject=request.ref, workplace=row.workplace, asked=row.asked)
    telling.mail_unit(telling.ASK, region=region, request=request, period=period, share=row)
    return row


def ask_again(*, region: Region, request: PlacementRequest) -> int:
    """Ask the units of the receiver's latest earlier order, for as many places each as then. Returns how many."""
    _open(request)
    units = earlier_units(request)
    for unit in units:
        facts = {name: getattr(unit, name) for name in ("workplace", "municipality_code", "email", "asked")}
        ask_unit(region=region, request=request, facts=facts)
    return len(units)


def remind_unit(*, region: Region, request: PlacementRequest, share: RequestShare) -> None:
    """Mail a unit the link again; once a day at most.

    Raises:
        Conflict: when it has answered, has been reminded today, or cannot answer any more.
    """
    period = _open(request)
    if share.replied_at is not None:
        raise Conflict(_("Enheten har redan svarat."))
    if share.reminded_at is not None and share.reminded_at > utcnow() - timedelta(days=1):
        raise Conflict(_("Enheten fick en påminnelse för mindre än ett dygn sedan."))
    _remind(region, request, period, [share])


def reply(*, region: Region, share: RequestShare, places: int, note: str) -> PlacementOffer | None:
    """A unit answers how many it takes; 0: nobody. The places are open at once, and are for the school that ordered them.

    Raises:
        Conflict: when it has answered, or cannot answer any more.
    """
    request = get(PlacementRequest, share.request_id, lock=True)
    period = _open(request)
    if share.replied_at is not None:
        raise Conflict(_("Ni har redan svarat."))
    offer = _offer(region, request, period, share, places) if places else None
    share.answered, share.note, share.replied_at, share.offer_id = places, note, utcnow(), offer.id if offer else None
    db.session.flush()
    if all(row.replied_at is not None for row in shares(request)):
        request.status = RequestStatus.ANSWERED
        telling.tell_answered(region, request)
    record("internships.request.replied", region=region, subject=request.ref, workplace=share.workplace, answered=places)
    return offer


def close_request(*, region: Region, request: PlacementRequest) -> None:
    """No more answers: the links stop working. What has been answered stays. Closed already: nothing happens."""
    if request.status == RequestStatus.CLOSED:
        return
    request.status = RequestStatus.CLOSED
    db.session.flush()
    record("internships.request.closed", region=region, subject=request.ref)


def is_open(request: PlacementRequest, period: PlacementPeriod) -> bool:
    """Whether units can be asked and can answer."""
    return request.status != RequestStatus.CLOSED and period.status == PeriodStatus.COLLECTING and request.reply_by >= today()


def remind_silent(*, region: Region) -> int:
    """Each morning: remind, once, the units whose last day is near. Returns how many."""
    wanted = (
        select(PlacementRequest, PlacementPeriod, RequestShare)
        .join(RequestShare, RequestShare.request_id == PlacementRequest.id)
        .join(PlacementPeriod, PlacementPeriod.id == PlacementRequest.period_id)
        .where(PlacementRequest.region_id == region.id, PlacementRequest.status != RequestStatus.CLOSED)
        .where(PlacementRequest.reply_by >= today(), PlacementRequest.reply_by <= today() + timedelta(days=DAYS_BEFORE))
        .where(PlacementPeriod.status == PeriodStatus.COLLECTING)
        .where(RequestShare.replied_at.is_(None), RequestShare.reminded_at.is_(None), RequestShare.email != "")
        .order_by(RequestShare.id)
        .limit(BATCH)
    )
    found = db.session.execute(wanted).all()
    grouped: dict[int, tuple[PlacementRequest, PlacementPeriod, list[RequestShare]]] = {}
    for request, period, share in found:
        grouped.setdefault(request.id, (request, period, []))[2].append(share)
    for request, period, rows in grouped.values():
        _remind(region, request, period, rows)
    return len(found)


def close_late(*, region: Region) -> int:
    """Each morning: close the orders whose last day has passed, and tell the schools. Returns how many."""
    wanted = (
        select(PlacementRequest)
        .where(PlacementRequest.region_id == region.id, PlacementRequest.status != RequestStatus.CLOSED)
        .where(PlacementRequest.reply_by < today())
        .order_by(PlacementRequest.id)
        .limit(BATCH)
    )
    found = db.session.execute(wanted).scalars().all()
    for request in found:
        if request.status != RequestStatus.ANSWERED:
            telling.tell_answered(region, request)
        close_request(region=region, request=request)
    return len(found)


def _remind(region: Region, request: PlacementRequest, period: PlacementPeriod, rows: Sequence[RequestShare]) -> None:
    for share in rows:
        share.reminded_at = utcnow()
        telling.mail_unit(telling.REMIND, region=region, request=request, period=period, share=share)
    db.session.flush()
    record("internships.request.reminded", region=region, subject=request.ref, count=len(rows))


def _offer(region: Region, request: PlacementRequest, period: PlacementPeriod, share: RequestShare, places: int) -> PlacementOffer:
    group = taxonomy.group(request.occupation_group) if request.occupation_group else None
    facts = {
        "workplace": share.workplace,
        "municipality_code": share.municipality_code,
        "occupation_group": request.occupation_group,
        "title": group.name if group else request.programme or _("Praktikplats"),
        "capacity": places,
        "minimum": 0,
        "contact_email": share.email,
    }
    receiver = of_region(region, request.receiver_id)
    offer = make_offer(region=region, period=period, organisation=receiver, source=OfferSource.REQUEST, facts=facts)
    set_quota(region=region, offer=offer, school=of_region(region, request.school_id), places=places)
    return open_offer(region=region, offer=offer)


def _open(request: PlacementRequest) -> PlacementPeriod:
    period = get(PlacementPeriod, request.period_id)
    if request.status == RequestStatus.CLOSED:
        raise Conflict(_("Beställningen är stängd."))
    if not is_open(request, period):
        raise Conflict(_("Sista dagen att svara har passerat."))
    return period
