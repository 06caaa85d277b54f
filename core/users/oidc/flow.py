"""The code flow with PKCE: the way out, the way back, and what a token must hold to be believed.

Built on Authlib (the client and the claims) and joserfc (signatures), which are loaded when somebody signs in this way.
Sources: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE);
RFC 9207 (issuer in the answer); RFC 9700 (best current practice); the Swedish OpenID Connect profile, for levels of assurance.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from core.net import NotAllowed, Unreachable, safe_session
from core.users.oidc.metadata import Metadata, ProviderFault, get_json, keys, metadata
from core.users.oidc.models import IdentityProvider

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

ATTEMPT_SECONDS = 600
LEEWAY_SECONDS = 60  # clocks differ
MAX_TOKEN_AGE = 600
# Signatures only: never "none", never a shared secret, which a provider's public key could be taken for.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


@dataclass(frozen=True)
class Attempt:
    """What the browser's signed cookie keeps while the person is at the provider."""

    provider: int
    state: str
    nonce: str
    verifier: str
    next_url: str
    begun: int
    link_to: int = 0  # the signed-in account that the identity is to be tied to, if that is what it is about

    def kept(self) -> dict[str, Any]:
        """As it is stored in the session."""
        return asdict(self)


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for. `email` is empty unless it may be relied on."""

    issuer: str
    subject: str
    email: str
    name: str
    acr: str


def begin(provider: IdentityProvider, *, next_url: str, link_to: int = 0) -> Attempt:
    """A new attempt, with secrets of its own."""
    return Attempt(
        provider=provider.id,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next_url=next_url,
        begun=int(time.time()),
        link_to=link_to,
    )


def authorization_url(provider: IdentityProvider, secret: str, attempt: Attempt, redirect_uri: str, language: str) -> str:
    """Where the browser is sent.

    Raises:
        ProviderFault: when the provider's configuration cannot be had.
    """
    extra = {"acr_values": " ".join(provider.accepted_levels)} if provider.accepted_levels else {}
    found = metadata(provider.issuer)
    with _client(provider, secret, redirect_uri, found) as client:
        url, _ = client.create_authorization_url(
            found.authorization_endpoint,
            state=attempt.state,
            code_verifier=attempt.verifier,
            nonce=attempt.nonce,
            ui_locales=language,
            **extra,
        )
    return str(url)


def _client(provider: IdentityProvider, secret: str, redirect_uri: str, found: Metadata) -> OAuth2Session:
    from authlib.integrations.requests_client import OAuth2Session

    method = "client_secret_basic" if secret else "none"
    if secret and found.auth_methods and method not in found.auth_methods and "client_secret_post" in found.auth_methods:
        method = "client_secret_post"
    client = OAuth2Session(
        client_id=provider.client_id,
        client_secret=secret or None,
        token_endpoint_auth_method=method,
        scope=provider.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
    guarded = safe_session()
    for prefix in ("https://", "http://"):
        client.mount(prefix, guarded.get_adapter(prefix))
    client.trust_env = False
    return client


def finish(provider: IdentityProvider, secret: str, attempt: Attempt, answer: Mapping[str, str], redirect_uri: str) -> Person:
    """Take the provider's answer and find out whom it vouches for.

    Raises:
        ProviderFault: when anything is not as it must be; `code` says what.
    """
    if int(time.time()) - attempt.begun > ATTEMPT_SECONDS:
        raise ProviderFault("too_late")
    if not secrets.compare_digest(answer.get("state", ""), attempt.state):
        raise ProviderFault("wrong_state")
    found = metadata(provider.issuer)
    if (found.names_itself or "iss" in answer) and answer.get("iss") != provider.issuer:
        raise ProviderFault("wrong_issuer", "in the answer")
    if "error" in answer:
        raise ProviderFault("refused", answer["error"][:60])
    code = answer.get("code", "")
    if not code or len(code) > 4000:
        raise ProviderFault("no_code")
    token = _token(provider, secret, attempt, code, redirect_uri, found)
    claims = _claims(provider, attempt, token, found)
    profile = {**_userinfo(found, token, claims), **claims}
    trusted = profile.get("email_verified") is True or provider.trust_email
    email = profile.get("email")
    return Person(
        issuer=provider.issuer,
        subject=claims["sub"],
        email=email if trusted and isinstance(email, str) and len(email) <= 254 else "",
        name=str(profile.get("name") or "")[:120],
        acr=str(claims.get("acr") or "")[:200],
    )


def _token(provider: IdentityProvider, secret: str, attempt: Attempt, code: str, redirect_uri: str, found: Metadata) -> dict[str, Any]:
    from authlib.common.errors import AuthlibBaseError

    try:
        with _client(provider, secret, redirect_uri, found) as client:
            token = client.fetch_token(
                found.token_endpoint, grant_type="authorization_code", code=code, code_verifier=attempt.verifier, redirect_uri=redirect_uri
            )
    except NotAllowed as error:
        raise ProviderFault("address_not_allowed", str(error)) from error
    except (Unreachable, OSError) as error:
        raise ProviderFault("unreachable", str(error)) from error
    except (AuthlibBaseError, ValueError) as error:
        raise ProviderFault("no_token", str(error)[:200]) from error
    if not isinstance(token.get("id_token"), str) or len(token["id_token"]) > 20_000:
        raise ProviderFault("no_id_token")
    return dict(token)


def _claims(provider: IdentityProvider, attempt: Attempt, token: Mapping[str, Any], found: Metadata) -> dict[str, Any]:
    """The claims of the ID token, all of them checked."""
    from authlib.common.errors import AuthlibBaseError
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError

    try:
        try:
            signed = jwt.decode(token["id_token"], keys(found), algorithms=ALGORITHMS)
        except (InvalidKeyIdError, ValueError):
            signed = jwt.decode(token["id_token"], keys(found, renew=True), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id}},
            {"nonce": attempt.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=int(time.time()), leeway=LEEWAY_SECONDS)
    except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFault("bad_token", f"{type(error).__name__} {error}"[:200]) from error
    if not isinstance(claims["iat"], int | float) or time.time() - claims["iat"] > MAX_TOKEN_AGE + LEEWAY_SECONDS:
        raise ProviderFault("bad_token", "issued too long ago")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise ProviderFault("bad_token", "sub")
    if provider.accepted_levels and claims.get("acr") not in provider.accepted_levels:
        raise ProviderFault("level_too_low", str(claims.get("acr"))[:100])
    return dict(claims)


def _userinfo(found: Metadata, token: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """What the provider tells beside the token, when the token has no address. Its subject must be the token's."""
    if claims.get("email") or not found.userinfo_endpoint or not isinstance(token.get("access_token"), str):
        return {}
    told = get_json(found.userinfo_endpoint, {"Authorization": f"Bearer {token['access_token']}"})
    if told.get("sub") != claims["sub"]:
        raise ProviderFault("wrong_subject", "in userinfo")
    return told
