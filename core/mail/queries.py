"""Reads on outgoing mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from core.db import Page, db, one_or_none, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.mail.models import Mail, RegionMailTemplate
from core.mail.standard import TITLES
from core.plugins.registry import registry
from core.records.people import visible_people
from core.regions.models import Region
from core.users.models import Membership, User

SENT, WAITING, FAILED = "sent", "waiting", "failed"
_STATES: dict[str, Any] = {
    SENT: Mail.sent_at.is_not(None),
    WAITING: and_(Mail.sent_at.is_(None), Mail.failed_at.is_(None)),
    FAILED: and_(Mail.sent_at.is_(None), Mail.failed_at.is_not(None)),
}


def newest(*, number: int = 1, recipient: str = "") -> Page[Any]:
    """Mails, newest first, optionally to one address."""
    statement = select(Mail).order_by(Mail.id.desc())
    if recipient:
        statement = statement.where(Mail.recipient == recipient.lower())
    return paginate(statement, number=number, size=50)


def _of(region: Region) -> Any:
    """The region's mails, and those that belong to no region but go to somebody who has a role here (signing in, the day's mail).

    Those to somebody with protected identity are left out.
    """
    works_here = (
        exists().where(Membership.user_id == User.id, Membership.region_id == region.id).where(func.lower(Mail.recipient) == User.email)
    )
    return and_(visible_people(Mail.recipient), or_(Mail.region_id == region.id, and_(Mail.region_id.is_(None), works_here)))


def listing(region: Region, *, state: str = "", kind: str = "", recipient: str = "") -> Select[Any]:
    """A region's mail log, newest first, as a select. `recipient` is a part of an address."""
    statement = select(Mail).where(_of(region)).order_by(Mail.id.desc())
    if state in _STATES:
        statement = statement.where(_STATES[state])
    if kind:
        statement = statement.where(Mail.kind == kind)
    if recipient:
        statement = statement.where(func.lower(Mail.recipient).contains(recipient.strip().lower(), autoescape=True))
    return statement


def log(region: Region, *, number: int = 1, **wanted: str) -> Page[Any]:
    """One page of the log."""
    return paginate(listing(region, **wanted), number=number, size=50)


def whole_log(region: Region, **wanted: str) -> Iterator[Mail]:
    """The whole log, some hundred at a time."""
    return iter(db.session.execute(listing(region, **wanted).execution_options(yield_per=500)).scalars())


def counts(region: Region) -> dict[str, int]:
    """How many mails of a region are in each state."""
    row = db.session.execute(select(*(func.count().filter(condition) for condition in _STATES.values())).where(_of(region))).one()
    return dict(zip(_STATES, row, strict=True))


def kinds(region: Region) -> Sequence[str]:
    """The kinds of mail that a region has sent."""
    return db.session.execute(select(Mail.kind).where(_of(region)).distinct().order_by(Mail.kind)).scalars().all()


def title_of(kind: str) -> str:
    """What people call a kind of mail; no technical name is shown, also when its plugin is gone."""
    found = registry().mail_templates.get(kind)
    if found is not None:
        return str(found[1].title)
    return str(TITLES[kind]) if kind in TITLES else _("Annat mejl")


def of_region(region: Region, mail_id: int) -> Mail:
    """A mail in the region's log, locked.

    Raises:
        NotFound: when there is none, or it is in another region's log.
    """
    found = one_or_none(Mail, mail_id, lock=True)
    seen = found is not None and db.session.execute(select(Mail.id).where(Mail.id == mail_id, _of(region))).first() is not None
    if found is None or not seen:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def own_templates(region: Region) -> dict[tuple[str, str], RegionMailTemplate]:
    """The words that a region has written itself, by kind and language."""
    rows = db.session.execute(select(RegionMailTemplate).where(RegionMailTemplate.region_id == region.id)).scalars()
    return {(row.kind, row.language): row for row in rows}
