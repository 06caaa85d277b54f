"""How a placement begins, is completed or is interrupted. Nothing here commits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.audit.service import record
from core.clock import today
from core.db import db
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from plugins.internships.after import agreement, attendance
from plugins.internships.after.cases import Case
from plugins.internships.events import PlacementCompleted
from plugins.internships.rounds.models import PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region


def start(*, region: Region, case: Case) -> None:
    """The first day has come."""
    if case.placement.status == PlacementStatus.ACCEPTED and case.period.starts_on <= today():
        case.placement.status = PlacementStatus.UNDER_WAY
        db.session.flush()
        record("internships.placement.started", region=region, subject=case.placement.ref)


def complete(*, region: Region, case: Case) -> None:
    """It is done: the certificate is made, and others are told that the promised placement came to be.

    Raises:
        Conflict: when it is over already, or has not begun, or something that the kind asks for is missing.
    """
    if not case.is_live:
        raise Conflict(_("Praktiken är redan avslutad eller avbruten."))
    if today() < case.period.starts_on:
        raise Conflict(_("Praktiken har inte börjat än."))
    if case.kind.needs_agreement and case.contract.completed_at is None:
        raise Conflict(_("Avtalet är inte underskrivet av alla. Påminn dem som är kvar."))
    rows = attendance.rows_of(case)
    if any(not row.confirmed_by for row in rows):
        raise Conflict(_("Det finns närvaro som inte är bekräftad. Be den andra parten bekräfta den först."))
    case.placement.status = PlacementStatus.COMPLETED
    case.contract.ended_on = min(today(), case.period.ends_on)
    there = attendance.confirmed(rows)
    case.contract.certificate = agreement.compose_certificate(region, case, days=there.days, hours=there.hours, absent=there.absent)
    db.session.flush()
    record("internships.placement.completed", region=region, subject=case.placement.ref)
    emit(
        PlacementCompleted(
            placement_id=case.placement.id,
            offer_id=case.offer.id,
            period_id=case.period.id,
            kind=case.kind.code,
            organisation_id=case.organisation.id,
            municipality_code=case.offer.municipality_code,
            occupation_group=case.offer.occupation_group,
            weeks=case.period.weeks,
            ended_on=case.contract.ended_on,
            need_ref=case.offer.need_ref,
            commitment_ref=case.offer.commitment_ref,
        ),
        region=region,
    )


def interrupt(*, region: Region, case: Case, last_day: date, reason: str) -> None:
    """It ends before its time. What was written until then stays.

    Raises:
        Conflict: when it is over already, or has not begun: then it is withdrawn instead.
        DomainError: when the day does not lie in the placement, or no reason is given.
    """
    if not case.is_live:
        raise Conflict(_("Praktiken är redan avslutad eller avbruten."))
    if today() < case.period.starts_on:
        raise Conflict(_("Praktiken har inte börjat än. Dra tillbaka placeringen i stället."))
    if not case.period.starts_on <= last_day <= min(today(), case.period.ends_on):
        raise DomainError(_("Sista dagen måste ligga mellan praktikens första dag och i dag."), field="last_day")
    if not reason.strip():
        raise DomainError(_("Skriv kort varför praktiken avbryts."), field="reason")
    case.placement.status = PlacementStatus.INTERRUPTED
    case.contract.ended_on, case.contract.ended_reason = last_day, reason.strip()
    db.session.flush()
    record("internships.placement.interrupted", region=region, subject=case.placement.ref)
