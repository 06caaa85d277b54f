"""Entries in words. Each part describes its own; the core's are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.administration import log as administration
from core.audit import words as others
from core.audit.models import AuditEntry
from core.i18n import gettext as _
from core.organisations.log import sentence as of_organisation
from core.plugins import hooks
from core.users.log import describe as describe_account

Words = Callable[[AuditEntry, dict[str, Any]], str]


def _plugin(entry: AuditEntry) -> str:
    return entry.subject.removeprefix("core:plugin:")


_CORE: dict[str, Words] = {
    "core.plugin.enabled": lambda e, d: _("Slog på delen %(plugin)s", plugin=_plugin(e)),
    "core.plugin.disabled": lambda e, d: _("Slog av delen %(plugin)s", plugin=_plugin(e)),
    "core.plugin.settings_changed": lambda e, d: _("Ändrade inställningarna för %(plugin)s", plugin=_plugin(e)),
    "core.membership.granted": lambda e, d: _("Gav en användare rollen %(role)s", role=d.get("role", "")),
    "core.user.created": lambda e, d: _("Lade upp en användare"),
    "core.regions.applied": lambda e, d: _("Läste in regionernas inställningar från fil"),
    "core.job.retried": lambda e, d: _("Lät jobbet %(name)s försöka igen", name=d.get("name", "")),
    "core.queue.refused": lambda e, d: _("Kön höll ett meddelande som inte är vårt. Det kördes inte."),
    "core.sign_in.begun": lambda e, d: _("Började logga in; den andra faktorn återstod"),
    "core.sign_in.succeeded": lambda e, d: _("Loggade in"),
    "core.sign_in.code_refused": lambda e, d: _("Skrev fel kod vid inloggning"),
    "core.sign_out": lambda e, d: _("Loggade ut"),
    "core.access.shared_row": lambda e, d: _("Nekades att ändra en uppgift som en annan region äger"),
    "core.access.denied": lambda e, d: _("Nekades en sida: rättigheten %(permission)s saknas", permission=d.get("permission", "")),
    "core.audit.exported": lambda e, d: _("Tog ut händelseloggen till en fil"),
    "core.organisations.exported": lambda e, d: _("Laddade ner listan över organisationer (%(n)s rader)", n=d.get("rows", 0)),
    "core.members.exported": lambda e, d: _("Laddade ner listan över användare (%(n)s rader)", n=d.get("rows", 0)),
    "core.mail.exported": lambda e, d: _("Laddade ner mejlloggen (%(n)s rader)", n=d.get("rows", 0)),
    "core.backup.made": lambda e, d: _("Tog en säkerhetskopia"),
    "core.backup.restored": lambda e, d: _(
        "Läste tillbaka en säkerhetskopia från %(made)s", made=str(d.get("made", ""))[:16].replace("T", " ")
    ),
}


def describe(entry: AuditEntry) -> str:
    """One sentence for an entry. Falls back to the action's name when its part is gone or silent."""
    detail = entry.detail or {}
    words = _CORE.get(entry.action)
    if words is not None:
        return words(entry, detail)
    told = administration.WORDS.get(entry.action) or others.WORDS.get(entry.action)
    if told is not None:
        return told(detail)
    return describe_account(entry.action) or of_organisation(entry) or hooks.stewardship().describe_log_entry(entry=entry) or entry.action
