"""The register as a table that can be read in.

A row is known again by its number, else by its name and municipality. Empty cells change nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import all_regions, db, get, references
from core.errors import Conflict, DomainError
from core.geo.queries import code_for
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.organisations import facts as writing
from core.organisations.facts import Facts, facts_of
from core.organisations.models import Organisation, OrganisationKind, OrganisationName, OrganisationRegion
from core.organisations.naming import KINDS, kind_of, name_key
from core.organisations.permissions import MANAGE
from core.organisations.presentation import in_words
from core.organisations.service import link_to_region, normalise_orgnr
from core.organisations.sizes import normalise_size
from core.organisations.sni import normalise_sni

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

CHUNK = 500
LINKED = "region"  # the change of an organisation that is known, but not in this region
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class OrganisationChecker:
    """Remembers the numbers and names of the file, so that the same organisation twice is found."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._seen: dict[tuple[str, str], int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        read = [(number, *self._read(texts)) for number, texts in batch]
        by_number = _by_number({facts["orgnr"] for _n, facts, _f in read if facts.get("orgnr")})
        by_name = _by_name(self.region, {name_key(facts["name"]) for _n, facts, _f in read if facts.get("name")})
        linked = _linked(self.region, [found.id for found in by_number.values()])
        return [self._judge(number, facts, faults, by_number, by_name, linked) for number, facts, faults in read]

    def _read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        values: dict[str, Any] = {}
        faults: list[tuple[str, str]] = []
        for name, text in texts.items():
            if not text.strip():
                continue
            try:
                values.update(_READERS[name](" ".join(text.split())))
            except DomainError as error:
                faults.append((name, error.message))
        if not values.get("name") and "name" not in dict(faults):
            faults.append(("name", _("Namnet saknas. Skriv organisationens namn.")))
        if values.get("sni_code"):
            try:
                code, version = normalise_sni(values["sni_code"], values.get("sni_version", ""))
                values["sni_code"], values["sni_version"] = code, version
            except DomainError as error:
                faults.append(("sni_code", error.message))
        return values, faults

    def _judge(
        self,
        number: int,
        values: dict[str, Any],
        faults: list[tuple[str, str]],
        by_number: Mapping[str, Organisation],
        by_name: Mapping[str, list[Organisation]],
        linked: set[int],
    ) -> Checked:
        title = str(values.get("name", ""))
        if not faults and (twice := self._first(number, values)):
            faults = [twice]
        if faults:
            return Checked(title=title, faults=faults)
        known, fault = _known(values, by_number, by_name)
        if fault:
            return Checked(title=title, faults=[fault])
        if known is None:
            return Checked(title=title, values=_plain(values))
        if known.closed_on is not None and not values.get("closed_on"):
            cause = _(
                "%(name)s är nedlagd sedan %(day)s. Ta bort raden, eller öppna organisationen igen först.",
                name=known.name,
                day=known.closed_on,
            )
            return Checked(title=title, faults=[("orgnr" if values.get("orgnr") else "name", cause)])
        changes = writing.differences(facts_of(known), _merged(known, values))
        if known.id not in linked and known not in by_name.get(known.name_key, ()):
            changes[LINKED] = [None, self.region.name]
        return Checked(title=title, values=_plain(values), changes=changes, object_id=known.id, object_version=known.version)

    def _first(self, number: int, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """The fault of a row whose organisation stands in the file already."""
        name = "orgnr" if values.get("orgnr") else "name"
        key = str(values.get("orgnr") or f"{name_key(values['name'])}|{values.get('municipality_code', '')}")
        first = self._seen.setdefault((name, key), number)
        if first == number:
            return None
        return name, _("Samma organisation står redan på rad %(row)s. Ta bort en av raderna.", row=first)


def _known(
    values: Mapping[str, Any], by_number: Mapping[str, Organisation], by_name: Mapping[str, list[Organisation]]
) -> tuple[Organisation | None, tuple[str, str] | None]:
    if values.get("orgnr") and values["orgnr"] in by_number:
        return by_number[values["orgnr"]], None
    place = values.get("municipality_code")
    alike = [
        found
        for found in by_name.get(name_key(values["name"]), ())
        if (not place or found.municipality_code in (place, None)) and not (values.get("orgnr") and found.orgnr)
    ]
    if len(alike) > 1:
        return None, ("name", _("Flera organisationer i regionen heter så. Skriv organisationsnumret på raden."))
    return (alike[0] if alike else None), None


def _by_number(numbers: set[str]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), CHUNK):
        rows = db.session.execute(select(Organisation).where(Organisation.orgnr.in_(wanted[start : start + CHUNK]))).scalars()
        found.update({row.orgnr or "": row for row in rows})
    return found


