"""Passkeys (WebAuthn, S12). The browser proves that it holds a private key, and that its owner showed a PIN, a finger or a face.

That is two factors at once, so user verification is always required. Attestation is not asked for: which make it is, is nobody's business.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.users import notices
from core.users.models import Passkey, User
from core.users.once_only import claim

MOST = 20  # per person
CHALLENGE_MINUTES = 30
MAX_RESPONSE = 20_000


@dataclass(frozen=True)
class Site:
    """Who asks, as the browser knows it."""

    id: str
    origin: str


def site() -> Site | None:
    """The site of passkeys, from `public_url`. None where browsers allow none: an address of digits, or http beyond localhost."""
    parts = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if parts.scheme == "https" or host == "localhost":
            return Site(host, f"{parts.scheme}://{parts.netloc}")
    return None


def _library() -> Any:
    """The library, loaded when a passkey is asked for: it is half a second of every start, and most processes never need it."""
    import webauthn
    import webauthn.helpers.structs

    return webauthn


def _errors() -> tuple[type[Exception], ...]:
    return (_library().helpers.exceptions.WebAuthnException, ValueError, KeyError, TypeError, RecursionError)


def _site() -> Site:
    found = site()
    if found is None:
        raise DomainError(_("Passnycklar går inte att använda på den här adressen."))
    return found


def of(user: User) -> Sequence[Passkey]:
    """A person's passkeys, the oldest first."""
    return db.session.execute(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).scalars().all()


def own(user: User, passkey_id: int) -> Passkey | None:
    """One of a person's passkeys."""
    return next((row for row in of(user) if row.id == passkey_id), None)


def new_challenge() -> str:
    """A fresh challenge, as text."""
    return secrets.token_urlsafe(32)


def handle_of(user: User) -> str | None:
    """What a person's passkeys call the person; None before the first."""
    have = of(user)
    return have[0].handle if have else None


def new_handle() -> str:
    """A name that says nothing, as WebAuthn asks for."""
    return secrets.token_urlsafe(32)


def creation_options(user: User, challenge: str, handle: str) -> str:
    """What the browser needs to make a passkey, as JSON."""
    where, webauthn = _site(), _library()
    structs, read = webauthn.helpers.structs, webauthn.helpers.base64url_to_bytes
    options = webauthn.generate_registration_options(
        rp_id=where.id,
        rp_name="Samkraft",
        user_id=read(handle),
        user_name=user.email,
        user_display_name=user.name or user.email,
        challenge=challenge.encode(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=structs.UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=read(row.credential_id)) for row in of(user)],
    )
    return str(webauthn.options_to_json(options))


def request_options(challenge: str, user: User | None = None) -> str:
    """What the browser needs to use a passkey, as JSON. Without a user, any passkey for the site will do."""
    webauthn = _library()
    structs, read = webauthn.helpers.structs, webauthn.helpers.base64url_to_bytes
    allowed = [structs.PublicKeyCredentialDescriptor(id=read(row.credential_id)) for row in of(user)] if user else []
    options = webauthn.generate_authentication_options(
        rp_id=_site().id,
        challenge=challenge.encode(),
        allow_credentials=allowed,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return str(webauthn.options_to_json(options))


def _claim(challenge: str) -> None:
    if not challenge or not claim(f"passkey:{challenge}", until=utcnow() + timedelta(minutes=2 * CHALLENGE_MINUTES)):
        raise DomainError(_("Sidan har varit öppen för länge. Läs in den igen och försök en gång till."))


def register(user: User, response: str, challenge: str, *, handle: str, name: str) -> Passkey:
    """Take a passkey into use.

    Raises:
        DomainError: when the answer is not right, or there are too many.
    """
    if len(of(user)) >= MOST:
        raise DomainError(_("Du har redan %(most)s passnycklar. Ta bort en först.", most=MOST))
    _claim(challenge)
    where, webauthn = _site(), _library()
    try:
        checked: Any = webauthn.verify_registration_response(
            credential=response[:MAX_RESPONSE],
            expected_challenge=challenge.encode(),
            expected_rp_id=where.id,
            expected_origin=where.origin,
            require_user_verification=True,
        )
    except _errors():
        raise DomainError(_("Passnyckeln kunde inte sparas. Försök igen, eller välj en annan enhet.")) from None
    credential = webauthn.helpers.bytes_to_base64url(checked.credential_id)
    if db.session.execute(select(Passkey.id).where(Passkey.credential_id == credential)).scalar_one_or_none() is not None:
        raise DomainError(_("Passnyckeln finns redan."))
    row = Passkey(
        user_id=user.id,
        credential_id=credential,
        handle=handle,
        public_key=checked.credential_public_key,
        sign_count=checked.sign_count,
        name=name.strip()[:60] or _("Passnyckel"),
    )
    db.session.add(row)
    notices.method_added(user, _("passnyckel"))
    record("core.passkey.added", subject=f"core:user:{user.id}")
    db.session.flush()
    return row


def verify(response: str, challenge: str, *, user: User | None = None) -> User | None:
    """The active user whose passkey answered; None when the answer is wrong, or another's than the one that is asked.

    Raises:
        DomainError: when the challenge is too old or has been used.
    """
    _claim(challenge)
    where, webauthn = _site(), _library()
    try:
        parsed = webauthn.helpers.parse_authentication_credential_json(response[:MAX_RESPONSE])
        statement = select(Passkey, User).join(User, User.id == Passkey.user_id)
        statement = statement.where(Passkey.credential_id == webauthn.helpers.bytes_to_base64url(parsed.raw_id), User.active.is_(True))
        found = db.session.execute(statement.with_for_update()).one_or_none()
        if found is None or (user is not None and found[1].id != user.id):
            return None
        row, owner = found
        if parsed.response.user_handle is not None and webauthn.helpers.bytes_to_base64url(parsed.response.user_handle) != row.handle:
            return None
        checked: Any = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge.encode(),
            expected_rp_id=where.id,
            expected_origin=where.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except _errors():
        return None
    row.sign_count = checked.new_sign_count
    row.last_used_at = utcnow()
    db.session.flush()
    found_user: User = owner
    return found_user


def rename(row: Passkey, name: str) -> None:
    """Call a passkey something that its owner recognises."""
    row.name = name.strip()[:60]
    record("core.passkey.renamed", subject=f"core:user:{row.user_id}")
    db.session.flush()


def remove(user: User, row: Passkey) -> None:
    """Take a passkey out of use."""
    db.session.delete(row)
    notices.method_removed(user, _("passnyckel"))
    record("core.passkey.removed", subject=f"core:user:{user.id}")
    db.session.flush()
