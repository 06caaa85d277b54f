"""Reading changes nothing (S22): every page that can be opened without an id is opened by an administrator, and the database compared."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.db import atomic, db
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.routes import Route, routes_of
from core.testing.snapshot import contents
from core.testing.statements import statements, writes
from core.users.roles import REGION_ADMIN
from tests.architecture import objects_core

# A list that is taken out is noted in the audit log, and nothing else is: tests/core/web/test_exports.py.
RECORDED = frozenset(
    {
        *("core_organisations.export", "core_members.export", "core_admin.export_audit", "core_mail.export"),
        *("training_catalog.gap_file", "training_catalog.unasked_file", "distance_learning.statistics_file"),
        *("meeting_places.statistics_file", "role_standards.titles_table", "guidance.module_figures_file"),
    }
)


def _readable(app: Flask) -> list[Route]:
    owners = [None, *app.extensions["samkraft_registry"].plugins]
    return [route for owner in owners for route in routes_of(app, owner) if route.method == "GET" and not route.arguments]


def _url(app: Flask, route: Route, region: str) -> str:
    """Its address. The API says by the token which region it is, and refuses parameters that it does not know."""
    url = route.url(app, region)
    if not url.startswith("/api/v1"):
        return url
    plain = url.partition("?")[0]
    return f"{plain}?q=sjuk" if plain == "/api/v1/occupations" else plain


@pytest.fixture(autouse=True)
def _with_every_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator may leave out is there."""
    settings = app.extensions["samkraft_settings"]
    monkeypatch.setitem(
        app.extensions, "samkraft_settings", settings.model_copy(update={"security_contact": "mailto:security@test.samkraft.example"})
    )


@pytest.mark.requirement("S22")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_every_page_changes_nothing(app: Flask, make: Factory, database: Any, method: str) -> None:
    region = make.region("norr", plugins=list(app.extensions["samkraft_registry"].plugins))
    browser = Browser(app).sign_in(make.user(region, "region_admin"))
    before = contents()
    routes = [route for route in _readable(app) if route.endpoint not in RECORDED]
    assert len(routes) > 20
    wrong = []
    for route in routes:
        url = _url(app, route, region.slug)
        with statements(database) as seen:
            status = browser.client.open(url, method=method).status_code
        good = (200, 401) if url.startswith("/api/v1") else (200, 301, 302, 410)  # the API reads no cookie: open data, or a token
        if status not in good or writes(seen):
            wrong.append(f"{url}: {status} {writes(seen)[:1]}")
    assert wrong == []
    assert contents() == before


@pytest.mark.requirement("S22")
def test_a_stranger_s_visit_changes_nothing(app: Flask, make: Factory, database: Any) -> None:
    region = make.region("norr", plugins=list(app.extensions["samkraft_registry"].plugins))
    browser = Browser(app)
    before = contents()
    with statements(database) as seen:
        for route in _readable(app):
            assert browser.client.get(_url(app, route, region.slug)).status_code in (200, 301, 302, 401, 410), route
    assert writes(seen) == []
    assert contents() == before


# Addresses whose reading leaves a trace on purpose.
TRACED = {
    "demand_pooling_dossier.draft_file": "a dossier that is taken out is noted in the audit log",
    "demand_pooling_dossier.version_file": "as demand_pooling_dossier.draft_file",
    "distance_learning.people_file": "those who are interested in a course are personal data, and who takes them out is noted",
    "distance_learning.exam_list": "as distance_learning.people_file, of an examination",
    "meeting_places.feedback_file": "what participants wrote is taken out",
    "role_standards.adoption_table": "as regional_plans.actions_file, of how far municipalities have come",
    "role_standards.titles_table": "as regional_plans.actions_file, of local titles",
    "role_standards.referral_table": "as regional_plans.referral_table",
    "role_standards.referral_summary": "as regional_plans.referral_table",
    "regional_plans.actions_file": "a list that is taken out is noted in the audit log",
    "regional_plans.status_round_file": "as regional_plans.actions_file, of those who were asked",
    "regional_plans.referral_table": "as regional_plans.actions_file, of what was answered",
    "regional_plans.referral_summary": "as regional_plans.referral_table",
    "regional_plans.board_file": "a paper of a case that is taken out is noted in the audit log",
    "meeting_places.needs": "as core_people.protected: who looks at special needs is written in the audit log",
    "meeting_places.participants_file": "as distance_learning.people_file, of participants",
    "funding.common_indicators_file": "as funding.project_file, of the common indicators",
    "funding.project_file": "as regional_plans.actions_file, of costs and outcome",
    "funding.paper_list": "as distance_learning.people_file, of participants",
    "funding.certificate": "as funding.paper_list, of one participant's hours",
    "core_people.protected": "to look at a protected person is written in the audit log",
    "core_oidc.start": "a sign-in that does not begin is written in the audit log",
    "core_oidc.callback": "it is here that somebody is signed in, or not",
    "core_dev.sign_in_as": "signs a developer in; not there in production",
}


@pytest.mark.requirement("S22")
@pytest.mark.timeout(1800)
def test_opening_what_has_an_object_changes_nothing(app: Flask, database: Any) -> None:
    """By an administrator, and where the object is a person's own, by that person."""
    with app.app_context():
        ground = objects_core.ground(app, database)
        people = {each.name: each.browser.client for each in ground.visitors}
        with atomic():
            before = contents()
        db.session.remove()
        wrong, asked = [], 0
        for route in (
            each for each in ground.routes if each.method == "GET" and each.arguments and not each.is_api and each.endpoint not in TRACED
        ):
            client = people["nobody in particular" if ground.is_personal(route) else REGION_ADMIN]
            with statements(database) as seen:
                status = client.get(ground.url(route, ground.own)).status_code
            asked += status == 200
            if writes(seen):
                wrong.append(f"{route}: {status} {writes(seen)[:1]}")
        assert wrong == []
        assert asked > 40
        with atomic():
            after = contents()
        assert [name for name, rows in after.items() if rows != before[name]] == []
