"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]


def _step(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": detail.get("title", ""), "list": detail.get("list", "")}


SENTENCES: dict[str, Sentence] = {
    "guidance.text.saved": lambda d: _("Sparade en text om yrkesgrupp %(group)s", group=d.get("group", "")),
    "guidance.text.removed": lambda d: _("Tog bort en text om yrkesgrupp %(group)s", group=d.get("group", "")),
    "guidance.need.saved": lambda d: _("Skrev behovet %(title)s", title=d.get("title", "")),
    "guidance.need.removed": lambda d: _("Tog bort den egna texten om behovet %(title)s", title=d.get("title", "")),
    "guidance.adapted.arranged": lambda d: _("Ändrade hur %(title)s visas", title=d.get("title", "")),
    "guidance.checklist.saved": lambda d: _("Skrev checklistan %(title)s", title=d.get("title", "")),
    "guidance.checklist.removed": lambda d: _("Tog bort den egna texten i checklistan %(title)s", title=d.get("title", "")),
    "guidance.checklist_step.saved": lambda d: _("Skrev steget %(title)s i checklistan %(list)s", **_step(d)),
    "guidance.checklist_step.moved": lambda d: _("Flyttade steget %(title)s i checklistan %(list)s", **_step(d)),
    "guidance.checklist_step.removed": lambda d: _("Tog bort steget %(title)s i checklistan %(list)s", **_step(d)),
    "guidance.profile.made": lambda d: _("Skrev en profil för %(name)s", name=d.get("name", "")),
    "guidance.profile.changed": lambda d: _("Ändrade profilen för %(name)s", name=d.get("name", "")),
    "guidance.profile.moved": lambda d: _("Ändrade läget för profilen %(name)s", name=d.get("name", "")),
    "guidance.visit.offered": lambda d: _("Erbjöd besöket %(title)s", title=d.get("title", "")),
    "guidance.visit.changed": lambda d: _("Ändrade besöket %(title)s", title=d.get("title", "")),
    "guidance.visit.cancelled": lambda d: _("Ställde in besöket %(title)s", title=d.get("title", "")),
    "guidance.visit.booked": lambda d: _("Bokade %(people)s platser på %(title)s", people=d.get("people", 0), title=d.get("title", "")),
    "guidance.visit.confirmed": lambda d: _("Bekräftade en bokning av %(title)s", title=d.get("title", "")),
    "guidance.module.made": lambda d: _("Skrev modulen %(title)s", title=d.get("title", "")),
    "guidance.module.changed": lambda d: _("Ändrade modulen %(title)s", title=d.get("title", "")),
    "guidance.module.moved": lambda d: _("Ändrade läget för modulen %(title)s", title=d.get("title", "")),
    "guidance.modules.taken_out": lambda d: _("Tog ut siffror om %(rows)s moduler", rows=d.get("rows", 0)),
    "guidance.visit.unbooked": lambda d: _("Avbokade %(title)s", title=d.get("title", "")),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
