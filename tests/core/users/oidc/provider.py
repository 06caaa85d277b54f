"""An OpenID provider of our own, that can be told to answer wrongly in every way we know of."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CLIENT = "samkraft-test"


class FakeProvider:
    """Answers discovery, keys, token and userinfo. What it says is changed by the functions in `change`."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_port
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.reset()

    def reset(self) -> None:
        """Be an honest provider again."""
        self.nonce = self.challenge = ""
        self.subject = "person-1"
        self.extra: dict[str, Any] = {"email": "anna@kommun.example", "email_verified": True, "name": "Anna Exempel"}
        self.change: dict[str, Callable[[Any], Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.userinfo: dict[str, Any] = {}

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()

    def claims(self) -> dict[str, Any]:
        """What an honest ID token says."""
        now = int(time.time())
        return {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce, **self.extra}

    def _changed(self, what: str, value: Any) -> Any:
        return self.change[what](value) if what in self.change else value

    def discovery(self) -> Any:
        """The configuration document."""
        return self._changed(
            "discovery",
            {
                "issuer": self.issuer,
                "authorization_endpoint": self.issuer + "/authorize",
                "token_endpoint": self.issuer + "/token",
                "jwks_uri": self.issuer + "/jwks",
                "userinfo_endpoint": self.issuer + "/userinfo",
                "response_types_supported": ["code"],
            },
        )

    def id_token(self) -> str:
        """Signed as it should be, or as `change["sign"]` says."""
        claims = self._changed("claims", self.claims())
        if "sign" in self.change:
            return str(self.change["sign"](claims))
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)

    def token(self, form: dict[str, str]) -> tuple[int, Any]:
        """The token endpoint; it insists on PKCE."""
        verifier = form.get("code_verifier", "")
        if base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode() != self.challenge:
            return 400, {"error": "invalid_grant"}
        answer = {"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": self.id_token()}
        return 200, self._changed("token", answer)

    def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                return

            def answer(self, status: int, value: Any) -> None:
                body = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                provider.asked.append((self.path, {"authorization": self.headers.get("Authorization", "")}))
                if self.path == "/.well-known/openid-configuration":
                    self.answer(200, provider.discovery())
                elif self.path == "/jwks":
                    self.answer(200, provider._changed("keys", {"keys": [KEY.as_dict(private=False)]}))
                elif self.path == "/userinfo":
                    self.answer(200, provider.userinfo)
                else:
                    self.answer(404, {})

            def do_POST(self) -> None:
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
                provider.asked.append((self.path, form | {"authorization": self.headers.get("Authorization", "")}))
                self.answer(*provider.token(form))

        return Handler


def unsigned(claims: dict[str, Any]) -> str:
    """A token with the algorithm "none"."""
    parts = [json.dumps(p).encode() for p in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts) + "."


def with_public_key_as_secret(claims: dict[str, Any]) -> str:
    """Key confusion: HMAC with the provider's public key. By hand, since the library refuses to make one."""
    parts = [json.dumps(p).encode() for p in ({"alg": "HS256", "kid": "one"}, claims)]
    text = ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts)
    mac = hmac.digest(KEY.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def by_a_stranger(claims: dict[str, Any]) -> str:
    """Signed with somebody else's key of the same id."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, STRANGER)


def with_its_own_key(claims: dict[str, Any]) -> str:
    """The key is in the token's own header."""
    header = {"alg": "RS256", "jwk": STRANGER.as_dict(private=False), "kid": "mine"}
    return jwt.encode(header, claims, STRANGER)


def tampered(claims: dict[str, Any]) -> str:
    """One claim changed after signing."""
    head, _, signature = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY).split(".")
    other = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "person-2"}).encode()).rstrip(b"=").decode()
    return f"{head}.{other}.{signature}"
