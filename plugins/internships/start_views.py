"""The address without anything after it: those who work here come to what is theirs, and everybody else is told how it goes."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from plugins.internships.permissions import AGREEMENTS, ANSWER, APPLICANTS, COORDINATE, PLACES
from plugins.internships.views import bp

# What somebody most likely comes for, by what they may do.
FIRST = ((COORDINATE, "periods"), (PLACES, "places"), (APPLICANTS, "applicants"), (ANSWER, "requests"), (AGREEMENTS, "agreements"))


@bp.get("/")
@public("GET")
def start() -> Any:
    """Where to go."""
    region, user = current_region(), current_user()
    for permission, view in FIRST:
        if user is not None and may(user, region, permission):
            return redirect(url_for(f"internships.{view}"))
    return render_template("internships/start.html", signed_in=user is not None)
