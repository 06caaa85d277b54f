"""Ask who it is once more: before sensitive changes (S16), and for a second factor where a page requires one (S12).

    @bp.route("/roles", methods=["GET", "POST"])
    @requires(GET="core.roles.read", POST="core.roles.manage")
    @recent_sign_in(minutes=15)
    @once
    def roles(): ...

Put it above `@once`. Who has not shown who it is lately is sent to a page that asks, and then back to the page with the form.
Declare it for the GET too (it holds for all methods unless told otherwise), so that a form is asked for before it is filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from core.i18n import gettext as _
from core.users.sessions import is_recent
from core.web.redirects import safe_path

F = TypeVar("F", bound=Callable[..., Any])
MINUTES = 15


def recent_sign_in(minutes: int = MINUTES, *, methods: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Let a view run only for who has shown who it is within so many minutes.

    Args:
        minutes: How old the sign-in, or the latest confirmation, may be.
        methods: Only for these; all when empty. HEAD goes with GET.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            method = "GET" if request.method == "HEAD" else request.method
            if (methods and method not in methods) or (g.get("user_session") is not None and is_recent(g.user_session, minutes)):
                return view(*args, **kwargs)
            return _ask("core_confirm.confirm")

        return wrapper  # type: ignore[return-value]

    return decorate


def ask_second_factor() -> Response:
    """Send the user to where a second factor is shown, or chosen when there is none yet."""
    return _ask("core_confirm.second_factor")


def _ask(endpoint: str) -> Response:
    """To a page that asks, and then back. A caller without pages gets 403."""
    if request.path.startswith("/api/"):
        abort(403)
    if request.method not in ("GET", "HEAD"):
        flash(_("Vi behöver veta att det är du. Det du skickade är inte sparat; skicka det igen efteråt."), "info")
    return redirect(url_for(endpoint, next=_page()))


def _page() -> str:
    """The page that the request belongs to: itself, or the one with the form that was posted."""
    if request.method in ("GET", "HEAD"):
        return safe_path(request.full_path.rstrip("?"))
    referrer = urlsplit(request.referrer or "")
    if referrer.path and referrer.netloc == request.host:
        return safe_path(referrer.path + ("?" + referrer.query if referrer.query else ""))
    return safe_path(request.path) if _opens(request.path) else url_for("core_site.landing")


def _opens(path: str) -> bool:
    """Whether an address can be opened, not only posted to."""
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True
