"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "regional_plans.plan.made": lambda d: _("Skrev planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.changed": lambda d: _("Ändrade planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.moved": lambda d: _("Ändrade läget för planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.copied": lambda d: _(
        "Kopierade planen %(before)s till %(title)s", before=d.get("before", ""), title=d.get("title", "")
    ),
    "regional_plans.plan.part_saved": lambda d: _("Sparade %(part)s i planen %(title)s", part=d.get("part", ""), title=d.get("title", "")),
    "regional_plans.plan.part_removed": lambda d: _(
        "Tog bort %(part)s ur planen %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "regional_plans.action.made": lambda d: _("Lade till insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.changed": lambda d: _("Ändrade insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.removed": lambda d: _("Tog bort insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.reported": lambda d: _("Rapporterade läget för insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.saved": lambda d: _("Sparade indikatorn %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.removed": lambda d: _("Tog bort indikatorn %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.measured": lambda d: _("Skrev in ett utfall för %(title)s", title=d.get("title", "")),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
