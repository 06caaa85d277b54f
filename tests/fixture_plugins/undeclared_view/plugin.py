"""Broken on purpose."""

from flask import Blueprint

from core.plugins import Mount, Plugin, hookimpl
from core.web.access import public, requires

bp = Blueprint("undeclared_view", __name__)


@bp.route("/", methods=["GET", "POST"])
@public("GET")
def index():
    return "seen"


@bp.get("/other")
@requires(GET="meetings.meeting.reed")
def other():
    return "seen"


class UndeclaredView(Plugin):
    name = "undeclared_view"
    title = "Utan behörighet"

    @hookimpl
    def register_blueprints(self):
        return [Mount(bp)]


plugin = UndeclaredView()
