"""Reads on users and their rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g
from sqlalchemy import select

from core.db import db
from core.plugins.registry import registry
from core.regions.models import Region
from core.users.models import Membership, RolePermission, User
from core.users.roles import ON_BEHALF, REGION_ADMIN

if TYPE_CHECKING:
    from core.api.authentication import Principal
    from core.organisations.models import Organisation


def permissions(user: User | Principal | None, region: Region) -> frozenset[str]:
    """The names of all permissions a user has in a region; none for nobody and for a deactivated user. A token has its scopes."""
    if user is None or not user.active:
        return frozenset()
    if not isinstance(user, User):
        return user.granted_in(region)
    cache: dict[tuple[int, int], frozenset[str]] = g.setdefault("_permissions", {})
    key = (user.id, region.id)
    if key not in cache:
        statement = (
            select(Membership.role, RolePermission.permission)
            .outerjoin(RolePermission, RolePermission.role == Membership.role)
            .where(Membership.user_id == user.id, Membership.region_id == region.id, Membership.suspended_at.is_(None))
        )
        rows = db.session.execute(statement).all()
        if any(role == REGION_ADMIN for role, _ in rows):
            cache[key] = frozenset(registry().permissions)
        else:
            cache[key] = frozenset(permission for _, permission in rows if permission)
    return cache[key]


def may(user: User | Principal | None, region: Region, permission: str, organisation: Organisation | None = None) -> bool:
    """Whether a user has a permission in a region, and may use it now: what is sensitive may ask for a second factor.

    Args:
        organisation: Whose things it is to be used on; None: whether there is anything at all that it can be used on.
    """
    if permission not in permissions(user, region) or lacks_second_factor(user, permission):
        return False
    return organisation is None or organisation.id in organisations_where(user, region, permission)


@dataclass(frozen=True)
class Reach:
    """Over whose things a permission holds: `organisation_id in reach`.

    Args:
        everywhere: Over the whole region's.
        organisations: The ids of the organisations on whose behalf it is held.
    """

    everywhere: bool = False
    organisations: frozenset[int] = frozenset()

    def __contains__(self, organisation_id: int | None) -> bool:
        return self.everywhere or organisation_id in self.organisations


def organisations_where(user: User | Principal | None, region: Region, permission: str) -> Reach:
    """Over whose things a user has a permission in a region. One that is not `per_organisation` holds over the whole region's.

    Who represents employers or providers, and has no organisation, reaches nothing until an administrator says which it is.
    """
    declared = registry().permissions.get(permission)
    if user is None or declared is None or permission not in permissions(user, region):
        return Reach()
    if isinstance(user, User):
        statement = (
            select(Membership.role, Membership.organisation_id)
            .outerjoin(RolePermission, (RolePermission.role == Membership.role) & (RolePermission.permission == permission))
            .where(Membership.user_id == user.id, Membership.region_id == region.id, Membership.suspended_at.is_(None))
            .where((Membership.role == REGION_ADMIN) | RolePermission.permission.is_not(None))
        )
        held = [(role, organisation_id) for role, organisation_id in db.session.execute(statement)]
    else:
        held = [("", user.organisation_id)]
    wide = any(role == REGION_ADMIN or (organisation_id is None and role not in ON_BEHALF) for role, organisation_id in held)
    ids = frozenset(organisation_id for _, organisation_id in held if organisation_id is not None)
    return Reach(wide or not declared.per_organisation, ids)


def lacks_second_factor(user: User | Principal | None, permission: str) -> bool:
    """Whether a permission is sensitive and the running session of this user rests on one factor only."""
    if not g.get("second_factor_missing") or user is None or user is not g.get("user"):
        return False
    declared = registry().permissions.get(permission)
    return declared is not None and declared.sensitive


def regions_of(user: User) -> Sequence[Region]:
    """The active regions where a user has a role, by name."""
    statement = (
        select(Region)
        .join(Membership, Membership.region_id == Region.id)
        .where(Membership.user_id == user.id, Membership.suspended_at.is_(None), Region.active.is_(True))
        .distinct()
        .order_by(Region.name)
    )
    return db.session.execute(statement).scalars().all()


def with_permission(region: Region, permission: str, *, organisation_id: int | None = None) -> Sequence[User]:
    """The active users who have a permission in a region: whom to tell. With an organisation, those who hold it on that one's behalf."""
    statement = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(RolePermission, (RolePermission.role == Membership.role) & (RolePermission.permission == permission))
        .where(Membership.region_id == region.id, Membership.suspended_at.is_(None), User.active.is_(True))
        .where((Membership.role == REGION_ADMIN) | RolePermission.permission.is_not(None))
        .distinct()
        .order_by(User.id)
    )
    if organisation_id is not None:
        statement = statement.where(Membership.organisation_id == organisation_id)
    return db.session.execute(statement).scalars().all()


def roles_held(user: User, region: Region) -> Sequence[Membership]:
    """A user's roles in a region."""
    statement = select(Membership).where(Membership.user_id == user.id, Membership.region_id == region.id).order_by(Membership.id)
    return db.session.execute(statement).scalars().all()
