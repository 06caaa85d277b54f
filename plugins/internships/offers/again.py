"""Asking those who offered places last time, by a mailed link that needs no account. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.organisations.queries import of_region
from core.web.format import format_date
from plugins.internships import tokens
from plugins.internships.links import absolute
from plugins.internships.offers.mail_templates import AGAIN
from plugins.internships.offers.models import OfferInvitation, OfferSource, PlacementOffer
from plugins.internships.offers.queries import earlier_offers
from plugins.internships.offers.service import make_offer, open_offer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

PURPOSE = "offer_again"
TONGUE = "sv"
COPIED = [
    "workplace",
    "municipality_code",
    "address",
    "occupation_group",
    "title",
    "description",
    "capacity",
    "minimum",
    "contact_name",
    "contact_email",
    "contact_phone",
    "skills",
    "languages",
    "driving_licence",
    "clearance",
    "accessibility_text",
    "home_help",
    "home_help_text",
]


def to_ask(region: Region, period: PlacementPeriod) -> list[PlacementOffer]:
    """The earlier offers that have not been asked about yet."""
    asked = {row.previous_id for row in invitations(period)}
    return [offer for offer in earlier_offers(region, period) if offer.id not in asked]


def invitations(period: PlacementPeriod) -> Sequence[OfferInvitation]:
    """Those who have been asked about a period."""
    wanted = select(OfferInvitation).where(OfferInvitation.period_id == period.id)
    return db.session.execute(wanted.order_by(OfferInvitation.id)).scalars().all()


def ask(*, region: Region, period: PlacementPeriod) -> int:
    """Mail everybody who has not been asked. Returns how many.

    Raises:
        Conflict: when the period does not take offers.
    """
    if period.status != PeriodStatus.COLLECTING or period.offers_by < today():
        raise Conflict(_("Perioden tar inte emot platser nu."))
    found = to_ask(region, period)
    for offer in found:
        seed = mailed_links.new_seed()
        token = tokens.token_of(PURPOSE, seed)
        row = OfferInvitation(
            region_id=region.id,
            period_id=period.id,
            previous_id=offer.id,
            email=offer.contact_email.lower(),
            seed=seed,
            token_hash=mailed_links.digest(token),
        )
        db.session.add(row)
        _send(region, period, offer, token)
    db.session.flush()
    if found:
        record("internships.offer.asked_again", region=region, subject=period.ref, title=period.title, count=len(found))
    return len(found)


def _send(region: Region, period: PlacementPeriod, offer: PlacementOffer, token: str) -> None:
    with speaking(TONGUE):
        values = {
            "title": offer.title,
            "workplace": offer.workplace,
            "period": period.title,
            "day": format_date(period.offers_by),
            "link": absolute("offer_again", region, token=token),
            "sender": region.name,
            "why": _("Du får mejlet för att du är kontaktperson för en praktikplats hos %(region)s.", region=region.name),
        }
    send_template(kind=AGAIN, to=offer.contact_email, variables=values, region=region, tongue=TONGUE)


def by_token(region: Region, token: str, *, lock: bool = False) -> OfferInvitation | None:
    """The question behind a mailed link; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    wanted = select(OfferInvitation).where(OfferInvitation.token_hash == mailed_links.digest(token), OfferInvitation.region_id == region.id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(wanted).scalar_one_or_none()


def is_open(period: PlacementPeriod) -> bool:
    """Whether a link still takes an answer."""
    return period.status == PeriodStatus.COLLECTING and period.offers_by >= today()


def say_yes(*, region: Region, invitation: OfferInvitation, capacity: int, description: str) -> PlacementOffer:
    """Offer the same again, with what has changed. It is open at once: who has the link answers for the place.

    Raises:
        Conflict: when it is answered already, or too late.
    """
    period = _answerable(invitation)
    before = get(PlacementOffer, invitation.previous_id)
    facts = {name: getattr(before, name) for name in COPIED} | {"capacity": capacity, "description": description}
    facts["minimum"] = min(facts["minimum"], capacity)
    made = make_offer(
        region=region,
        period=period,
        organisation=of_region(region, before.organisation_id),
        source=OfferSource.MAIL_LINK,
        facts=facts,
        previous_id=before.id,
    )
    open_offer(region=region, offer=made)
    invitation.answered_at, invitation.answer, invitation.offer_id = utcnow(), "yes", made.id
    db.session.flush()
    return made


def say_no(*, region: Region, invitation: OfferInvitation) -> None:
    """Not this time.

    Raises:
        Conflict: when it is answered already, or too late.
    """
    period = _answerable(invitation)
    invitation.answered_at, invitation.answer = utcnow(), "no"
    db.session.flush()
    record("internships.offer.declined_again", region=region, subject=period.ref, title=period.title)


def _answerable(invitation: OfferInvitation) -> PlacementPeriod:
    period = get(PlacementPeriod, invitation.period_id)
    if invitation.answered_at is not None:
        raise Conflict(_("Frågan är redan besvarad."))
    if not is_open(period):
        raise Conflict(_("Sista dagen att erbjuda platser har passerat."))
    return period
