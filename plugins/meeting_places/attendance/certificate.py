"""The certificate of attendance, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from core.clock import today
from core.db import utcnow
from core.documents import Block, Document, KeyFacts, Paragraph
from core.i18n import gettext as _
from core.i18n import speaking
from core.web.format import format_date, format_number
from plugins.meeting_places.links import absolute
from plugins.meeting_places.meetings.words import where
from plugins.meeting_places.times import span

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.attendance.models import Attendance
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import Registration


def certificate(region: Region, meeting: Meeting, registration: Registration, attendance: Attendance, organiser: str) -> Document:
    """Who was where, and for how many hours; and how others can see that it is true."""
    with speaking(registration.language):
        facts = [
            (_("Namn"), registration.name),
            (_("Organisation"), registration.organisation_name),
            (_("Möte"), meeting.title),
            (_("När"), span(meeting.starts_at, meeting.ends_at)),
            (_("Var"), where(meeting)),
            (_("Ordnades av"), organiser or region.name),
            (_("Timmar"), format_number(attendance.hours)),
            (_("Utfärdat"), format_date(today())),
            (_("Kod"), grouped(attendance.code or "")),
        ]
        address = absolute("check_certificate", region)
        blocks: list[Block] = [
            Paragraph((_("Härmed intygas att personen nedan har deltagit i mötet."),)),
            KeyFacts(tuple((label, value) for label, value in facts if value)),
            Paragraph((_("Vem som helst kan kontrollera intyget med koden på %(address)s.", address=address),)),
        ]
        return Document(
            title=_("Intyg om deltagande"),
            language=registration.language,
            author=region.name,
            site=current_app.extensions["samkraft_settings"].public_url,
            made_at=utcnow().replace(microsecond=0),
            blocks=tuple(blocks),
        )


def grouped(code: str) -> str:
    """A code as people read it: four signs at a time."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(text: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(each for each in text.upper() if each.isalnum())[:32]


def initials(name: str) -> str:
    """Enough of a name to compare with a certificate, and no more."""
    return " ".join(f"{part[0]}." for part in name.split()[:3])
