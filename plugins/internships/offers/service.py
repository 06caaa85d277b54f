"""What can be done with an offer: made, changed, opened, withdrawn, shared between schools. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, get, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.queries import municipalities
from plugins.internships.offers.models import OfferSource, OfferStatus, PlacementOffer, Quota, Supervisor
from plugins.internships.offers.telling import tell
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements.notices import tell_fallen
from plugins.internships.placements.queries import sitting

if TYPE_CHECKING:
    from core.regions.models import Region

CHANGEABLE = (PeriodStatus.COLLECTING, PeriodStatus.WISHING)
LATE = (PeriodStatus.PUBLISHED, PeriodStatus.RUNNING)  # a draft can still become a place, for who has none
MAX_CAPACITY = 500


def make_offer(
    *, region: Region, period: PlacementPeriod, organisation: Organisation, source: OfferSource, facts: Mapping[str, Any], **more: Any
) -> PlacementOffer:
    """Offer places in a period, as a draft. Once the placements are published, a place that comes late can be given to who has none.

    Args:
        more: What it comes from: `previous_id`, `need_ref`, `commitment_ref`.

    Raises:
        Conflict: when the period does not take offers.
        DomainError: when what is offered does not hold together.
    """
    own = (PeriodStatus.WISHING,) if source is OfferSource.SELF_FOUND else ()
    if period.status not in (PeriodStatus.COLLECTING, *own, *LATE):
        raise Conflict(_("Perioden tar inte emot platser nu."), field="period_id")
    _check(region, organisation.id, facts)
    offer = PlacementOffer(
        region_id=region.id, period_id=period.id, organisation_id=organisation.id, source=source, **more, **_placed(facts)
    )
    offer.sort_key = sort_key(f"{organisation.name} {offer.workplace}")[:200]
    db.session.add(offer)
    db.session.flush()
    record("internships.offer.made", region=region, subject=offer.ref, workplace=offer.workplace)
    return offer


def change_offer(*, region: Region, offer: PlacementOffer, facts: Mapping[str, Any]) -> PlacementOffer:
    """Change what is offered.

    Raises:
        Conflict: when it is withdrawn, or the places are being given out.
        DomainError: when what is offered does not hold together.
    """
    _changeable(offer)
    _check(region, offer.organisation_id, facts)
    shared = sum(quota.places for quota in quotas_of(offer))
    if facts["capacity"] < shared:
        raise DomainError(_("Skolornas andelar är %(n)s platser tillsammans. Minska dem först.", n=shared), field="capacity")
    found = _placed(facts) if facts["municipality_code"] != offer.municipality_code else dict(facts)
    changed = sorted(key for key, value in found.items() if getattr(offer, key) != value)
    for key in changed:
        setattr(offer, key, found[key])
    if changed:
        offer.sort_key = sort_key(f"{get(Organisation, offer.organisation_id).name} {offer.workplace}")[:200]
        record("internships.offer.changed", region=region, subject=offer.ref, workplace=offer.workplace, fields=changed)
        tell(region, offer)
    return offer


def open_offer(*, region: Region, offer: PlacementOffer) -> PlacementOffer:
    """Let it be wished for. Open already: nothing happens.

    Raises:
        Conflict: when it is withdrawn, or the places are being given out.
    """
    _changeable(offer)
    if offer.status == OfferStatus.DRAFT:
        offer.status = OfferStatus.OPEN
        record("internships.offer.opened", region=region, subject=offer.ref, workplace=offer.workplace)
        tell(region, offer)
    return offer


def withdraw_offer(*, region: Region, offer: PlacementOffer, reason: str) -> PlacementOffer:
    """Take it back. Possible at any time before the end: a workplace that cannot receive cannot be forced to."""
    if offer.status == OfferStatus.WITHDRAWN:
        return offer
    period = get(PlacementPeriod, offer.period_id)
    if period.status == PeriodStatus.ENDED:
        raise Conflict(_("Perioden är avslutad."))
    offer.status, offer.withdrawn_at, offer.withdrawn_reason = OfferStatus.WITHDRAWN, utcnow(), reason
    record("internships.offer.withdrawn", region=region, subject=offer.ref, workplace=offer.workplace, reason=reason)
    tell(region, offer)
    if count := sitting(offer):
        tell_fallen(region, period, offer, count)
    return offer


def set_quota(*, region: Region, offer: PlacementOffer, school: Organisation, places: int) -> None:
    """So many of the places are for a school; 0: no longer any of its own.

    Raises:
        DomainError: when the schools' shares are more than there are places.
    """
    _changeable(offer)
    there = {quota.school_id: quota for quota in quotas_of(offer)}
    others = sum(quota.places for quota in there.values() if quota.school_id != school.id)
    if others + places > offer.capacity:
        raise DomainError(_("Högst %(n)s platser är kvar att ge en skola.", n=offer.capacity - others), field="places")
    known = there.get(school.id)
    if known is not None and not places:
        db.session.delete(known)
    elif known is not None:
        known.places = places
    elif places:
        db.session.add(Quota(region_id=region.id, offer_id=offer.id, school_id=school.id, places=places))
    db.session.flush()
    record("internships.offer.shared", region=region, subject=offer.ref, workplace=offer.workplace, school=school.name, places=places)


def quotas_of(offer: PlacementOffer) -> list[Quota]:
    """The schools' shares of an offer."""
    return list(db.session.execute(select(Quota).where(Quota.offer_id == offer.id).order_by(Quota.id)).scalars())


def may_change(offer: PlacementOffer, period: PlacementPeriod) -> bool:
    """Whether an offer can be changed: until the wishes close, and a draft after the placements are published."""
    late = period.status in LATE and offer.status == OfferStatus.DRAFT
    return offer.status != OfferStatus.WITHDRAWN and (late or period.status in CHANGEABLE)


def _changeable(offer: PlacementOffer) -> None:
    if offer.status == OfferStatus.WITHDRAWN:
        raise Conflict(_("Platsen är tillbakadragen. Lägg till en ny i stället."))
    if not may_change(offer, get(PlacementPeriod, offer.period_id)):
        raise Conflict(_("Platserna i perioden fördelas eller är fördelade. Det går bara att dra tillbaka platsen."))


def _check(region: Region, organisation_id: int, facts: Mapping[str, Any]) -> None:
    if facts["municipality_code"] not in {each.code for each in municipalities(region)}:
        raise DomainError(_("Välj en av regionens kommuner."), field="municipality_code")
    if not 1 <= facts["capacity"] <= MAX_CAPACITY:
        raise DomainError(_("Skriv ett antal från 1 till %(most)s.", most=MAX_CAPACITY), field="capacity")
    if facts.get("minimum", 0) > facts["capacity"]:
        raise DomainError(_("Det minsta antalet kan inte vara större än antalet platser."), field="minimum")
    if supervisor_id := facts.get("supervisor_id"):
        wanted = select(func.count()).where(
            Supervisor.id == supervisor_id, Supervisor.organisation_id == organisation_id, Supervisor.left_at.is_(None)
        )
        if not db.session.execute(wanted).scalar_one():
            raise DomainError(_("Välj en av arbetsgivarens handledare."), field="supervisor_id")


def _placed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """With the place on the map: that of the municipality's seat, until somebody says better."""
    seat = all_municipalities()[facts["municipality_code"]]
    return {**facts, "latitude": seat.latitude, "longitude": seat.longitude}
