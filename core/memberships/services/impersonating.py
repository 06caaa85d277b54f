"""Looking at the region as somebody else: with a reason, for half an hour, without writing, and never upward (S9). Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from core.audit.service import record
from core.db import all_regions, db, utcnow
from core.errors import Conflict, Forbidden
from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.memberships.models import Impersonation
from core.memberships.queries import person
from core.memberships.services.people import is_suspended
from core.records.people import display_name, protected_addresses
from core.regions.models import Region
from core.users.models import User, UserSession
from core.users.queries import permissions

MINUTES = 30


def start(*, region: Region, actor: User, session: UserSession, target_id: int, reason: str) -> Impersonation:
    """Begin.

    Raises:
        Forbidden: for oneself, or for somebody who may do more.
        Conflict: for somebody who is shut out.
    """
    target = person(region, target_id)
    if target.id == actor.id:
        raise Forbidden(_("Du ser redan det du själv ser."))
    if not target.active or is_suspended(region, target):
        raise Conflict(_("Personen är avstängd i regionen. Släpp in personen igen först."))
    if protected_addresses([target.email]):
        raise Forbidden(_("Det går inte att se regionen som den här personen."))
    if not reaches(region, actor, target):
        raise Forbidden(_("Personen får göra mer än du. Därför kan du inte se regionen som den personen."))
    found = Impersonation(
        region_id=region.id,
        actor_id=actor.id,
        target_id=target.id,
        session_id=session.id,
        reason=reason.strip(),
        expires_at=utcnow() + timedelta(minutes=MINUTES),
    )
    db.session.add(found)
    db.session.flush()
    record("core.impersonation.started", region=region, subject=f"core:user:{target.id}", actor=actor, reason=found.reason)
    return found


def reaches(region: Region, actor: User, target: User) -> bool:
    """Whether everything that the target may do is something that the actor may do as well."""
    return permissions(target, region) <= permissions(actor, region)


def running(impersonation_id: int, session_id: int) -> tuple[Impersonation, User] | None:
    """What a browser's session is doing now, and as whom. Asked before the region of the request is trusted with anything."""
    statement = (
        select(Impersonation, User)
        .join(User, User.id == Impersonation.target_id)
        .where(
            Impersonation.id == impersonation_id,
            Impersonation.session_id == session_id,
            Impersonation.ended_at.is_(None),
            Impersonation.expires_at > utcnow(),
            User.active.is_(True),
        )
    )
    with all_regions("a signed-in browser asks for its own impersonation, on any page"):
        row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def count_page(found: Impersonation) -> None:
    """One more page was looked at."""
    with all_regions("a page outside the region counts as well"):
        db.session.execute(
            update(Impersonation).where(Impersonation.id == found.id).values(pages=Impersonation.pages + 1),
            execution_options={"synchronize_session": False},
        )


def end(*, region: Region, found: Impersonation) -> None:
    """End, and tell the person."""
    pages = db.session.execute(select(Impersonation.pages).where(Impersonation.id == found.id)).scalar_one()
    found.ended_at = min(utcnow(), found.expires_at)
    actor = db.session.execute(select(User).where(User.id == found.actor_id)).scalar_one()
    target = db.session.execute(select(User).where(User.id == found.target_id)).scalar_one()
    record("core.impersonation.ended", region=region, subject=f"core:user:{target.id}", actor=actor, pages=pages)
    queue_mail(
        to=target.email,
        kind="core.impersonation",
        region=region,
        subject=_("En administratör har sett %(region)s som du ser det", region=region.name),
        body=_(
            "Hej\n\n%(actor)s, administratör i %(region)s, har sett webbplatsen som du ser den.\n\nSkäl: %(reason)s\n"
            "Antal sidor: %(pages)s\n\nIngenting har ändrats i ditt namn; det går inte. Undrar du över något, fråga %(actor)s.\n",
            actor=display_name(actor),
            region=region.name,
            reason=found.reason,
            pages=pages,
        ),
    )


def end_expired(region: Region) -> None:
    """Every few minutes: end what has run out of time, so that the person is told."""
    statement = select(Impersonation).where(
        Impersonation.region_id == region.id, Impersonation.ended_at.is_(None), Impersonation.expires_at <= utcnow()
    )
    for found in db.session.execute(statement.with_for_update(skip_locked=True)).scalars().all():
        end(region=region, found=found)
