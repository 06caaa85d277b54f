"""Publishing a match: placements for everybody to see, and everybody told. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, get
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from plugins.internships.events import Matched
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements.service import announce
from plugins.internships.rounds.facts import GONE
from plugins.internships.rounds.models import MatchRun, Outcome, Placement, PlacementStatus, RunKind, RunStatus
from plugins.internships.rounds.service import is_stale, refuse_second

if TYPE_CHECKING:
    from core.regions.models import Region


def publish(*, region: Region, run: MatchRun) -> int:
    """Make the placements of a run, and tell everybody. Who sits somewhere already keeps it. Returns how many were made.

    Args:
        run: Locked.

    Raises:
        Conflict: when it is published, not done, or stale; or the period has gone on.
        DomainError: when it was refused, or was only a question.
    """
    period = get(PlacementPeriod, run.period_id, lock=True)
    if run.kind is not RunKind.MATCH:
        raise DomainError(_("Det här var bara en fråga om hur det skulle bli. Starta en fördelning i stället."))
    if run.status is RunStatus.PUBLISHED or period.status != PeriodStatus.MATCHING:
        raise Conflict(_("Placeringarna i perioden är redan publicerade, eller så är önskemålen öppna igen."))
    if run.status is not RunStatus.DONE or run.verifier_lines:
        raise DomainError(_("Resultatet är inte klart eller klarade inte kontrollen. Det kan inte publiceras."))
    refuse_second(period)
    if is_stale(run, period):
        raise Conflict(_("Platser, önskemål eller regler har ändrats sedan resultatet räknades. Räkna ett nytt och publicera det."))
    made = _placements(region, period, run)
    run.status, period.status = RunStatus.PUBLISHED, PeriodStatus.PUBLISHED
    db.session.flush()
    record("internships.run.published", region=region, subject=run.ref, title=period.title, count=len(made))
    announce(region=region, period=period, placements=made)
    emit(
        Matched(
            period_id=period.id,
            run_id=run.id,
            kind=kind_of(period.kind_id).code,
            policy=run.policy.value,
            guarantee=run.guarantee,
            applicants=run.of,
            placed=run.placed,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        ),
        region=region,
    )
    return len(made)


def _placements(region: Region, period: PlacementPeriod, run: MatchRun) -> list[Placement]:
    sits = select(Placement.applicant_id).where(
        Placement.period_id == period.id, Placement.status.not_in((*GONE, PlacementStatus.PROPOSED))
    )
    seated = set(db.session.execute(sits).scalars())
    proposed = select(Placement).where(Placement.period_id == period.id, Placement.status == PlacementStatus.PROPOSED)
    before = {one.applicant_id: one for one in db.session.execute(proposed).scalars()}
    outcomes = select(Outcome.applicant_id, PlacementOffer.id, PlacementOffer.supervisor_id)
    outcomes = outcomes.join(PlacementOffer, PlacementOffer.id == Outcome.offer_id).where(Outcome.run_id == run.id).order_by(Outcome.id)
    made = []
    for applicant_id, offer_id, supervisor_id in db.session.execute(outcomes):
        if applicant_id in seated:
            continue
        placement = before.pop(applicant_id, None)
        if placement is None:
            placement = Placement(region_id=region.id, period_id=period.id, applicant_id=applicant_id, offer_id=offer_id)
            db.session.add(placement)
        placement.offer_id, placement.supervisor_id, placement.run_id = offer_id, supervisor_id, run.id
        placement.status, placement.accept_by = PlacementStatus.PUBLISHED, today() + timedelta(days=period.accept_days)
        made.append(placement)
    db.session.flush()
    return made
