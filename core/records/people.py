"""Names of people as others may see them. Every list, search, export and log asks here.

Somebody with protected identity (*skyddade personuppgifter*) is left out of lists, and is nameless where a row cannot be left out.
That holds for everybody, also for those who may see protected persons: they open one person at a time, with a reason that is logged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select

from core.audit.service import record
from core.db import db
from core.errors import Conflict, NotFound
from core.i18n import gettext as _
from core.records.models import ProtectedPerson
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.service import normalise_email

ERASED_DOMAIN = "@erased.invalid"


def visible_people(address: Any = User.email) -> ColumnElement[bool]:
    """A condition for lists: leaves out those whose address, in this column, belongs to somebody with protected identity.

    select(User).where(visible_people())
    select(Invitation).where(visible_people(Invitation.email))
    """
    return ~exists(select(ProtectedPerson.id).where(ProtectedPerson.email == func.lower(address)))


def shown_name() -> ColumnElement[str]:
    """The name of a user as a column of a list that is about something else; empty for those with protected identity."""
    return case((visible_people(), User.name), else_="")


def protected_addresses(addresses: Iterable[str]) -> frozenset[str]:
    """Those of the addresses that belong to somebody with protected identity, in lower case."""
    wanted = sorted({address.strip().lower() for address in addresses if address})
    if not wanted:
        return frozenset()
    return frozenset(db.session.execute(select(ProtectedPerson.email).where(ProtectedPerson.email.in_(wanted))).scalars())


def shown_contact(address: str, *details: str) -> tuple[str, ...]:
    """What stands of a contact on a page about something else: as it is, or nothing of a person with protected identity."""
    return tuple("" for _each in details) if protected_addresses([address]) else details


def display_names(users: Iterable[User]) -> dict[int, str]:
    """What to call users, by id, in one query. Protected persons are nameless, and nothing says why."""
    there = list(users)
    hidden = protected_addresses(user.email for user in there)
    return {user.id: _named(user, hidden) for user in there}


def display_name(user: User | None, viewer: User | None = None) -> str:
    """What to call one user. Everybody may see their own name."""
    if user is None:
        return ""
    return _named(user, frozenset() if viewer is not None and viewer.id == user.id else protected_addresses([user.email]))


def _named(user: User, hidden: frozenset[str]) -> str:
    if is_erased(user):
        return _("Raderad person")
    return _("En användare") if user.email.lower() in hidden else user.name or user.email


def is_erased(user: User) -> bool:
    """Whether only the number of the account is left."""
    return user.email.endswith(ERASED_DOMAIN)


def protect(*, email: str, region: Region) -> ProtectedPerson:
    """Mark an address as that of somebody with protected identity, wherever it stands. The log says that, not whom.

    Raises:
        Conflict: when it is marked already.
    """
    address = normalise_email(email)
    if protected_addresses([address]):
        raise Conflict(_("Personen är redan skyddad."))
    row = ProtectedPerson(email=address, created_by_id=_actor_id())
    db.session.add(row)
    db.session.flush()
    record("core.person.protected", region=region, subject=f"core:protected_person:{row.id}")
    return row


def unprotect(*, person_id: int, region: Region) -> None:
    """Take the mark away."""
    row = own(person_id, region)
    db.session.delete(row)
    db.session.flush()
    record("core.person.unprotected", region=region, subject=f"core:protected_person:{person_id}")


def protected_of(region: Region) -> list[ProtectedPerson]:
    """The protected persons that a region has to do with: members of it, and those whom its own people marked."""
    member = select(User.email).join(Membership, Membership.user_id == User.id).where(Membership.region_id == region.id)
    marked = select(Membership.user_id).where(Membership.region_id == region.id)
    statement = select(ProtectedPerson).where(ProtectedPerson.email.in_(member) | ProtectedPerson.created_by_id.in_(marked))
    return list(db.session.execute(statement.order_by(ProtectedPerson.id)).scalars())


def own(person_id: int, region: Region) -> ProtectedPerson:
    """One of them.

    Raises:
        NotFound: when there is none, or it is no matter of this region.
    """
    found = next((row for row in protected_of(region) if row.id == person_id), None)
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def open_protected(*, person_id: int, region: Region, reason: str) -> ProtectedPerson:
    """Show one protected person to somebody who may. Who did, and why, is logged each time."""
    row = own(person_id, region)
    record("core.person.protected_viewed", region=region, subject=f"core:protected_person:{row.id}", reason=reason)
    return row


def _actor_id() -> int | None:
    from flask import g

    user = g.get("user")
    return user.id if user is not None else None
