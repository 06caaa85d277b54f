"""Delivering mail: sent first, marked after, with a stable Message-ID.

A crash in between makes a double that is recognisable as one, never a loss.
"""

from __future__ import annotations

import email.policy
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from core.config import Settings
from core.db import atomic, one_or_none, utcnow
from core.jobs.waits import wait_after
from core.mail.models import Mail
from core.plugins.declarations import Job

TIMEOUT_SECONDS = 20
RETRIES = 14  # the waits double from five seconds to an hour: about five hours and a half, longer than most outages
# Wide headers: folded at 78 characters, a long address in List-Unsubscribe would be encoded, and no mail program would know it.
POLICY = email.policy.SMTP.clone(max_line_length=990)
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>]+>?")


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The message as it goes over the wire."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.created_at)
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.body, cte="quoted-printable")
    return message


class NoEncryption(smtplib.SMTPException):
    """The server would hear the password in the clear, and so would everybody on the way."""

    def __init__(self) -> None:
        super().__init__("STARTTLS is not offered by the server; the password of smtp_url is not sent in the clear")


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a message to the SMTP server of the configuration.

    With a password the server must show who it is, and the line be encrypted. Without one, encryption is used where it is offered.

    Raises:
        NoEncryption: there is a password, and the server offers no STARTTLS.
    """
    url = urlsplit(smtp_url)
    trusted = ssl.create_default_context()
    host, timeout = url.hostname or "localhost", TIMEOUT_SECONDS
    connection = (
        smtplib.SMTP_SSL(host, url.port or 465, timeout=timeout, context=trusted)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, url.port or 587, timeout=timeout)
    )
    with connection as server:
        if url.scheme != "smtps":
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=trusted if url.username else None)
            elif url.username:
                raise NoEncryption
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def deliver_mail(region: Any, *, mail_id: int) -> None:
    """Send one queued mail. Without an SMTP server (the demo) it is kept and shown at /dev/mail."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    mail = one_or_none(Mail, mail_id)
    if mail is None or mail.sent_at is not None or mail.failed_at is not None:
        return
    if settings.smtp_url:
        try:
            deliver(compose(mail, settings.mail_from), settings.smtp_url)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            if _put_off(mail_id, error):
                raise
            return
    with atomic():
        kept = one_or_none(Mail, mail_id, lock=True)
        if kept is not None:
            kept.sent_at = utcnow()
            kept.error, kept.next_try_at = "", None


def _put_off(mail_id: int, error: Exception) -> bool:
    """Write down why it was not sent. Returns whether it is tried again."""
    permanent = refused_for_good(error)
    with atomic():
        kept = one_or_none(Mail, mail_id, lock=True)
        if kept is None or kept.sent_at is not None:
            return False
        kept.attempts += 1
        kept.error = reason(error)
        again = not permanent and kept.attempts <= RETRIES
        kept.next_try_at = utcnow() + wait_after(kept.attempts) if again else None
        kept.failed_at = None if again else utcnow()
        if not again:
            from core.notices.happenings import mail_failed

            mail_failed(region_id=kept.region_id, kind=kept.kind)
    return again


def refused_for_good(error: Exception) -> bool:
    """Whether the server will never take this message: it refuses the recipient, or the content, with a code from 500."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, ValueError) or (isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500)


def reason(error: Exception) -> str:
    """The failure in a line, for the mail log: the server's own code and words, or what kind of failure it was. No addresses."""
    code: int | None = None
    words: bytes | str = ""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (None, ""))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    if code is None:
        return str(error) if isinstance(error, NoEncryption) else type(error).__name__
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return _ADDRESS.sub("…", f"{code} {' '.join(said.split())}")[:300]


JOBS = [Job("core.deliver_mail", deliver_mail, queue="mail", timeout=60, retries=RETRIES, per_region=False, atomic=False)]
