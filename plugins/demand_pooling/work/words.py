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


_PROVIDER: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "requested": lambda facts: ngettext(
        "Förfrågan skickades till %(n)s anordnare",
        "Förfrågan skickades till %(n)s anordnare",
        facts.get("providers", 0),
        n=facts.get("providers", 0),
    ),
    "reminded": lambda facts: ngettext(
        "%(n)s anordnare påmindes", "%(n)s anordnare påmindes", facts.get("providers", 0), n=facts.get("providers", 0)
    ),
    "withdrawn": lambda facts: _("Förfrågan återtogs"),
    "offered": lambda facts: _("%(provider)s lämnade ett erbjudande", provider=facts.get("provider", "")),
    "offer_changed": lambda facts: _("%(provider)s ändrade sitt erbjudande", provider=facts.get("provider", "")),
    "declined": lambda facts: _("%(provider)s tackade nej", provider=facts.get("provider", "")),
    "shared": lambda facts: _("Beställarna och deras andelar sparades"),
    "decided": lambda facts: _("Erbjudandet från %(provider)s antogs", provider=facts.get("provider", "")),
    "none_chosen": lambda facts: _("Inget erbjudande antogs"),
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str | None:
    """A step in words; None when it is none of these."""
    if kind == StepKind.PROVIDER:
        what = str(facts.get("what", ""))
        return _PROVIDER[what](facts) if what in _PROVIDER else None
    return _WORDS[kind](facts) if kind in _WORDS else None


def describe(action: str, facts: Mapping[str, Any]) -> str | None:
    """An entry of the audit log, `demand_pooling.cluster.<kind>` or `demand_pooling.request.<what>`, in words."""
    _owner, noun, what = [*action.split(".", 2), "", ""][:3]
    if noun == "request":
        return sentence(StepKind.PROVIDER, {**facts, "what": what})
    return sentence(what, facts) if noun == "cluster" else None
