"""What a person can change of the own account, and what the account page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users import notices
from core.users.models import Membership, User
from core.users.roles import ROLES
from core.users.service import find_user, normalise_email

LATEST = 20


@dataclass(frozen=True)
class Role:
    """What somebody is in a region."""

    region: Region
    title: str
    organisation: str


def roles_of(user: User) -> Sequence[Role]:
    """The regions and roles of a person."""
    statement = (
        select(Region, Membership.role, Organisation.name)
        .join(Membership, Membership.region_id == Region.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user.id, Region.active.is_(True))
        .order_by(Region.name, Membership.id)
    )
    return [Role(region, str(ROLES.get(role, role)), name or "") for region, role, name in db.session.execute(statement)]


def latest_entries(user: User) -> Sequence[AuditEntry]:
    """What the log says that the person has done to the own account, or that others have done to it; the newest first."""
    statement = select(AuditEntry).where(AuditEntry.subject == f"core:user:{user.id}").order_by(AuditEntry.id.desc()).limit(LATEST)
    return db.session.execute(statement).scalars().all()


def change_profile(user: User, *, name: str, language: str) -> None:
    """Another name or language."""
    if language not in LANGUAGES:
        raise DomainError(_("Välj ett av språken."), field="language")
    user.name = name.strip()
    user.language = language
    record("core.user.profile_changed", subject=f"core:user:{user.id}")
    db.session.flush()


def new_address(user: User, text: str) -> str:
    """A checked address that is another than the person's own. Whether somebody else has it is not told; see `change_email`."""
    address = normalise_email(text)
    if address == user.email:
        raise DomainError(_("Det är redan din adress. Skriv den nya."), field="email")
    return address


def change_email(user: User, address: str) -> None:
    """Take a confirmed address into use, and tell the old one.

    Raises:
        Conflict: when somebody else has it. Only who can read its mail comes here, so this tells nobody anything.
    """
    if find_user(address) is not None:
        raise Conflict(_("Adressen hör till ett annat konto. Logga in med den i stället, eller välj en annan."), field="code")
    old, user.email = user.email, address
    notices.email_changed(user, old=old)
    record("core.user.email_changed", subject=f"core:user:{user.id}")
    db.session.flush()
