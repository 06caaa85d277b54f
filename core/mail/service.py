"""Queueing mail. A message is a row and a job in the caller's transaction; sending happens after commit."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import language
from core.jobs import enqueue
from core.mail.models import Mail
from core.regions.models import Region

MAX_BODY = 100_000
MAX_HEADER = 900  # with its name, below the 998 characters of a line
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# Set by `compose`; a second one would make two senders, two recipients or two subjects.
_OWN_HEADERS = frozenset(
    {"from", "to", "cc", "bcc", "sender", "reply-to", "subject", "message-id", "date", "auto-submitted", "return-path",
     "mime-version", "content-type", "content-transfer-encoding"}
)  # fmt: skip


def queue_mail(
    *,
    to: str,
    subject: str,
    body: str,
    kind: str,
    region: Region | None = None,
    headers: Mapping[str, str] | None = None,
    template: str = "",
    tongue: str = "",
) -> Mail:
    """Queue one plain-text message to one recipient. Ordinary code calls `core.mail.templates.send_template`.

    Args:
        kind: `<owner>.<what>`, for the mail log.
        headers: Further headers, such as List-Unsubscribe.
        template: Where the words come from, for the mail log.
        tongue: The language it is written in; the running one when left out.

    Raises:
        DomainError: on line breaks or other control characters in headers, or a body above 100 000 characters.
    """
    if any(_breaks_a_header(value) for value in (to, subject)):
        raise DomainError(_("Adress och ämne får inte innehålla radbrytningar."))
    if len(body) > MAX_BODY:
        raise DomainError(_("Meddelandet är för långt för att skickas som e-post."))
    for name, value in (headers or {}).items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OWN_HEADERS or _breaks_a_header(value) or len(value) > MAX_HEADER:
            raise ValueError(f"the header {name!r} cannot be set on a mail")
    mail = Mail(
        region_id=region.id if region else None,
        kind=kind,
        recipient=to,
        subject=subject[:200],
        body=body,
        message_id=f"<{secrets.token_hex(16)}@samkraft>",
        headers=dict(headers or {}),
        template=template,
        language=tongue or language(),
    )
    db.session.add(mail)
    db.session.flush()
    enqueue("core.deliver_mail", region=None, mail_id=mail.id)
    return mail


def _breaks_a_header(value: str) -> bool:
    """Line breaks of every kind, Unicode's too, and other control characters."""
    return any(ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u2028\u2029" for char in value)


def retry_mail(mail: Mail, *, region: Region) -> None:
    """Let a mail that was given up try again, from the start.

    Raises:
        Conflict: it waits or has been sent, so there is nothing to try again.
    """
    if mail.failed_at is None:
        raise Conflict(_("Mejlet väntar redan eller är skickat. Läs in sidan igen för att se hur det gick."))
    mail.failed_at = mail.next_try_at = None
    mail.attempts = 0
    record("core.mail.retried", region=region, subject=f"core:mail:{mail.id}", kind=mail.kind)
    enqueue("core.deliver_mail", region=None, mail_id=mail.id)
