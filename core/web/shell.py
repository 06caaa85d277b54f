"""What every template knows: navigation, theme, language, and the helpers of the UI kit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from core.i18n import LANGUAGES, language
from core.i18n import gettext as _
from core.plugins import hooks
from core.plugins.declarations import NavItem
from core.users.queries import permissions
from core.web import format as formats
from core.web.slots import slot
from core.web.submission import new_key


@dataclass(frozen=True)
class NavLink:
    """A menu entry as the template shows it."""

    label: Any
    url: str
    current: bool


CORE_ADMIN = (
    NavItem(lambda: _("Delar"), "core_admin.plugins", 10, "core.plugins.manage"),
    NavItem(lambda: _("Jobb"), "core_admin.jobs", 20, "core.jobs.manage"),
    NavItem(lambda: _("Händelselogg"), "core_admin.audit", 30, "core.audit.read"),
)


def _link(item: NavItem) -> NavLink:
    label = item.label() if callable(item.label) else item.label
    url = url_for(item.endpoint, **item.values)
    return NavLink(label, url, request.path == url or (url.count("/") > 3 and request.path.startswith(url)))


def navigation() -> tuple[list[NavLink], list[NavLink]]:
    """The region's menu and its administration menu, for this user. Computed once per request."""
    found: tuple[list[NavLink], list[NavLink]] | None = g.get("_navigation")
    if found is None:
        found = g._navigation = _navigation()
    return found


def _navigation() -> tuple[list[NavLink], list[NavLink]]:
    region = g.get("region")
    if region is None:
        return [], []
    user = g.get("user")
    rights = permissions(user, region)
    items = [i for i in hooks.for_region(region).nav_items(user=user) if i.permission is None or i.permission in rights]
    if user is not None and "core.board.read" in rights:
        items.insert(0, NavItem(lambda: _("Översikt"), "core_region.start", 0))
    admin = [i for i in CORE_ADMIN if i.permission in rights] + [i for i in items if i.admin]
    return [_link(i) for i in items if not i.admin], [_link(i) for i in admin]


def _context() -> dict[str, Any]:
    region = g.get("region")
    nav, admin = navigation()
    return {
        "region": region,
        "user": g.get("user"),
        "nav_items": nav,
        "admin_items": admin,
        "theme_css_url": url_for("core_region.theme", region=region.slug, v=region.version) if region and region.accent else None,
        "footer_links": [],
        "language": language(),
        "languages": LANGUAGES,
    }


def init_app(app: Flask) -> None:
    """Register the context and the helpers."""
    app.context_processor(_context)
    app.jinja_env.globals.update(submission_key=new_key, slot=slot, **formats.GLOBALS)
    app.jinja_env.filters.update(formats.FILTERS)
