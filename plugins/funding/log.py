"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "funding.call.made": lambda d: _("Lade till utlysningen %(title)s", title=d.get("title", "")),
    "funding.call.changed": lambda d: _("Ändrade utlysningen %(title)s", title=d.get("title", "")),
    "funding.call.withdrawn": lambda d: _("Drog tillbaka utlysningen %(title)s", title=d.get("title", "")),
    "funding.project.made": lambda d: _("Lade till projektet %(title)s", title=d.get("title", "")),
    "funding.project.changed": lambda d: _("Ändrade projektet %(title)s", title=d.get("title", "")),
    "funding.project.moved": lambda d: _("Ändrade läget för projektet %(title)s", title=d.get("title", "")),
    "funding.project.part_saved": lambda d: _("Sparade %(part)s i projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")),
    "funding.project.part_removed": lambda d: _(
        "Tog bort %(part)s ur projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "funding.project.budget_set": lambda d: _(
        "Satte en budgetrad för %(year)s i projektet %(title)s", year=d.get("year", ""), title=d.get("title", "")
    ),
    "funding.project.cost_set": lambda d: _(
        "Skrev in en kostnad för %(month)s i projektet %(title)s", month=d.get("month", ""), title=d.get("title", "")
    ),
    "funding.project.measured": lambda d: _(
        "Skrev in ett utfall för %(part)s i projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "funding.project.noted": lambda d: _("Skrev en anteckning i projektet %(title)s", title=d.get("title", "")),
    "funding.project.taken_out": lambda d: _("Laddade ner ett projekts kostnader eller utfall"),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
