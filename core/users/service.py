"""What can be done with users and memberships. Nothing here commits."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.plugins.registry import Registry
from core.regions.models import Region
from core.users.models import Membership, RolePermission, User
from core.users.roles import ROLES
from core.users.sessions import privileges_changed


def normalise_email(text: str, *, field: str = "email") -> str:
    """A checked e-mail address, folded to lower case. No look-up in the network is made.

    Raises:
        DomainError: when it cannot be an address.
    """
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise DomainError(_("Skriv en e-postadress på formen namn@exempel.se."), field=field) from None


def find_user(email: str) -> User | None:
    """The user with an address, whether active or not."""
    return db.session.execute(select(User).where(User.email == email.strip().lower())).scalar_one_or_none()


def ensure_user(*, email: str, name: str = "") -> User:
    """The user with an address; made if there is none."""
    address = normalise_email(email)
    user = find_user(address)
    if user is None:
        user = User(email=address, name=name)
        db.session.add(user)
        db.session.flush()
        record("core.user.created", subject=f"core:user:{user.id}")
    return user


def grant_role(*, user: User, region: Region, role: str, organisation: Organisation | None = None) -> Membership:
    """Give a user a role in a region; nothing happens if the user has it already.

    Raises:
        DomainError: when there is no such role.
    """
    if role not in ROLES:
        raise DomainError(_("Rollen %(role)s finns inte.", role=role), field="role")
    organisation_id = organisation.id if organisation else None
    statement = select(Membership).where(Membership.user_id == user.id, Membership.region_id == region.id, Membership.role == role)
    statement = statement.where(
        Membership.organisation_id.is_(None) if organisation_id is None else Membership.organisation_id == organisation_id
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        found = Membership(user_id=user.id, region_id=region.id, organisation_id=organisation_id, role=role)
        db.session.add(found)
        db.session.flush()
        privileges_changed(user)
        record("core.membership.granted", region=region, subject=f"core:user:{user.id}", role=role)
    return found


def sync_permissions(registry: Registry) -> None:
    """Write the declared default permissions of every role to the table. Called at upgrade; removes what is no longer declared."""
    wanted = {(role, name) for name, permission in registry.permissions.items() for role in permission.roles if role in ROLES}
    present = {(row.role, row.permission) for row in db.session.execute(select(RolePermission)).scalars()}
    for role, permission in sorted(wanted - present):
        db.session.add(RolePermission(role=role, permission=permission))
    for role, permission in present - wanted:
        db.session.execute(delete(RolePermission).where(RolePermission.role == role, RolePermission.permission == permission))
    db.session.flush()
