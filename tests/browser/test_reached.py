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
    "core_region.theme": "a style sheet",
    "core_static.plugin_file": "files",
    "static": "files",
    "employer_needs.occupation_suggestions": "JSON, asked by the suggestions of the title field",
    "employer_needs.skill_suggestions": "JSON, asked by the suggestions of the skill fields",
    "employer_needs.bad_rows": "a CSV file",
    "training_catalog_admin.faults": "a CSV file",
    "core_oidc.start": "leads to another server; walked against a real one in tests/core/users",
    "core_oidc.callback": "where another server sends people back to",
    "core_oidc.leave": "shown on the way to another server, once an identity is being tied",
    "core_members.reset_second_factor": "nobody in the demo has a second factor; walked in test_reset_second_factor.py",
}


@pytest.mark.requirement("A1")
def test_every_endpoint_was_reached(site: Site, visited: set[str]) -> None:
    """Runs last in this folder, after the pages were walked."""
    pages = {
        rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or set()) and not rule.rule.startswith("/api/")
    }
    assert sorted(pages - visited - set(UNREACHED)) == [], "no link or journey leads to these"
    assert set(UNREACHED) & visited <= {"employer_needs.bad_rows", "training_catalog_admin.faults"}, (
        "reached after all: take it out of UNREACHED"
    )
