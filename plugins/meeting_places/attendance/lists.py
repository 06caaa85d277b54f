"""The meeting tool's participant list: read, looked at, paired by hand, applied and taken back. Nothing here commits.

Tools write a row each time somebody joins. A person's rows are one line here, and a minute in two rows counts once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import SWEDEN
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.files.tabular import Limits, read_table
from core.i18n import gettext as _
from core.records.people import protected_addresses
from core.search.folding import fold
from plugins.meeting_places.attendance.models import Attendance, AttendanceLine, AttendanceList, ListStatus, Source
from plugins.meeting_places.attendance.queries import attendance_of, lines, seated
from plugins.meeting_places.attendance.service import confirm, tell
from plugins.meeting_places.fields import is_email
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.registration.models import Registration

if TYPE_CHECKING:
    from core.regions.models import Region

KEPT = timedelta(days=30)
AROUND = timedelta(hours=12)  # a time this far from the meeting is another meeting's
MAX_LINES = 5_000
MIB = 1024 * 1024
LIMITS = Limits(bytes=5 * MIB, rows=50_000, columns=60, cell=1_000)
NAMES = ("namn", "name", "full name", "participant name", "user name", "name (original name)", "deltagare", "fullstandigt namn")
EMAILS = (
    "e-post",
    "epost",
    "email",
    "e-mail",
    "user email",
    "participant email",
    "email address",
    "e-postadress",
    "participant id (upn)",
    "upn",
)
JOINS = ("anslot", "join time", "first join", "ankom", "forsta anslutning", "anslutningstid", "first join time", "joined", "start")
LEAVES = ("lamnade", "leave time", "last leave", "avslutade", "senaste utloggning", "last leave time", "left", "slut")
MINUTES = ("minuter", "duration (minutes)", "total duration (minutes)", "minutes", "varaktighet (minuter)")
_SPAN = re.compile(r"(?:(\d+)\s*(?:h|tim)\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?")
_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%y, %I:%M:%S %p",
    "%m/%d/%Y, %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%Y-%m-%d, %H:%M:%S",
)


@dataclass
class Person:
    """One person of a list, while it is read."""

    name: str
    email: str
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    told: int = 0
    parts: int = 0
    wrong: int = 0

    @property
    def minutes(self) -> int:
        """For how long: each minute once; or what the tool itself has summed, when it gives no times."""
        whole, until = timedelta(0), None
        for start, stop in sorted(self.spans):
            start = max(start, until) if until is not None else start
            if stop > start:
                whole += stop - start
                until = stop
        return int(whole.total_seconds() // 60) or self.told


def read(*, region: Region, meeting: Meeting, name: str, content: bytes) -> AttendanceList:
    """Read a list, and pair its people with registrations by their addresses. Nobody is noted as there yet.

    Raises:
        DomainError: when the file as a whole cannot be used.
    """
    if meeting.status != MeetingStatus.PUBLISHED or meeting.starts_at > utcnow():
        raise Conflict(_("Listan kan läsas in när mötet har börjat."))
    people, rows, wrong = _people(meeting, content)
    made = AttendanceList(
        region_id=region.id, meeting_id=meeting.id, file_name=name[:200], rows=rows, undated=wrong, expires_at=utcnow() + KEPT
    )
    db.session.add(made)
    db.session.flush()
    known = {each.email.lower(): each.id for each in seated(meeting) if each.email}
    hidden = protected_addresses(each.email for each in people if each.email)
    taken: set[int] = set()
    for number, each in enumerate(people, 1):
        line = AttendanceLine(region_id=region.id, list_id=made.id, number=number, parts=each.parts, minutes=each.minutes)
        line.registration_id = known.get(each.email)
        if each.email not in hidden:
            line.name, line.email = each.name[:200], each.email
        line.fault = _fault(each, line, taken, each.email in hidden)
        if line.registration_id:
            taken.add(line.registration_id)
        db.session.add(line)
    db.session.flush()
    return made


def _fault(person: Person, line: AttendanceLine, taken: set[int], hidden: bool) -> str:
    if line.registration_id is None and hidden:
        return _("Raden kan inte visas. Bocka av personen för hand i närvarolistan.")
    if person.minutes <= 0 and person.wrong:
        return _("Tiderna går inte att läsa, eller hör till en annan dag. Bocka av personen för hand.")
    if person.minutes <= 0:
        return _("Det finns ingen tid på raden. Bocka av personen för hand.")
    if line.registration_id in taken:
        return _("Samma anmälan finns på en rad ovanför.")
    return ""


def _people(meeting: Meeting, content: bytes) -> tuple[list[Person], int, int]:
    table = read_table(_plain(content), limits=LIMITS)
    where = _columns(table.heading)
    if "name" not in where and "email" not in where:
        raise DomainError(
            _("Filen har ingen kolumn för namn eller e-post. Ladda ner deltagarlistan från mötesverktyget igen."), field="file"
        )
    if not ({"join", "leave"} <= set(where) or "minutes" in where):
        raise DomainError(_("Filen har inga kolumner för tider. Välj den lista som visar när var och en kom och gick."), field="file")
    found: dict[str, Person] = {}
    rows = wrong = 0
    for row in table.rows:
        if row.fault or not any(row.cells):
            wrong += bool(row.fault)
            continue
        said = {key: row.cells[place].strip() for key, place in where.items()}
        name = " ".join(said.get("name", "").split())
        email = said.get("email", "").lower()
        email = email if is_email(email) else ""
        if not (name or email):
            continue
        rows += 1
        person = found.setdefault(email or f"name:{fold(name)}", Person(name, email))
        if len(found) > MAX_LINES:
            raise DomainError(_("Listan har fler än %(n)s personer. Dela upp den.", n=MAX_LINES), field="file")
        person.parts += 1
        bad = not _add(meeting, person, said)
        person.wrong += bad
        wrong += bad
    if not found:
        raise DomainError(_("Filen har inga deltagare under rubrikerna."), field="file")
    return list(found.values()), rows, wrong


def _add(meeting: Meeting, person: Person, said: Mapping[str, str]) -> bool:
    """Count a row's time in. False when its times are none, backwards, or another meeting's."""
    if "join" in said and "leave" in said and (said["join"] or said["leave"]):
        start, stop = _moment(said["join"]), _moment(said["leave"])
        if start is None or stop is None or stop < start or start < meeting.starts_at - AROUND or stop > meeting.ends_at + AROUND:
            return False
        person.spans.append((max(start, meeting.starts_at), min(stop, meeting.ends_at)))
        return True
    minutes = _minutes(said.get("minutes", ""))
    if minutes is None:
        return False
    person.told = min(person.told + minutes, int((meeting.ends_at - meeting.starts_at).total_seconds() // 60))
    return True


def _moment(text: str) -> datetime | None:
    cleaned = " ".join(text.split()).replace("\u202f", " ")
    for form in _FORMS:
        try:
            return datetime.strptime(cleaned, form).replace(tzinfo=SWEDEN)
        except ValueError:
            continue
    try:
        read = datetime.fromisoformat(cleaned)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=SWEDEN)


def _minutes(text: str) -> int | None:
    text = text.strip().lower().replace(",", ".")
    if re.fullmatch(r"\d{1,5}(\.\d+)?", text):
        return int(float(text))
    found = _SPAN.fullmatch(text)
    if not text or found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return min(hours, 1000) * 60 + min(minutes, 60_000) + min(seconds, 3_600_000) // 60


def _columns(heading: Sequence[str]) -> dict[str, int]:
    folded = [fold(each).strip() for each in heading]
    found: dict[str, int] = {}
    for key, names in (("email", EMAILS), ("name", NAMES), ("join", JOINS), ("leave", LEAVES), ("minutes", MINUTES)):
        wanted = [fold(each) for each in names]
        place = next((n for known in wanted for n, each in enumerate(folded) if each == known and n not in found.values()), None)
        if place is not None:
            found[key] = place
    return found


def _plain(content: bytes) -> bytes:
    """The table itself: tools put a summary of the meeting above it."""
    if content.startswith(b"PK"):
        return content
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    rows = text.splitlines()
    for number, line in enumerate(rows[:60]):
        cells = [cell.strip().strip('"') for cell in re.split(r"[\t;,]", line)]
        named = _columns(cells)
        if ({"name", "email"} & set(named)) and ({"join", "minutes"} & set(named)):
            rest = [line]
            parted = False
            for later in rows[number + 1 :]:
                if not later.strip(" \t;,"):
                    parted = True
                elif parted and not re.search(r"[\t;,]", later):
                    break  # after an empty line, a line without columns is the heading of the report's next part
                else:
                    rest.append(later)
            return "\n".join(rest).encode()
    return text.encode()


def pair(*, meeting: Meeting, found: AttendanceList, pairs: Mapping[int, int | None]) -> int:
    """Say who lines are, by hand. Answers how many changed.

    Raises:
        Conflict: when the list has been applied.
        DomainError: when one registration is given to two lines, or is another meeting's.
    """
    _still(found, ListStatus.CHECKED)
    allowed = {each.id for each in seated(meeting)}
    there = lines(found)
    after = {line.id: pairs.get(line.id, line.registration_id) for line in there}
    chosen = [each for each in after.values() if each is not None]
    if len(chosen) != len(set(chosen)):
        raise DomainError(_("Samma anmälan är vald på två rader. Välj en anmälan bara en gång."))
    if not set(chosen) <= allowed:
        raise DomainError(_("Välj en anmälan som hör till mötet."))
    changed = 0
    for line in there:
        if line.registration_id != after[line.id]:
            line.registration_id, changed = after[line.id], changed + 1
    db.session.flush()
    return changed


def apply(*, region: Region, meeting: Meeting, found: AttendanceList) -> int:
    """Note those who are known, and were there for some time. Applied again it changes nothing. Answers how many.

    Raises:
        Conflict: when it was taken back.
    """
    if found.status == ListStatus.APPLIED:
        return 0
    _still(found, ListStatus.CHECKED)
    people = {each.id: each for each in seated(meeting)}
    done = 0
    for line in lines(found):
        registration = people.get(line.registration_id or 0)
        if registration is None or line.fault or line.minutes <= 0:
            continue
        before = attendance_of(registration)
        line.before = _as_was(before)
        made = confirm(region=region, meeting=meeting, registration=registration, source=Source.IMPORT, minutes=line.minutes)
        made.list_id = found.id
        done += 1
    found.status = ListStatus.APPLIED
    db.session.flush()
    record("meeting_places.attendance.read_in", region=region, subject=meeting.ref, title=meeting.title, people=done)
    return done


def undo(*, region: Region, meeting: Meeting, found: AttendanceList) -> int:
    """Take back what the list said. What has been changed since stays. Answers how many were taken back.

    Raises:
        Conflict: when it is not applied.
    """
    _still(found, ListStatus.APPLIED)
    before = {line.registration_id: line.before for line in lines(found) if line.registration_id}
    given = select(Attendance, Registration).join(Registration, Registration.id == Attendance.registration_id)
    done = 0
    for row, registration in db.session.execute(given.where(Attendance.list_id == found.id)).all():
        was: Mapping[str, Any] = before.get(registration.id) or {}
        if was:
            row.source, row.minutes, row.hours, row.list_id = Source(was["source"]), was["minutes"], was["hours"], None
        else:
            db.session.delete(row)
        db.session.flush()
        tell(region, meeting, registration, float(was.get("hours", 0.0)))
        done += 1
    found.status = ListStatus.UNDONE
    db.session.flush()
    record("meeting_places.attendance.undone", region=region, subject=meeting.ref, title=meeting.title)
    return done


def clear_lists(region: Region) -> None:
    """Each night: throw away the lists whose time is out. The attendance that they gave stays."""
    db.session.execute(
        delete(AttendanceList).where(AttendanceList.region_id == region.id, AttendanceList.expires_at < utcnow()),
        execution_options={"synchronize_session": False},
    )


def _as_was(before: Attendance | None) -> dict[str, Any]:
    return {"source": before.source.value, "minutes": before.minutes, "hours": before.hours} if before is not None else {}


def _still(found: AttendanceList, wanted: ListStatus) -> None:
    if found.status == wanted:
        return
    if found.status == ListStatus.UNDONE:
        raise Conflict(_("Listan är ångrad. Läs in filen igen om den ska användas."))
    if wanted == ListStatus.APPLIED:
        raise Conflict(_("Listan är inte inläst än."))
    raise Conflict(_("Listan är redan inläst. Ångra den först om något är fel."))
