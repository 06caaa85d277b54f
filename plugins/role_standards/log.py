"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]


def _title(d: Mapping[str, Any]) -> Any:
    return d.get("title", "")


SENTENCES: dict[str, Sentence] = {
    "role_standards.standard.made": lambda d: _("Började på yrkesrollen %(title)s", title=_title(d)),
    "role_standards.standard.changed": lambda d: _("Ändrade yrkesrollen %(title)s", title=_title(d)),
    "role_standards.standard.withdrawn": lambda d: _("Slutade använda yrkesrollen %(title)s", title=_title(d)),
    "role_standards.version.begun": lambda d: _("Började på version %(n)s av %(title)s", n=d.get("number", ""), title=_title(d)),
    "role_standards.version.changed": lambda d: _("Ändrade utkastet till %(title)s", title=_title(d)),
    "role_standards.version.agreed": lambda d: _("Skrev in beslutet om version %(n)s av %(title)s", n=d.get("number", ""), title=_title(d)),
    "role_standards.requirement.saved": lambda d: _("Sparade kravet %(title)s", title=_title(d)),
    "role_standards.requirement.removed": lambda d: _("Tog bort kravet %(title)s", title=_title(d)),
    "role_standards.step.saved": lambda d: _("Sparade steget från %(title)s till %(to)s", title=_title(d), to=d.get("to", "")),
    "role_standards.step.removed": lambda d: _("Tog bort ett steg vid %(title)s", title=_title(d)),
    "role_standards.proposal.made": lambda d: _("Föreslog en ändring av %(part)s", part=d.get("part", "")),
    "role_standards.proposal.accepted": lambda d: _("Tog in ett förslag om %(part)s", part=d.get("part", "")),
    "role_standards.proposal.rejected": lambda d: _("Avslog ett förslag om %(part)s", part=d.get("part", "")),
    "role_standards.comment.made": lambda d: _("Kommenterade ett utkast till en yrkesroll"),
    "role_standards.requirement.moved": lambda d: _("Flyttade kravet %(title)s", title=_title(d)),
    "role_standards.referral.saved": lambda d: _("Sparade remissen %(title)s", title=_title(d)),
    "role_standards.referral.asked_added": lambda d: _("Lade till dem som ska svara på remissen %(title)s", title=_title(d)),
    "role_standards.referral.sent": lambda d: _("Skickade remissen %(title)s", title=_title(d)),
    "role_standards.referral.reminded": lambda d: _("Påminde dem som inte har svarat på remissen %(title)s", title=_title(d)),
    "role_standards.referral.closed": lambda d: _("Avslutade remissen %(title)s", title=_title(d)),
    "role_standards.referral.asked_removed": lambda d: _("Tog bort %(name)s ur en remiss", name=d.get("organisation", "")),
    "role_standards.referral.answered": lambda d: _("%(name)s svarade på en remiss", name=d.get("organisation", "")),
    "role_standards.referral.answer_changed": lambda d: _("%(name)s ändrade sitt svar på en remiss", name=d.get("organisation", "")),
    "role_standards.referral.exported": lambda d: _("Tog ut remissvaren som fil"),
    "role_standards.referral.summary_taken": lambda d: _("Tog ut sammanställningen av remissvaren"),
    "role_standards.adoption.said": lambda d: _(
        "Angav hur långt %(place)s har kommit med %(title)s", place=name_of(str(d.get("municipality", ""))), title=_title(d)
    ),
    "role_standards.adoption.exported": lambda d: _("Tog ut införandet av en yrkesroll som fil"),
    "role_standards.titles.added": lambda d: _("Lade in titlar för %(place)s", place=name_of(str(d.get("municipality", "")))),
    "role_standards.titles.exported": lambda d: _("Tog ut lokala titlar som fil"),
    "role_standards.title.said": lambda d: _("Kopplade titeln %(title)s till %(to)s", title=_title(d), to=d.get("standard", "") or "–"),
    "role_standards.title.removed": lambda d: _("Tog bort titeln %(title)s", title=_title(d)),
    "role_standards.watched.made": lambda d: _("Började bevaka %(title)s", title=_title(d)),
    "role_standards.watched.changed": lambda d: _("Ändrade det bevakade kravet %(title)s", title=_title(d)),
    "role_standards.watched.removed": lambda d: _("Slutade bevaka %(title)s", title=_title(d)),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
