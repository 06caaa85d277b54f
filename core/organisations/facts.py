"""Writing what is known of an organisation: its facts, its workplaces, and where it works. Nothing here commits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from core.audit.service import record
from core.clock import today
from core.db import db, one_or_none, sort_key
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationName, OrganisationRegion, Workplace
from core.organisations.naming import name_key
from core.organisations.service import find_by_orgnr, link_to_region, normalise_orgnr
from core.organisations.sni import normalise_sni, section_of
from core.regions.models import Region

_CFAR = re.compile(r"\d{8}")


@dataclass(frozen=True)
class Facts:
    """What can be said of an organisation, read and checked."""

    name: str
    orgnr: str | None = None
    kind: OrganisationKind = OrganisationKind.EMPLOYER
    municipality_code: str | None = None
    sni_code: str = ""
    sni_version: str = ""
    size_class: int | None = None
    website: str = ""
    closed_on: date | None = None


FACTS = tuple(field.name for field in fields(Facts))


def checked_facts(values: Mapping[str, Any]) -> Facts:
    """Facts out of texts that somebody typed.

    Raises:
        DomainError: at the field that is wrong.
    """
    name = " ".join(str(values.get("name") or "").split())
    if not name:
        raise DomainError(_("Skriv organisationens namn."), field="name")
    code, version = str(values.get("sni_code") or ""), str(values.get("sni_version") or "")
    if code.strip():
        code, version = normalise_sni(code, version)
    else:
        code = version = ""
    return Facts(
        name=name[:200],
        orgnr=normalise_orgnr(str(values["orgnr"])) if values.get("orgnr") else None,
        kind=OrganisationKind(values.get("kind") or OrganisationKind.EMPLOYER),
        municipality_code=values.get("municipality_code") or None,
        sni_code=code,
        sni_version=version,
        size_class=values.get("size_class"),
        website=normalise_website(str(values.get("website") or "")),
        closed_on=values.get("closed_on"),
    )


def normalise_website(text: str, *, field: str = "website") -> str:
    """A web address with its scheme; empty for none.

    Raises:
        DomainError: when it is no address of the web.
    """
    text = text.strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        ok = parts.scheme in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        ok = False
    if not ok or any(mark.isspace() or mark in "<>\"'" for mark in address) or len(address) > 300:
        raise DomainError(_("Webbadressen stämmer inte. Skriv den så här: www.exempel.se"), field=field)
    return address


def ref(organisation: Organisation) -> str:
    """The ref of an organisation in the audit log."""
    return f"core:organisation:{organisation.id}"


def add_organisation(*, region: Region, facts: Facts) -> Organisation:
    """Make an organisation that works in the region.

    Raises:
        DomainError: when its number is known already; if it works elsewhere, it is enough to say that it works here too.
    """
    _free_number(facts.orgnr, None)
    organisation = Organisation(name="", sort_key="")
    _write(organisation, facts)
    db.session.add(organisation)
    db.session.flush()
    link_to_region(organisation, region)
    record("core.organisation.added", region=region, subject=ref(organisation), name=organisation.name)
    return organisation


def add_known(*, region: Region, orgnr: str) -> Organisation:
    """Say that an organisation that is known elsewhere works here too.

    Raises:
        NotFound: when nobody has the number.
    """
    organisation = find_by_orgnr(normalise_orgnr(orgnr))
    if organisation is None:
        raise NotFound(_("Ingen organisation har det numret."))
    link_to_region(organisation, region)
    record("core.organisation.added", region=region, subject=ref(organisation), name=organisation.name)
    return organisation


def change_organisation(*, region: Region, organisation: Organisation, version: int, facts: Facts) -> dict[str, list[Any]]:
    """Write new facts. Answers what changed, as {fact: [before, after]}.

    Raises:
        Conflict: when somebody else has changed it since `version`.
        DomainError: when another organisation has the number.
    """
    if organisation.version != version:
        raise Conflict(_("Någon annan har sparat ändringar sedan du öppnade sidan."))
    _free_number(facts.orgnr, organisation.id)
    before = facts_of(organisation)
    changes = differences(before, facts)
    if not changes:
        return {}
    if before.name != facts.name:
        remember_name(organisation, before.name)
    _write(organisation, facts)
    db.session.flush()
    if before.name != facts.name:
        _sort_links(organisation)
    record("core.organisation.changed", region=region, subject=ref(organisation), changes=changes)
    return changes


def facts_of(organisation: Organisation) -> Facts:
    """What is known of an organisation."""
    return Facts(**{name: getattr(organisation, name) for name in FACTS})


def differences(before: Facts, after: Facts) -> dict[str, list[Any]]:
    """What two sets of facts disagree on, in JSON types."""
    return {
        name: [plain(getattr(before, name)), plain(getattr(after, name))]
        for name in FACTS
        if (getattr(before, name) or None) != (getattr(after, name) or None)
        or (name == "size_class" and before.size_class != after.size_class)
    }


def plain(value: Any) -> Any:
    """A fact as JSON."""
    return value.isoformat() if isinstance(value, date) else value


def _write(organisation: Organisation, facts: Facts) -> None:
    for name in FACTS:
        setattr(organisation, name, getattr(facts, name))
    organisation.sort_key = sort_key(facts.name)
    organisation.name_key = name_key(facts.name)
    organisation.sni_section = section_of(facts.sni_code)


def overwrite(organisation: Organisation, facts: Facts) -> None:
    """Write facts without asking; for a merge, which has asked already."""
    _write(organisation, facts)
    db.session.flush()
    _sort_links(organisation)


def _sort_links(organisation: Organisation) -> None:
    db.session.execute(
        update(OrganisationRegion).where(OrganisationRegion.organisation_id == organisation.id).values(sort_key=organisation.sort_key)
    )


def _free_number(orgnr: str | None, own_id: int | None) -> None:
    known = find_by_orgnr(orgnr) if orgnr else None
    if known is not None and known.id != own_id:
        raise DomainError(
            _("Numret tillhör redan %(name)s. Är det samma organisation?", name=known.name), field="orgnr", code="orgnr_taken"
        )


def remember_name(organisation: Organisation, name: str) -> None:
    """Keep a name by which the organisation was known, so that it is still found by it."""
    known = select(OrganisationName.id).where(OrganisationName.organisation_id == organisation.id, OrganisationName.name == name)
    if name and db.session.execute(known).first() is None:
        db.session.add(OrganisationName(organisation_id=organisation.id, name=name, sort_key=sort_key(name), until=today()))


def leave_region(*, region: Region, organisation: Organisation) -> None:
    """Take an organisation off the region's list. What it has done here stays."""
    db.session.execute(
        delete(OrganisationRegion).where(OrganisationRegion.organisation_id == organisation.id, OrganisationRegion.region_id == region.id)
    )
    record("core.organisation.left_region", region=region, subject=ref(organisation), name=organisation.name)


