"""Hostile on purpose."""

from flask import Blueprint

from core.plugins import Mount, Plugin, hookimpl

bp = Blueprint("app_wide_hook", __name__)


@bp.before_app_request
def listen():
    return "taken over"


class AppWideHook(Plugin):
    name = "app_wide_hook"
    title = "Tar över"

    @hookimpl
    def register_blueprints(self):
        return [Mount(bp)]


plugin = AppWideHook()
