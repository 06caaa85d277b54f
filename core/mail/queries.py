"""Reads on outgoing mail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import Page, paginate
from core.mail.models import Mail


def newest(*, number: int = 1, recipient: str = "") -> Page[Any]:
    """Mails, newest first, optionally to one address."""
    statement = select(Mail).order_by(Mail.id.desc())
    if recipient:
        statement = statement.where(Mail.recipient == recipient.lower())
    return paginate(statement, number=number, size=50)
