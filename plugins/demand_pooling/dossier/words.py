"""The log's entries on dossiers and evidence, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

_PARTS: Mapping[str, Callable[[], str]] = {
    "texts": lambda: _("Underlagets texter ändrades"),
    "programme": lambda: _("Uppgifterna om utbildningen ändrades"),
    "letters": lambda: _("Valet av avsiktsförklaringar ändrades"),
    "steering": lambda: _("Den föreslagna ledningsgruppen ändrades"),
}
_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "demand_pooling.dossier.created": lambda _facts: _("Underlaget skapades"),
    "demand_pooling.dossier.changed": lambda facts: _PARTS.get(str(facts.get("part")), lambda: _("Underlaget ändrades"))(),
    "demand_pooling.dossier.sent": lambda facts: _("Version %(n)s frystes för att skickas", n=facts.get("number", "")),
    "demand_pooling.dossier.taken_out": lambda facts: (
        _("Version %(n)s hämtades som fil", n=facts["number"]) if facts.get("number") else _("Utkastet hämtades som fil")
    ),
    "demand_pooling.dossier.commitment_withdrawn": lambda facts: _(
        "En arbetsgivare återkallade ett åtagande som finns i version %(n)s", n=facts.get("number", "")
    ),
    "demand_pooling.evidence.judged": lambda facts: _("Gemensam bedömning skrevs för yrkesgruppen %(code)s", code=facts.get("group", "")),
}


def describe(action: str, facts: Mapping[str, Any]) -> str | None:
    """An entry in words; None when it is none of these."""
    return _WORDS[action](facts) if action in _WORDS else None
