"""What whoever signs a letter of intent gets by mail."""

from __future__ import annotations

from core.i18n import gettext as _
from core.mail.templates import send_template
from core.regions.models import Region
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.links import absolute
from plugins.employer_needs.mail_templates import LETTER, LETTER_WITHDRAWN
from plugins.employer_needs.settings import sender


def receipt(region: Region, letter: Letter, token: str) -> None:
    """What was signed, word for word, and the link that reads and withdraws it."""
    _send(region, letter, LETTER, token, text=letter.signed_text)


def withdrawn(region: Region, letter: Letter, token: str) -> None:
    """That it holds no longer, whoever withdrew it."""
    reason = _("Skäl: %(reason)s", reason=letter.withdrawn_reason) if letter.withdrawn_reason else ""
    _send(region, letter, LETTER_WITHDRAWN, token, reason=reason)


def _send(region: Region, letter: Letter, kind: str, token: str, **variables: str) -> None:
    if not letter.person_email:
        return
    variables |= {
        "reference": letter.reference,
        "organisation": letter.organisation_name,
        "link": absolute("letter", region, token=token),
        "sender": sender(region),
        "why": _("Du får mejlet för att du står som undertecknare av avsiktsförklaringen."),
    }
    send_template(kind=kind, to=letter.person_email, variables=variables, region=region)
