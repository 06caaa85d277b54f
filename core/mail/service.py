"""Queueing mail. A message is a row and a job in the caller's transaction; sending happens after commit."""

from __future__ import annotations

import secrets

from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.mail.models import Mail
from core.regions.models import Region

MAX_BODY = 100_000


def queue_mail(*, to: str, subject: str, body: str, kind: str, region: Region | None = None) -> Mail:
    """Queue one plain-text message to one recipient.

    Args:
        kind: `<owner>.<what>`, for the mail log.

    Raises:
        DomainError: on line breaks in headers, or a body above 100 000 characters.
    """
    if any(c in value for value in (to, subject) for c in "\r\n\0"):
        raise DomainError(_("Adress och ämne får inte innehålla radbrytningar."))
    if len(body) > MAX_BODY:
        raise DomainError(_("Meddelandet är för långt för att skickas som e-post."))
    mail = Mail(
        region_id=region.id if region else None,
        kind=kind,
        recipient=to,
        subject=subject[:200],
        body=body,
        message_id=f"<{secrets.token_hex(16)}@samkraft>",
    )
    db.session.add(mail)
    db.session.flush()
    enqueue("core.deliver_mail", region=None, mail_id=mail.id)
    return mail
