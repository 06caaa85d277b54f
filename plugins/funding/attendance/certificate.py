"""The certificate of hours (*intyg*), as a document. Only signed hours are in it."""

from __future__ import annotations

from sqlalchemy import Select, select

from core.db import db, utcnow
from core.documents import Block, Document, KeyFacts, Paragraph, Table
from core.errors import Conflict
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.funding.attendance.models import AttendanceRecord, Signed
from plugins.funding.participants.models import Participant
from plugins.funding.participants.queries import is_hidden
from plugins.funding.projects.models import Project


def certificate(region: Region, project: Project, person: Participant, number: str = "") -> Document:
    """In which project somebody has taken part, for how many hours each month, and with what.

    Args:
        number: The whole personal number, where it is to stand there.

    Raises:
        Conflict: when no hours are signed.
    """
    rows = _rows(person)
    if not rows:
        raise Conflict(_("Inga timmar är signerade än. Intyget kan göras när de är det."))
    facts = [
        (_("Namn"), _("skrivs in för hand") if is_hidden(person) else person.name),
        (_("Personnummer"), number),
        (_("Projekt"), project.title),
        (_("Finansiär"), project.funder),
        (_("Finansiärens diarienummer"), project.reference),
        (_("Tid i projektet"), _time(person)),
        (_("Timmar"), format_number(sum(hours for _month, _activity, _days, hours in rows), 2)),
    ]
    shown = tuple((month, activity or "–", str(days), format_number(hours, 2)) for month, activity, days, hours in rows)
    header = (_("Månad"), _("Aktivitet"), _("Dagar"), _("Timmar"))
    blocks: list[Block] = [
        Paragraph((_("Härmed intygas att personen nedan har deltagit i projektet."),)),
        KeyFacts(tuple((label, value) for label, value in facts if value)),
        Table(_("Timmar per månad"), header, shown, numeric=(2, 3)),
        Paragraph((_("Bara timmar som är signerade räknas. Intyget gäller %(day)s.", day=format_date(utcnow().date())),)),
    ]
    made_at = utcnow().replace(microsecond=0)
    return Document(title=_("Intyg om deltagande"), blocks=tuple(blocks), language=language(), author=region.name, made_at=made_at)


def may_have(person: Participant) -> bool:
    """Whether there are signed hours to certify."""
    return db.session.execute(_signed(person).limit(1)).first() is not None


def _signed(person: Participant) -> Select[AttendanceRecord]:
    return select(AttendanceRecord).where(
        AttendanceRecord.participant_id == person.id, AttendanceRecord.signed != Signed.NOBODY, AttendanceRecord.hours > 0
    )


def _rows(person: Participant) -> list[tuple[str, str, int, float]]:
    """Month, activity, days and hours; the first month first."""
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for row in db.session.execute(_signed(person).order_by(AttendanceRecord.day, AttendanceRecord.id)).scalars():
        key = (row.day.isoformat()[:7], row.activity)
        days, hours = found.get(key, (0, 0.0))
        found[key] = (days + 1, hours + row.hours)
    return [(month, activity, days, hours) for (month, activity), (days, hours) in found.items()]


def _time(person: Participant) -> str:
    first = format_date(person.starts_on)
    if person.left_on is None:
        return _("från %(first)s", first=first)
    return _("%(first)s till %(last)s", first=first, last=format_date(person.left_on))