def _by_name(region: Region, keys: set[str]) -> dict[str, list[Organisation]]:
    found: defaultdict[str, list[Organisation]] = defaultdict(list)
    wanted = sorted(keys)
    for start in range(0, len(wanted), CHUNK):
        statement = (
            select(Organisation)
            .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
            .where(OrganisationRegion.region_id == region.id, Organisation.name_key.in_(wanted[start : start + CHUNK]))
        )
        for row in db.session.execute(statement).scalars():
            found[row.name_key].append(row)
    return found


def _linked(region: Region, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        statement = select(OrganisationRegion.organisation_id).where(
            OrganisationRegion.region_id == region.id, OrganisationRegion.organisation_id.in_(ids[start : start + CHUNK])
        )
        found.update(db.session.execute(statement).scalars())
    return found


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: writing.plain(value) for name, value in values.items()}


def _merged(known: Organisation, values: Mapping[str, Any]) -> Facts:
    """What would be known after a row: what it says, over what was known."""
    said = {name: value for name, value in values.items() if value not in (None, "")}
    if isinstance(said.get("closed_on"), str):
        said["closed_on"] = date.fromisoformat(said["closed_on"])
    if "kind" in said:
        said["kind"] = OrganisationKind(said["kind"])
    return replace(facts_of(known), **said)


def apply(region: Region, row: ImportRow) -> Applied:
    """Make the organisation, or change the one that was found at the check."""
    if row.object_id is None:
        empty = Organisation(name="", orgnr=None, kind=OrganisationKind.EMPLOYER, sni_code="", sni_version="", website="")
        made = writing.add_organisation(region=region, facts=_merged(empty, row.values))
        return Applied(made.id, made.version)
    found = get(Organisation, row.object_id, lock=True)
    if found.version != row.object_version:
        raise Conflict(_("Organisationen har ändrats efter granskningen. Läs in raden igen."))
    link_to_region(found, region)
    writing.change_organisation(region=region, organisation=found, version=found.version, facts=_merged(found, row.values))
    return Applied(found.id, found.version)


def undo(region: Region, row: ImportRow) -> str:
    """Take a row back, unless the organisation was changed or came into use since."""
    found = db.session.execute(select(Organisation).where(Organisation.id == row.object_id)).scalar_one_or_none()
    if found is None:
        return ""
    if found.version != row.object_version or found.merged_into_id:
        return _("Organisationen har ändrats sedan dess och är kvar som den är.")
    if row.changes:
        before = {name: pair[0] for name, pair in row.changes.items() if name != LINKED}
        if before.get("closed_on"):
            before["closed_on"] = date.fromisoformat(before["closed_on"])
        if "kind" in before:
            before["kind"] = OrganisationKind(before["kind"])
        for name in ("sni_code", "sni_version", "website"):
            if name in before:
                before[name] = before[name] or ""
        if before:
            writing.change_organisation(region=region, organisation=found, version=found.version, facts=replace(facts_of(found), **before))
        if LINKED in row.changes:
            writing.leave_region(region=region, organisation=found)
        return ""
    return _unmake(found)


