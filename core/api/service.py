"""Tokens: made, shown once, revoked. Nothing here commits."""

from __future__ import annotations

import hashlib
import secrets
import string
import zlib
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from core.api.models import ApiToken
from core.audit.service import record
from core.db import all_regions, db, get, utcnow
from core.errors import DomainError, NotFound
from core.i18n import gettext as _

if TYPE_CHECKING:
    from core.organisations.models import Organisation
    from core.regions.models import Region
    from core.users.models import User

PREFIX = "sk_"
MAX_DAYS = 365
MAX_TOKENS = 100
_ALPHABET = string.digits + string.ascii_letters
_SECRET = 32  # characters of 62: 190 bits
_CHECK = 6


def _checksum(secret: str) -> str:
    number, found = zlib.crc32(secret.encode()), ""
    for _unused in range(_CHECK):
        number, place = divmod(number, len(_ALPHABET))
        found = _ALPHABET[place] + found
    return found


def new_token() -> str:
    """A fresh token. The prefix lets scanners of source code recognise it, and the checksum tells a real one from a look-alike."""
    secret = "".join(secrets.choice(_ALPHABET) for _unused in range(_SECRET))
    return f"{PREFIX}{secret}{_checksum(secret)}"


def is_well_formed(token: str) -> bool:
    """Whether a text can be a token: right form and right checksum. Says nothing of whether it exists."""
    secret = token.removeprefix(PREFIX)
    if not token.startswith(PREFIX) or len(secret) != _SECRET + _CHECK or not set(secret) <= set(_ALPHABET):
        return False
    return secrets.compare_digest(secret[_SECRET:], _checksum(secret[:_SECRET]))


def hashed(token: str) -> str:
    """As a token is stored. It is long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(
    *,
    region: Region,
    name: str,
    scopes: Collection[str],
    days: int,
    allowed: Collection[str],
    organisation: Organisation | None = None,
    actor: User | None = None,
) -> tuple[ApiToken, str]:
    """Make a token.

    Args:
        days: How long it works; at most a year.
        allowed: The scopes that the one who makes it may hand out.

    Returns:
        The row, and the token itself, which nobody can see again.

    Raises:
        DomainError: when a value is not allowed; names the field.
    """
    name = " ".join(name.split())
    chosen = sorted(set(scopes))
    if not name or len(name) > 80:
        raise DomainError(_("Skriv vilket system som ska använda nyckeln, högst 80 tecken."), field="name")
    if not chosen:
        raise DomainError(_("Välj minst en rättighet."), field="scopes")
    if not set(chosen) <= set(allowed):
        raise DomainError(_("Du kan bara ge rättigheter som du själv har. Välj bland dem som visas."), field="scopes")
    if not 1 <= days <= MAX_DAYS:
        raise DomainError(_("En nyckel kan gälla i högst %(days)s dagar.", days=MAX_DAYS), field="days")
    if len(usable_ids(region)) >= MAX_TOKENS:
        raise DomainError(_("Regionen har redan %(n)s nycklar. Återkalla någon som inte används.", n=MAX_TOKENS))
    secret = new_token()
    token = ApiToken(
        region_id=region.id,
        organisation_id=organisation.id if organisation else None,
        name=name,
        hint=secret[:7],
        token_hash=hashed(secret),
        scopes=chosen,
        created_by_id=actor.id if actor else None,
        expires_at=utcnow() + timedelta(days=days),
    )
    db.session.add(token)
    db.session.flush()
    record("core.api_token.created", region=region, subject=_ref(token), name=name, scopes=chosen, days=days)
    return token, secret


def usable_ids(region: Region) -> list[int]:
    """The tokens of a region that work now."""
    statement = select(ApiToken.id).where(ApiToken.region_id == region.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > utcnow())
    return list(db.session.execute(statement).scalars())


def revoke_token(*, region: Region, token_id: int, actor: User | None = None) -> ApiToken:
    """End a token at once. Nothing happens when it has ended.

    Raises:
        NotFound: when the region has no such token.
    """
    token = get(ApiToken, token_id, lock=True)
    if token.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    if token.revoked_at is None:
        token.revoked_at = utcnow()
        token.revoked_by_id = actor.id if actor else None
        record("core.api_token.revoked", region=region, subject=_ref(token), name=token.name)
    return token


def find_token(secret: str) -> ApiToken | None:
    """The token that works now, by the secret itself."""
    if not is_well_formed(secret):
        return None
    with all_regions("a token says itself which region it belongs to"):
        token = db.session.execute(select(ApiToken).where(ApiToken.token_hash == hashed(secret))).scalar_one_or_none()
    return token if token is not None and token.usable else None


def own_token(token_id: int) -> ApiToken:
    """The row of the running call's token."""
    with all_regions("a token says itself which region it belongs to"):
        return get(ApiToken, token_id)


def note_use(token_id: int) -> None:
    """Write down that a token is used today."""
    with all_regions("a token says itself which region it belongs to"):
        db.session.execute(
            update(ApiToken).where(ApiToken.id == token_id).values(last_used_on=utcnow().date()),
            execution_options={"synchronize_session": False},
        )


def _ref(token: ApiToken) -> str:
    return f"core:api_token:{token.id}"
