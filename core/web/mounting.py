"""Where pages live. Core computes every prefix; a plugin says only which area a blueprint belongs to."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, send_from_directory
from werkzeug.wrappers import Response

from core.config import Settings
from core.plugins.declarations import Area
from core.plugins.plugin import Plugin
from core.plugins.registry import registry
from core.web.access import public

PREFIXES = {
    Area.WEB: "/r/<region>/{slug}",
    Area.ADMIN: "/r/<region>/admin/{slug}",
    Area.API: "/api/v1/regions/<region>/{slug}",
}


def prefix(plugin: Plugin, area: Area) -> str:
    """The address prefix of a plugin's blueprint."""
    return PREFIXES[area].format(slug=plugin.slug)


def mount_plugins(app: Flask) -> None:
    """Register every loaded plugin's blueprints. The gate, not registration, decides whether a region sees them."""
    for plugin, mount in app.extensions["samkraft_registry"].mounts:
        app.register_blueprint(mount.blueprint, url_prefix=prefix(plugin, mount.area))


def mount_core(app: Flask, settings: Settings) -> None:
    """Core's own pages, and those of the demo."""
    from core.web.views import admin, auth, regions, site

    app.register_blueprint(_static)
    for blueprint in (site.bp, auth.bp, regions.bp, admin.bp):
        app.register_blueprint(blueprint)
    if settings.environment in ("demo", "development", "test"):
        from core.web.views import dev

        app.register_blueprint(dev.bp)
    app.view_functions["static"] = public("GET")(app.view_functions["static"])


_static = Blueprint("core_static", __name__)


@_static.get("/static/plugins/<plugin>/<path:filename>")
@public("GET")
def plugin_file(plugin: str, filename: str) -> Response:
    """A plugin's static file; outside the region prefix, so that it caches once for all regions."""
    found = registry().plugins.get(plugin)
    if found is None:
        abort(404)
    return send_from_directory(found.folder / "static", filename, max_age=3600)
