"""Addresses are the same in a request and in a job, and begin with the installation's public address."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask

from core import addresses
from core.testing.factories import Factory


def test_in_a_job_as_in_a_request(app: Flask, make: Factory) -> None:
    region = make.region("norr")
    outside = addresses.absolute("core_region.start", region), addresses.path("core_region.start", region)
    with app.test_request_context("/r/soder/", base_url="https://somewhere.else.example"):
        assert (addresses.absolute("core_region.start", region), addresses.path("core_region.start", region)) == outside
    public = app.extensions["samkraft_settings"].public_url.rstrip("/")
    assert outside[0].startswith(f"{public}/")
    assert outside[1] == urlsplit(outside[0]).path == "/r/norr/"
