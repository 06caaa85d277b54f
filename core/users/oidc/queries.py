"""Reads on identity providers and on the identities tied to an account."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from core.users.oidc.models import ExternalIdentity, IdentityProvider

MAX_SHOWN = 100


def usable(region_slug: str = "") -> Sequence[tuple[IdentityProvider, str]]:
    """The providers that one can sign in with, each with its region's name; those of one region when it is given."""
    statement = (
        select(IdentityProvider, Region.name)
        .join(Region, Region.id == IdentityProvider.region_id)
        .where(IdentityProvider.active.is_(True), Region.active.is_(True))
        .order_by(Region.name, IdentityProvider.name)
        .limit(MAX_SHOWN)
    )
    if region_slug:
        statement = statement.where(Region.slug == region_slug)
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def usable_one(provider_id: int) -> IdentityProvider:
    """A provider that one can sign in with.

    Raises:
        NotFound: when there is none of that number, or it or its region is closed.
    """
    statement = (
        select(IdentityProvider)
        .join(Region, Region.id == IdentityProvider.region_id)
        .where(IdentityProvider.id == min(provider_id, 2**31 - 1), IdentityProvider.active.is_(True), Region.active.is_(True))
    )
    return _found(db.session.execute(statement).scalar_one_or_none())


def of_region(region: Region) -> Sequence[IdentityProvider]:
    """A region's providers, by name, those that are closed too."""
    statement = select(IdentityProvider).where(IdentityProvider.region_id == region.id).order_by(IdentityProvider.name).limit(MAX_SHOWN)
    return db.session.execute(statement).scalars().all()


def one_of_region(region: Region, provider_id: int) -> IdentityProvider:
    """One of a region's providers.

    Raises:
        NotFound: when the region has none of that number.
    """
    statement = select(IdentityProvider).where(IdentityProvider.region_id == region.id, IdentityProvider.id == min(provider_id, 2**31 - 1))
    return _found(db.session.execute(statement).scalar_one_or_none())


def _found(provider: IdentityProvider | None) -> IdentityProvider:
    if provider is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return provider


def identities_of(user: User) -> Sequence[ExternalIdentity]:
    """The identities tied to an account, the oldest first."""
    return (
        db.session.execute(select(ExternalIdentity).where(ExternalIdentity.user_id == user.id).order_by(ExternalIdentity.id))
        .scalars()
        .all()
    )
