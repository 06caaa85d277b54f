"""A provider cancels an occasion, says why and what there is instead; or gives it after all, the same day. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit.service import record
from core.clock import SWEDEN, today
from core.db import get
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.training_catalog import cleaning
from plugins.training_catalog.models import EducationEvent
from plugins.training_catalog.upkeep import cancellations, notices, publishing, queries
from plugins.training_catalog.upkeep.models import Cancellation, KeptOccasion, KeptState
from plugins.training_catalog.upkeep.service import check_seen, ref_of

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_REASON = 1_000


def cancel(*, region: Region, user: User, occasion_id: int, reason: str, alternative_id: int = 0, seen: int | None = None) -> Cancellation:
    """Cancel a published occasion. Its page stays, with the reason and the alternative, and everybody concerned is told.

    Raises:
        DomainError: without a reason, or with an alternative that is none.
        Conflict: when it is not published, or somebody else has changed it meanwhile.
    """
    education, row = queries.occasion(region, user, occasion_id, lock=True)
    check_seen(row, seen)
    if row.state is not KeptState.PUBLISHED or not row.event_id:
        raise Conflict(_("Bara ett publicerat tillfälle kan ställas in."))
    reason = cleaning.plain_text(reason)[:MAX_REASON]
    if not reason:
        raise DomainError(_("Skriv varför tillfället ställs in. De som har sökt får läsa det."), field="reason")
    if alternative_id and alternative_id not in {each[0] for each in queries.alternatives(education, row, today())}:
        raise DomainError(_("Välj ett tillfälle i listan, eller inget alls."), field="alternative")
    event = get(EducationEvent, row.event_id)
    found = cancellations.note(region, event, reason=reason, alternative=get(EducationEvent, alternative_id) if alternative_id else None)
    row.state = KeptState.CANCELLED
    publishing.write_out(region, education, queries.occasions(education.id))
    record("training_catalog.kept.cancelled", region=region, actor=user, subject=ref_of(education), title=education.title)
    notices.tell_cancelled(region, education, row, found, actor=user)
    return found


def resume(*, region: Region, user: User, occasion_id: int) -> KeptOccasion:
    """Say that a cancelled occasion is given after all; possible the day it was cancelled. Everybody is told again.

    Raises:
        Conflict: when it is not cancelled, or was so before today.
    """
    education, row = queries.occasion(region, user, occasion_id, lock=True)
    found = queries.cancellation_of(row)
    if row.state is not KeptState.CANCELLED or found is None:
        raise Conflict(_("Tillfället är inte inställt."))
    if not may_resume(found):
        raise Conflict(_("Det går bara att ångra samma dag. Lägg in ett nytt tillfälle i stället."))
    row.state = KeptState.PUBLISHED
    publishing.write_out(region, education, queries.occasions(education.id))  # the writer sees it turn, and tells
    record("training_catalog.kept.resumed", region=region, actor=user, subject=ref_of(education), title=education.title)
    notices.tell_resumed(region, education, row, found, actor=user)
    return row


def may_resume(found: Cancellation) -> bool:
    """Whether the day it was cancelled is today."""
    return found.cancelled_at.astimezone(SWEDEN).date() == today()
