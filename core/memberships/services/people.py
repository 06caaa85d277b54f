"""Giving and taking roles in a region. The rules hold for every way in: nobody gives what they lack, changes their own roles,
or leaves the region without an administrator. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError, Forbidden, NotFound
from core.i18n import gettext as _
from core.memberships.queries import grantable, organisation_here, person
from core.notices.happenings import role_granted
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.roles import REGION_ADMIN
from core.users.service import grant_role
from core.users.sessions import end_others, privileges_changed


def check_role(*, actor: User, region: Region, role: str) -> None:
    """Refuse a role with rights that the actor lacks.

    Raises:
        Forbidden: says so at the field.
    """
    if role not in grantable(actor, region):
        raise Forbidden(_("Du kan inte ge eller ta en roll som får göra mer än du själv."), field="role")


def check_organisation(region: Region, organisation_id: int | None) -> Organisation | None:
    """An organisation of the region, when one is given.

    Raises:
        DomainError: when it does not work in the region.
    """
    if not organisation_id:
        return None
    found = organisation_here(region, organisation_id)
    if found is None:
        raise DomainError(_("Organisationen finns inte i regionen. Välj en ur listan."), field="organisation")
    return found


def grant(*, region: Region, actor: User, user_id: int, role: str, organisation_id: int | None = None) -> Membership:
    """Give somebody who is in the region one more role."""
    user = person(region, user_id)
    _not_oneself(actor, user)
    check_role(actor=actor, region=region, role=role)
    organisation = check_organisation(region, organisation_id)
    if is_suspended(region, user):
        raise Conflict(_("Personen är avstängd i regionen. Släpp in personen igen först."), field="role")
    held = {(each.role, each.organisation_id) for each in _memberships(region, user)}
    found = grant_role(user=user, region=region, role=role, organisation=organisation)
    if (found.role, found.organisation_id) not in held:  # who has the role already is not told of it again
        role_granted(user=user, region=region, membership=found)
    return found


def revoke(*, region: Region, actor: User, membership_id: int) -> User:
    """Take a role away."""
    statement = select(Membership).where(Membership.id == membership_id, Membership.region_id == region.id).with_for_update()
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    user = person(region, found.user_id)
    _not_oneself(actor, user)
    check_role(actor=actor, region=region, role=found.role)
    if found.role == REGION_ADMIN and found.suspended_at is None:
        _keep_one_administrator(region, user)
    _remove(region, user, [found], "core.membership.revoked")
    return user


def suspend(*, region: Region, actor: User, user_id: int) -> None:
    """Shut somebody out of the region at once: no role gives anything, and every session ends."""
    user = person(region, user_id)
    _not_oneself(actor, user)
    roles = _memberships(region, user, suspended=False)
    for held in roles:
        check_role(actor=actor, region=region, role=held.role)
    if any(held.role == REGION_ADMIN for held in roles):
        _keep_one_administrator(region, user)
    for held in roles:
        held.suspended_at = utcnow()
    db.session.flush()
    privileges_changed(user)
    end_others(user)
    record("core.membership.suspended", region=region, subject=f"core:user:{user.id}", actor=actor)


def reinstate(*, region: Region, actor: User, user_id: int) -> None:
    """Let somebody in again, with the roles as they were."""
    user = person(region, user_id)
    _not_oneself(actor, user)
    roles = _memberships(region, user, suspended=True)
    for held in roles:
        check_role(actor=actor, region=region, role=held.role)
        held.suspended_at = None
    db.session.flush()
    privileges_changed(user)
    record("core.membership.reinstated", region=region, subject=f"core:user:{user.id}", actor=actor)


def leave(*, region: Region, user: User) -> None:
    """Give up all of one's own roles in the region.

    Raises:
        Conflict: when the region would have no administrator left.
    """
    roles = _memberships(region, user)
    if any(held.role == REGION_ADMIN and held.suspended_at is None for held in roles):
        _keep_one_administrator(region, user)
    if roles:
        _remove(region, user, roles, "core.membership.left")


def is_suspended(region: Region, user: User) -> bool:
    """Whether somebody is shut out of the region."""
    return bool(_memberships(region, user, suspended=True))


def _memberships(region: Region, user: User, *, suspended: bool | None = None) -> list[Membership]:
    statement = select(Membership).where(Membership.region_id == region.id, Membership.user_id == user.id)
    if suspended is not None:
        statement = statement.where(Membership.suspended_at.is_not(None) if suspended else Membership.suspended_at.is_(None))
    return list(db.session.execute(statement.order_by(Membership.id)).scalars())


def _remove(region: Region, user: User, roles: list[Membership], action: str) -> None:
    for held in roles:
        db.session.delete(held)
        record(action, region=region, subject=f"core:user:{user.id}", role=held.role, organisation=held.organisation_id)
    db.session.flush()
    privileges_changed(user)


def _not_oneself(actor: User, user: User) -> None:
    if actor.id == user.id:
        raise Forbidden(_("Du kan inte ändra dina egna roller. Be en annan administratör."))


def _keep_one_administrator(region: Region, user: User) -> None:
    """The region's row is locked first, so that two administrators who remove each other at once do not both succeed."""
    db.session.execute(select(Region.id).where(Region.id == region.id).with_for_update())
    others = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.region_id == region.id, Membership.role == REGION_ADMIN, Membership.suspended_at.is_(None))
        .where(User.active.is_(True), User.id != user.id)
        .limit(1)
    )
    if db.session.execute(others).first() is None:
        raise Conflict(_("Regionen måste ha minst en administratör. Ge någon annan rollen först."))
