"""What must be right before a month is sent. Each fault names the participant's number, never the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.i18n import gettext as _
from core.i18n import ngettext
from plugins.funding.attendance.queries import month_of
from plugins.funding.participants.models import Participant

WEEKS = 4  # after the month's end, the file is to be with the fund


@dataclass(frozen=True)
class Fault:
    """Something that must be mended first: with which participant, and what to do."""

    participant: Participant | None
    text: str


def faults(rows: Sequence[tuple[Participant, float, int]], month: date, today: date) -> list[Fault]:
    """Everything that is wrong with a month.

    Args:
        rows: Participant, hours, and how many of the records are not signed.
    """
    found = []
    if month_of(month)[1] > today:
        found.append(Fault(None, _("Månaden är inte slut än.")))
    if not rows:
        found.append(Fault(None, _("Ingen har närvaro i månaden.")))
    for person, _hours, unsigned in rows:
        if not person.is_protected and not person.personal_number:
            found.append(Fault(person, _("Personnummer saknas. Skriv in det, eller markera att uppgifterna är skyddade.")))
        if unsigned:
            text = ngettext(
                "%(n)s dag är inte signerad. Mejla länken, eller signera från listan på papper.",
                "%(n)s dagar är inte signerade. Mejla länken, eller signera från listan på papper.",
                unsigned,
                n=unsigned,
            )
            found.append(Fault(person, text))
        if person.consented_on is None or person.consented_on > person.starts_on + timedelta(days=31):
            found.append(Fault(person, _("Det står inte att personen har informerats när hen började. Fyll i dagen.")))
    return found


def due(month: date) -> date:
    """The last day for the file of a month."""
    return month_of(month)[1] - timedelta(days=1) + timedelta(weeks=WEEKS)
