"""How facts of an education are said: credits with their unit, pace, sessions, extents, lists of places."""

from __future__ import annotations

import re
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number
from plugins.training_catalog.codes import CREDIT_UNITS, language_label
from plugins.training_catalog.dates import NO_DATE

_MORE = re.compile(r" \+(\d+)$")
_EXTENT = re.compile(r"([\d–]+) (\w+)")


def credits(amount: float | None, unit: str) -> str:
    """ "100 verksamhetspoäng"; empty when no credits are given."""
    if not amount:
        return ""
    name = CREDIT_UNITS.get(unit, unit) or _("poäng")
    return f"{format_number(amount)} {name}"


def pace(per_cent: float | None) -> str:
    """ "50 % av heltid"; empty when none is given."""
    return _("%(n)s %% av heltid", n=format_number(per_cent)) if per_cent else ""


def paces(text: str) -> str:
    """Several paces as stored, "25,50", in words."""
    numbers = [format_number(float(part)) for part in text.split(",") if part]
    if not numbers:
        return ""
    joined = numbers[0] if len(numbers) == 1 else _("%(some)s eller %(last)s", some=", ".join(numbers[:-1]), last=numbers[-1])
    return _("%(n)s %% av heltid", n=joined)


def names(text: str) -> str:
    """A stored list of names; "+3" at its end becomes words."""
    match = _MORE.search(text)
    return _("%(names)s och %(n)s till", names=text[: match.start()], n=match.group(1)) if match else text


def sessions(event: Any) -> str:
    """How a distance event is followed: how many times one must, or may, come."""
    if not event.is_distance:
        return ""
    parts = []
    if event.mandatory_sessions:
        parts.append(ngettext("%(num)s obligatorisk träff på plats", "%(num)s obligatoriska träffar på plats", event.mandatory_sessions))
    elif event.mandatory_sessions == 0:
        parts.append(_("inga obligatoriska träffar"))
    if event.optional_sessions:
        parts.append(ngettext("%(num)s frivillig träff", "%(num)s frivilliga träffar", event.optional_sessions))
    if event.mandatory_remote_sessions:
        parts.append(ngettext("%(num)s träff på nätet", "%(num)s träffar på nätet", event.mandatory_remote_sessions))
    return _("Distans, %(sessions)s", sessions=", ".join(parts)) if parts else _("Distans")


def extent(text: str) -> str:
    """An extent as stored, "40 weeks", in words."""
    match = _EXTENT.fullmatch(text)
    if match is None:
        return text
    number = match.group(1)
    words = {
        "hours": _("%(n)s timmar", n=number),
        "days": _("%(n)s dagar", n=number),
        "weeks": _("%(n)s veckor", n=number),
        "months": _("%(n)s månader", n=number),
        "years": _("%(n)s år", n=number),
        "semesters": _("%(n)s terminer", n=number),
    }
    return words.get(match.group(2), text)


def languages(text: str) -> str:
    """Stored languages, "swe,eng", in words."""
    return ", ".join(language_label(code) for code in text.split(",") if code)


def has_date(value: Any) -> bool:
    """Whether a date is one, and not the mark for none."""
    return value is not None and value != NO_DATE
