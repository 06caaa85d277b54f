"""Saying how far a municipality has come. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.adoption import queries
from plugins.role_standards.adoption.models import Adoption, AdoptionStatus
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import in_force
from plugins.role_standards.standards.service import usable


def say(*, region: Region, standard: RoleStandard, municipality_code: str, facts: Mapping[str, Any]) -> Adoption:
    """Say how far a municipality has come with a standard that holds.

    Args:
        facts: `status`, `since`, `decision`, `reason`.

    Raises:
        DomainError: when a deviation has no reason.
        Conflict: when the standard does not hold.
    """
    usable(standard)
    held = in_force(standard)
    if held is None:
        raise Conflict(_("Yrkesrollen är inte beslutad än. När den gäller kan kommunerna ange hur långt de har kommit."))
    if facts["status"] is AdoptionStatus.DEVIATES and not facts["reason"]:
        raise DomainError(_("Skriv hur kommunen gör i stället, och varför."), field="reason")
    found = queries.of(standard, municipality_code, lock=True)
    before = found.status.value if found is not None else AdoptionStatus.NOT_STARTED.value
    if found is None:
        found = Adoption(region_id=region.id, standard_id=standard.id, municipality_code=municipality_code)
        db.session.add(found)
    for name in ("status", "since", "decision", "reason"):
        setattr(found, name, facts[name])
    found.version_number = held.number
    db.session.flush()
    record(
        "role_standards.adoption.said",
        region=region,
        subject=standard.ref,
        title=standard.title,
        municipality=municipality_code,
        before=before,
        status=found.status.value,
    )
    return found
