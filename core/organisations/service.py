"""What can be done with organisations. Nothing here commits."""

from __future__ import annotations

import re

from sqlalchemy import select
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr as orgnr_check

from core.db import db, sort_key
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.organisations.naming import name_key
from core.regions.models import Region

_AS_POWER = re.compile(r"\d[eE][+]?\d")
_AS_NUMBER = re.compile(r"^(\d{10}(?:\d\d)?)[.,]0+$")


def normalise_orgnr(text: str, *, field: str = "orgnr") -> str:
    """An organisation number as ten digits.

    Spaces, hyphens and the leading century "16" are tolerated. A number whose third digit is below 2 is a personal identity
    number (a sole trader's), which this system does not store.

    Raises:
        DomainError: when it is not a valid organisation number; says what is wrong.
    """
    if _AS_POWER.search(text):
        message = _(
            "Kalkylprogrammet har gjort om organisationsnumret till ett tal (%(text)s), så siffror har gått förlorade. "
            "Gör kolumnen till text i kalkylbladet och skriv numret igen.",
            text=text.strip()[:20],
        )
        raise DomainError(message, field=field)
    text = _AS_NUMBER.sub(r"\1", text.strip())
    digits = "".join(c for c in text if c.isdigit())
    if any(c.isalpha() for c in text):
        raise DomainError(_("Organisationsnumret får bara innehålla siffror och bindestreck, till exempel 212000-1234."), field=field)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) != 10:
        raise DomainError(_("Organisationsnumret ska ha tio siffror. Du skrev %(n)s.", n=len(digits)), field=field)
    if int(digits[2]) < 2:
        raise DomainError(
            _(
                "Numret ser ut som ett personnummer. Har du enskild firma: lämna fältet tomt och skriv företagets namn. "
                "Vi sparar inga personnummer."
            ),
            field=field,
        )
    try:
        return str(orgnr_check.validate(digits)).replace("-", "")
    except ValidationError:
        message = _("Organisationsnumret stämmer inte: kontrollsiffran är fel. Kontrollera att du har skrivit rätt.")
        raise DomainError(message, field=field) from None


def format_orgnr(orgnr: str | None) -> str:
    """An organisation number as people write it, `NNNNNN-NNNN`."""
    return f"{orgnr[:6]}-{orgnr[6:]}" if orgnr else ""


def find_by_orgnr(orgnr: str) -> Organisation | None:
    """The organisation with a normalised number."""
    return db.session.execute(select(Organisation).where(Organisation.orgnr == orgnr)).scalar_one_or_none()


def in_region(region: Region, text: str, *, field: str = "organisation") -> Organisation:
    """The organisation with a number as somebody wrote it, if it works in the region.

    Raises:
        DomainError: when the number is none, or nobody here has it.
    """
    statement = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(Organisation.orgnr == normalise_orgnr(text, field=field), OrganisationRegion.region_id == region.id)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise DomainError(_("Ingen organisation i regionen har det numret. Lägg till den först."), field=field)
    return found


def register_organisation(
    *,
    name: str,
    region: Region,
    orgnr: str | None = None,
    kind: OrganisationKind = OrganisationKind.EMPLOYER,
    municipality_code: str | None = None,
) -> Organisation:
    """Find an organisation by its number, or make it; and link it to the region. Never overwrites what is already known."""
    normalised = normalise_orgnr(orgnr) if orgnr else None
    organisation = find_by_orgnr(normalised) if normalised else None
    if organisation is None:
        organisation = Organisation(
            orgnr=normalised,
            name=name.strip(),
            sort_key=sort_key(name),
            name_key=name_key(name),
            kind=kind,
            municipality_code=municipality_code,
        )
        db.session.add(organisation)
        db.session.flush()
    link_to_region(organisation, region)
    return organisation


def link_to_region(organisation: Organisation, region: Region) -> None:
    """Say that an organisation works in a region; nothing happens if that was known."""
    known = select(OrganisationRegion).where(
        OrganisationRegion.organisation_id == organisation.id, OrganisationRegion.region_id == region.id
    )
    if db.session.execute(known).scalar_one_or_none() is None:
        db.session.add(OrganisationRegion(organisation_id=organisation.id, region_id=region.id, sort_key=organisation.sort_key))
        db.session.flush()


def refresh_keys() -> int:
    """Work out the keys that rows of an earlier version lack. Runs at every upgrade; answers how many there were."""
    lacking = db.session.execute(select(Organisation).where(Organisation.name_key == "")).scalars().all()
    for organisation in lacking:
        organisation.name_key = name_key(organisation.name)
    unsorted = (
        select(OrganisationRegion, Organisation.sort_key)
        .join(Organisation, Organisation.id == OrganisationRegion.organisation_id)
        .where(OrganisationRegion.sort_key == "", Organisation.sort_key != "")
    )
    links = db.session.execute(unsorted).all()
    for link, key in links:
        link.sort_key = key
    db.session.flush()
    return len(lacking) + len(links)
