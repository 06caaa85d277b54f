"""What an organisation does with a referral: remarks on parts of the draft, and an answer as a whole. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.referral import queries
from plugins.regional_plans.referral.kind import REFERRALS
from plugins.regional_plans.referral.models import Consulted, Referral, ReferralStatus, Remark, Stance
from plugins.regional_plans.referral.service import parts_of


def label_of(referral: Referral, kind: PartKind, part_id: int) -> str:
    """What a part of the draft is called.

    Raises:
        NotFound: when the draft has no such part.
    """
    for each_kind, each_id, label in parts_of(referral):
        if (each_kind, each_id) == (kind, part_id):
            return label
    raise NotFound(_("Den delen finns inte i utkastet."))


def write_remark(*, region: Region, referral: Referral, consulted: Consulted, kind: PartKind, part_id: int, text: str) -> Remark | None:
    """Remark on a part, or change the remark; an empty text takes it away.

    Raises:
        NotFound: when the draft has no such part.
        Conflict: when no more answers are taken, or the remark is met already.
    """
    _open(referral)
    label = label_of(referral, kind, part_id)
    found = queries.remarks_of(consulted).get((kind, part_id))
    if not text:
        if found is not None:
            record("regional_plans.remark.removed", region=region, subject=referral.ref, organisation=consulted.name, part=found.label)
            db.session.delete(found)
            db.session.flush()
        return None
    if found is None:
        found = Remark(region_id=region.id, consulted_id=consulted.id, part_kind=kind, part_id=part_id, label=label)
        db.session.add(found)
    found.text = text
    record("regional_plans.remark.written", region=region, subject=referral.ref, organisation=consulted.name, part=label)
    db.session.flush()
    return found


def answer(*, region: Region, referral: Referral, consulted: Consulted, facts: Mapping[str, Any], at: datetime | None = None) -> Consulted:
    """Send the answer, or send it anew. What was remarked on parts goes with it.

    Args:
        facts: `stance`, `text`, `answered_by`, `official`.

    Raises:
        DomainError: when changes are wanted and none is written.
        Conflict: when no more answers are taken.
    """
    _open(referral)
    stance = Stance(facts["stance"])
    if stance in (Stance.WITH_CHANGES, Stance.OBJECTS) and not facts["text"] and not queries.remarks_of(consulted):
        raise DomainError(_("Skriv vad ni vill ändra, här eller som en synpunkt på en del av planen."), field="text")
    REFERRALS.answered(region=region, referral=referral, consulted=consulted, stance=stance, facts=facts, at=at)
    return consulted


def _open(referral: Referral) -> None:
    if referral.status is not ReferralStatus.OPEN:
        raise Conflict(_("Remissen är avslutad, så svaret kan inte ändras. Kontakta den som skickade den om något är fel."))
