"""Delivering mail: sent first, marked after, with a stable Message-ID.

A crash in between makes a double that is recognisable as one, never a loss.
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from core.config import Settings
from core.db import atomic, one_or_none, utcnow
from core.mail.models import Mail
from core.plugins.declarations import Job

TIMEOUT_SECONDS = 20


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The message as it goes over the wire."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.created_at)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a message to the SMTP server of the configuration."""
    url = urlsplit(smtp_url)
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with kind(url.hostname or "localhost", url.port or (465 if url.scheme == "smtps" else 587), timeout=TIMEOUT_SECONDS) as server:
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def deliver_mail(region: Any, *, mail_id: int) -> None:
    """Send one queued mail. Without an SMTP server (the demo) it is kept and shown at /dev/mail."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    mail = one_or_none(Mail, mail_id)
    if mail is None or mail.sent_at is not None:
        return
    refusal = ""
    if settings.smtp_url:
        try:
            deliver(compose(mail, settings.mail_from), settings.smtp_url)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            if _temporary(error):
                raise
            refusal = f"{type(error).__name__}: the receiving server refused the message"
    with atomic():
        kept = one_or_none(Mail, mail_id, lock=True)
        if kept is not None:
            kept.sent_at = None if refusal else utcnow()
            kept.error = refusal


def _temporary(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code < 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500


JOBS = [Job("core.deliver_mail", deliver_mail, queue="mail", timeout=60, retries=10, per_region=False, atomic=False)]
