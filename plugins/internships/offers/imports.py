"""Offers as a table that can be read in: one row per workplace and task. Core brings the pages, the preview and the undoing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db, get, one_or_none
from core.errors import DomainError
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.organisations.service import in_region
from core.regions.queries import municipalities
from core.search.folding import fold
from core.taxonomy import queries as taxonomy
from plugins.internships.offers import service
from plugins.internships.offers.models import OfferSource, PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.periods.queries import collecting
from plugins.internships.permissions import COORDINATE

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

_TEXTS = {"workplace": 200, "title": 200, "address": 300, "description": 4000, "contact_name": 120, "contact_phone": 40}
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_NEEDED = ("orgnr", "workplace", "municipality_code", "title", "capacity")
Key = tuple[int, int, str, str]


class OfferChecker:
    """Reads rows of offers, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._periods = list(collecting(region))
        self._places = {fold(all_municipalities()[each.code].name): each.code for each in municipalities(region)}
        self._employers: dict[str, Organisation | str] = {}
        self._seen: dict[Key, int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        read = [(number, *self._read(texts)) for number, texts in batch]
        known = self._known({values["organisation_id"] for _number, values, faults in read if not faults})
        return [self._judge(number, values, faults, known) for number, values, faults in read]

    def _read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        plain = {name: " ".join(text.split()) for name, text in texts.items() if text.strip()}
        faults = [(name, _("Uppgiften saknas. Fyll i den.")) for name in _NEEDED if name not in plain]
        values: dict[str, Any] = {}
        readers = {
            "orgnr": self._employer,
            "municipality_code": self._municipality,
            "period": self._period,
            "occupation_group": _group,
            "capacity": _count,
            "minimum": _count,
            "contact_email": _email,
        }
        for name, text in {"period": "", **plain}.items():
            try:
                if name in readers:
                    values |= {_FIELDS.get(name, name): readers[name](text)}
                elif len(text) > _TEXTS[name]:
                    raise DomainError(_("Texten är för lång. Skriv högst %(n)s tecken.", n=_TEXTS[name]))
                else:
                    values[name] = text
            except DomainError as error:
                faults.append((name, error.message))
        if values.get("capacity") == 0:
            faults.append(("capacity", _("Skriv ett heltal från 1 till %(most)s.", most=service.MAX_CAPACITY)))
        if not faults and values.get("minimum", 0) > values["capacity"]:
            faults.append(("minimum", _("Det minsta antalet kan inte vara större än antalet platser.")))
        return values, faults

    def _judge(self, number: int, values: dict[str, Any], faults: list[tuple[str, str]], known: Mapping[Key, PlacementOffer]) -> Checked:
        title = ", ".join(values[name] for name in ("workplace", "title") if values.get(name))
        if faults:
            return Checked(title=title, faults=faults)
        key = _key(values["period_id"], values["organisation_id"], values["workplace"], values["title"])
        if (first := self._seen.setdefault(key, number)) != number:
            return Checked(title=title, faults=[("", _("Samma plats står redan på rad %(row)s. Ta bort en av raderna.", row=first))])
        found = known.get(key)
        if found is None:
            return Checked(title=title, values=values)
        said = {name: value for name, value in values.items() if name not in ("period_id", "organisation_id", "workplace", "title")}
        changes = {name: [getattr(found, name), value] for name, value in said.items() if getattr(found, name) != value}
        return Checked(title=title, values=values, changes=changes, object_id=found.id, object_version=found.version)

    def _known(self, organisations: set[int]) -> dict[Key, PlacementOffer]:
        wanted = select(PlacementOffer).where(
            PlacementOffer.region_id == self.region.id,
            PlacementOffer.organisation_id.in_(sorted(organisations)),
            PlacementOffer.period_id.in_([each.id for each in self._periods]),
            PlacementOffer.withdrawn_at.is_(None),
        )
        found = db.session.execute(wanted).scalars()
        return {_key(each.period_id, each.organisation_id, each.workplace, each.title): each for each in found}

    def _employer(self, text: str) -> int:
        if text not in self._employers:
            try:
                self._employers[text] = in_region(self.region, text, field="orgnr")
            except DomainError as error:
                self._employers[text] = error.message
        found = self._employers[text]
        if isinstance(found, str):
            raise DomainError(found)
        return found.id

    def _municipality(self, text: str) -> str:
        code = text if text in self._places.values() else self._places.get(fold(text.removesuffix(" kommun")))
        if code is None:
            raise DomainError(_("Skriv en av regionens kommuner, eller dess fyra siffror."))
        return code

    def _period(self, text: str) -> int:
        found = [each for each in self._periods if not text or fold(each.title) == fold(text)]
        if not self._periods:
            raise DomainError(_("Ingen period samlar in platser nu."))
        if len(found) != 1:
            raise DomainError(
                _("Skriv namnet på en period som samlar in platser: %(names)s.", names=", ".join(p.title for p in self._periods))
            )
        return found[0].id


_FIELDS = {"orgnr": "organisation_id", "period": "period_id"}


def _key(period_id: int, organisation_id: int, workplace: str, title: str) -> Key:
    return period_id, organisation_id, fold(workplace), fold(title)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > service.MAX_CAPACITY:
        raise DomainError(_("Skriv ett heltal från 1 till %(most)s.", most=service.MAX_CAPACITY))
    return int(text)


def _group(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", text[:4]) or taxonomy.group(text[:4]) is None:
        raise DomainError(_("Skriv yrkets fyra siffror enligt SSYK 2012."))
    return text[:4]


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise DomainError(_("Skriv en hel e-postadress, till exempel namn@foretag.se."))
    return text.lower()


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Make an open offer of a row, or bring the one that is known up to date."""
    said = {name: value for name, value in row.values.items() if name not in ("period_id", "organisation_id")}
    if row.object_id is None:
        period = get(PlacementPeriod, row.values["period_id"])
        employer = of_region(region, row.values["organisation_id"])
        offer = service.make_offer(region=region, period=period, organisation=employer, source=OfferSource.FILE, facts=said)
        service.open_offer(region=region, offer=offer)
    else:
        offer = get(PlacementOffer, row.object_id, lock=True)
        if offer.version != row.object_version:
            raise DomainError(_("Uppgiften har ändrats efter granskningen. Läs in raden igen."))
        full = {"municipality_code": offer.municipality_code, "capacity": offer.capacity, "minimum": offer.minimum}
        service.change_offer(region=region, offer=offer, facts={**full, **said})
    db.session.flush()
    return Applied(offer.id, offer.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take a row back, unless somebody has changed the offer since."""
    offer = one_or_none(PlacementOffer, row.object_id, lock=True)
    if offer is None:
        return ""
    if offer.version != row.object_version:
        return _("Platsen har ändrats efter inläsningen och är kvar.")
    if row.changes:
        full = {"municipality_code": offer.municipality_code, "capacity": offer.capacity, "minimum": offer.minimum}
        service.change_offer(region=region, offer=offer, facts={**full, **{name: before for name, (before, _after) in row.changes.items()}})
    else:
        service.withdraw_offer(region=region, offer=offer, reason=_("Inläsningen ångrades."))
    return ""


def _in_words(name: str, value: Any) -> str:
    if name == "municipality_code" and value in all_municipalities():
        return all_municipalities()[value].name
    return "" if value is None else str(value)


OFFERS = ImportKind(
    name="internships.offers",
    title=_l("Praktikplatser"),
    permission=COORDINATE,
    columns=(
        ImportColumn("orgnr", _l("Organisationsnummer"), ("orgnr", "org.nr", "organisation number"), required=True, example="556036-0793"),
        ImportColumn("workplace", _l("Arbetsplats"), ("enhet", "workplace", "unit"), required=True, example="Exempelförskolan"),
        ImportColumn("municipality_code", _l("Kommun"), ("kommunkod", "municipality"), required=True, example="Norsjö"),
        ImportColumn("title", _l("Uppgift"), ("titel", "title", "yrkestitel"), required=True, example="Barnskötare"),
        ImportColumn("capacity", _l("Platser"), ("antal", "antal platser", "places", "capacity"), required=True, example="2"),
        ImportColumn("minimum", _l("Minst antal"), ("minsta antal", "minimum"), example="0"),
        ImportColumn("occupation_group", _l("SSYK"), ("ssyk4", "yrkesgrupp", "occupation group"), example="5311"),
        ImportColumn("period", _l("Period"), ("omgång", "period title"), example="APL våren 2027"),
        ImportColumn("address", _l("Adress"), ("gatuadress", "address"), example="Skolgatan 1"),
        ImportColumn("description", _l("Om platsen"), ("beskrivning", "description"), example="Liten enhet"),
        ImportColumn("contact_name", _l("Kontaktperson"), ("kontakt", "contact"), example="Exempel Exempelsson"),
        ImportColumn("contact_email", _l("E-post"), ("mejl", "e-postadress", "email"), example="plats@example.se"),
        ImportColumn("contact_phone", _l("Telefon"), ("phone",), example="0910-00 00 00"),
    ),
    checker=OfferChecker,
    apply=apply_row,
    undo=undo_row,
    in_words=_in_words,
    endpoint="internships.offers",
)