def _unmake(found: Organisation) -> str:
    with all_regions("what refers to an organisation may lie in any region"):
        used = {reference.table.name: number for reference, number in references.counts(Organisation, found.id).items()}
    links = used.pop(OrganisationRegion.__tablename__, 0)
    used.pop(OrganisationName.__tablename__, None)
    if used or links > 1:
        return _("Organisationen används av andra uppgifter och är kvar.")
    db.session.delete(found)
    db.session.flush()
    return ""


def _kind(text: str) -> dict[str, Any]:
    kind = kind_of(text)
    if kind is None:
        known = ", ".join(str(label).lower() for label in KINDS.values())
        raise DomainError(_("Typen är okänd. Skriv en av: %(known)s.", known=known))
    return {"kind": kind}


def _municipality(text: str) -> dict[str, Any]:
    code = code_for(text)
    if code is None:
        raise DomainError(_("Det finns ingen kommun som heter %(name)s. Kontrollera stavningen.", name=text[:60]))
    return {"municipality_code": code}


def _closed(text: str) -> dict[str, Any]:
    try:
        return {"closed_on": date.fromisoformat(text[:10]) if _DATE.match(text) else date.fromisoformat("")}
    except ValueError:
        raise DomainError(_("Datumet ska skrivas som 2026-11-24.")) from None


def _version(text: str) -> dict[str, Any]:
    for version in ("2025", "2007"):
        if version in text:
            return {"sni_version": version}
    raise DomainError(_("SNI-versionen ska vara 2007 eller 2025."))


def _name(text: str) -> dict[str, Any]:
    if len(text) > 200:
        raise DomainError(_("Namnet är längre än 200 tecken. Korta det."))
    return {"name": text}


_READERS: dict[str, Any] = {
    "name": _name,
    "orgnr": lambda text: {"orgnr": normalise_orgnr(text)},
    "kind": _kind,
    "municipality_code": _municipality,
    "sni_code": lambda text: {"sni_code": text},
    "sni_version": _version,
    "size_class": lambda text: {"size_class": normalise_size(text)},
    "website": lambda text: {"website": writing.normalise_website(text)},
    "closed_on": _closed,
}
_NAMES = ("organisation", "organisationsnamn", "företag", "företagsnamn", "bolag", "arbetsgivare", "company", "employer", "organization")
_NUMBERS = ("orgnr", "org nr", "orgnummer", "organisationsnr", "organisation number", "registration number")
_BRANCHES = ("sni", "bransch", "branschkod", "näringsgren", "sni code", "industry")
COLUMNS = (
    ImportColumn("name", _l("Namn"), _NAMES, required=True, example="Exempelverken AB"),
    ImportColumn("orgnr", _l("Organisationsnummer"), _NUMBERS, example="556000-0001"),
    ImportColumn("kind", _l("Typ"), ("organisationstyp", "slag", "type", "kategori"), example="arbetsgivare"),
    ImportColumn("municipality_code", _l("Kommun"), ("kommunkod", "kommunnamn", "säteskommun", "municipality"), example="Norsjö"),
    ImportColumn("sni_code", _l("SNI-kod"), _BRANCHES, example="41200"),
    ImportColumn("sni_version", _l("SNI-version"), ("sni version", "sni år"), example="2025"),
    ImportColumn("size_class", _l("Antal anställda"), ("storlek", "storleksklass", "anställda", "employees", "size"), example="35"),
    ImportColumn("website", _l("Webbplats"), ("webb", "webbadress", "hemsida", "www", "url", "homepage"), example="www.exempel.se"),
    ImportColumn("closed_on", _l("Nedlagd"), ("nedlagd den", "avregistrerad", "upphörd", "closed", "closed on")),
)


def _in_words(name: str, value: Any) -> str:
    return str(value or "") if name == LINKED else in_words(name, value)


KIND = ImportKind(
    name="core.organisations",
    title=_l("Organisationer"),
    permission=MANAGE,
    columns=COLUMNS,
    checker=OrganisationChecker,
    apply=apply,
    undo=undo,
    in_words=_in_words,
    endpoint="core_organisations.index",
)
