"""Forwarded headers are believed only from as many proxies as the configuration names (S38)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import EnvironBuilder

from core.app import create_app

FORGED = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.2",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "X-Real-IP": "203.0.113.7",
}


def seen(app: Flask) -> dict[str, Any]:
    """What the application takes a request with forged headers for."""
    found: dict[str, Any] = {}

    @app.before_request
    def look() -> None:
        found.update(address=request.remote_addr, scheme=request.scheme, host=request.host, root=request.root_path)

    app.before_request_funcs[None].insert(0, app.before_request_funcs[None].pop())
    environ = EnvironBuilder("/healthz", headers=list(FORGED.items()), base_url="http://127.0.0.1:8000").get_environ()
    app.test_client().open(environ)
    return found


@pytest.mark.requirement("S38")
@pytest.mark.parametrize(
    ("proxies", "expected"),
    [
        (0, {"address": "127.0.0.1", "scheme": "http", "host": "127.0.0.1:8000", "root": ""}),
        (1, {"address": "198.51.100.2", "scheme": "https", "host": "evil.example", "root": ""}),
        (2, {"address": "203.0.113.7", "scheme": "http", "host": "127.0.0.1:8000", "root": ""}),
    ],
)
def test_as_many_proxies_are_believed_as_are_configured(proxies: int, expected: dict[str, str], tmp_path: Path) -> None:
    """With one proxy only the last entry counts: the first is what the visitor wrote."""
    app = create_app(environment="test", https=False, entry_points=False, data_dir=tmp_path, trusted_proxies=proxies)
    assert seen(app) == expected
