"""What every template knows: navigation, theme, language, and the helpers of the UI kit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup

from core.i18n import LANGUAGES, language
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.notices.queries import unread_by_region
from core.plugins import hooks
from core.plugins.declarations import NavItem
from core.texts import queries as texts
from core.users.queries import permissions
from core.web import format as formats
from core.web.access import PUBLIC, declared_access
from core.web.slots import slot
from core.web.submission import new_key


@dataclass(frozen=True)
class NavLink:
    """A menu entry as the template shows it."""

    label: Any
    url: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """The menus of one request.

    Args:
        links: The region's menu.
        first: How many of its entries stand in the row of a wide screen; the others are under "Mer".
        admin: The administrators' menu.
    """

    links: list[NavLink]
    first: int
    admin: list[NavGroup]


@dataclass(frozen=True)
class NavGroup:
    """Entries of the administrators' menu that belong together. The first group has no label: the page that gathers it all."""

    label: Any
    links: list[NavLink]


ROW, GAP = 92, 4  # characters in the menu's row on a screen of usual width, and what stands between two entries
NOT_VOTED = frozenset({"core_about.feedback", "core_about.receipt", "core_about.thanks"})
ADMIN_START = NavItem(lambda: _("Administration"), "core_admin_start.index", 0, "core.admin.read")
ADMIN_GROUPS = {
    "people": _l("Människor"),
    "parts": _l("Delar och innehåll"),
    "follow_up": _l("Uppföljning"),
    "technical": _l("Teknik"),
}
CORE_ADMIN = (
    NavItem(_l("Organisationer"), "core_organisations.index", 5, "core.organisation.read", group="people"),
    NavItem(_l("Inläsningar"), "core_imports.index", 40, "core.import.use", group="parts"),
    NavItem(_l("Användare"), "core_members.people", 10, "core.member.manage", group="people"),
    NavItem(_l("Ansökningar"), "core_join_admin.queue", 20, "core.member.manage", group="people"),
    NavItem(_l("Regionens uppgifter"), "core_region_admin.settings", 5, "core.region.manage", group="parts"),
    NavItem(_l("Färg"), "core_region_admin.theme", 12, "core.region.manage", group="parts"),
    NavItem(_l("Texter"), "core_region_admin.own_texts", 15, "core.region.manage", group="parts"),
    NavItem(_l("Delar"), "core_admin.plugins", 10, "core.plugins.manage", group="parts"),
    NavItem(_l("Klart att använda"), "core_admin_start.checks", 5, "core.admin.read", group="follow_up"),
    NavItem(_l("Synpunkter"), "core_feedback.cases", 10, "core.feedback.manage", group="follow_up"),
    NavItem(_l("Tillgänglighet"), "core_accessibility.edit", 20, "core.accessibility.manage", group="parts"),
    NavItem(_l("Händelselogg"), "core_admin.audit", 30, "core.audit.read", group="follow_up"),
    NavItem(_l("Gallring"), "core_retention.index", 40, "core.records.manage", group="follow_up"),
    NavItem(_l("Utlämnande"), "core_disclosure.index", 45, "core.records.disclose", group="follow_up"),
    NavItem(_l("Behandling av personuppgifter"), "core_processing.index", 50, "core.records.manage", group="follow_up"),
    NavItem(_l("Uppgifter om en person"), "core_people.find", 40, "core.records.manage", group="people"),
    NavItem(_l("Mejl"), "core_mail.log", 25, "core.mail.read", group="technical"),
    NavItem(_l("Mejlens texter"), "core_mail.templates", 30, "core.mail.manage", group="parts"),
    NavItem(_l("Jobb"), "core_admin.jobs", 20, "core.jobs.manage", group="technical"),
    NavItem(_l("API"), "core_api_admin.tokens", 40, "core.api.manage", group="technical"),
    NavItem(_l("Webhookar"), "core_webhook_admin.webhooks", 50, "core.webhook.manage", group="technical"),
    NavItem(_l("Inloggningstjänster"), "core_oidc_admin.index", 40, "core.identity_provider.manage", group="people"),
)


def navigation() -> Menu:
    """The region's menu and its administration menu, for this user. Computed once per request."""
    found: Menu | None = g.get("_navigation")
    if found is None:
        found = g._navigation = _navigation()
    return found


