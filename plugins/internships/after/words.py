"""Words for what follows a placement."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from core.i18n import language, ngettext
from core.i18n import lazy_gettext as _l
from core.web.format import format_number
from plugins.internships.after.models import Phase, PlacementTask, Side

SIDES: dict[Side, Any] = {
    Side.STUDENT: _l("Den som gör praktiken"),
    Side.EMPLOYER: _l("Arbetsgivaren"),
    Side.SCHOOL: _l("Skolan"),
    Side.SUPERVISOR: _l("Handledaren"),
}
PHASES: dict[Phase, Any] = {Phase.MID: _l("Utvärdering efter halva tiden"), Phase.FINAL: _l("Utvärdering i slutet")}


def task(row: PlacementTask) -> str:
    """What is to be done, in the reader's language."""
    return row.what_en if language() == "en" and row.what_en else row.what


def question(each: dict[str, str]) -> str:
    """A question of an evaluation, in the reader's language."""
    return each["text_en"] if language() == "en" and each.get("text_en") else each["text"]


def days(count: int) -> str:
    """So many days."""
    return ngettext("%(num)s dag", "%(num)s dagar", count)


def weeks(count: int) -> str:
    """So many weeks."""
    return ngettext("%(num)s vecka", "%(num)s veckor", count)


def amount(days_there: int, hours: float) -> str:
    """How much somebody has been there."""
    return _("%(days)s, %(hours)s timmar", days=days(days_there), hours=format_number(hours)) if hours else days(days_there)
