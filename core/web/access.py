"""Deny by default. Every view says, per method, who may call it; the application refuses to start on one that does not.

    @bp.get("/")
    @public("GET")
    def index(): ...

    @bp.route("/rounds/new", methods=["GET", "POST"])
    @requires(GET="employer_needs.round.read", POST="employer_needs.round.manage")
    def new_round(): ...

A right for GET never covers POST. Object-level checks are the query's work: what a user may not see, a query does not find.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from core.audit.service import record
from core.db import atomic
from core.errors import ConfigurationError
from core.users.queries import lacks_second_factor, permissions
from core.web.reauth import ask_second_factor

F = TypeVar("F", bound=Callable[..., Any])
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"
_ATTRIBUTE = "samkraft_access"
_IMPLIED = frozenset({"HEAD", "OPTIONS"})


def public(*methods: str) -> Callable[[F], F]:
    """Anybody may call these methods. Say why in the view's docstring when it is not obvious."""
    return _declare(dict.fromkeys(methods, PUBLIC))


def signed_in(*methods: str) -> Callable[[F], F]:
    """Any signed-in user may call these methods."""
    return _declare(dict.fromkeys(methods, SIGNED_IN))


def requires(**permissions: str) -> Callable[[F], F]:
    """A permission per method: `@requires(GET="x.y.read", POST="x.y.manage")`."""
    return _declare(permissions)


def _declare(rules: Mapping[str, str]) -> Callable[[F], F]:
    def decorate(view: F) -> F:
        declared = {**getattr(view, _ATTRIBUTE, {}), **rules}
        setattr(view, _ATTRIBUTE, declared)
        return view

    return decorate


def declared_access(app: Flask, endpoint: str) -> dict[str, str]:
    """What a view declares, by method; empty when nothing."""
    found: dict[str, str] = getattr(app.view_functions[endpoint], _ATTRIBUTE, {})
    return found


def undeclared(app: Flask, known: Collection[str]) -> list[str]:
    """What is wrong with the views' declarations: a method without one, or a permission that is not among those given. One line each."""
    faults = set()
    for rule in app.url_map.iter_rules():
        declared = declared_access(app, rule.endpoint)
        lacking = sorted((rule.methods or set()) - _IMPLIED - set(declared))
        if lacking:
            faults.add(f"{rule.rule} ({rule.endpoint}) declares nothing for {', '.join(lacking)}; add @requires, @signed_in or @public.")
        for method, permission in declared.items():
            if permission not in (PUBLIC, SIGNED_IN) and permission not in known:
                faults.add(f"{rule.rule} ({rule.endpoint}) asks for '{permission}' for {method}, which nobody registers.")
    return sorted(faults)


def check_declarations(app: Flask) -> None:
    """Refuse to start with an undeclared view or an unknown permission.

    Raises:
        ConfigurationError: naming every such rule.
    """
    if faults := undeclared(app, app.extensions["samkraft_registry"].permissions):
        raise ConfigurationError("The application does not start:\n" + "\n".join(faults))


def authorise() -> Response | None:
    """The check before every view. Anonymous users are sent to sign in; those without the right get 403."""
    if request.endpoint is None:
        return None
    method = "GET" if request.method in _IMPLIED else request.method
    rule = declared_access(current_app, request.endpoint).get(method)
    if rule == PUBLIC:
        return None
    user = g.get("user") or g.get("principal")
    if rule is None:
        abort(405 if user else 404)
    if user is None:
        if method == "GET" and not request.path.startswith("/api/"):
            return redirect(url_for("core_auth.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    if rule == SIGNED_IN:
        return None
    region = g.get("region")
    if region is None or rule not in permissions(user, region):
        with atomic():
            record("core.access.denied", region=region, subject=f"core:page:{request.endpoint}"[:160], permission=rule, method=method)
        abort(403)
    return ask_second_factor() if g.get("user") and lacks_second_factor(user, rule) else None
