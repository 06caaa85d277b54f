"""Whose account it is that a provider vouches for. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, get, utcnow
from core.encrypted import seal, unseal
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.oidc.flow import Person
from core.users.oidc.metadata import forget
from core.users.oidc.models import ExternalIdentity, IdentityProvider, NewAccounts
from core.users.oidc.queries import identities_of
from core.users.service import ensure_user, find_user, grant_role


def account_of(provider: IdentityProvider, person: Person) -> User:
    """The account of somebody who comes from a provider; tied to it, or made, where the region has said so.

    An identity that is known leads to its account, whatever its e-mail address is today. One that is not known is tied to the
    account with the same address only when that account belongs to this region alone: a provider that one region has chosen must
    not open the door to another's.

    Raises:
        DomainError: when there is no account for the person; says what to do.
    """
    known = identity(person.issuer, person.subject)
    if known is not None:
        known.last_used_at = utcnow()
        return _active(get(User, known.user_id))
    if not person.email:
        raise DomainError(
            _("Inloggningstjänsten lämnade ingen bekräftad e-postadress. Logga in med mejl och koppla tjänsten på sidan Mitt konto."),
            code="no_email",
        )
    region = get(Region, provider.region_id)
    user = find_user(person.email)
    if user is not None:
        _active(user)
        if not _only_in(user, region):
            raise DomainError(
                _("Det finns redan ett konto med din e-postadress. Logga in med mejl och koppla tjänsten på sidan Mitt konto."),
                code="link_first",
            )
    elif provider.new_accounts is NewAccounts.CREATE:
        user = ensure_user(email=person.email, name=person.name)
        if provider.default_role:
            organisation = get(Organisation, provider.organisation_id) if provider.organisation_id else None
            grant_role(user=user, region=region, role=provider.default_role, organisation=organisation)
    else:
        raise DomainError(_("Det finns inget konto för dig här. Be regionens administratör att bjuda in dig."), code="no_account")
    tie(user, provider, person)
    return user


def identity(issuer: str, subject: str) -> ExternalIdentity | None:
    """The identity that an issuer and its subject name."""
    statement = select(ExternalIdentity).where(ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject)
    return db.session.execute(statement).scalar_one_or_none()


def _active(user: User) -> User:
    if not user.active:
        raise DomainError(_("Kontot är avstängt. Be regionens administratör om hjälp."), code="closed")
    return user


def _only_in(user: User, region: Region) -> bool:
    held = set(db.session.execute(select(Membership.region_id).where(Membership.user_id == user.id)).scalars())
    return held == {region.id}


def tie(user: User, provider: IdentityProvider, person: Person) -> ExternalIdentity:
    """Tie an identity to an account.

    Raises:
        DomainError: when it is tied to another account already.
    """
    known = identity(person.issuer, person.subject)
    if known is not None:
        if known.user_id != user.id:
            raise DomainError(_("Inloggningstjänsten är redan kopplad till ett annat konto."), code="tied_elsewhere")
        return known
    made = ExternalIdentity(user_id=user.id, issuer=person.issuer, subject=person.subject, name=provider.name)
    db.session.add(made)
    db.session.flush()
    record("core.identity.tied", region=get(Region, provider.region_id), subject=f"core:user:{user.id}", actor=user, provider=provider.id)
    return made


def untie(user: User, identity_id: int) -> None:
    """Untie one of a person's identities. Signing in by mail always remains.

    Raises:
        NotFound: when the person has no such identity.
    """
    found = next((row for row in identities_of(user) if row.id == identity_id), None)
    if found is None:
        raise NotFound(_("Inloggningstjänsten är inte kopplad till ditt konto."))
    db.session.delete(found)
    record("core.identity.untied", subject=f"core:user:{user.id}", issuer=found.issuer)


def save_provider(*, region: Region, provider: IdentityProvider | None, values: Mapping[str, Any], secret: str) -> IdentityProvider:
    """Add a provider to a region, or change one.

    Args:
        values: Columns by name, as the form has checked them.
        secret: A new client secret; empty keeps the one there is.

    Raises:
        DomainError: when the region has the same provider already.
    """
    same = select(IdentityProvider.id).where(
        IdentityProvider.region_id == region.id,
        IdentityProvider.issuer == values["issuer"],
        IdentityProvider.client_id == values["client_id"],
        IdentityProvider.id != (provider.id if provider else 0),
    )
    if db.session.execute(same).first():
        raise DomainError(_("Regionen har redan en inloggningstjänst med samma adress och klient-id."), field="issuer")
    created = provider is None
    if provider is None:
        provider = IdentityProvider(region_id=region.id)
        db.session.add(provider)
    for name, value in values.items():
        setattr(provider, name, value)
    db.session.flush()
    if secret:
        seal(provider, "client_secret", secret)
        db.session.flush()
    changed = "core.identity_provider.created" if created else "core.identity_provider.changed"
    record(changed, region=region, subject=f"core:identity_provider:{provider.id}", name=provider.name, active=provider.active)
    forget()
    return provider


def client_secret(provider: IdentityProvider) -> str:
    """A provider's client secret in the clear; empty when it has none."""
    return unseal(provider, "client_secret")
