"""No address without a test: whatever the crawl and the journeys did not come to must be named here, with its reason."""

from __future__ import annotations

import pytest

from core.testing.live import Site

UNREACHED = {
    "core_site.health": "for machines: empty",
    "core_site.ready": "for machines: plain text",
    "core_site.favicon": "a redirect",
    "core_site.choose_language": "a redirect",
    "core_region.theme": "a style sheet",
    "core_static.plugin_file": "files",
    "static": "files",
    "employer_needs.occupation_suggestions": "JSON, asked by the suggestions of the title field",
    "employer_needs.skill_suggestions": "JSON, asked by the suggestions of the skill fields",
    "employer_needs.bad_rows": "a CSV file",
    "training_catalog_admin.faults": "a CSV file",
    "core_members.reset_second_factor": "nobody in the demo has a second factor; walked in test_reset_second_factor.py",
}

# Pages that the demo has no row for, or that stand behind a form: walked by their feature's tests through the test client, without axe.
# A journey in the browser, or demo data, is what each of them waits for.
WITHOUT_JOURNEY = {
    "core_about.receipt",
    "core_about.thanks",
    "core_api_admin.revoke_token",
    "core_auth.check_mail",
    "core_confirm.confirm",
    "core_disclosure.case",
    "core_disclosure.copy",
    "core_disclosure.judge",
    "core_disclosure.plain_copy",
    "core_email.code",
    "core_impersonation.start",
    "core_imports.columns",
    "core_imports.detail",
    "core_imports.faults",
    "core_imports.undo",
    "core_invitations.answer",
    "core_join.confirm",
    "core_join.sent",
    "core_monitoring.figures",
    "core_monitoring.live",
    "core_monitoring.ready",
    "core_notices.calendar_feed",
    "core_notices.unsubscribe",
    "core_oidc.callback",
    "core_oidc.leave",
    "core_oidc.start",
    "core_oidc_admin.edit",
    "core_organisations.mine",
    "core_organisations.workplace",
    "core_passkeys.add",
    "core_passkeys.edit",
    "core_people.exported",
    "core_people.found",
    "core_people.my_file",
    "core_people.protected",
    "core_second_step.second_step",
    "core_site.security_text",
    "core_totp.qr",
    "core_webhook_admin.delete_webhook",
    "core_webhook_admin.webhook",
}


@pytest.mark.requirement("A1")
def test_every_endpoint_was_reached(site: Site, visited: set[str]) -> None:
    """Runs last in this folder, after the pages were walked."""
    pages = {
        rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or set()) and not rule.rule.startswith("/api/")
    }
    assert pages - visited - set(UNREACHED) - WITHOUT_JOURNEY == set(), "no link or journey leads to these"
    assert set(UNREACHED) & visited <= {"employer_needs.bad_rows", "training_catalog_admin.faults"}, (
        "reached after all: take it out of UNREACHED"
    )
