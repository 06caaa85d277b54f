"""A class as a table that can be read in: one row per person. Who reads it in may only enter those of their own schools."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db, get, one_or_none
from core.errors import DomainError
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.imports.queries import reader_of
from core.organisations.queries import of_region
from core.records.people import protected_addresses
from core.search.folding import fold
from core.taxonomy import queries as taxonomy
from plugins.internships.applicants import service
from plugins.internships.applicants.forms import EMAIL
from plugins.internships.applicants.mine_form import LINE, MAX_LINES, group_of
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.applicants.queries import entering, own_schools
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.permissions import APPLICANTS

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region
    from core.users.models import User

_TEXTS = {"name": 120, "programme": 200, "phone": 40, "town": 100}
_NEEDED = ("name", "email")
_FIELDS = {"period": "period_id", "school": "school_id"}
_KEYS = ("period_id", "school_id", "email")
Key = tuple[int, str]


class ApplicantChecker:
    """Reads rows of applicants, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region, user: User | None) -> None:
        self.region = region
        self._schools = list(own_schools(region, user)) if user else []
        self._periods = list(entering(region))
        self._places = {fold(each.name): code for code, each in all_municipalities().items()}
        self._seen: dict[Key, int] = {}
        self._readers: dict[str, Callable[[str], Any]] = {
            "school": self._school,
            "period": self._period,
            "email": _email,
            "municipality_code": self._municipality,
            "occupation_groups": _occupations,
        }

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        read = [(number, *self._read(texts)) for number, texts in batch]
        known = self._known({values["email"] for _number, values, faults in read if not faults})
        return [self._judge(number, values, faults, known) for number, values, faults in read]

    def _read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        plain = {name: " ".join(text.split()) for name, text in texts.items() if text.strip()}
        faults = [(name, _("Uppgiften saknas. Fyll i den.")) for name in _NEEDED if name not in plain]
        values: dict[str, Any] = {}
        for name, text in {"school": "", "period": "", **plain}.items():
            try:
                if name in self._readers:
                    values[_FIELDS.get(name, name)] = self._readers[name](text)
                elif len(text) > _TEXTS[name]:
                    raise DomainError(_("Texten är för lång. Skriv högst %(n)s tecken.", n=_TEXTS[name]))
                else:
                    values[name] = text
            except DomainError as error:
                faults.append((name, error.message))
        return values, faults

    def _judge(
        self, number: int, values: dict[str, Any], faults: list[tuple[str, str]], known: Mapping[Key, tuple[Applicant, bool]]
    ) -> Checked:
        title = str(values.get("name", ""))
        if faults:
            return Checked(title=title, faults=faults)
        key = (values["period_id"], values["email"])
        if (first := self._seen.setdefault(key, number)) != number:
            return Checked(title=title, faults=[("email", _("Samma adress står redan på rad %(first)s.", first=first))])
        if key not in known:
            return Checked(title=title, values=values)
        found, is_shown = known[key]
        if not is_shown or found.school_id != values["school_id"]:
            return Checked(title=title, faults=[("email", _("Någon med den e-postadressen är redan anmäld till perioden."))])
        if found.status == ApplicantStatus.WITHDRAWN:
            return Checked(title=title, faults=[("email", _("Anmälan är tillbakadragen och kan inte ändras."))])
        said = {name: value for name, value in values.items() if name not in _KEYS}
        changes = {name: [getattr(found, name), value] for name, value in said.items() if getattr(found, name) != value}
        return Checked(title=title, values=values, changes=changes, object_id=found.id, object_version=found.version)

    def _known(self, emails: set[str]) -> dict[Key, tuple[Applicant, bool]]:
        wanted = select(Applicant).where(
            Applicant.region_id == self.region.id,
            Applicant.period_id.in_([each.id for each in self._periods]),
            Applicant.email.in_(sorted(emails)),
        )
        hidden = protected_addresses(emails)
        return {(each.period_id, each.email): (each, each.email not in hidden) for each in db.session.execute(wanted).scalars()}

    def _school(self, text: str) -> int:
        if not self._schools:
            raise DomainError(_("Du företräder ingen skola här. Be regionen att koppla dig till din skola."))
        digits = re.sub(r"\D", "", text)
        found = [each for each in self._schools if not text or fold(each.name) == fold(text) or (digits and each.orgnr == digits)]
        if len(found) != 1:
            raise DomainError(_("Skriv namnet eller organisationsnumret på en skola som du får lägga in sökande för."))
        return found[0].id

    def _period(self, text: str) -> int:
        found = [each for each in self._periods if not text or fold(each.title) == fold(text)]
        if not self._periods:
            raise DomainError(_("Ingen period tar emot sökande just nu."))
        if len(found) != 1:
            names = ", ".join(each.title for each in self._periods)
            raise DomainError(_("Skriv namnet på en period som tar emot sökande: %(names)s.", names=names))
        return found[0].id

    def _municipality(self, text: str) -> str:
        code = text if text in all_municipalities() else self._places.get(fold(text.removesuffix(" kommun")))
        if code is None:
            raise DomainError(_("Skriv en svensk kommun, eller dess fyra siffror."))
        return code


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text) or len(text) > 254:
        raise DomainError(_("Skriv en hel e-postadress, till exempel namn@skola.se."))
    return text.lower()


