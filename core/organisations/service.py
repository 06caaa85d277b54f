"""What can be done with organisations. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr as orgnr_check

from core.db import db, sort_key
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region


def normalise_orgnr(text: str, *, field: str = "orgnr") -> str:
    """An organisation number as ten digits.

    Spaces, hyphens and the leading century "16" are tolerated. A number whose third digit is below 2 is a personal identity
    number (a sole trader's), which this system does not store.

    Raises:
        DomainError: when it is not a valid organisation number; says what is wrong.
    """
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
            orgnr=normalised, name=name.strip(), sort_key=sort_key(name), kind=kind, municipality_code=municipality_code
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
        db.session.add(OrganisationRegion(organisation_id=organisation.id, region_id=region.id))
        db.session.flush()
