"""While an administrator looks at the region as somebody else: whose eyes, that nothing is written, and that every page is counted.

It holds within the region's own addresses. Elsewhere, such as on the account's pages, the administrator is who he or she is; but
nothing may be written there either, so that nobody forgets which hat is on.
"""

from __future__ import annotations

from flask import Flask, Response, g, request, session

from core.db import atomic
from core.db.atomic import SAFE_METHODS
from core.errors import Forbidden
from core.i18n import gettext as _
from core.memberships.services import impersonating
from core.web.context import STATIC_ENDPOINTS

KEY = "impersonation"
MAY_WRITE = frozenset({"core_impersonation.end", "core_auth.sign_out"})


def load() -> None:
    """After the region and the user are known, before the access check."""
    number = session.get(KEY)
    if not number or request.endpoint in STATIC_ENDPOINTS or g.get("user") is None or g.get("user_session") is None:
        return
    found = impersonating.running(number, g.user_session.id)
    actor, region = g.user, g.region
    if found is None or (region is not None and region.id == found[0].region_id and not impersonating.reaches(region, actor, found[1])):
        session.pop(KEY)
        return
    g.impersonation, g.impersonator, g.impersonated = found[0], actor, found[1]
    if region is not None and region.id == found[0].region_id:
        g.user = found[1]
    if request.method not in SAFE_METHODS and request.endpoint not in MAY_WRITE:
        raise Forbidden(_("Du ser regionen som någon annan. Då går det inte att ändra något. Avsluta visningen först."))


def count(response: Response) -> Response:
    """Every page that is looked at is counted, and the count stands in the log and in the mail to the person."""
    if g.get("impersonation") is not None and request.method == "GET" and response.status_code < 400:
        with atomic():
            impersonating.count_page(g.impersonation)
    return response


def init_app(app: Flask) -> None:
    """Must come after the context and before the access check."""
    app.before_request(load)
    app.after_request(count)
