"""Where pages live. Core computes every prefix; a plugin says only which area a blueprint belongs to."""

from __future__ import annotations

import importlib

from flask import Flask

from core.api.authentication import ROOT as API_ROOT
from core.config import Settings
from core.plugins.declarations import Area
from core.plugins.plugin import Plugin
from core.web import static_files
from core.web.csrf import csrf

PREFIXES = {
    Area.WEB: "/r/<region>/{slug}",
    Area.ADMIN: "/r/<region>/admin/{slug}",
    Area.API: "/api/v1/regions/<region>/{slug}",
}

# Core's modules with pages; each has its blueprint in `bp`.
VIEWS = (
    "core.web.views.site",
    "core.monitoring.views",
    "core.users.views.sign_in",
    "core.users.views.second_step",
    "core.users.oidc.views",
    "core.users.oidc.admin",
    "core.users.views.confirm",
    "core.users.views.account",
    "core.users.views.email",
    "core.users.views.password",
    "core.users.views.totp",
    "core.users.views.recovery",
    "core.users.views.passkeys",
    "core.web.views.regions",
    "core.lists.views",
    "core.web.views.admin",
    "core.web.views.admin_start",
    "core.web.views.admin_accessibility",
    "core.web.views.admin_feedback",
    "core.web.views.admin_region",
    "core.web.views.about",
    "core.opendata.views",
    "core.mail.views",
    "core.notices.views",
    "core.organisations.views",
    "core.imports.views",
    "core.memberships.views.members",
    "core.memberships.views.invitations",
    "core.memberships.views.join",
    "core.memberships.views.join_admin",
    "core.memberships.views.impersonation",
    "core.records.views.retention",
    "core.records.views.disclosure",
    "core.records.views.people",
    "core.records.views.processing",
    "core.api.views.admin",
    "core.api.views.docs",
    "core.webhooks.views.admin",
)

# Those of the API. They read no cookie, so no foreign site can ride on one.
API_VIEWS = (
    "core.api.views.about",
    "core.api.views.places",
    "core.api.views.events",
    "core.api.views.organisations",
    "core.webhooks.views.calls",
)


def prefix(plugin: Plugin, area: Area) -> str:
    """The address prefix of a plugin's blueprint."""
    return PREFIXES[area].format(slug=plugin.slug)


def mount_plugins(app: Flask) -> None:
    """Register every loaded plugin's blueprints. The gate, not registration, decides whether a region sees them."""
    for plugin, mount in app.extensions["samkraft_registry"].mounts:
        app.register_blueprint(mount.blueprint, url_prefix=prefix(plugin, mount.area))
        if mount.area is Area.API:
            csrf.exempt(mount.blueprint)


def mount_core(app: Flask, settings: Settings) -> None:
    """Core's own pages, and those of the demo."""
    static_files.init_app(app)
    for module in VIEWS:
        app.register_blueprint(importlib.import_module(module).bp)
    for module in API_VIEWS:
        blueprint = importlib.import_module(module).bp
        app.register_blueprint(blueprint, url_prefix=API_ROOT)
        csrf.exempt(blueprint)
    if settings.environment in ("demo", "development", "test"):
        from core.web.views import dev

        app.register_blueprint(dev.bp)