def _occupations(text: str) -> list[str]:
    words = [" ".join(word.split()) for word in re.split(r"[,;|]", text) if word.strip()]
    if len(words) > MAX_LINES or any(len(word) > LINE for word in words):
        raise DomainError(_("Skriv högst %(n)s yrken med högst %(most)s tecken i varje.", n=MAX_LINES, most=LINE))
    for word in words:
        if not group_of(word):
            raise DomainError(_("Det går inte att avgöra vilket yrke ”%(row)s” är. Skriv fyra siffror enligt SSYK 2012.", row=word))
    return list(dict.fromkeys(group_of(word) for word in words))


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Enter somebody, or bring what is known of them up to date; if who reads it in still acts for the school."""
    user = reader_of(row)
    if user is None or row.values["school_id"] not in {each.id for each in own_schools(region, user)}:
        raise DomainError(_("Du får inte lägga in sökande för den skolan längre."), field="school")
    if row.object_id is None:
        facts = {name: value for name, value in row.values.items() if name not in ("period_id", "school_id")}
        period, school = get(PlacementPeriod, row.values["period_id"]), of_region(region, row.values["school_id"])
        found = service.make_applicant(region=region, period=period, school=school, facts=facts)
    else:
        found = get(Applicant, row.object_id, lock=True)
        if found.version != row.object_version:
            raise DomainError(_("Uppgiften har ändrats efter granskningen. Läs in raden igen."))
        said = {name: value for name, value in row.values.items() if name not in _KEYS}
        service.change_applicant(region=region, applicant=found, facts=said)
    db.session.flush()
    return Applied(found.id, found.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take a row back, unless something has happened with the person since."""
    found = one_or_none(Applicant, row.object_id, lock=True)
    if found is None:
        return ""
    if found.version != row.object_version or not (row.changes or service.is_untouched(found)):
        return _("Den sökande har ändrats efter inläsningen och är kvar.")
    if row.changes:
        before = {name: was for name, (was, _now) in row.changes.items()}
        service.change_applicant(region=region, applicant=found, facts=before)
    else:
        service.remove_applicant(region=region, applicant=found)
    return ""


def _in_words(name: str, value: Any) -> str:
    if name == "municipality_code" and value in all_municipalities():
        return all_municipalities()[value].name
    if name == "occupation_groups":
        return ", ".join(group.name for code in value if (group := taxonomy.group(code)))
    return "" if value is None else str(value)


IMPORT = ImportKind(
    name="internships.applicants",
    title=_l("Sökande till praktikplatser"),
    permission=APPLICANTS,
    columns=(
        ImportColumn("name", _l("Namn"), ("elev", "student", "full name"), required=True, example="Exempel Exempelsson"),
        ImportColumn("email", _l("E-post"), ("mejl", "e-postadress", "mail"), required=True, example="exempel@skola.example"),
        ImportColumn("programme", _l("Utbildning"), ("program", "klass", "class"), example="Barn och fritid"),
        ImportColumn("phone", _l("Telefon"), ("mobil", "mobile"), example="0910-00 00 00"),
        ImportColumn("municipality_code", _l("Hemkommun"), ("kommun", "kommunkod", "municipality"), example="Norsjö"),
        ImportColumn("town", _l("Ort"), ("hemort", "town"), example="Bastuträsk"),
        ImportColumn("occupation_groups", _l("Yrken"), ("ssyk", "yrke", "occupations"), example="5311, 5321"),
        ImportColumn("period", _l("Period"), ("omgång",), example="APL våren 2027"),
        ImportColumn("school", _l("Skola"), ("skolenhet", "org.nr"), example="Exempelskolan"),
    ),
    checker=ApplicantChecker,
    apply=apply_row,
    undo=undo_row,
    in_words=_in_words,
    endpoint="internships.applicants",
    personal=True,
)
