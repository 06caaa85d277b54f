"""What a provider says of itself: its addresses and its keys, fetched from where its issuer says and kept for some minutes.

Source: OpenID Connect Discovery 1.0, section 4; RFC 8414.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from core.net import NotAllowed, Unreachable, fetch

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

KEEP_SECONDS = 600
RENEW_KEYS_AFTER = 60  # a token with an unknown key has the keys fetched anew, but not more often than this
MAX_BYTES = 256 * 1024


class ProviderFault(Exception):
    """The provider did not answer as it must. `code` is short and stable, for the log and for the administrator."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Metadata:
    """The part of the provider's configuration that is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    names_itself: bool = False  # sends `iss` with the code (RFC 9207)
    auth_methods: tuple[str, ...] = ()


_lock = Lock()
_metadata: dict[str, tuple[float, Metadata]] = {}
_keys: dict[str, tuple[float, KeySet]] = {}


def forget() -> None:
    """Forget everything that was fetched: after a change of configuration, and between tests."""
    with _lock:
        _metadata.clear()
        _keys.clear()


def get_json(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object from a provider.

    Raises:
        ProviderFault: when there is none.
    """
    try:
        answer = fetch(url, headers={"Accept": "application/json", **(headers or {})}, max_bytes=MAX_BYTES)
    except NotAllowed as error:
        raise ProviderFault("address_not_allowed", str(error)) from error
    except Unreachable as error:
        raise ProviderFault("unreachable", str(error)) from error
    if answer.status != 200:
        raise ProviderFault("bad_status", str(answer.status))
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise ProviderFault("not_json") from error
    if not isinstance(found, dict):
        raise ProviderFault("not_json")
    return found


def metadata(issuer: str) -> Metadata:
    """The configuration of an issuer.

    Raises:
        ProviderFault: unreachable, incomplete, or of another issuer: a provider that names another than the one we asked
            could pass itself off as that one.
    """
    with _lock:
        kept = _metadata.get(issuer)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    raw = get_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    found = _read(raw, issuer)
    with _lock:
        _metadata[issuer] = (time.monotonic() + KEEP_SECONDS, found)
    return found


def _read(raw: dict[str, Any], issuer: str) -> Metadata:
    if raw.get("issuer") != issuer:
        raise ProviderFault("wrong_issuer", str(raw.get("issuer"))[:200])
    needed = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        value = raw.get(name)
        if not isinstance(value, str) or not value.startswith(("https://", "http://")):
            raise ProviderFault("incomplete", name)
        needed[name] = value
    if issuer.startswith("https://") and not all(value.startswith("https://") for value in needed.values()):
        raise ProviderFault("incomplete", "an address without https")
    if "code" not in raw.get("response_types_supported", ["code"]):
        raise ProviderFault("incomplete", "response type code")
    userinfo = raw.get("userinfo_endpoint")
    methods = raw.get("token_endpoint_auth_methods_supported") or ()
    return Metadata(
        issuer=issuer,
        userinfo_endpoint=userinfo if isinstance(userinfo, str) else "",
        names_itself=raw.get("authorization_response_iss_parameter_supported") is True,
        auth_methods=tuple(m for m in methods if isinstance(m, str)),
        **needed,
    )


def keys(found: Metadata, *, renew: bool = False) -> KeySet:
    """The provider's public keys.

    Args:
        renew: Fetch them anew, because a token is signed with one that is not among them.
    """
    now = time.monotonic()
    with _lock:
        kept = _keys.get(found.jwks_uri)
    if kept and kept[0] > now and not (renew and kept[0] - now < KEEP_SECONDS - RENEW_KEYS_AFTER):
        return kept[1]
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    raw = get_json(found.jwks_uri)
    try:
        fresh = KeySet.import_key_set(raw)  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderFault("bad_keys") from error
    with _lock:
        _keys[found.jwks_uri] = (now + KEEP_SECONDS, fresh)
    return fresh
