"""Taking in and answering what visitors say. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from core.accessibility.queries import statement
from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.feedback.models import Feedback, FeedbackKind
from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.regions.models import Region
from core.users.models import User
from core.users.queries import with_permission
from core.users.service import normalise_email

MAX_TEXT = 5_000


def vote(*, region: Region, endpoint: str, useful: bool | None, text: str = "") -> Feedback:
    """Note whether a page was useful. A vote with a text is a suggestion, and waits for somebody to read it."""
    text = text.strip()[:MAX_TEXT]
    found = Feedback(region_id=region.id, kind=FeedbackKind.VOTE, endpoint=endpoint[:120], useful=useful, text=text)
    found.handled_at = None if text else utcnow()
    db.session.add(found)
    db.session.flush()
    record("core.feedback.voted", region=region, subject=f"core:feedback:{found.id}", page=found.endpoint)
    return found


def send(*, region: Region, kind: FeedbackKind, text: str, email: str = "", endpoint: str = "") -> Feedback:
    """Make a case with a deadline, and tell those who handle it.

    Raises:
        DomainError: without a text, or with an address that cannot be one.
    """
    text = text.strip()
    if not text:
        raise DomainError(_("Skriv vad du vill framföra."), field="text")
    address = normalise_email(email) if email.strip() else ""
    due = today() + timedelta(days=statement(region).response_days)
    found = Feedback(region_id=region.id, kind=kind, text=text[:MAX_TEXT], email=address, endpoint=endpoint[:120], due_on=due)
    db.session.add(found)
    db.session.flush()
    record("core.feedback.sent", region=region, subject=f"core:feedback:{found.id}", kind=str(kind))
    for user in with_permission(region, "core.feedback.manage"):
        queue_mail(
            to=user.email,
            kind="core.feedback",
            region=region,
            subject=_("En synpunkt väntar på svar i %(region)s", region=region.name),
            body=_(
                "Hej\n\nNågon har lämnat en synpunkt med referens %(reference)s. Besvara den senast %(due)s.\n"
                "Du hittar den under Administrera, Synpunkter.\n\nDu får mejlet för att du tar hand om synpunkter i %(region)s.\n",
                reference=reference(found),
                due=due.isoformat(),
                region=region.name,
            ),
        )
    return found


def reference(feedback: Feedback) -> str:
    """What both sides call the case."""
    return f"S-{feedback.id}"


def handle(*, region: Region, feedback_id: int, actor: User, answer: str = "") -> Feedback:
    """Say that a case is done; an answer goes by mail to who left an address.

    Raises:
        Conflict: when somebody has handled it already.
    """
    found = get(Feedback, feedback_id, lock=True)
    if found.handled_at is not None:
        raise Conflict(_("Synpunkten är redan hanterad."))
    found.handled_at, found.handled_by_id, found.answer = utcnow(), actor.id, answer.strip()[:MAX_TEXT]
    record("core.feedback.handled", region=region, subject=f"core:feedback:{found.id}", answered=bool(found.answer and found.email))
    if found.answer and found.email:
        queue_mail(
            to=found.email,
            kind="core.feedback",
            region=region,
            subject=_("Svar på din synpunkt %(reference)s", reference=reference(found)),
            body=_(
                "Hej\n\nDu lämnade en synpunkt till %(region)s. Här är svaret:\n\n%(answer)s\n\n"
                "Du får mejlet för att du skrev din adress när du lämnade synpunkten.\n",
                region=region.name,
                answer=found.answer,
            ),
        )
    return found
