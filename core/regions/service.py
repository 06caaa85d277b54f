"""What a region's administrator changes of the region itself. The file `config/regions.toml` can say the same things; what is
applied last holds (docs/adr/0007). Nothing here commits."""

from __future__ import annotations

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.geo.models import Municipality
from core.i18n import gettext as _
from core.regions.models import Region, RegionMunicipality
from core.users.service import normalise_email
from core.web.theme import check_accent


def change_region(*, region: Region, name: str, description: str, contact_email: str, municipalities: str) -> list[str]:
    """Change name, description, contact address and municipalities. Returns the names of what changed.

    Raises:
        DomainError: for an address that cannot be one, or a municipality that does not exist.
    """
    if not name.strip():
        raise DomainError(_("Skriv regionens namn."), field="name")
    address = normalise_email(contact_email, field="contact_email") if contact_email.strip() else ""
    wanted = {"name": name.strip()[:120], "description": description.strip()[:600], "contact_email": address}
    changed = [key for key, value in wanted.items() if getattr(region, key) != value]
    for key in changed:
        setattr(region, key, wanted[key])
    if _replace_municipalities(region, _codes(municipalities)):
        changed.append("municipalities")
    db.session.flush()
    if changed:
        record("core.region.changed", region=region, subject=f"core:region:{region.id}", fields=changed)
    return changed


def change_accent(*, region: Region, accent: str) -> None:
    """Change the colour; empty is Samkraft's own.

    Raises:
        DomainError: when text on it cannot be read; names the nearest colour that passes.
    """
    colour = check_accent(accent) if accent.strip() else ""
    if colour != region.accent:
        record("core.region.changed", region=region, subject=f"core:region:{region.id}", fields=["accent"], accent=colour)
        region.accent = colour
        db.session.flush()


def _codes(text: str) -> set[str]:
    rows = db.session.execute(select(Municipality.code, Municipality.name)).all()
    known = {**{name.lower(): code for code, name in rows}, **{code: code for code, _name in rows}}
    lines = [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
    unknown = [line for line in lines if line.lower() not in known]
    if unknown:
        raise DomainError(
            _("Det finns ingen kommun som heter %(names)s. Kontrollera stavningen.", names=", ".join(unknown[:5])), field="municipalities"
        )
    return {known[line.lower()] for line in lines}


def _replace_municipalities(region: Region, wanted: set[str]) -> bool:
    covers = RegionMunicipality.region_id == region.id
    present = set(db.session.execute(select(RegionMunicipality.municipality_code).where(covers)).scalars())
    for code in sorted(wanted - present):
        db.session.add(RegionMunicipality(region_id=region.id, municipality_code=code))
    if present - wanted:
        db.session.execute(delete(RegionMunicipality).where(covers, RegionMunicipality.municipality_code.in_(present - wanted)))
    return wanted != present
