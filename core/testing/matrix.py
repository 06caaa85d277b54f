"""The matrix of who meets what: every address × method × kind of visitor × own and foreign object, made from the addresses themselves.

What is expected is computed from what the view declares (`core.web.access`) and from what the roles are granted; what happens is a
request. Nothing is listed by hand but how to make one object for each argument of an address.

A page is rendered for one visitor of each address; the others are asked only whether they come in (`Ground.door`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask
from sqlalchemy import update

from core.api.models import ApiToken
from core.api.service import hashed
from core.db import atomic, db, region_scope, utcnow
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.routes import Route, routes_of
from core.users.models import User, UserSession
from core.users.roles import REGION_ADMIN, ROLES
from core.web import errors
from core.web.access import PUBLIC, SIGNED_IN

Values = dict[str, dict[str, Any]]
REFUSED = (401, 403, 404, 405)
OWNER = "nobody in particular"  # somebody without a role, whose the personal objects of the own region are
SEEING = frozenset({"anonymous", REGION_ADMIN})
MISSING_NUMBER = 2_000_000_001
MISSING_TEXT = "saknas-0000000000"


@dataclass
class Visitor:
    """Somebody who knocks, with a session, or at the API with a token.

    Args:
        held: By region's id, the roles held there, for the region or on behalf of an organisation.
        known: False: nobody, or somebody whose account, session or token has ended.
        bearer: A token of the API; empty for who comes with a browser's session or with nothing.
        scopes: By region's id, what the token may do there.
    """

    name: str
    browser: Browser
    held: Mapping[int, frozenset[str]] = field(default_factory=dict)
    known: bool = True
    token: str = ""
    bearer: str = ""
    scopes: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass
class Answer:
    """What came of a request; `fault` when the application raised."""

    status: int
    body: str = ""
    location: str = ""
    fault: str = ""


class Ground:
    """Two regions with the same plugins and an object of every kind in each, and all kinds of visitors.

    Args:
        connection: The test's rolled-back connection.
        values: Makes the objects of a region: by endpoint, the values of its address. Called with a factory, a region and a person.
        held_by_browser: Endpoints whose object belongs to the browser that made it.
        personal: Arguments whose object belongs to that person, and to nobody else.
        fields: By endpoint, the fields of a form without which there is nothing to answer.
    """

    def __init__(
        self,
        app: Flask,
        connection: Any,
        values: Any,
        held_by_browser: frozenset[str] = frozenset(),
        personal: frozenset[str] = frozenset(),
        fields: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.app, self.connection, self.held_by_browser, self.personal, self.fields = (
            app,
            connection,
            held_by_browser,
            personal,
            fields or {},
        )
        self.registry = app.extensions["samkraft_registry"]
        self.make = Factory()
        plugins = list(self.registry.plugins)
        self.own = self.make.region("egen", plugins=plugins)
        self.other = self.make.region("annan", plugins=plugins)
        self.people = {region.id: self.make.user() for region in (self.own, self.other)}
        self.values: dict[int, Values] = {r.id: values(self.make, r, self.people[r.id]) for r in (self.own, self.other)}
        self.all_routes = [route for owner in (None, *plugins) for route in routes_of(app, owner)]
        lacking = self.lacking()
        self.routes = [route for route in self.all_routes if route.endpoint not in lacking]
        self.granted = {name: frozenset(permission.roles) for name, permission in self.registry.permissions.items()}
        self.visitors = list(self._visitors())
        self.callers = list(self._callers())
        with atomic():
            pass  # nothing of the test's own session is open while requests are undone one by one

    def _visitors(self) -> Iterator[Visitor]:
        make, own, other = self.make, self.own, self.other
        yield self._visitor(OWNER, self.people[own.id])
        yield self._visitor("anonymous", None)
        for role in ROLES:
            yield self._visitor(role, make.user(own, role), held={own.id: frozenset({role})})
        yield self._visitor("administrator elsewhere", make.user(other, REGION_ADMIN), held={other.id: frozenset({REGION_ADMIN})})
        sibling = make.organisation(own, "Syskonorganisationen AB")
        for role in ("employer_representative", "provider_representative"):
            user = make.user(own, role, organisation=sibling)
            yield self._visitor(f"{role} of a sibling organisation", user, held={own.id: frozenset({role})})
        ended = make.user(own, REGION_ADMIN), make.user(own, REGION_ADMIN)
        deactivated, expired = (self._visitor(name, u) for name, u in zip(("deactivated", "expired session"), ended, strict=True))
        with atomic():
            db.session.execute(update(User).where(User.id == ended[0].id).values(active=False))
            db.session.execute(update(UserSession).where(UserSession.user_id == ended[1].id).values(expires_at=utcnow()))
        for visitor in (deactivated, expired):
            visitor.known = False
            yield visitor

    def _visitor(self, name: str, user: User | None, **rights: Any) -> Visitor:
        browser = Browser(self.app)
        if user is not None:
            browser.sign_in(user)
        return Visitor(name, browser, token=browser.get("/sign-in").form_token(), known=user is not None, **rights)

    def _callers(self) -> Iterator[Visitor]:
        """Tokens: for each scope that the API asks for, one with it alone and one with all others; and some with every scope, in vain."""
        every = sorted(self.registry.permissions)
        for scope in sorted({route.access for route in self.all_routes if route.is_api} - {PUBLIC, SIGNED_IN}):
            yield self._caller(f"token for {scope}", self.own, [scope])
            yield self._caller(f"token without {scope}", self.own, [name for name in every if name != scope])
        yield self._caller("token without scopes", self.own, [])
        yield self._caller("token elsewhere", self.other, every)
        yield self._caller("expired token", self.own, every, known=False, expires_at=utcnow() - timedelta(minutes=1))
        yield self._caller("revoked token", self.own, every, known=False, revoked_at=utcnow())

    def _caller(self, name: str, region: Region, scopes: list[str], *, known: bool = True, **changes: Any) -> Visitor:
        secret = self.make.token(region, *scopes)
        if changes:
            with atomic(), region_scope(region.id):
                db.session.execute(update(ApiToken).where(ApiToken.token_hash == hashed(secret)).values(**changes))
        return Visitor(name, Browser(self.app), known=known, bearer=secret, scopes={region.id: frozenset(scopes)})

    def those_who_try(self, route: Route, region: Region) -> list[Visitor]:
        """Whom to send to a route: everybody; where everybody is let in, only those whom a view may tell apart.

        In the other region, where all roles are foreign, two of the roles in turn. At the API, which reads no session, those with tokens.
        """
        roles = [visitor for visitor in self.visitors if visitor.name in ROLES or "sibling" in visitor.name]
        turn = self.routes.index(route) % len(roles)
        chosen = (roles[turn], roles[turn - 1])
        if route.is_api:
            scoped = [v for v in self.callers if not v.name.startswith(("token for ", "token without "))]
            scoped += [
                v for v in self.callers if v.name in (f"token for {route.access}", f"token without {route.access}", "token without scopes")
            ]
            return [v for v in self.visitors if v.name in SEEING] + scoped
        if route.access in (PUBLIC, SIGNED_IN):
            ended = {"deactivated", "expired session"} if region is self.own else set()
            told_apart = SEEING | ended | ({OWNER, "administrator elsewhere", chosen[0].name} if route.access == SIGNED_IN else set())
            return [visitor for visitor in self.visitors if visitor.name in told_apart]
        if region is self.own:
            return self.visitors
        return [visitor for visitor in self.visitors if visitor not in roles or visitor in chosen]

    def sees(self, visitor: Visitor, route: Route, region: Region) -> bool:
        """Whether a visitor who is let in is shown the page itself: one for each address, in the own region."""
        if route.is_api:
            name = (
                "anonymous"
                if route.access == PUBLIC
                else "token without scopes"
                if route.access == SIGNED_IN
                else f"token for {route.access}"
            )
        else:
            name = "anonymous" if route.access == PUBLIC else REGION_ADMIN
        return region is self.own and visitor.name == name

    # -- what is asked --------------------------------------------------------------------------------------------

    def lacking(self) -> dict[str, list[str]]:
        """By endpoint, the arguments of its address that nobody supplies."""
        found = {}
        for route in self.all_routes:
            if missing := sorted(route.arguments - set(self.values[self.own.id].get(route.endpoint, {}))):
                found[route.endpoint] = missing
        return found

    def objects(self, route: Route) -> set[str]:
        """The arguments that name an object of a region: those that differ between the regions."""
        if "region" not in route.rule.arguments and not self.is_personal(route):
            return set()
        own, other = (self.values[region.id].get(route.endpoint, {}) for region in (self.own, self.other))
        return {name for name in route.arguments if own[name] != other[name]}

    def is_personal(self, route: Route) -> bool:
        """Whether the object of an address belongs to one person."""
        return bool(route.arguments & self.personal)

    def url(self, route: Route, region: Region, values: Mapping[str, Any] | None = None) -> str:
        """The address of a route in a region, with its own objects unless others are given."""
        return route.url(self.app, region.slug, self.values[region.id].get(route.endpoint, {}) if values is None else values)

    def foreign(self, route: Route) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Values with one or all objects of the other region, each with the same values where nothing exists."""
        own, other = (self.values[region.id].get(route.endpoint, {}) for region in (self.own, self.other))
        names = sorted(self.objects(route))
        for chosen in {tuple(names), *((name,) for name in names)} if names else ():
            absent = {name: MISSING_NUMBER if isinstance(own[name], int) else MISSING_TEXT for name in chosen}
            yield {**own, **{name: other[name] for name in chosen}}, {**own, **absent}

    def send(self, visitor: Visitor, route: Route, url: str) -> Answer:
        """One request, undone at once. A post carries a valid token and a fresh key, and no field."""
        client = visitor.browser.client
        jar = client._cookies or {}
        cookies = dict(jar)
        posts = route.method != "GET"
        given = {"csrf_token": visitor.token, "submission_key": f"matrix-{next(_numbers)}", **self.fields.get(route.endpoint, {})}
        data = given if posts else None
        headers = {"X-CSRFToken": visitor.token} if posts else {}
        if visitor.bearer:
            data, headers = None, {"Authorization": f"Bearer {visitor.bearer}"}
        undo = self.connection.begin_nested()
        try:
            found = client.open(url, method=route.method, data=data, headers=headers)
            return Answer(found.status_code, found.get_data(as_text=True) if found.status_code == 404 else "", found.location or "")
        except Exception as error:
            return Answer(500, fault=f"{type(error).__name__}: {error}"[:160])
        finally:
            undo.rollback()
            jar.clear()
            jar.update(cookies)

    @contextmanager
    def door(self, route: Route) -> Iterator[None]:
        """The view says only that somebody has come in; everything before it is as always."""
        view = self.app.view_functions[route.endpoint]

        @wraps(view)
        def door(**_: Any) -> str:
            return "in"

        self.app.view_functions[route.endpoint] = door
        try:
            yield
        finally:
            self.app.view_functions[route.endpoint] = view

    # -- what is expected -----------------------------------------------------------------------------------------

    def may(self, visitor: Visitor, access: str, region: Region | None, *, is_api: bool = False) -> bool:
        """Whether a visitor is to be let in, by what is declared. A session opens no door of the API; a token that ended opens none."""
        if access == PUBLIC:
            return visitor.known or not visitor.bearer
        if not visitor.known or is_api != bool(visitor.bearer):
            return False
        if access == SIGNED_IN:
            return True
        if region is None:
            return False
        if visitor.bearer:
            return access in visitor.scopes.get(region.id, ())
        roles = visitor.held.get(region.id, frozenset())
        return REGION_ADMIN in roles or bool(roles & self.granted[access])

    def fault(self, visitor: Visitor, route: Route, region: Region, access: str, *, door: bool = False) -> str:
        """What is wrong with the answer to a visitor at a route with the region's own objects; empty when nothing.

        Args:
            door: Ask only who is let in, not what the view then does.
        """
        in_region = region if "region" in route.rule.arguments else None
        personal = self.is_personal(route) and not door
        may = self.may(visitor, access, in_region, is_api=route.is_api)
        if not door and (personal or not may or self.sees(visitor, route, region)):
            answer = self.send(visitor, route, self.url(route, region))
        else:
            with self.door(route):
                answer = self.send(visitor, route, self.url(route, region))
        if personal and visitor.known and (visitor.name != OWNER or region is not self.own):
            good, expected = answer.status == 404, "404, as it is another person's"
        elif may:
            if route.endpoint in self.held_by_browser:
                good = answer.status < 500 and answer.status != 401
            else:
                led_away = access != PUBLIC and "/sign-in" in answer.location
                good = answer.status not in REFUSED and answer.status < 500 and not led_away
            expected = "let in"
        elif visitor.known and route.is_api == bool(visitor.bearer):
            good, expected = answer.status == 403, "403"
        elif route.method == "GET" and not route.is_api:
            good, expected = answer.status == 302 and "/sign-in?next=" in answer.location, "sent to sign in"
        else:
            good, expected = answer.status == 401, "401"
        return "" if good else f"{route} in {region.slug} as {visitor.name}: {answer.status} {answer.fault}, expected: {expected}"

    def foreign_faults(self, visitor: Visitor, route: Route) -> Iterator[str]:
        """What is wrong with the answers to a visitor who asks, in the own region, for the other region's objects."""
        for theirs, absent in self.foreign(route):
            urls = [self.url(route, self.own, values) for values in (theirs, absent)]
            answers = [self.send(visitor, route, url) for url in urls]
            same = [_plain(answer.body, url) for answer, url in zip(answers, urls, strict=True)]
            led = {re.sub(r"[0-9]+", "…", answer.location) for answer in answers}  # both back to the page that they came from
            # The API looks at what was sent before it looks for the thing.
            good = (400, 404, 413, 415, 422, 428) if route.is_api and route.method != "GET" else (302, 404, 410)
            statuses = {answer.status for answer in answers}
            if len(statuses) > 1 or not statuses <= set(good) or same[0] != same[1] or len(led) > 1:
                told = " ".join(f"{answer.status} {answer.fault}" for answer in answers)
                yield f"{urls[0]} ({route.method} {route.endpoint}) as {visitor.name}: {told}, expected: as what does not exist"


@contextmanager
def short_refusals() -> Iterator[None]:
    """Refusals are not rendered, for those who look only at the status."""
    names = vars(errors)
    rendered = names["render_template"]
    names["render_template"] = lambda *_, **__: "refused"
    try:
        yield
    finally:
        names["render_template"] = rendered


_numbers = itertools.count(1)
_CHANGING = re.compile(r'(value|content)="[\w.\-]{16,}"|nonce="[^"]*"')


def _plain(body: str, url: str) -> str:
    """A page without what differs between any two: tokens, and the address that was asked for."""
    for text in (url, url.replace("/", "%2F")):
        body = body.replace(text, "…")
    return _CHANGING.sub("…", body)
