"""The client for other servers: no way into private networks, and limits of time and size (S29)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3.util.connection
from flask import Flask

from core.net import NotAllowed, Unreachable, fetch
from core.net.addresses import judge, parse, target


class Listener:
    """A server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.hits = 0
        self.accepted = 0
        self.hosts: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.hits += 1
                outer.hosts.append(self.headers["Host"])
                if self.path == "/redirect":
                    self.send_response(302)
                    self.send_header("Location", "/elsewhere")
                    self.end_headers()
                elif self.path == "/drip":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    for number in range(100):
                        self.wfile.write(b"X-%d: y\r\n" % number)
                        time.sleep(0.1)
                else:
                    body = b"x" * (300_000 if self.path == "/large" else 2)
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Keep quiet."""

        class Server(ThreadingHTTPServer):
            def verify_request(self, *args: Any) -> bool:
                outer.accepted += 1
                return True

            def handle_error(self, *args: Any) -> None:
                """A visitor that hangs up is expected."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def names(app: Flask) -> Iterator[dict[str, list[Sequence[str]]]]:
    """What the name server answers, one answer per question; the last one is repeated."""
    answers: dict[str, list[Sequence[str]]] = {}

    def resolver(host: str, port: int) -> Sequence[str]:
        if host not in answers:
            return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        found = answers[host]
        return found.pop(0) if len(found) > 1 else found[0]

    app.extensions["samkraft_resolver"] = resolver
    yield answers
    del app.extensions["samkraft_resolver"]


@pytest.fixture
def allowed(app: Flask) -> Iterator[Any]:
    """Let single `host:port` pairs through, as an operator may."""
    before = app.extensions["samkraft_settings"]

    def allow(*pairs: str) -> None:
        app.extensions["samkraft_settings"] = before.model_copy(update={"outbound_allow": list(pairs)})

    yield allow
    app.extensions["samkraft_settings"] = before


LOCAL = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "127.0.0.1.", "%31%32%37.0.0.1", "①②⑦.0.0.1",
]  # fmt: skip


@pytest.mark.requirement("S29")
@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("host", LOCAL)
def test_no_form_of_this_machine_s_address_is_called(
    context: None, listener: Listener, names: dict[str, list[Sequence[str]]], host: str, scheme: str
) -> None:
    with pytest.raises((NotAllowed, Unreachable)):
        fetch(f"{scheme}://{host}:{listener.port}/")
    assert (listener.accepted, listener.hits) == (0, 0)


@pytest.mark.requirement("S29")
@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["::1"], ["93.184.215.14", "127.0.0.1"], ["10.0.0.5", "93.184.215.14"], ["::ffff:127.0.0.1"]]
)
def test_a_name_that_leads_inside_is_refused(
    context: None, listener: Listener, names: dict[str, list[Sequence[str]]], answer: list[str]
) -> None:
    names["inside.test"] = [answer]
    with pytest.raises(NotAllowed, match="is not a public address"):
        fetch(f"https://inside.test:{listener.port}/")
    assert listener.accepted == 0


@pytest.mark.requirement("S29")
def test_a_name_that_changes_its_mind_is_asked_once(
    context: None, listener: Listener, names: dict[str, list[Sequence[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["rebinding.test"] = [["93.184.215.14"], ["127.0.0.1"]]
    called: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        called.append(address)
        raise OSError("no network in the tests")

    monkeypatch.setattr(urllib3.util.connection, "create_connection", connect)
    with pytest.raises(Unreachable):
        fetch(f"https://rebinding.test:{listener.port}/")
    assert called == [("93.184.215.14", listener.port)]
    assert names["rebinding.test"] == [["127.0.0.1"]], "the second answer was never asked for"
    assert listener.accepted == 0


@pytest.mark.requirement("S29")
@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.9.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
     "239.1.1.1", "240.0.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
     "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8",
     "64:ff9b:1::1", "2002:808:808::1", "2001::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "text"],
)  # fmt: skip
def test_what_is_not_plainly_public_is_refused(address: str) -> None:
    with pytest.raises(NotAllowed):
        judge(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:400f:80c::200e"])
def test_public_addresses_pass(address: str) -> None:
    judge(address)


@pytest.mark.requirement("S29")
@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "//example.com/", "https:///x", "https://",
     "https://user@example.com/", "https://u:p@example.com/", "https://example.com:22/", "https://example.com:99999/",
     "https://exa mple.com/", "https://example.com\\@127.0.0.1/", "https://example.com/\r\nHost: x", "https://" + "a" * 1000,
     "https://a..b/", "https://[::1/", "https://-/"],
)  # fmt: skip
def test_addresses_that_are_not_plain_https_are_refused(url: str) -> None:
    with pytest.raises(NotAllowed):
        target(url, resolver=lambda host, port: ["93.184.215.14"])


def test_the_port_follows_from_the_scheme() -> None:
    assert [parse("https://example.com/"), parse("http://example.com"), parse("https://example.com:8443/x?y")] == [
        ("https", "example.com", 443),
        ("http", "example.com", 80),
        ("https", "example.com", 8443),
    ]


@pytest.mark.requirement("S29")
def test_an_operator_may_let_single_servers_through(context: None, listener: Listener, allowed: Any) -> None:
    allowed(f"127.0.0.1:{listener.port}")
    answer = fetch(f"http://127.0.0.1:{listener.port}/")
    assert (answer.status, answer.body, listener.hosts) == (200, b"xx", [f"127.0.0.1:{listener.port}"])
    with pytest.raises(NotAllowed):
        fetch(f"http://127.0.0.1:{listener.port + 1}/")


@pytest.mark.requirement("S29")
def test_no_redirect_is_followed(context: None, listener: Listener, allowed: Any) -> None:
    allowed(f"127.0.0.1:{listener.port}")
    answer = fetch(f"http://127.0.0.1:{listener.port}/redirect")
    assert (answer.status, answer.headers["location"], listener.hits) == (302, "/elsewhere", 1)


@pytest.mark.requirement("S29", "S36")
def test_the_answer_has_a_largest_size(context: None, listener: Listener, allowed: Any) -> None:
    allowed(f"127.0.0.1:{listener.port}")
    with pytest.raises(Unreachable, match="it sent too much"):
        fetch(f"http://127.0.0.1:{listener.port}/large", max_bytes=200_000)
    assert len(fetch(f"http://127.0.0.1:{listener.port}/large", max_bytes=300_000).body) == 300_000


@pytest.mark.requirement("S29", "S36")
def test_the_whole_call_has_a_time_limit_however_slowly_it_drips(context: None, listener: Listener, allowed: Any) -> None:
    allowed(f"127.0.0.1:{listener.port}")
    began = time.monotonic()
    with pytest.raises(Unreachable, match="it took too long"):
        fetch(f"http://127.0.0.1:{listener.port}/drip", timeout=0.5)
    assert time.monotonic() - began < 2


def test_a_name_that_nobody_knows_is_unreachable(context: None, app: Flask, names: dict[str, list[Sequence[str]]]) -> None:
    names["nowhere.test"] = [[]]
    with pytest.raises(Unreachable, match="could not be looked up"):
        fetch("https://nowhere.test/")
