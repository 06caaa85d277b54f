"""Reads on the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import Page, paginate
from core.i18n import gettext as _
from core.plugins import hooks
from core.regions.models import Region


def entries(region: Region, *, number: int = 1, action: str = "") -> Page[Any]:
    """A region's entries, newest first, optionally those whose action begins with a text."""
    statement = select(AuditEntry).where(AuditEntry.region_id == region.id).order_by(AuditEntry.id.desc())
    if action:
        statement = statement.where(AuditEntry.action.startswith(action, autoescape=True))
    return paginate(statement, number=number, size=50)


def describe(entry: AuditEntry) -> str:
    """One sentence for an entry. Falls back to the action's name when its plugin is gone or silent."""
    plugin = entry.subject.removeprefix("core:plugin:")
    match entry.action:
        case "core.plugin.enabled":
            return _("Slog på delen %(plugin)s", plugin=plugin)
        case "core.plugin.disabled":
            return _("Slog av delen %(plugin)s", plugin=plugin)
        case "core.plugin.settings_changed":
            return _("Ändrade inställningarna för %(plugin)s", plugin=plugin)
        case "core.membership.granted":
            return _("Gav en användare rollen %(role)s", role=entry.detail.get("role", ""))
        case "core.regions.applied":
            return _("Läste in regionernas inställningar från fil")
        case _:
            return hooks.stewardship().describe_log_entry(entry=entry) or entry.action
