"""Participants as a table that can be read in. Core brings the pages, the preview and the undoing.

The personal number stands nowhere in clear: in good rows it is sealed from the first reading, in rows with faults it is left out
(`is_secret`), and the file goes when it has been read in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.crypto import decrypt, encrypt
from core.db import db, one_or_none
from core.errors import Conflict, DomainError
from core.geo.queries import code_for
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from plugins.funding.attendance.models import AttendanceRecord
from plugins.funding.participants import numbers, queries, service
from plugins.funding.participants.models import Education, Participant, Result, Work
from plugins.funding.permissions import MANAGE_PARTICIPANTS
from plugins.funding.projects.models import Project, ProjectStatus

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

USE = "funding.import"
_YES = frozenset({"ja", "yes", "x", "1", "sant", "true"})
_WORDS: dict[str, dict[str, Any]] = {
    "work": {
        "arbetslös": Work.UNEMPLOYED, "långtidsarbetslös": Work.LONG_TERM, "utanför": Work.INACTIVE, "sysselsatt": Work.EMPLOYED,
        "": Work.UNKNOWN,
    },
    "education": {
        "grundskola": Education.LOWER, "gymnasium": Education.UPPER, "högskola": Education.TERTIARY, "": Education.UNKNOWN,
    },
}  # fmt: skip


class ParticipantChecker:
    """Reads rows of participants, and remembers them, so that the same person twice in a file is found."""

    def __init__(self, region: Region, _reader: Any = None) -> None:
        self.region = region
        self._projects = {
            row.reference.casefold(): row
            for row in db.session.execute(
                select(Project).where(Project.region_id == region.id, Project.status != ProjectStatus.ENDED, Project.reference != "")
            ).scalars()
        }
        self._seen: dict[tuple[int, str], int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        return [self._read(number, texts) for number, texts in batch]

    def _read(self, at: int, texts: Mapping[str, str]) -> Checked:
        plain = {name: " ".join(text.split()) for name, text in texts.items()}
        faults: list[tuple[str, str]] = []
        project = self._projects.get(plain.get("reference", "").casefold())
        if project is None:
            faults.append(("reference", _("Inget projekt som pågår har det diarienumret.")))
        if not plain.get("name") or len(plain["name"]) > 120:
            faults.append(("name", _("Skriv deltagarens namn, med högst 120 tecken.")))
        protected = plain.get("is_protected", "").casefold() in _YES
        number = None
        if protected:
            faults.append(("is_protected", _("Lägg in personer med skyddade uppgifter en i taget på sidan. De ska inte stå i filer.")))
        else:
            try:
                number = numbers.read(plain.get("personal_number", ""))
            except DomainError as error:
                faults.append(("personal_number", error.message))
        days = {name: _day(plain.get(name, "")) for name in ("starts_on", "left_on", "consented_on")}
        for name, day in days.items():
            if plain.get(name) and day is None:
                faults.append((name, _("Skriv dagen så här: 2026-11-24.")))
        if not plain.get("starts_on"):
            faults.append(("starts_on", _("Uppgiften saknas. Fyll i den.")))
        elif project is not None and days["starts_on"] is not None and not project.starts_on <= days["starts_on"] <= project.ends_on:
            faults.append(("starts_on", _("Startdagen ligger utanför projektets tid.")))
        if days["left_on"] is not None and days["starts_on"] is not None and days["left_on"] < days["starts_on"]:
            faults.append(("left_on", _("Sista dagen kan inte vara före startdagen.")))
        place = code_for(plain["municipality"]) if plain.get("municipality") else ""
        if place is None:
            faults.append(("municipality", _("Det finns ingen sådan kommun.")))
        coded: dict[str, Any] = {}
        for name, words in _WORDS.items():
            coded[name] = words.get(plain.get(name, "").casefold())
            if coded[name] is None:
                faults.append((name, _("Skriv ett av orden: %(words)s.", words=", ".join(word for word in words if word))))
        if number is not None and project is not None:
            faults += self._doubles(at, project, number)
        if faults or project is None or number is None:
            return Checked(title=_("Rad %(n)s", n=at), faults=faults)
        values = {
            "project_id": project.id,
            "sealed": encrypt(f"{number.digits}|{plain['name']}|{plain.get('email', '').lower()}", use=f"{USE}:{self.region.id}"),
            "organisation": plain.get("organisation", "")[:200],
            "municipality_code": place or "",
            "work": coded["work"].value,
            "education": coded["education"].value,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        }
        return Checked(title=_("Rad %(n)s", n=at), values=values)

    def _doubles(self, at: int, project: Project, number: numbers.Number) -> list[tuple[str, str]]:
        key = (project.id, number.digits)
        if key in self._seen:
            return [("personal_number", _("Samma person finns redan på rad %(row)s. Ta bort en av dem.", row=self._seen[key]))]
        self._seen[key] = at
        there = queries.same_number(project, number.digits)
        if there is not None:
            return [("personal_number", _("Personen finns redan i registret, som deltagare %(number)s.", number=there.number))]
        return []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Take the participant into the register.

    Raises:
        Conflict: when the project has ended, or the person has come into the register since the rows were checked.
    """
    project = one_or_none(Project, row.values["project_id"], lock=True)
    if project is None:
        raise Conflict(_("Projektet finns inte kvar."))
    digits, name, email = decrypt(row.values["sealed"], use=f"{USE}:{region.id}").split("|", 2)
    facts = {
        "personal_number": digits,
        "name": name,
        "email": email,
        "is_protected": False,
        "organisation": row.values["organisation"],
        "municipality_code": row.values["municipality_code"],
        "work": Work(row.values["work"]),
        "education": Education(row.values["education"]),
        "result": Result.NONE,
        **{key: _day(row.values[key] or "") for key in ("starts_on", "left_on", "consented_on")},
    }
    saved = service.save_participant(region=region, project=project, participant=None, facts=facts)
    return Applied(saved.id, saved.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take the participant out again; the reason when somebody has changed the person since, or there is attendance."""
    there = one_or_none(Participant, row.object_id, lock=True) if row.object_id is not None else None
    if there is None:
        return ""
    if there.version != row.object_version:
        return _("Deltagaren har ändrats efter inläsningen och är kvar.")
    if db.session.execute(select(func.count()).where(AttendanceRecord.participant_id == there.id)).scalar_one():
        return _("Deltagaren har närvaro och är kvar.")
    db.session.delete(there)
    db.session.flush()
    return ""


PARTICIPANTS = ImportKind(
    name="funding.participants",
    title=_l("Deltagare i projekt"),
    permission=MANAGE_PARTICIPANTS,
    columns=(
        ImportColumn("reference", _l("Projektets diarienummer"), ("diarienummer", "projekt"), required=True, example="2021/00123"),
        ImportColumn("personal_number", _l("Personnummer"), ("pnr",), required=True, example="19850102-1234", is_secret=True),
        ImportColumn("name", _l("Namn"), ("name",), required=True, example="Demo Deltagare"),
        ImportColumn("starts_on", _l("Börjar"), ("startdatum", "start"), required=True, example="2026-01-12"),
        ImportColumn("left_on", _l("Slutar"), ("slutdatum", "slut"), example="2026-12-18"),
        ImportColumn("consented_on", _l("Informerad den"), ("informerad", "samtycke"), example="2026-01-12"),
        ImportColumn("email", _l("E-post"), ("email", "mejl")),
        ImportColumn("organisation", _l("Organisation"), ("arbetsgivare", "skola")),
        ImportColumn("municipality", _l("Kommun"), ("municipality",), example="Uppsala"),
        ImportColumn("work", _l("Arbetsmarknad"), ("sysselsättning",), example="sysselsatt"),
        ImportColumn("education", _l("Utbildning"), ("utbildningsnivå",), example="gymnasium"),
        ImportColumn("is_protected", _l("Skyddade uppgifter"), ("skyddad",), example="nej"),
    ),
    checker=ParticipantChecker,
    apply=apply_row,
    undo=undo_row,
    in_words=lambda name, value: "•••" if name == "sealed" else "" if value is None else str(value),
    endpoint="funding.projects",
    personal=True,
)
