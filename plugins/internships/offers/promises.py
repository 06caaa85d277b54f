"""Placements that employers promise in letters of intent: they become drafts in every period that collects. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from core.audit.service import record
from core.db import db, one_or_none, sort_key, utcnow
from core.events.replay import request_replay
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from plugins.internships.events import COMMITMENT_MADE, COMMITMENT_WITHDRAWN, CommitmentMade, CommitmentWithdrawn
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import OfferSource, OfferStatus, PlacementOffer, Promise
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

KIND = "placements"
MAX_PLACES = 500


def record_promise(*, region: Region, made: CommitmentMade) -> None:
    """Keep a promise, or bring it up to date. Told in the wrong order, it ends in the same place."""
    if made.kind != KIND:
        return
    row = _row(region, made.commitment_id)
    if row is None:
        row = Promise(region_id=region.id, commitment_id=made.commitment_id)
        db.session.add(row)
    elif made.revision < (row.revision or 0) or (row.withdrawn_at is not None and made.revision == row.revision):
        return
    known = one_or_none(Organisation, made.organisation_id)
    row.organisation_id = known.id if known else None
    row.municipality_code, row.occupation_group = made.municipality_code[:4], made.occupation_group[:4]
    row.need_ref = f"employer_needs:need:{made.need_ids[0]}" if made.need_ids else ""
    row.amount, row.revision, row.made_at, row.withdrawn_at = made.amount, made.revision, row.made_at or utcnow(), None
    db.session.flush()
    wanted = select(PlacementPeriod).where(PlacementPeriod.region_id == region.id, PlacementPeriod.status == PeriodStatus.COLLECTING)
    for period in db.session.execute(wanted.order_by(PlacementPeriod.id)).scalars().all():
        draft_offers(region=region, period=period)


def withdraw_promise(*, region: Region, withdrawn: CommitmentWithdrawn) -> None:
    """It no longer holds: drafts that it made go. What somebody has written in or opened is the employer's own, and stays."""
    row = _row(region, withdrawn.commitment_id)
    if row is None:
        row = Promise(region_id=region.id, commitment_id=withdrawn.commitment_id)
        db.session.add(row)
    elif row.withdrawn_at is not None or withdrawn.revision < row.revision:
        return
    row.withdrawn_at, row.revision = utcnow(), withdrawn.revision
    db.session.flush()
    drafts = select(PlacementOffer).where(
        PlacementOffer.region_id == region.id, PlacementOffer.commitment_ref == _ref(row), PlacementOffer.status == OfferStatus.DRAFT
    )
    for offer in db.session.execute(drafts).scalars().all():
        if offer.version == 1:
            record("internships.offer.undrafted", region=region, subject=offer.ref, workplace=offer.workplace)
            db.session.delete(offer)
    db.session.flush()


def draft_offers(*, region: Region, period: PlacementPeriod) -> int:
    """Make a draft of every promise that has none in the period; a draft that nobody has touched follows its promise. Returns how many."""
    kind = one_or_none(PlacementKindPolicy, period.kind_id)
    if kind is None or not kind.from_commitments:
        return 0
    there = {
        offer.commitment_ref: offer
        for offer in db.session.execute(
            select(PlacementOffer).where(PlacementOffer.period_id == period.id, PlacementOffer.commitment_ref != "")
        ).scalars()
    }
    promises = select(Promise).where(
        Promise.region_id == region.id, Promise.made_at.is_not(None), Promise.withdrawn_at.is_(None), Promise.organisation_id.is_not(None)
    )
    codes = {each.code for each in municipalities(region)}
    made = 0
    for promise in db.session.execute(promises.order_by(Promise.id)).scalars().all():
        known = there.get(_ref(promise))
        if known is not None:
            _follow(known, promise)
        elif promise.municipality_code in codes and promise.amount > 0:
            db.session.add(_draft(region, period, promise))
            made += 1
    db.session.flush()
    if made:
        record("internships.offer.drafted", region=region, subject=period.ref, title=period.title, count=made)
    return made


def _follow(offer: PlacementOffer, promise: Promise) -> None:
    """A draft that nobody has touched has its first version, and keeps it: that is how the next change knows."""
    untouched = update(PlacementOffer).where(
        PlacementOffer.id == offer.id, PlacementOffer.status == OfferStatus.DRAFT, PlacementOffer.version == 1
    )
    db.session.execute(untouched.values(capacity=_places(promise)), execution_options={"synchronize_session": "fetch"})


def _draft(region: Region, period: PlacementPeriod, promise: Promise) -> PlacementOffer:
    organisation = one_or_none(Organisation, promise.organisation_id)
    name = organisation.name if organisation else ""
    group = taxonomy.group(promise.occupation_group)
    seat = all_municipalities()[promise.municipality_code]
    return PlacementOffer(
        region_id=region.id,
        period_id=period.id,
        organisation_id=promise.organisation_id,
        workplace=name,
        sort_key=sort_key(f"{name} {name}")[:200],
        municipality_code=promise.municipality_code,
        latitude=seat.latitude,
        longitude=seat.longitude,
        occupation_group=promise.occupation_group if group else "",
        title=group.name if group else _("Praktikplats"),
        capacity=_places(promise),
        source=OfferSource.COMMITMENT,
        need_ref=promise.need_ref,
        commitment_ref=_ref(promise),
    )


def _places(promise: Promise) -> int:
    return max(1, min(promise.amount, MAX_PLACES))


def _ref(promise: Promise) -> str:
    return f"employer_needs:commitment:{promise.commitment_id}"


def _row(region: Region, commitment_id: int) -> Promise | None:
    statement = select(Promise).where(Promise.region_id == region.id, Promise.commitment_id == commitment_id)
    return db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def request_facts(region: Region) -> None:
    """Ask for the promises that were made before this plugin was on."""
    request_replay(region, [COMMITMENT_MADE, COMMITMENT_WITHDRAWN])
