"""What the audit log says of organisations and imports, in words."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _


def field_labels() -> dict[str, str]:
    """Facts by name, in words."""
    return {
        "name": _("Namn"),
        "orgnr": _("Organisationsnummer"),
        "kind": _("Typ"),
        "municipality_code": _("Kommun"),
        "sni_code": _("Bransch (SNI-kod)"),
        "sni_version": _("SNI-version"),
        "size_class": _("Storlek"),
        "website": _("Webbplats"),
        "closed_on": _("Nedlagd den"),
    }


def sentence(entry: Any) -> str:
    """One sentence for an entry about an organisation or an import; empty for others'."""
    name = entry.detail.get("name", "")
    match entry.action:
        case "core.organisation.added":
            return _("Lade till organisationen %(name)s", name=name)
        case "core.organisation.changed":
            labels = field_labels()
            changed = ", ".join(labels.get(field, field).lower() for field in entry.detail.get("changes", {}))
            return _("Ändrade organisationen: %(fields)s", fields=changed)
        case "core.organisation.left_region":
            return _("Tog bort %(name)s ur regionens lista", name=name)
        case "core.organisation.merged":
            return _("Slog ihop %(lost)s med %(name)s", lost=entry.detail.get("lost", ""), name=name)
        case "core.workplace.added":
            return _("Lade till arbetsstället %(name)s", name=name)
        case "core.workplace.changed":
            return _("Ändrade arbetsstället %(name)s", name=name)
        case "core.import.applied":
            return _("Läste in %(n)s rader från en fil", n=entry.detail.get("rows", 0))
        case "core.import.undone":
            return _("Ångrade en inläsning")
        case _:
            return ""