def _navigation() -> Menu:
    region = g.get("region")
    if region is None:
        return Menu([], 0, [])
    user = g.get("user")
    rights = permissions(user, region)
    items = [i for i in hooks.for_region(region).nav_items(user=user) if i.permission is None or i.permission in rights]
    if user is not None and "core.board.read" in rights:
        items.insert(0, NavItem(lambda: _("Översikt"), "core_region.start", 0))
    if "core.organisation.own" in rights and "core.organisation.read" not in rights:
        items.append(NavItem(lambda: _("Min organisation"), "core_organisations.mine", 90))
    groups = _admin_groups([i for i in items if i.admin], rights)
    menu = [i for i in items if not i.admin]
    here = _here([*menu, *(i for _label, inside in groups for i in inside)])
    links = [_link(i, here) for i in menu]
    admin = [NavGroup(label, [_link(i, here) for i in inside]) for label, inside in groups]
    return Menu(links, first_in_row(links, with_admin=bool(admin)), admin)


def _url(item: NavItem) -> str:
    return url_for(item.endpoint, **item.values)


def _here(items: Sequence[NavItem]) -> str:
    """The address of the entry that the running page belongs to: the page itself, or else the deepest that it lies under."""
    path = request.path
    deep = [url for item in items if item is not ADMIN_START and (url := _url(item)).count("/") > 3]
    inside = [url for url in deep if path.startswith(url.rstrip("/") + "/")]
    return path if any(_url(item) == path for item in items) else max(inside, key=len, default="")


def _link(item: NavItem, here: str) -> NavLink:
    label, url = item.label() if callable(item.label) else item.label, _url(item)
    return NavLink(label, url, url == here)


def first_in_row(links: Sequence[NavLink], *, with_admin: bool) -> int:
    """How many entries fit in the row beside the search box; those that do not are two or more, since "Mer" takes a place too."""
    row = ROW - len(_("Administrera")) - GAP if with_admin else ROW
    widths = [len(str(link.label)) + GAP for link in links]
    if sum(widths) <= row:
        return len(links)
    row -= len(_("Mer")) + GAP
    fitting = next((number for number in range(len(links), 0, -1) if sum(widths[:number]) <= row), 1)
    return min(fitting, len(links) - 2) if len(links) > 2 else len(links)


def _admin_groups(of_plugins: list[NavItem], rights: frozenset[str]) -> list[tuple[Any, list[NavItem]]]:
    """Core's entries by weight, then the plugins', in the order of the groups; empty groups are left out."""
    items = sorted((i for i in CORE_ADMIN if i.permission in rights), key=lambda i: i.weight) + of_plugins
    groups = [(label, [i for i in items if i.group == name]) for name, label in ADMIN_GROUPS.items()]
    start: list[tuple[Any, list[NavItem]]] = [("", [ADMIN_START])] if ADMIN_START.permission in rights else []
    return start + [(label, inside) for label, inside in groups if inside]


def footer_links() -> list[tuple[str, str]]:
    """What stands at the foot of every page of a region. The law asks for the accessibility statement there."""
    if g.get("region") is None:
        return []
    links = [
        (_("Tillgänglighet"), url_for("core_about.accessibility")),
        (_("Dina personuppgifter"), url_for("core_about.privacy")),
        (_("Lämna en synpunkt"), url_for("core_about.feedback")),
        (_("Be om en roll"), url_for("core_join.ask")),
    ]
    return [*links, (_("Öppna data"), url_for("core_opendata.index")), (_("API"), url_for("core_api_docs.guide"))]


def region_text(key: str) -> str | Markup:
    """One of the running region's own texts, ready to be shown."""
    return texts.shown(g.get("region"), key)


def _vote_page() -> str:
    """The endpoint that the question "was this page useful?" is about: only public pages of a region that are being read."""
    endpoint = request.endpoint or ""
    if g.get("region") is None or request.method != "GET" or endpoint in NOT_VOTED or endpoint not in current_app.view_functions:
        return ""
    return endpoint if declared_access(current_app, endpoint).get("GET") == PUBLIC else ""


def _context() -> dict[str, Any]:
    region = g.get("region")
    menu = navigation()
    return {
        "region": region,
        "user": g.get("user"),
        "nav_items": menu.links,
        "nav_first": menu.first,
        "admin_groups": menu.admin,
        "theme_css_url": url_for("core_region.theme", region=region.slug, v=region.version) if region and region.accent else None,
        "footer_links": footer_links(),
        "vote_page": _vote_page(),
        "impersonation": g.get("impersonation"),
        "impersonated": g.get("impersonated"),
        "language": language(),
        "languages": LANGUAGES,
    }


def unread_notices() -> int:
    """How many notices the signed-in person has not read, in all regions."""
    user = g.get("user")
    return sum(unread_by_region(user).values()) if user is not None else 0


def init_app(app: Flask) -> None:
    """Register the context and the helpers."""
    app.context_processor(_context)
    from core.lists.views import shown

    app.jinja_env.globals.update(
        saved_views=shown, submission_key=new_key, slot=slot, region_text=region_text, unread_notices=unread_notices, **formats.GLOBALS
    )
    app.jinja_env.filters.update(formats.FILTERS)
