"""The steps of a cluster in words, for its history and for the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from plugins.demand_pooling.work.models import StepKind
from plugins.demand_pooling.work.progress import progress_label


def _needs(facts: Mapping[str, Any]) -> str:
    found = facts.get("needs", 0)
    count = len(found) if isinstance(found, list) else int(found or 0)
    return ngettext("%(n)s behov", "%(n)s behov", count, n=count)


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    StepKind.MOVED: lambda facts: _("%(needs)s flyttades till ett annat kluster", needs=_needs(facts)),
    StepKind.SPLIT: lambda facts: _("%(needs)s delades av till ett nytt kluster", needs=_needs(facts)),
    StepKind.MERGED: lambda facts: _("Klustret slogs ihop med ett annat"),
    StepKind.REMOVED: lambda facts: _("%(needs)s togs ur klustret", needs=_needs(facts)),
    StepKind.PUT_BACK: lambda facts: _("%(needs)s får räknas till kluster igen", needs=_needs(facts)),
    StepKind.RELEASED: lambda facts: _("%(needs)s lämnades åter till regeln", needs=_needs(facts)),
    StepKind.LOCKED: lambda facts: _("Klustret låstes"),
    StepKind.UNLOCKED: lambda facts: _("Klustret låstes upp"),
    StepKind.COMMENTED: lambda facts: _("Klustret kommenterades"),
    StepKind.STATUS: lambda facts: _(
        "Läget ändrades från %(before)s till %(after)s",
        before=progress_label(str(facts.get("before", ""))).lower(),
        after=progress_label(str(facts.get("after", ""))).lower(),
    ),
    StepKind.ADOPTED: lambda facts: _("En plan lade %(needs)s i klustret", needs=_needs(facts)),
    StepKind.LEFT: lambda facts: _("%(needs)s lämnade klustret: återkallat eller inte längre delat", needs=_needs(facts)),
    StepKind.UNDONE: lambda facts: _("Det senaste steget togs tillbaka"),
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str | None:
    """A step in words; None when it is none of these."""
    return _WORDS[kind](facts) if kind in _WORDS else None


def describe(action: str, facts: Mapping[str, Any]) -> str | None:
    """An entry of the audit log, `demand_pooling.cluster.<kind>`, in words."""
    return sentence(action.removeprefix("demand_pooling.cluster."), facts) if action.startswith("demand_pooling.cluster.") else None
