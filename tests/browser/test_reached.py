"""No address without a test: whatever the crawl and the journeys did not come to must be named here, with its reason."""

from __future__ import annotations

import pytest

from core.testing.live import Site

UNREACHED = {
    "core_site.health": "for machines: empty",
    "core_site.ready": "for machines: plain text",
    "core_site.security_text": "for machines: plain text",
    "core_site.favicon": "a redirect",
    "core_site.choose_language": "a redirect",
    "core_opendata.dataset": "a redirect to its place on the page of open data",
    "training_catalog.shared": "a redirect to the search that a short address stands for",
    "core_oidc.start": "leads to another server; walked against a real one in tests/core/users",
    "core_oidc.callback": "where another server sends people back to",
    "core_oidc.leave": "shown on the way to another server, once an identity is being tied",
}


@pytest.mark.requirement("A1")
def test_every_endpoint_was_reached(site: Site, visited: set[str]) -> None:
    """Runs last in this folder, after the pages were walked."""
    pages = {
        rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or set()) and not rule.rule.startswith("/api/")
    }
    assert sorted(pages - visited - set(UNREACHED)) == [], "no link or journey leads to these"
    assert sorted(set(UNREACHED) & visited) == [], "reached after all: take it out of UNREACHED"
