"""Make, change and move a period. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.offers.promises import draft_offers
from plugins.internships.offers.telling import tell
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

# Which steps a coordinator can take by hand. Publishing a match is what takes a period to PUBLISHED.
STEPS: dict[PeriodStatus, tuple[PeriodStatus, ...]] = {
    PeriodStatus.PLANNING: (PeriodStatus.COLLECTING,),
    PeriodStatus.COLLECTING: (PeriodStatus.WISHING, PeriodStatus.PLANNING),
    PeriodStatus.WISHING: (PeriodStatus.MATCHING, PeriodStatus.COLLECTING),
    PeriodStatus.MATCHING: (PeriodStatus.WISHING,),
    PeriodStatus.PUBLISHED: (PeriodStatus.RUNNING,),
    PeriodStatus.RUNNING: (PeriodStatus.ENDED,),
    PeriodStatus.ENDED: (),
}
FIXED_LATER = ("kind_id", "wish_mode")  # what offers and wishes already rest on
TOLD = {"starts_on", "ends_on", "kind_id"}  # what others have heard of with each offer


def save_period(*, region: Region, period: PlacementPeriod | None, facts: Mapping[str, Any]) -> PlacementPeriod:
    """Make a period, or change it.

    Raises:
        DomainError: when the days or the weeks do not fit together or with the kind, or what is asked for can no longer be changed.
    """
    _check(facts)
    if period is None:
        period = PlacementPeriod(region_id=region.id, **facts)
        db.session.add(period)
        db.session.flush()
        record("internships.period.made", region=region, subject=period.ref, title=period.title)
        return period
    changed = sorted(key for key, value in facts.items() if getattr(period, key) != value)
    if period.status != PeriodStatus.PLANNING and (fixed := [key for key in FIXED_LATER if key in changed]):
        raise DomainError(_("Det kan bara ändras medan perioden planeras."), field=fixed[0])
    for key in changed:
        setattr(period, key, facts[key])
    if changed:
        db.session.flush()
        record("internships.period.changed", region=region, subject=period.ref, title=period.title, fields=changed)
    if TOLD & set(changed):
        offers = select(PlacementOffer).where(PlacementOffer.period_id == period.id).order_by(PlacementOffer.id)
        for offer in db.session.execute(offers).scalars():
            tell(region, offer)
    return period


def _check(facts: Mapping[str, Any]) -> None:
    if facts["ends_on"] < facts["starts_on"]:
        raise DomainError(_("Sista dagen kan inte vara före den första."), field="ends_on")
    if facts["wishes_by"] < facts["offers_by"]:
        raise DomainError(_("Önskemålen kan inte stänga innan platserna är insamlade."), field="wishes_by")
    if facts["wishes_by"] >= facts["starts_on"]:
        raise DomainError(_("Önskemålen måste stänga innan praktiken börjar."), field="wishes_by")
    kind = kind_of(facts["kind_id"])
    if not kind.weeks_least <= facts["weeks"] <= kind.weeks_most:
        raise DomainError(
            _("Det här slaget av praktik är %(least)s–%(most)s veckor.", least=kind.weeks_least, most=kind.weeks_most), field="weeks"
        )
    if facts["weeks"] > (facts["ends_on"] - facts["starts_on"]).days // 7 + 1:
        raise DomainError(_("Så många veckor ryms inte mellan första och sista dagen."), field="weeks")


def move_period(*, region: Region, period: PlacementPeriod, to: PeriodStatus) -> PlacementPeriod:
    """Take a step. Opening the collection makes drafts of what employers have promised.

    Raises:
        Conflict: when the step cannot be taken from where the period is.
    """
    if to not in STEPS[period.status]:
        raise Conflict(_("Perioden har redan gått vidare. Läs in sidan igen och se var den är."))
    before, period.status = period.status, to
    period.ended_at = utcnow() if to == PeriodStatus.ENDED else None
    db.session.flush()
    record("internships.period.moved", region=region, subject=period.ref, title=period.title, before=before.value, after=to.value)
    if to == PeriodStatus.COLLECTING:
        draft_offers(region=region, period=period)
    return period
