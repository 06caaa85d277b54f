"""What a match rests on, as it stands in the database now: read once, in an order that is always the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from core.db import db, get
from core.geo.places import municipalities
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from plugins.internships.applicants.bases import bases
from plugins.internships.applicants.models import Applicant, ApplicantStatus, Preference, SelfFound, SelfFoundStatus, Wish
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.offers.models import OfferStatus, PlacementOffer, Quota, Supervisor
from plugins.internships.periods.models import Cap, CapScope, PlacementPeriod, WishMode
from plugins.internships.rounds.models import Pin, PinKind, Placement, PlacementStatus

Point = tuple[float, float]
HELD = (PlacementStatus.PUBLISHED, PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED)
GONE = (PlacementStatus.DECLINED, PlacementStatus.WITHDRAWN, PlacementStatus.INTERRUPTED)
PUBLIC = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.REGION,
    OrganisationKind.MUNICIPAL_FEDERATION,
    OrganisationKind.AGENCY,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.LEARNING_CENTRE,
)


@dataclass(frozen=True)
class Person:
    """An applicant, where they live or at the learning centre they start from. Words are folded, so that they are compared as meant."""

    id: int
    school: int
    municipality: str
    point: Point | None
    limit: int | None
    languages: frozenset[str]
    licence: bool
    documents: frozenset[str]
    occupations: frozenset[str]
    pair: int | None


@dataclass(frozen=True)
class Place:
    """An offer. `shares` are the seats that are a school's own. One that is withdrawn has no seats."""

    id: int
    employer: int
    municipality: str
    point: Point | None
    occupation: str
    sector: str
    capacity: int
    minimum: int
    shares: Mapping[int, int]
    supervisor: int | None
    languages: frozenset[str]
    licence: bool
    documents: frozenset[str]
    is_open: bool


@dataclass(frozen=True)
class Wanted:
    """A wish: any of occupation group, sector and municipality; empty: whichever."""

    occupation: str
    sector: str
    municipality: str


@dataclass
class Facts:
    """Everything.

    Args:
        ranked: Per applicant, the offers by rank.
        wishes: Per applicant, in order.
        must, never: Per applicant, what a coordinator has decided, and what they have left or declined.
        held: Where applicants sit already and stay.
        owners: Offers that an applicant has found: nobody else may have them.
        supervisors: How many each takes at once.
        caps: `(scope, subject, maximum)`; the subject is an organisation's id or a municipality's code.
    """

    ranked_mode: bool
    travel_limit: int | None
    people: dict[int, Person] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    ranked: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    wishes: dict[int, list[Wanted]] = field(default_factory=dict)
    must: dict[int, int] = field(default_factory=dict)
    never: dict[int, set[int]] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    supervisors: dict[int, int] = field(default_factory=dict)
    caps: list[tuple[str, str, int]] = field(default_factory=list)


def facts_of(period: PlacementPeriod) -> Facts:
    """What a match of the period rests on."""
    limits = [limit for limit in (period.travel_limit_km, kind_of(period.kind_id).travel_limit_km) if limit]
    found = Facts(ranked_mode=period.wish_mode == WishMode.RANKED, travel_limit=limits[0] if limits else None)
    _people(found, period)
    _decided(found, period)
    _places(found, period)
    _wishes(found, period)
    return found


def _people(found: Facts, period: PlacementPeriod) -> None:
    wanted = select(Applicant).where(Applicant.period_id == period.id, Applicant.status != ApplicantStatus.WITHDRAWN)
    people = db.session.execute(wanted.order_by(Applicant.id)).scalars().all()
    based = bases(get(Region, period.region_id)) if any(one.centre_ref for one in people) else {}
    for one in people:
        base = based.get(one.centre_ref)  # one that is no more, or of a plugin that is off, counts as home
        found.people[one.id] = Person(
            id=one.id,
            school=one.school_id,
            municipality=base.municipality_code if base else one.municipality_code,
            point=_point(base.latitude, base.longitude, base.municipality_code)
            if base
            else _point(one.latitude, one.longitude, one.municipality_code),
            limit=one.travel_limit_km,
            languages=_folded(one.languages),
            licence=one.driving_licence,
            documents=_folded(one.documents),
            occupations=frozenset(str(code) for code in one.occupation_groups),
            pair=one.pair_id,
        )


