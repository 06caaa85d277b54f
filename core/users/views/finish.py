"""What every way of signing in ends in: a session, or the page that asks for the second factor."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, make_response, redirect, request, session, url_for

from core.users import factors, sessions
from core.users.models import User
from core.users.queries import regions_of
from core.users.strength import session_is_strong
from core.web.context import remember_sign_in
from core.web.redirects import safe_path

PENDING_KEY = "sign_in_pending"
NEXT_KEY = "sign_in_next"


def first_step_done(user: User, *, amr: Collection[str], acr: str = "", next_url: str = "") -> Response:
    """Somebody has shown one thing. Call it inside `atomic()`.

    A fresh session starts, in which nothing of an anonymous visitor's cookie is carried over; but who has a second factor is
    asked for it first, unless what was shown is two factors already.
    """
    session.clear()
    agent = request.user_agent.string
    if factors.has_second(user) and not session_is_strong(amr, acr):
        session[PENDING_KEY] = sessions.open_session(user, user_agent=agent, amr=amr, acr=acr, pending=True)
        session[NEXT_KEY] = safe_path(next_url, "")
        return make_response(redirect(url_for("core_second_step.second_step")))
    remember_sign_in(sessions.open_session(user, user_agent=agent, amr=amr, acr=acr))
    return make_response(redirect(landing(user, next_url)))


def landing(user: User, next_url: str) -> str:
    """Where a person comes after signing in: where they were going, else their region, else the choice of region."""
    target = safe_path(next_url, "")
    if target:
        return target
    regions = regions_of(user)
    return url_for("core_region.start", region=regions[0].slug) if len(regions) == 1 else url_for("core_site.landing")
