"""The limits of a period that could be taken away, by name."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from plugins.internships.periods.models import Cap, CapScope, PlacementPeriod

MOST = 300


def cap_choices(period: PlacementPeriod) -> list[tuple[str, str]]:
    """Every cap of a period."""
    wanted = select(Cap, Organisation.name).outerjoin(Organisation, Organisation.id == Cap.organisation_id)
    found = []
    for cap, organisation in db.session.execute(wanted.where(Cap.period_id == period.id).order_by(Cap.id).limit(MOST)):
        subject = cap.municipality_code if cap.scope is CapScope.AREA else str(cap.organisation_id or 0)
        name = name_of(cap.municipality_code) if cap.scope is CapScope.AREA else organisation or ""
        found.append((f"{cap.scope.value}:{subject}", _("%(name)s, högst %(n)s", name=name, n=cap.maximum)))
    return found
