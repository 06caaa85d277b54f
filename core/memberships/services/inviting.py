"""Invitations by mail. The link proves that somebody reads the address; it gives the role, but signs nobody in. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import url_for
from sqlalchemy import select

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import DomainError, Gone
from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.memberships.models import RoleInvitation
from core.memberships.queries import grantable
from core.memberships.services.people import check_organisation, check_role, is_suspended
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.models import User
from core.users.roles import ROLES
from core.users.service import ensure_user, grant_role, normalise_email
from core.users.sign_in import digest

DAYS = 14


def invite(*, region: Region, actor: User, email: str, role: str, organisation_id: int | None = None, message: str = "") -> RoleInvitation:
    """Ask somebody to take a role. Whether the address has an account makes no difference. An open invitation to the same is sent anew."""
    address = normalise_email(email)
    check_role(actor=actor, region=region, role=role)
    organisation = check_organisation(region, organisation_id)
    if address == actor.email:
        raise DomainError(_("Du kan inte bjuda in dig själv. Be en annan administratör."), field="email")
    same = select(RoleInvitation).where(
        RoleInvitation.region_id == region.id,
        RoleInvitation.email == address,
        RoleInvitation.role == role,
        RoleInvitation.organisation_id.is_(None) if organisation is None else RoleInvitation.organisation_id == organisation.id,
        RoleInvitation.accepted_at.is_(None),
        RoleInvitation.withdrawn_at.is_(None),
    )
    found = db.session.execute(same).scalars().first()
    if found is None:
        found = RoleInvitation(region_id=region.id, email=address, role=role, organisation_id=organisation.id if organisation else None)
        db.session.add(found)
    found.message, found.invited_by_id = message.strip(), actor.id
    _send(region, found, organisation)
    record("core.invitation.sent", region=region, subject=f"core:invitation:{found.id}", actor=actor, role=role)
    return found


def resend(*, region: Region, actor: User, invitation_id: int) -> RoleInvitation:
    """Send an open invitation again. The earlier link stops working."""
    found = _open(invitation_id)
    check_role(actor=actor, region=region, role=found.role)
    found.invited_by_id = actor.id
    _send(region, found, check_organisation(region, found.organisation_id))
    record("core.invitation.sent", region=region, subject=f"core:invitation:{found.id}", actor=actor, role=found.role)
    return found


def withdraw(*, region: Region, actor: User, invitation_id: int) -> None:
    """Take an invitation back. Its link stops working at once."""
    found = _open(invitation_id)
    found.withdrawn_at = utcnow()
    record("core.invitation.withdrawn", region=region, subject=f"core:invitation:{found.id}", actor=actor)


def _open(invitation_id: int) -> RoleInvitation:
    found = get(RoleInvitation, invitation_id, lock=True)
    if found.accepted_at is not None or found.withdrawn_at is not None:
        raise Gone(_("Inbjudan är redan besvarad eller återtagen."))
    return found


def _send(region: Region, found: RoleInvitation, organisation: Organisation | None) -> None:
    secret = secrets.token_urlsafe(32)
    found.token_hash, found.sent_at, found.expires_at = digest(secret), utcnow(), utcnow() + timedelta(days=DAYS)
    db.session.flush()
    greeting = f"{found.message}\n\n" if found.message else ""
    queue_mail(
        to=found.email,
        kind="core.invitation",
        region=region,
        subject=_("Inbjudan till %(region)s i Samkraft", region=region.name),
        body=_(
            "Hej\n\n%(greeting)sDu är inbjuden till rollen %(role)s i %(region)s%(organisation)s.\n\n"
            "Öppna länken för att se vad det innebär och svara:\n%(link)s\n\nLänken gäller i %(days)s dagar.\n"
            "Du får mejlet för att en administratör i %(region)s skrev din adress. Vill du inte vara med behöver du inte göra något.\n",
            greeting=greeting,
            role=ROLES[found.role],
            region=region.name,
            organisation=f" ({organisation.name})" if organisation else "",
            link=url_for("core_invitations.answer", region=region.slug, token=secret, _external=True),
            days=DAYS,
        ),
    )


def look(region: Region, token: str, *, lock: bool = False) -> RoleInvitation:
    """The invitation behind a link.

    Raises:
        Gone: when it is unknown, answered, withdrawn, too old, or from somebody who may not give the role any more.
    """
    statement = select(RoleInvitation).where(RoleInvitation.token_hash == digest(token), RoleInvitation.region_id == region.id)
    found = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    inviter = db.session.execute(select(User).where(User.id == found.invited_by_id)).scalar_one_or_none() if found else None
    if (
        found is None
        or found.accepted_at is not None
        or found.withdrawn_at is not None
        or found.expires_at <= utcnow()
        or inviter is None
        or found.role not in grantable(inviter, region)
    ):
        raise Gone(_("Inbjudan gäller inte längre. Be den som bjöd in dig att skicka en ny."))
    return found


def accept(*, region: Region, token: str, name: str = "") -> User:
    """Take the role. The account is made now, if the address had none."""
    found = look(region, token, lock=True)
    user = ensure_user(email=found.email, name=name.strip()[:120])
    if not user.active or is_suspended(region, user):
        raise Gone(_("Kontot är avstängt. Kontakta din regions administratör."))
    grant_role(user=user, region=region, role=found.role, organisation=check_organisation(region, found.organisation_id))
    if name.strip() and not user.name:
        user.name = name.strip()[:120]
    found.accepted_at, found.accepted_by_id = utcnow(), user.id
    record("core.invitation.accepted", region=region, subject=f"core:invitation:{found.id}", actor=user, role=found.role)
    return user
