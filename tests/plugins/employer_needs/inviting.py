"""What the tests of inviting share: addresses, the mails that were sent, and what was recorded."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from core.mail.models import Mail
from core.testing.client import Browser

from .conftest import World

Visitors = Callable[[], Browser]


def url(world: World, rest: str = "") -> str:
    return f"/r/{world.region.slug}/employer-needs{rest}"


def page(world: World, rest: str = "") -> str:
    return url(world, f"/omgangar/{world.round.id}{rest}")


def mails(kind: str) -> list[Mail]:
    return list(db.session.execute(select(Mail).where(Mail.kind == f"employer_needs.{kind}").order_by(Mail.id)).scalars())


def actions() -> list[str]:
    entries = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("employer_needs.%")).order_by(AuditEntry.id))
    return [action.removeprefix("employer_needs.") for action in entries.scalars()]
