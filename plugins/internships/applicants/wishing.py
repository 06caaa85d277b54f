"""What an applicant wishes: places in order, or occupation, sector and municipality. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from plugins.internships.applicants.models import Applicant, ApplicantStatus, Preference, SelfFound, Wish
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, WishMode

if TYPE_CHECKING:
    from core.regions.models import Region

MOST_CHOICES = 1000
SECTORS = ("", "public", "private")


def is_open(period: PlacementPeriod, applicant: Applicant) -> bool:
    """Whether the applicant can say what they wish now."""
    return period.status == PeriodStatus.WISHING and period.wishes_by >= today() and applicant.status != ApplicantStatus.WITHDRAWN


def open_places(period: PlacementPeriod, applicant: Applicant) -> Sequence[PlacementOffer]:
    """The places that the applicant can rank: open, of an occupation they may be placed in, and not found by somebody else."""
    others = select(SelfFound.offer_id).where(SelfFound.offer_id.is_not(None), SelfFound.applicant_id != applicant.id)
    wanted = select(PlacementOffer).where(
        PlacementOffer.period_id == period.id, PlacementOffer.status == OfferStatus.OPEN, PlacementOffer.id.not_in(others)
    )
    if applicant.occupation_groups:
        fits = PlacementOffer.occupation_group.in_([*applicant.occupation_groups, ""])
        wanted = wanted.where(or_(fits, PlacementOffer.id.in_(select(Preference.offer_id).where(Preference.applicant_id == applicant.id))))
    return db.session.execute(wanted.order_by(PlacementOffer.sort_key, PlacementOffer.id).limit(MOST_CHOICES)).scalars().all()


def choices(places: Sequence[PlacementOffer]) -> list[tuple[str, str]]:
    """Places for a form's select."""
    return [(str(each.id), f"{each.workplace}, {each.title}, {name_of(each.municipality_code)}") for each in places]


def preferences(applicant: Applicant) -> Sequence[Preference]:
    """What they have ranked, the best first."""
    wanted = select(Preference).where(Preference.applicant_id == applicant.id)
    return db.session.execute(wanted.order_by(Preference.rank, Preference.id)).scalars().all()


def wishes(applicant: Applicant) -> Sequence[Wish]:
    """What they have wished, in order."""
    return db.session.execute(select(Wish).where(Wish.applicant_id == applicant.id).order_by(Wish.rank, Wish.id)).scalars().all()


def save_ranked(*, region: Region, applicant: Applicant, ranked: Sequence[tuple[int, int]]) -> None:
    """Keep ranked places instead of those before.

    Args:
        ranked: (rank, offer's id). Equal ranks are ties.

    Raises:
        Conflict: when wishes are closed.
        DomainError: when nothing is ranked, a place twice, or one that cannot be had.
    """
    period = _may(applicant, WishMode.RANKED)
    if not ranked:
        raise DomainError(_("Välj minst en plats."), field="offer_1")
    offers = [offer_id for _rank, offer_id in ranked]
    if len(set(offers)) != len(offers):
        raise DomainError(_("Du har valt samma plats två gånger. Ta bort den ena."))
    if not set(offers) <= {each.id for each in open_places(period, applicant)}:
        raise DomainError(_("En av platserna går inte att välja längre. Välj en annan."))
    db.session.execute(delete(Preference).where(Preference.applicant_id == applicant.id))
    for rank, offer_id in ranked:
        db.session.add(Preference(region_id=region.id, applicant_id=applicant.id, rank=rank, offer_id=offer_id))
    _said(region, applicant)


def save_wishes(*, region: Region, applicant: Applicant, wanted: Sequence[tuple[str, str, str]]) -> None:
    """Keep wishes instead of those before.

    Args:
        wanted: (occupation group, sector, municipality) in order; empty: whichever.

    Raises:
        Conflict: when wishes are closed.
        DomainError: when nothing is wished.
    """
    _may(applicant, WishMode.WISHES)
    if not wanted:
        raise DomainError(_("Skriv minst ett önskemål."), field="occupation_1")
    db.session.execute(delete(Wish).where(Wish.applicant_id == applicant.id))
    for rank, (group, sector, code) in enumerate(wanted, start=1):
        row: dict[str, Any] = {"occupation_group": group, "sector": sector, "municipality_code": code}
        db.session.add(Wish(region_id=region.id, applicant_id=applicant.id, rank=rank, **row))
    _said(region, applicant)


def _may(applicant: Applicant, mode: WishMode) -> PlacementPeriod:
    period = get(PlacementPeriod, applicant.period_id)
    if period.wish_mode != mode or not is_open(period, applicant):
        raise Conflict(_("Det går inte att önska nu. Hör av dig till skolan."))
    return period


def _said(region: Region, applicant: Applicant) -> None:
    applicant.status, applicant.status_at = ApplicantStatus.READY, utcnow()
    db.session.flush()
    record("internships.applicant.wished", region=region, subject=applicant.ref)
