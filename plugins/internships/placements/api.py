"""Placements for a school's own system: who has got which place, and how it stands. Read only: answers are the applicants' own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from core.api import ApiModel, Id, Line, Listing, PageQuery, operation, page_of, require_principal
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import shown_contact
from core.web.access import requires
from core.web.context import current_region
from plugins.internships.applicants.api import bp
from plugins.internships.permissions import APPLICANTS
from plugins.internships.placements import queries
from plugins.internships.rounds.models import PlacementStatus
from plugins.internships.views import MAX_ID


class PlacementQuery(PageQuery):
    """Which placements."""

    q: Annotated[Line, Field(max_length=100, description="Words of a name, a workplace or a programme.")] = ""
    period: Id | None = None
    standing: Annotated[
        Literal["", "waits", "overdue", "yes", "over", "at_withdrawn"],
        Field(description="`at_withdrawn` are those whose workplace has fallen away."),
    ] = ""


class PlacementOut(ApiModel):
    """A placement of an applicant at a workplace."""

    id: int
    period_id: int
    applicant_id: int
    applicant: str
    school_id: int
    programme: str
    offer_id: int
    workplace: str
    organisation_id: int
    organisation: str
    municipality_code: str
    starts_on: date
    ends_on: date
    status: PlacementStatus
    accept_by: date | None
    answered_at: datetime | None


@bp.get("/placements")
@requires(GET=APPLICANTS)
@operation("List placements", query=PlacementQuery, answer=Listing[PlacementOut])
def placements(query: PlacementQuery) -> Listing[PlacementOut]:
    """Those of one's own schools' applicants, by name, once they are published.

    People with protected identity are never listed.
    """
    filters = queries.Filters(q=query.q.strip(), period=query.period or 0, standing=query.standing)
    page = queries.listing(current_region(), require_principal(), filters, **page_of(query))
    return Listing[PlacementOut].of(page, [_shown(row) for row in page.items])


@bp.get(f"/placements/<int(max={MAX_ID}):placement_id>")
@requires(GET=APPLICANTS)
@operation("Get a placement", answer=PlacementOut)
def placement(placement_id: int) -> PlacementOut:
    """One of one's own."""
    row = queries.own_placement(current_region(), require_principal(), placement_id)
    if not shown_contact(row.applicant.email, row.applicant.name)[0]:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return _shown(row)


def _shown(row: queries.Row) -> PlacementOut:
    return PlacementOut(
        id=row.placement.id,
        period_id=row.period.id,
        applicant_id=row.applicant.id,
        applicant=row.applicant.name,
        school_id=row.applicant.school_id,
        programme=row.applicant.programme,
        offer_id=row.offer.id,
        workplace=row.offer.workplace,
        organisation_id=row.offer.organisation_id,
        organisation=row.organisation,
        municipality_code=row.offer.municipality_code,
        starts_on=row.period.starts_on,
        ends_on=row.period.ends_on,
        status=row.placement.status,
        accept_by=row.placement.accept_by,
        answered_at=row.placement.answered_at,
    )