def save_workplace(
    *, region: Region, organisation: Organisation, workplace_id: int | None, version: int | None, values: Mapping[str, Any]
) -> Workplace:
    """Add a workplace, or change one.

    Raises:
        NotFound: when it is no workplace of this organisation.
        Conflict: when somebody else has changed it since `version`.
        DomainError: at the field that is wrong.
    """
    name = " ".join(str(values.get("name") or "").split())
    if not name:
        raise DomainError(_("Skriv arbetsställets namn."), field="name")
    cfar = re.sub(r"[\s\-]", "", str(values.get("cfar") or ""))
    if cfar and not _CFAR.fullmatch(cfar):
        raise DomainError(_("CFAR-numret ska ha åtta siffror."), field="cfar")
    found = own_workplace(organisation, workplace_id) if workplace_id is not None else Workplace(organisation_id=organisation.id, name="")
    if workplace_id is not None and found.version != version:
        raise Conflict(_("Någon annan har sparat ändringar sedan du öppnade sidan."))
    found.name, found.sort_key, found.cfar = name, sort_key(name), cfar
    found.municipality_code = values.get("municipality_code") or None
    found.address = " ".join(str(values.get("address") or "").split())
    found.closed_on = values.get("closed_on")
    db.session.add(found)
    db.session.flush()
    action = "core.workplace.added" if workplace_id is None else "core.workplace.changed"
    record(action, region=region, subject=ref(organisation), workplace=found.id, name=found.name)
    return found


def own_workplace(organisation: Organisation, workplace_id: int) -> Workplace:
    """A workplace of this very organisation.

    Raises:
        NotFound: when there is none.
    """
    found = one_or_none(Workplace, workplace_id)
    if found is None or found.organisation_id != organisation.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found
