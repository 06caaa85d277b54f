"""The secrecy marker of a need, set and taken away by the region's own staff. Each time others are told."""

from __future__ import annotations

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.services import sending
from plugins.employer_needs.values import NeedState


def mark(*, region: Region, response: Response, need: CompetenceNeed, secret: bool, reason: str) -> None:
    """Set the marker, or take it away.

    Raises:
        Conflict: when that has been done already.
        DomainError: when there is no reason to it.
    """
    if need.secret == secret:
        raise Conflict(_("Behovet är redan markerat.") if secret else _("Behovet är inte markerat."))
    if not reason.strip():
        raise DomainError(_("Skriv varför."), field="reason")
    need.secret, need.secret_reason = secret, reason.strip() if secret else ""
    db.session.flush()
    if need.state == NeedState.PUBLISHED:
        sending.tell(region, response, [need])
    record(
        "employer_needs.need.marked_secret" if secret else "employer_needs.need.unmarked_secret",
        region=region,
        subject=f"employer_needs:need:{need.id}",
        reference=response.reference,
        reason=reason.strip(),
    )