def _decided(found: Facts, period: PlacementPeriod) -> None:
    never: dict[int, set[int]] = defaultdict(set)
    for pin in db.session.execute(select(Pin).where(Pin.period_id == period.id).order_by(Pin.id)).scalars():
        if pin.kind is PinKind.MUST:
            found.must[pin.applicant_id] = pin.offer_id
        else:
            never[pin.applicant_id].add(pin.offer_id)
    placed = select(Placement).where(Placement.period_id == period.id).order_by(Placement.id)
    for placement in db.session.execute(placed).scalars():
        if placement.status in HELD or (placement.is_locked and placement.status not in GONE):
            found.held[placement.applicant_id] = placement.offer_id
        elif placement.status in GONE:
            never[placement.applicant_id].add(placement.offer_id)
    own = select(SelfFound.offer_id, SelfFound.applicant_id).join(Applicant, Applicant.id == SelfFound.applicant_id)
    own = own.where(Applicant.period_id == period.id, SelfFound.status == SelfFoundStatus.APPROVED, SelfFound.offer_id.is_not(None))
    found.owners = {int(offer_id): applicant_id for offer_id, applicant_id in db.session.execute(own.order_by(SelfFound.id)) if offer_id}
    found.never = dict(never)


def _places(found: Facts, period: PlacementPeriod) -> None:
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    quotas = select(Quota).join(PlacementOffer, PlacementOffer.id == Quota.offer_id).where(PlacementOffer.period_id == period.id)
    for quota in db.session.execute(quotas.order_by(Quota.id)).scalars():
        shares[quota.offer_id][quota.school_id] = quota.places
    there = or_(PlacementOffer.status != OfferStatus.DRAFT, PlacementOffer.id.in_({*found.held.values(), *found.must.values()}))
    wanted = select(PlacementOffer, Organisation.kind).join(Organisation, Organisation.id == PlacementOffer.organisation_id)
    for offer, kind in db.session.execute(wanted.where(PlacementOffer.period_id == period.id, there).order_by(PlacementOffer.id)):
        found.places[offer.id] = Place(
            id=offer.id,
            employer=offer.organisation_id,
            municipality=offer.municipality_code,
            point=_point(offer.latitude, offer.longitude, offer.municipality_code),
            occupation=offer.occupation_group,
            sector="public" if kind in PUBLIC else "private",
            capacity=offer.capacity if offer.status == OfferStatus.OPEN else 0,
            minimum=offer.minimum if offer.minimum > 1 and offer.status == OfferStatus.OPEN else 0,
            shares=shares.get(offer.id, {}) if offer.status == OfferStatus.OPEN else {},
            supervisor=offer.supervisor_id,
            languages=_folded(offer.languages),
            licence=offer.driving_licence,
            documents=_folded(offer.clearance),
            is_open=offer.status == OfferStatus.OPEN,
        )
    ids = {place.supervisor for place in found.places.values() if place.supervisor is not None}
    supervising = select(Supervisor.id, Supervisor.capacity).where(Supervisor.id.in_(ids)).order_by(Supervisor.id)
    found.supervisors = {one: int(capacity) for one, capacity in db.session.execute(supervising)} if ids else {}
    for cap in db.session.execute(select(Cap).where(Cap.period_id == period.id).order_by(Cap.id)).scalars():
        subject = cap.municipality_code if cap.scope is CapScope.AREA else str(cap.organisation_id or 0)
        found.caps.append((cap.scope.value, subject, cap.maximum))


def _wishes(found: Facts, period: PlacementPeriod) -> None:
    if found.ranked_mode:
        ranked = select(Preference).join(Applicant, Applicant.id == Preference.applicant_id).where(Applicant.period_id == period.id)
        for one in db.session.execute(ranked.order_by(Preference.applicant_id, Preference.rank, Preference.offer_id)).scalars():
            found.ranked.setdefault(one.applicant_id, {}).setdefault(one.rank, []).append(one.offer_id)
        return
    wanted = select(Wish).join(Applicant, Applicant.id == Wish.applicant_id).where(Applicant.period_id == period.id)
    for wish in db.session.execute(wanted.order_by(Wish.applicant_id, Wish.rank, Wish.id)).scalars():
        found.wishes.setdefault(wish.applicant_id, []).append(Wanted(wish.occupation_group, wish.sector, wish.municipality_code))


def _point(latitude: float | None, longitude: float | None, code: str) -> Point | None:
    if latitude is not None and longitude is not None:
        return latitude, longitude
    seat = municipalities().get(code)
    return (seat.latitude, seat.longitude) if seat else None


def _folded(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(" ".join(str(word).split()).casefold() for word in words)
