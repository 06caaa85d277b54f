"""What a visitor does with a booking: asks for it, confirms it by the mailed link, cancels it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, Gone, NotFound
from core.i18n import gettext as _
from core.i18n import language
from core.mailed_links import MAX_TOKEN, digest, new_seed
from core.regions.models import Region
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import Kind
from plugins.distance_learning.visiting.models import ENDED, VisitStatus
from plugins.distance_learning.visiting.tokens import token_of

WAITS = timedelta(days=2)  # so long does a mailed link wait for its confirmation
MAX_WAITING = 5  # unconfirmed bookings per address; more are passed over in silence, so that nobody's mailbox is filled


def begin(*, region: Region, kind: Kind, booking: Any) -> None:
    """Keep a booking that its visitor has to confirm, and mail the link. What is told does not depend on whether the address is known."""
    waiting = select(kind.model.id).where(
        kind.model.region_id == region.id, kind.model.email == booking.email, kind.model.status == VisitStatus.WAITING
    )
    if len(db.session.execute(waiting.limit(MAX_WAITING)).all()) >= MAX_WAITING:
        return
    add(booking)
    record(f"distance_learning.{kind.name}.asked", region=region, subject=ref(kind, booking))
    mails.ask_to_confirm(region, kind, booking)


def add(booking: Any) -> None:
    """Keep a booking, with the secret of its link."""
    booking.language = booking.language or language()
    booking.seed = new_seed()
    booking.token_hash = digest(token_of(booking.seed))
    db.session.add(booking)
    db.session.flush()


def by_token(region: Region, kind: Kind, token: str, *, lock: bool = False) -> Any:
    """The booking behind a mailed link.

    Raises:
        NotFound: when there is none.
        Gone: when it was never confirmed, and it is too late now.
    """
    statement = select(kind.model).where(kind.model.region_id == region.id, kind.model.token_hash == digest(token))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none() if len(token) <= MAX_TOKEN else None
    if found is None:
        raise NotFound(_("Länken leder inte till någon bokning. Kontrollera att hela länken kom med, eller boka på nytt."))
    if found.status is VisitStatus.WAITING and found.created_at < utcnow() - WAITS:
        raise Gone(_("Länken har gått ut, och inget är bokat. Boka på nytt."))
    return found


def confirm(*, region: Region, kind: Kind, token: str) -> Any:
    """The visitor confirms. What was free before may be taken now; then nothing is changed.

    Raises:
        Conflict: when it is taken, or the booking is over.
    """
    booking = by_token(region, kind, token, lock=True)
    if booking.status in ENDED:
        raise Conflict(_("Bokningen är avslutad. Boka på nytt."))
    if booking.status is not VisitStatus.WAITING:
        return booking
    kind.confirm(region, booking)
    booking.confirmed_at = utcnow()
    db.session.flush()
    record(f"distance_learning.{kind.name}.confirmed", region=region, subject=ref(kind, booking))
    return booking


def cancel(*, region: Region, kind: Kind, token: str) -> Any:
    """The visitor cancels. Cancelled again it stays cancelled."""
    booking = by_token(region, kind, token, lock=True)
    if booking.status in ENDED:
        return booking
    told = booking.status is not VisitStatus.WAITING
    end(booking, VisitStatus.CANCELLED)
    record(f"distance_learning.{kind.name}.cancelled", region=region, subject=ref(kind, booking), by="visitor")
    if told:
        kind.cancelled(region, booking)
    return booking


def end(booking: Any, status: VisitStatus, reason: str = "") -> None:
    """It is over: from now its time to be kept is counted."""
    booking.status, booking.reason, booking.over_at = status, reason[:500], utcnow()
    db.session.flush()


def ref(kind: Kind, booking: Any) -> str:
    """How others name it."""
    return f"distance_learning:{kind.name}:{booking.id}"
