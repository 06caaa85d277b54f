"""The list of actions as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.i18n import gettext as _
from core.records.people import protected_addresses
from plugins.regional_plans.actions.queries import Row
from plugins.regional_plans.actions.words import STATUS


def header(*, contacts: bool) -> list[str]:
    """The columns' names, in the reader's language."""
    names = [_("Insats"), _("Fokusområde"), _("Ägare"), _("Börjar"), _("Slutar"), _("Läge"), _("Senast"), _("Kommentar"), _("Finansiering")]
    return [*names, _("Belopp i kronor"), *([_("Kontaktperson"), _("E-post")] if contacts else [])]


def rows(found: Iterable[Row], *, contacts: bool) -> Iterator[list[Any]]:
    """A row per action, in the order of `header()`. The contact of somebody with protected identity is left out."""
    found = list(found)
    hidden = protected_addresses(row.action.contact_email for row in found) if contacts else frozenset()
    for row in found:
        action = row.action
        shown = contacts and action.contact_email.lower() not in hidden
        yield [
            action.title,
            row.area,
            row.owner,
            action.starts_on,
            action.ends_on,
            str(STATUS[action.status]),
            action.status_at.date() if action.status_at else "",
            action.status_text,
            action.funding,
            action.amount if action.amount is not None else "",
            *([action.contact_name if shown else "", action.contact_email if shown else ""] if contacts else []),
        ]
