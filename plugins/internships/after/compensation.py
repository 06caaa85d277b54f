"""What employers are to be paid for a period, by places, weeks or days as the kind says. Only what both sides agree on counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from core.audit.service import record
from core.db import Page, db, get, paginate
from core.files.sheets import Kind, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from plugins.internships.after.models import Attendance
from plugins.internships.kinds.models import CompensationBasis, PlacementKindPolicy
from plugins.internships.kinds.words import BASES
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import Placement, PlacementStatus

if TYPE_CHECKING:
    from flask import Response
    from sqlalchemy import Select

    from core.regions.models import Region

PAID = (PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED, PlacementStatus.INTERRUPTED)
MOST = 10_000


@dataclass(frozen=True)
class Row:
    """What one employer is to be paid for one workplace. `amount` is in öre."""

    organisation: str
    orgnr: str
    workplace: str
    municipality: str
    students: int
    weeks: int
    days: int
    units: int
    amount: int


def listing(region: Region, period: PlacementPeriod, *, number: int = 1, size: int = 50) -> Page[Row]:
    """The employers of a period with their sums, by name."""
    found: Page[Any] = paginate(_wanted(region, period), number=number, size=size, scalars=False)
    rows = [_row(period, row) for row in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def total(region: Region, period: PlacementPeriod) -> int:
    """All of them together, in öre."""
    return sum(_row(period, row).amount for row in db.session.execute(_wanted(region, period).limit(MOST)))


def file(region: Region, period: PlacementPeriod, kind: Kind) -> Response:
    """The basis of payment as a file."""
    basis = get(PlacementKindPolicy, period.kind_id)
    rows = [_row(period, row) for row in db.session.execute(_wanted(region, period).limit(MOST))]
    header = [
        _("Arbetsgivare"),
        _("Organisationsnummer"),
        _("Arbetsplats"),
        _("Kommun"),
        _("Personer"),
        _("Bekräftade veckor"),
        _("Bekräftade dagar"),
        _("Räknas"),
        _("Antal som räknas"),
        _("Kronor för varje"),
        _("Kronor"),
    ]
    record("internships.compensation.read", region=region, subject=period.ref, title=period.title, rows=len(rows))
    each = basis.compensation_amount / 100
    lines = [
        [
            row.organisation,
            row.orgnr,
            row.workplace,
            row.municipality,
            row.students,
            row.weeks,
            row.days,
            str(BASES[basis.compensation_basis]),
            row.units,
            each,
            row.amount / 100,
        ]
        for row in rows
    ]
    return download(kind, _("Ersättning %(title)s", title=period.title), header, lines)


def _row(period: PlacementPeriod, row: Any) -> Row:
    name, orgnr, workplace, code, students, weeks, days = row
    kind = get(PlacementKindPolicy, period.kind_id)
    units = {
        CompensationBasis.NONE: 0,
        CompensationBasis.PER_PLACE: students,
        CompensationBasis.PER_WEEK: weeks,
        CompensationBasis.PER_DAY: days,
    }[kind.compensation_basis]
    return Row(name, orgnr or "", workplace, name_of(code), students, weeks, days, units, units * kind.compensation_amount)


def _wanted(region: Region, period: PlacementPeriod) -> Select[Any]:
    offer = PlacementOffer
    there = (
        select(
            Attendance.placement_id.label("placement_id"),
            func.sum(case((Attendance.days > 0, 1), else_=0)).label("weeks"),
            func.sum(Attendance.days).label("days"),
        )
        .where(Attendance.region_id == region.id, Attendance.confirmed_by != "")
        .group_by(Attendance.placement_id)
        .subquery()
    )
    return (
        select(
            Organisation.name,
            Organisation.orgnr,
            offer.workplace,
            offer.municipality_code,
            func.count(),
            func.coalesce(func.sum(there.c.weeks), 0),
            func.coalesce(func.sum(there.c.days), 0),
        )
        .select_from(Placement)
        .join(offer, offer.id == Placement.offer_id)
        .join(Organisation, Organisation.id == offer.organisation_id)
        .outerjoin(there, there.c.placement_id == Placement.id)
        .where(Placement.region_id == region.id, Placement.period_id == period.id, Placement.status.in_(PAID))
        .group_by(offer.id, Organisation.id)
        .order_by(Organisation.sort_key, offer.sort_key, offer.id)
    )
