"""The one way to call another server (S29): https, an address that was judged and then kept, no redirects, limits of time and size.

    from core.net import fetch, NotAllowed, Unreachable

    answer = fetch("https://example.com/courses.xml", max_bytes=20_000_000)
    if answer.status == 200:
        read(answer.body)

For a library that wants a `requests.Session` (OpenID Connect) there is `safe_session()`, which has the same guards. Nobody else in
the product imports requests, urllib.request or http.client; a test sees to it.

The name is looked up here and the connection is opened to the address that was judged. A second answer of the name server, a moment
later, is never asked for, so a name that changes its mind (DNS rebinding) gains nothing. The certificate is still checked against the name.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Timer
from typing import Any

import requests
from flask import current_app
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from core.net.addresses import NotAllowed, Resolver, Target, look_up, target

TIMEOUT = 10.0  # seconds for the whole call, from look-up to the last byte
MAX_BYTES = 1024 * 1024
CONNECT_TIMEOUT = 4.0
USER_AGENT = "Samkraft"
_CHUNK = 64 * 1024


class Unreachable(Exception):
    """The server could not be reached, was too slow, or sent too much. Worth another try."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    Args:
        headers: Names in lower case.
        seconds: How long the call took.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    seconds: float = 0.0


@dataclass
class _Guard:
    """The sockets of a running call. A duplicate of each is kept: shutting it down ends the connection, also in the middle of TLS."""

    sockets: list[socket.socket] = field(default_factory=list)
    expired: bool = False

    def keep(self, sock: socket.socket) -> None:
        self.sockets.append(sock.dup())

    def expire(self) -> None:
        self.expired = True
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


_guard: ContextVar[_Guard | None] = ContextVar("samkraft_call", default=None)


class _Noted:
    """Mixin of connections: tells the guard of each socket as soon as it is open."""

    def _new_conn(self) -> socket.socket:
        sock: socket.socket = super()._new_conn()  # type: ignore[misc]
        if (guard := _guard.get()) is not None:
            guard.keep(sock)
        return sock


class _PlainConnection(_Noted, HTTPConnection):
    pass


class _SecureConnection(_Noted, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class SafeAdapter(HTTPAdapter):
    """The transport of requests, with every guard."""

    def __init__(self, *, allow: Collection[str], proxy: str, timeout: float, max_bytes: int, resolver: Resolver) -> None:
        self.allow, self.proxy, self.seconds, self.max_bytes, self.resolver = frozenset(allow), proxy, timeout, max_bytes, resolver
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        """The connection to the address that was judged, with the certificate of the name."""
        goal: Target = request.samkraft_target
        if not goal.address:
            return super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
        host, pool = self.build_connection_pool_key_attributes(request, verify, cert)
        host["host"] = goal.address
        if goal.scheme == "https":
            pool |= {"server_hostname": goal.host, "assert_hostname": goal.host}
        return self.poolmanager.connection_from_host(**host, pool_kwargs=pool)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request. Whatever the caller asks for, the limits are ours."""
        request.samkraft_target = goal = self._target(request.url)
        host = f"[{goal.host}]" if ":" in goal.host else goal.host
        request.headers["Host"] = host if goal.port in (80, 443) else f"{host}:{goal.port}"
        proxies = {"http": self.proxy, "https": self.proxy} if self.proxy else None
        guard = _Guard()
        token = _guard.set(guard)
        timer = Timer(self.seconds, guard.expire)
        timer.daemon = True
        timer.start()
        try:
            response = super().send(
                request, stream=True, timeout=(min(CONNECT_TIMEOUT, self.seconds), self.seconds), verify=True, proxies=proxies
            )
            body = b"".join(self._chunks(response, guard))
        except (requests.RequestException, OSError, ValueError) as error:
            raise Unreachable("it took too long" if guard.expired else _words(error)) from error
        finally:
            timer.cancel()
            _guard.reset(token)
            for sock in guard.sockets:
                sock.close()
            self.poolmanager.clear()
        if guard.expired:
            raise Unreachable("it took too long")
        response._content, response._content_consumed = body, True
        return response

    def _target(self, url: str) -> Target:
        try:
            return target(url, allow=self.allow, proxied=bool(self.proxy), resolver=self.resolver)
        except OSError as error:
            raise Unreachable("the name could not be looked up") from error

    def _chunks(self, response: requests.Response, guard: _Guard) -> Iterator[bytes]:
        size = 0
        with response:
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                if size > self.max_bytes:  # counted after unpacking
                    raise ValueError("it sent too much")
                if guard.expired:
                    raise ValueError("it took too long")
                yield chunk


class SafeSession(requests.Session):
    """A session of requests that follows no redirect and reads no settings from the environment."""

    def __init__(self, adapter: SafeAdapter) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = USER_AGENT
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: an answer that points elsewhere is given as it is."""
        del resp


def safe_session(*, timeout: float = TIMEOUT, max_bytes: int = MAX_BYTES, resolver: Resolver | None = None) -> SafeSession:
    """A `requests.Session` for libraries that want one.

    Args:
        timeout: Seconds for each whole call.
        max_bytes: Largest answer, unpacked.
        resolver: How names are looked up; another one in tests.
    """
    settings = current_app.extensions["samkraft_settings"]
    return SafeSession(
        SafeAdapter(
            allow=settings.outbound_allow,
            proxy=settings.outbound_proxy,
            timeout=timeout,
            max_bytes=max_bytes,
            resolver=resolver or current_app.extensions.get("samkraft_resolver", look_up),
        )
    )


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """Call an address.

    Args:
        timeout: Seconds for the whole call.
        max_bytes: Largest answer.

    Raises:
        NotAllowed: the address may not be called; trying again will not help.
        Unreachable: no whole answer came within the limits.
    """
    began = time.monotonic()
    with safe_session(timeout=timeout, max_bytes=max_bytes) as session:
        try:
            found = session.request(method, url, headers=dict(headers or {}), data=body, allow_redirects=False)
        except requests.RequestException as error:  # before the adapter is reached: an address that requests itself cannot read
            raise NotAllowed("The address cannot be read.") from error
    return Answer(
        found.status_code, {name.lower(): value for name, value in found.headers.items()}, found.content, time.monotonic() - began
    )


def _words(error: BaseException) -> str:
    """What went wrong, without what a server may have put into it."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate was not accepted"
    if isinstance(error, requests.Timeout):
        return "it took too long"
    if isinstance(error, ValueError) and str(error) in ("it sent too much", "it took too long"):
        return str(error)
    return "the connection failed"
