"""The half of the conformance suite that walks a plugin's addresses: the gate, who may, whose object, and what a GET leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from flask import Flask

from core.db import atomic
from core.jobs import Outcome
from core.jobs.outbox import insert
from core.jobs.runner import run
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.routes import Route, routes_of
from core.testing.statements import statements, writes
from core.users.roles import ON_BEHALF, REGION_ADMIN, ROLES
from core.web.access import PUBLIC, SIGNED_IN

Values = Mapping[str, Mapping[str, Any]]


class RouteConformance:
    """See `core.testing.conformance`."""

    plugin: ClassVar[str]
    exempt: ClassVar[Mapping[str, str]] = {}
    lists: ClassVar[tuple[str, ...]] = ()
    held_by_browser: ClassVar[tuple[str, ...]] = ()
    recorded: ClassVar[tuple[str, ...]] = ()

    def objects(self, make: Factory, region: Region) -> Values:
        """Make objects in a region, in the plugin's scope.

        Returns:
            By endpoint, the values that its address needs besides the region.
        """
        return {}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        """Make so many rows for the pages in `lists`, as a whole; called with 1 and with 29 more."""
        raise NotImplementedError(f"{type(self).__name__} names lists; write rows(make, region, count) that fills them.")

    # -- helpers --------------------------------------------------------------------------------------------------

    @pytest.fixture
    def routes(self, app: Flask) -> list[Route]:
        """Every route of the plugin that is not exempt."""
        return [route for route in routes_of(app, self.plugin) if route.endpoint not in self.exempt]

    def _region_with_objects(self, make: Factory) -> tuple[Region, Values]:
        region = make.region(plugins=[self.plugin])
        with make.inside(region, self.plugin), atomic():
            values = self.objects(make, region)
        return region, values

    @staticmethod
    def _token(browser: Browser) -> str:
        return browser.get("/sign-in").form_token()

    def _send(self, browser: Browser, route: Route, url: str, token: str) -> tuple[int, str]:
        """The status, and the code of problem details. A post carries a valid token and a fresh key, and no field."""
        if route.is_api:
            answer = browser.call(route.method, url)
            return answer.status_code, (answer.get_json(silent=True) or {}).get("code", "")
        data = {"csrf_token": token, "submission_key": f"conformance-{url}"} if route.method != "GET" else None
        headers = {"X-CSRFToken": token} if data else {}
        answer = browser.client.open(url, method=route.method, data=data, headers=headers)
        return answer.status_code, ""

    def _administrator(self, app: Flask, make: Factory, region: Region) -> Browser:
        """Somebody with every right in a region, also towards the API."""
        every = app.extensions["samkraft_registry"].permissions
        return Browser(app, token=make.token(region, *every)).sign_in(make.user(region, REGION_ADMIN))

    # -- checks ---------------------------------------------------------------------------------------------------

    def test_exemptions_have_reasons_and_are_needed(self, app: Flask) -> None:
        registry = app.extensions["samkraft_registry"]
        known = {r.endpoint for r in routes_of(app, self.plugin)} | {n for n, (owner, _) in registry.jobs.items() if owner == self.plugin}
        assert {name: reason for name, reason in self.exempt.items() if not reason.strip() or name not in known} == {}

    def test_every_address_with_an_id_has_an_object(self, make: Factory, routes: list[Route]) -> None:
        _, values = self._region_with_objects(make)
        lacking = {r.endpoint: sorted(r.arguments - set(values.get(r.endpoint, {}))) for r in routes}
        assert {e: a for e, a in lacking.items() if a} == {}, "give their values in objects(), or say in `exempt` why there are none"

    def test_off_means_404_on_every_address(self, app: Flask, make: Factory, routes: list[Route]) -> None:
        _, values = self._region_with_objects(make)
        off = make.region()
        visitors = [Browser(app), self._administrator(app, make, off)]
        tokens = [self._token(b) for b in visitors]
        wrong = []
        for route in routes:
            if route.arguments - set(values.get(route.endpoint, {})):
                continue
            url = route.url(app, off.slug, values.get(route.endpoint))
            for browser, token in zip(visitors, tokens, strict=True):
                status, code = self._send(browser, route, url, token)
                if status != 404 or (route.is_api and code != "plugin_not_enabled"):
                    wrong.append(f"{route}: {status} {code}")
        assert wrong == []

    def test_off_means_skipped_for_every_job_and_subscription(self, app: Flask, make: Factory) -> None:
        off = make.region()
        registry = app.extensions["samkraft_registry"]
        names = [("job", name) for name, (owner, _) in registry.jobs.items() if owner == self.plugin]
        names += [("delivery", s.name) for found in registry.subscriptions.values() for owner, s in found if owner == self.plugin]
        outcomes = {}
        for kind, name in names:
            with atomic():
                row = insert(kind=kind, name=name, region=off, payload={})
            outcomes[name] = run(row.id)
        assert outcomes == dict.fromkeys(outcomes, Outcome.SKIPPED)

    def test_only_who_may_gets_in(self, app: Flask, make: Factory, routes: list[Route]) -> None:
        """Each address and method against nobody, somebody without a role, every kind of role, and an administrator of another region."""
        region, values = self._region_with_objects(make)
        elsewhere = make.region(plugins=[self.plugin])
        people: dict[str, Any] = {"nobody": make.user(), "elsewhere": make.user(elsewhere, REGION_ADMIN)}
        granted = {name: set(p.roles) for name, p in app.extensions["samkraft_registry"].permissions.items()}
        wanted = {route.access for route in routes}
        kinds = {frozenset(p for p in wanted if role in granted.get(p, ())): role for role in ROLES if role != REGION_ADMIN}
        people |= {role: make.user(region, role) for role in (REGION_ADMIN, *kinds.values())}  # roles with the same rights are one kind
        every = set(app.extensions["samkraft_registry"].permissions)
        scopes = {who: every if who == REGION_ADMIN else {p for p in every if who in granted.get(p, ())} for who in people}
        tokens = {who: make.token(region, *names) for who, names in scopes.items()} | {"elsewhere": make.token(elsewhere, *every)}
        browsers = {"anonymous": Browser(app), **{who: Browser(app, token=tokens[who]).sign_in(user) for who, user in people.items()}}
        wrong = []
        bound = {n for n, p in app.extensions["samkraft_registry"].permissions.items() if p.per_organisation}
        for route in routes:
            if route.access == PUBLIC or route.arguments - set(values.get(route.endpoint, {})):
                continue
            url = route.url(app, region.slug, values.get(route.endpoint))
            for who, browser in browsers.items():
                allowed = who != "anonymous" if route.access == SIGNED_IN else who == REGION_ADMIN or who in granted[route.access]
                # Without form token and body: whoever may gets 400 or the like, not 403.
                answer = browser.call(route.method, url) if route.is_api else browser.client.open(url, method=route.method)
                status = answer.status_code
                refused = 401 if route.is_api or route.method != "GET" else 302
                expected = (
                    status not in (401, 403, 404, 405) and status < 500 if allowed else status == (refused if who == "anonymous" else 403)
                )
                # Who acts for an organisation that nobody has named comes in, and finds no organisation's things.
                unnamed = allowed and who in ON_BEHALF and route.access in bound and bool(route.arguments) and status == 404
                if not (expected or unnamed):
                    wrong.append(f"{route} as {who}: {status}")
        assert wrong == []

    def test_an_object_of_one_region_is_not_found_in_another(self, app: Flask, make: Factory, routes: list[Route]) -> None:
        own, values = self._region_with_objects(make)
        other = make.region(plugins=[self.plugin])
        visitors = {r.slug: self._administrator(app, make, r) for r in (own, other)}
        tokens = {slug: self._token(browser) for slug, browser in visitors.items()}
        wrong = []
        for route in routes:
            if not route.arguments or route.endpoint not in values:
                continue
            status, _ = self._send(visitors[other.slug], route, route.url(app, other.slug, values[route.endpoint]), tokens[other.slug])
            # The API looks at what was sent before it looks for the thing.
            unread = (400, 413, 415, 422, 428) if route.is_api and route.method != "GET" else ()
            if status not in (404, 410, *unread):
                wrong.append(f"{route}: {status} in a region that it does not belong to")
            if route.method == "GET" and route.endpoint not in self.held_by_browser:
                there, _ = self._send(visitors[own.slug], route, route.url(app, own.slug, values[route.endpoint]), tokens[own.slug])
                if there >= 400:
                    wrong.append(f"{route}: {there} in its own region; objects() gives values that do not work")
        assert wrong == []

    def test_reading_changes_nothing(self, app: Flask, make: Factory, database: Any, routes: list[Route]) -> None:
        region, values = self._region_with_objects(make)
        browser = self._administrator(app, make, region)
        wrong = []
        for route in routes:
            if route.method != "GET" or route.arguments - set(values.get(route.endpoint, {})):
                continue
            with statements(database) as seen:
                status, _ = self._send(browser, route, route.url(app, region.slug, values.get(route.endpoint)), "")
            written = writes(seen)
            if route.endpoint in self.recorded:
                written = [each for each in written if not each.startswith("INSERT INTO core_audit_entry")]
            if status >= 500 or written:
                wrong.append(f"{route}: {status} {written[:1]}")
        assert wrong == []

    def test_a_list_costs_the_same_for_one_row_and_for_thirty(self, app: Flask, make: Factory, database: Any, routes: list[Route]) -> None:
        known = {route.endpoint: route for route in routes if route.method == "GET"}
        assert set(self.lists) <= set(known)
        if not self.lists:
            return
        region, values = self._region_with_objects(make)
        browser = self._administrator(app, make, region)
        counted: list[dict[str, int]] = []
        for more in (1, 29):
            with make.inside(region, self.plugin), atomic():
                self.rows(make, region, more)
            counted.append({})
            for endpoint in self.lists:
                url = known[endpoint].url(app, region.slug, values.get(endpoint))
                with statements(database) as seen:
                    assert self._send(browser, known[endpoint], url, "")[0] == 200, url
                counted[-1][endpoint] = len(seen)
        assert counted[0] == counted[1]
