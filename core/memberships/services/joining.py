"""Asking for a role: the address is confirmed first, then the domain's policy or an administrator decides. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import url_for
from sqlalchemy import select

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, Gone
from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.memberships.models import DomainPolicy, JoinRequest, RequestStatus
from core.memberships.services.domains import of_address
from core.memberships.services.people import check_organisation, check_role, is_suspended
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.models import User
from core.users.queries import with_permission
from core.users.roles import REGION_ADMIN, ROLES
from core.users.service import ensure_user, find_user, grant_role, normalise_email
from core.users.sign_in import digest

HOURS = 24
ROLES_TO_ASK = tuple(role for role in ROLES if role != REGION_ADMIN)


def ask(
    *, region: Region, email: str, name: str, organisation_name: str, role: str, message: str = "", user: User | None = None
) -> JoinRequest:
    """Note a request. For a signed-in person the address is known already; to anybody else a link is mailed, whoever it is."""
    address = normalise_email(email)
    if role not in ROLES_TO_ASK:
        raise DomainError(_("Välj en roll ur listan."), field="role")
    found = JoinRequest(
        region_id=region.id,
        email=address,
        name=name.strip()[:120],
        organisation_name=organisation_name.strip()[:200],
        role=role,
        message=message.strip()[:1000],
        user_id=user.id if user else None,
    )
    db.session.add(found)
    db.session.flush()
    record("core.join_request.made", region=region, subject=f"core:join_request:{found.id}", role=role)
    if user is not None and user.email == address:
        _confirmed(region, found)
        return found
    secret = secrets.token_urlsafe(32)
    found.token_hash, found.expires_at = digest(secret), utcnow() + timedelta(hours=HOURS)
    queue_mail(
        to=address,
        kind="core.join_request",
        region=region,
        subject=_("Bekräfta din adress för %(region)s", region=region.name),
        body=_(
            "Hej\n\nNågon bad om en roll i %(region)s med din adress. Var det du? Öppna länken och bekräfta:\n%(link)s\n\n"
            "Länken gäller i %(hours)s timmar. Var det inte du kan du bortse från mejlet.\n",
            region=region.name,
            link=url_for("core_join.confirm", region=region.slug, token=secret, _external=True),
            hours=HOURS,
        ),
    )
    return found


def look(region: Region, token: str, *, lock: bool = False) -> JoinRequest:
    """The request behind a link.

    Raises:
        Gone: when the link is unknown, used or too old.
    """
    statement = select(JoinRequest).where(JoinRequest.token_hash == digest(token), JoinRequest.region_id == region.id)
    found = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if found is None or found.status != RequestStatus.UNCONFIRMED or (found.expires_at or utcnow()) <= utcnow():
        raise Gone(_("Länken är redan använd eller för gammal. Gör en ny ansökan."))
    return found


def confirm(*, region: Region, token: str) -> JoinRequest:
    """The address is the person's own."""
    found = look(region, token, lock=True)
    _confirmed(region, found)
    return found


def _confirmed(region: Region, found: JoinRequest) -> None:
    domain, user = of_address(region, found.email), find_user(found.email)
    barred = user is not None and (not user.active or is_suspended(region, user))
    found.token_hash, found.organisation_id = None, domain.organisation_id if domain else None
    if domain is not None and domain.policy == DomainPolicy.AUTOMATIC and not barred:
        organisation = check_organisation(region, domain.organisation_id)
        _give(region, found, domain.role, organisation)
        record(
            "core.join_request.approved", region=region, subject=f"core:join_request:{found.id}", by_domain=domain.domain, role=domain.role
        )
        return
    found.status = RequestStatus.PENDING
    for admin in with_permission(region, "core.member.manage"):
        queue_mail(
            to=admin.email,
            kind="core.join_request",
            region=region,
            subject=_("En ansökan väntar i %(region)s", region=region.name),
            body=_(
                "Hej\n\nNågon har bett om en roll i %(region)s och bekräftat sin adress. Svara här:\n%(link)s\n\n"
                "Du får mejlet för att du får hantera regionens användare.\n",
                region=region.name,
                link=url_for("core_join_admin.decide", region=region.slug, request_id=found.id, _external=True),
            ),
        )


def approve(*, region: Region, actor: User, request_id: int, role: str, organisation_id: int | None, reason: str = "") -> JoinRequest:
    """Give the role that was asked for, or another that fits better."""
    found = _pending(actor, request_id)
    check_role(actor=actor, region=region, role=role)
    organisation = check_organisation(region, organisation_id)
    user = find_user(found.email)
    if user is not None and (not user.active or is_suspended(region, user)):
        raise Conflict(_("Personen är avstängd i regionen. Släpp in personen igen först."))
    _give(region, found, role, organisation)
    _decided(region, found, actor, reason)
    record("core.join_request.approved", region=region, subject=f"core:join_request:{found.id}", actor=actor, role=role)
    return found


def refuse(*, region: Region, actor: User, request_id: int, reason: str) -> JoinRequest:
    """Say no, and why.

    Raises:
        DomainError: without a reason.
    """
    found = _pending(actor, request_id)
    if not reason.strip():
        raise DomainError(_("Skriv varför du säger nej. Personen får förklaringen med mejl."), field="reason")
    found.status = RequestStatus.REFUSED
    _decided(region, found, actor, reason)
    record("core.join_request.refused", region=region, subject=f"core:join_request:{found.id}", actor=actor)
    return found


def _pending(actor: User, request_id: int) -> JoinRequest:
    found = get(JoinRequest, request_id, lock=True)
    if found.status != RequestStatus.PENDING:
        raise Conflict(_("Ansökan är redan besvarad."))
    if found.email == actor.email:
        raise DomainError(_("Du kan inte besvara din egen ansökan. Be en annan administratör."))
    return found


def _give(region: Region, found: JoinRequest, role: str, organisation: Organisation | None) -> None:
    user = ensure_user(email=found.email, name=found.name)
    grant_role(user=user, region=region, role=role, organisation=organisation)
    found.status, found.user_id, found.role, found.decided_at = RequestStatus.APPROVED, user.id, role, utcnow()


def _decided(region: Region, found: JoinRequest, actor: User, reason: str) -> None:
    found.decided_by_id, found.decided_at, found.reason = actor.id, utcnow(), reason.strip()[:1000]
    yes = found.status == RequestStatus.APPROVED
    said = _("Du har fått rollen %(role)s. Logga in för att börja.", role=ROLES[found.role]) if yes else _("Du har inte fått rollen.")
    queue_mail(
        to=found.email,
        kind="core.join_request",
        region=region,
        subject=_("Svar på din ansökan till %(region)s", region=region.name),
        body=_(
            "Hej\n\n%(said)s\n%(reason)s\n\n%(link)s\n\nDu får mejlet för att du har bett om en roll i %(region)s.\n",
            said=said,
            reason=found.reason,
            link=url_for("core_region.start", region=region.slug, _external=True),
            region=region.name,
        ),
    )
