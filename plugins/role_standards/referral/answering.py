"""What an organisation answers to a referral. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.clock import today
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.web.format import format_date
from plugins.role_standards.referral.kind import REFERRALS
from plugins.role_standards.referral.models import Consulted, Referral, ReferralStatus, Stance


def takes_answers(referral: Referral) -> bool:
    """Whether it can still be answered: it is open, and its last day has not passed."""
    return referral.status is ReferralStatus.OPEN and referral.answer_by >= today()


def answer(*, region: Region, referral: Referral, consulted: Consulted, facts: Mapping[str, Any], at: datetime | None = None) -> Consulted:
    """Send the answer, or send it anew.

    Args:
        facts: `stance`, `text`, `answered_by`, `official`.

    Raises:
        DomainError: when changes are wanted, or the role is not supported, and nobody says why.
        Conflict: when no more answers are taken.
    """
    if referral.status is not ReferralStatus.OPEN:
        raise Conflict(_("Remissen är avslutad, så svaret kan inte skickas. Kontakta den som skickade den om något är fel."))
    if not takes_answers(referral):
        day = format_date(referral.answer_by)
        raise Conflict(
            _("Sista dagen att svara var %(day)s, så svaret kan inte skickas. Be den som skickade remissen om mer tid.", day=day)
        )
    stance = Stance(facts["stance"])
    if stance is not Stance.SUPPORTS and not facts["text"]:
        raise DomainError(_("Skriv vad ni vill ändra, och varför."), field="text")
    REFERRALS.answered(region=region, referral=referral, consulted=consulted, stance=stance, facts=facts, at=at)
    return consulted
