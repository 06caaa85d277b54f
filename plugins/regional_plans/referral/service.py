"""Making a referral, sending it, reminding, and closing it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.audit.service import record
from core.db import db, utcnow
from core.documents import as_data
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import outline
from plugins.regional_plans.plan_document import plan_document
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.queries import whole
from plugins.regional_plans.plans.service import own_plan
from plugins.regional_plans.referral import queries
from plugins.regional_plans.referral.kind import REFERRALS
from plugins.regional_plans.referral.models import LABEL_LENGTH, Met, Referral, ReferralStatus, Remark

add_asked = REFERRALS.add_asked
remove_asked = REFERRALS.remove_asked
token_of = REFERRALS.token_of


def save(*, region: Region, plan: Plan, referral: Referral | None, facts: Mapping[str, Any], on: date | None = None) -> Referral:
    """Begin a referral of a plan, or change one. Args, raises: as `core.referral.Referrals.save`."""
    found = referral or Referral(region_id=region.id, plan_id=plan.id)
    return REFERRALS.save(region=region, found=found, facts=facts, on=on)


def send(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Freeze the draft as it reads now, and mail everybody who is asked.

    Raises:
        Conflict: when it is sent already, nobody is asked, or the plan is decided.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    REFERRALS.ready(referral)
    plan = own_plan(region, referral.plan_id, lock=True)
    if plan.status in (PlanStatus.IN_FORCE, PlanStatus.CLOSED):
        raise Conflict(_("Planen är redan beslutad. Kopiera den till nästa år för att skicka ett nytt utkast på remiss."))
    tree = whole(region, plan.id)
    referral.parts = {"parts": [[part.kind.value, part.id, part.label[:LABEL_LENGTH]] for part in outline(tree)]}
    plan.status = PlanStatus.REFERRAL
    REFERRALS.sent(region=region, referral=referral, content=as_data(plan_document(region, tree, made_at=at)), at=at)
    return referral


def remind(*, region: Region, referral: Referral) -> int:
    """Mail those who have not answered, with the same link; nobody twice on the same day.

    Raises:
        Conflict: when it takes no answers.
    """
    if referral.status is not ReferralStatus.OPEN:
        raise Conflict(_("Remissen är inte öppen, så ingen behöver påminnas."))
    return REFERRALS.remind(region=region, referral=referral)


def close(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Take no more answers.

    Raises:
        Conflict: when it is not open.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    REFERRALS.close(region=region, referral=referral, at=at)
    return referral


def meet(*, region: Region, referral: Referral, remark: Remark, met: Met, reply: str, at: datetime | None = None) -> None:
    """Say what became of a remark, and why.

    Raises:
        DomainError: when it is not taken in as it stands, and nobody says why.
    """
    if met in (Met.PARTLY, Met.NOT) and not reply:
        raise DomainError(_("Skriv varför synpunkten inte tas in som den är. Den som har skrivit den får läsa det."), field="reply")
    remark.met, remark.reply = met, reply
    remark.met_at = None if met is Met.OPEN else at or utcnow()
    db.session.flush()
    record("regional_plans.remark.met", region=region, subject=referral.ref, met=met.value, part=remark.label)


def parts_of(referral: Referral) -> list[tuple[PartKind, int, str]]:
    """What there was to remark on when it was sent: kind, id, label."""
    return [(PartKind(kind), int(part_id), str(label)) for kind, part_id, label in referral.parts.get("parts", ())]
