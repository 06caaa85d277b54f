"""What every request knows before its view runs: the region, the user, the gate's answer, and the tenant scope."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, current_app, g, request, session

from core.api import authentication
from core.db import Scope, atomic, set_scope
from core.db.atomic import SAFE_METHODS
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.regions import queries as regions
from core.users import sessions
from core.users.strength import session_is_strong

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User, UserSession

SESSION_KEY = "signed_in"
SEEN_KEY = "seen"
SEEN_EVERY_SECONDS = 120
PLUGIN_OFF = "plugin_not_enabled"
STATIC_ENDPOINTS = frozenset({"static", "core_static.plugin_file"})


def current_region() -> Region:
    """The region of the address. Only for views under `/r/<region>/`."""
    region: Region = g.region
    return region


def current_user() -> User | None:
    """The signed-in user, or None."""
    user: User | None = g.get("user")
    return user


def require_user() -> User:
    """The signed-in user of a view that requires one."""
    user = current_user()
    if user is None:
        abort(401)
    return user


def _pull_region(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take `region` out of the address, so that views do not carry it as an argument."""
    g.region_slug = values.pop("region", None) if values else None


def _push_region(endpoint: str, values: dict[str, Any]) -> None:
    """Put the running region into addresses that need one and were not given it."""
    slug = g.get("region_slug")
    if slug and "region" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "region"):
        values["region"] = slug


def load() -> None:
    """Before every request: find region and user, ask the gate, set the scope. An unknown region and a plugin that is off are both 404."""
    if request.endpoint in STATIC_ENDPOINTS:
        return
    g.region = None
    g.user = None
    g.principal = None
    if g.get("region_slug"):
        g.region = regions.by_slug(g.region_slug)
        if g.region is None:
            abort(404)
    if authentication.is_api(request.path):
        authentication.load()  # a token, never the cookie
    else:
        _load_user()
    plugin = registry().owner_of_blueprint(request.blueprint) if request.blueprint else None
    g.plugin = plugin
    if plugin and plugin != "core" and (g.region is None or not is_enabled(g.region, plugin)):
        abort(404, PLUGIN_OFF)
    if g.region is not None:
        readable = regions.readable_region_ids(g.region, plugin) if plugin and plugin != "core" else frozenset({g.region.id})
        set_scope(Scope(readable, g.region.id))


def _load_user() -> None:
    """The signed-in user. Idleness is kept in the signed cookie, so that a GET never writes to the database; the server ends the rest."""
    secret = session.get(SESSION_KEY)
    if not secret:
        return
    now = int(time.time())
    idle = now - session.get(SEEN_KEY, 0)
    found = sessions.session_user(secret)
    if found is None or idle >= found[1].idle_minutes * 60:
        session.pop(SESSION_KEY)
        return
    g.user, g.user_session = found
    required = current_app.extensions["samkraft_settings"].second_factor_required
    g.second_factor_missing = required and not session_is_strong(found[1].amr, found[1].acr)
    if idle > SEEN_EVERY_SECONDS:
        session[SEEN_KEY] = now
    if request.method not in SAFE_METHODS and sessions.due(found[1]):
        _note_use(found[1])


def _note_use(found: UserSession) -> None:
    """What is remembered of a session at requests that may write: when it was used, and a new secret when the rights have changed."""
    with atomic():
        secret = sessions.touch(found)
    if secret:
        session[SESSION_KEY] = secret


def current_session() -> UserSession:
    """The session of the signed-in user."""
    found: UserSession | None = g.get("user_session")
    if found is None:
        abort(401)
    return found


def remember_sign_in(secret: str) -> None:
    """Put a fresh session's secret into the cookie."""
    session[SESSION_KEY] = secret
    session[SEEN_KEY] = int(time.time())


def init_app(app: Flask) -> None:
    """Install the processors. The order matters: region and user first, then `access.authorise`."""
    app.url_value_preprocessor(_pull_region)
    app.url_defaults(_push_region)
    app.before_request(load)
