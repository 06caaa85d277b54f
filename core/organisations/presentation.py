"""Choices and comparisons as text ready to be shown."""

from __future__ import annotations

from typing import Any

from flask import url_for

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations import sizes, sni
from core.organisations.facts import FACTS, Facts
from core.organisations.log import field_labels
from core.organisations.models import OrganisationKind
from core.organisations.naming import KINDS
from core.organisations.queries import OPEN, OrganisationFilter
from core.organisations.service import format_orgnr


def chips(filters: OrganisationFilter) -> list[tuple[str, str]]:
    """What is chosen, each with the address of the list without it."""
    words = {
        "q": f"”{filters.q}”",
        "kind": str(KINDS[OrganisationKind(filters.kind)]) if filters.kind else "",
        "municipality": name_of(filters.municipality),
        "section": dict(sni.sections()).get(filters.section, ""),
        "size": sizes.label(int(filters.size)) if filters.size else "",
        "state": _("Verksamma") if filters.state == OPEN else _("Nedlagda"),
    }
    return [
        (label, url_for("core_organisations.index", **filters.arguments(**{name: ""})))
        for name, label in words.items()
        if getattr(filters, name)
    ]


def in_words(name: str, value: Any) -> str:
    """A fact as one reads it; empty for none."""
    if value in (None, ""):
        return ""
    match name:
        case "orgnr":
            return format_orgnr(str(value))
        case "kind":
            return str(KINDS[OrganisationKind(value)])
        case "municipality_code":
            return name_of(str(value))
        case "size_class":
            return sizes.label(int(value))
        case _:
            return str(value)


def compared(first: Any, second: Facts) -> list[tuple[Any, ...]]:
    """Facts on which the two differ: label, the first's, the second's."""
    labels = field_labels()
    rows = [(labels[name], in_words(name, getattr(first, name)), in_words(name, getattr(second, name))) for name in FACTS]
    return [row for row in rows if row[1] != row[2]]
