"""The administrators' own start page: everything that waits, and whether the region is ready."""

from __future__ import annotations

from flask import Blueprint, render_template

from core.administration.checks import all_checks
from core.administration.queries import todos
from core.users.queries import permissions
from core.web.access import requires
from core.web.context import current_region, require_user

bp = Blueprint("core_admin_start", __name__, url_prefix="/r/<region>/admin")


@bp.get("/")
@requires(GET="core.admin.read")
def index() -> str:
    """What needs an administrator, as one list, and every page there is for them."""
    region = current_region()
    return render_template("administration/start.html", todos=todos(region, permissions(require_user(), region)))


@bp.get("/checks")
@requires(GET="core.admin.read")
def checks() -> str:
    """What is turned on but not ready, with what to do about it."""
    return render_template("administration/checks.html", checks=all_checks(current_region()))
