"""Applicants for a school's own system: entered and followed. A token of a school reaches its own and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Id, Line, Listing, PageQuery, operation, page_of, require_principal
from core.errors import DomainError
from core.geo.places import municipalities
from core.i18n import gettext as _
from core.taxonomy import queries as taxonomy
from core.web.access import requires
from core.web.context import current_region
from plugins.internships.applicants import queries, service
from plugins.internships.applicants.mine_form import MAX_LINES
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import APPLICANTS
from plugins.internships.views import MAX_ID

bp = Blueprint("internships_api", __name__)
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+$")]
Ssyk = Annotated[str, Field(pattern="^[0-9]{4}$")]


class PeriodOut(ApiModel):
    """A period that takes applicants now."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    wishes_by: date
    status: str


class ApplicantQuery(PageQuery):
    """Which applicants."""

    period: Id | None = None
    school: Annotated[Id, Field(description="Only those of one school, by its id as an organisation.")] | None = None
    status: Annotated[
        Literal["", "silent", "invited", "wishing", "ready", "withdrawn"], Field(description="`silent` are those who have not wished.")
    ] = ""


class ApplicantIn(ApiModel):
    """Somebody who is to have a placement."""

    period_id: Id
    school_id: Annotated[Id, Field(description="May be left out when the token reaches one school.")] | None = None
    name: Annotated[Line, Field(max_length=120, pattern=r"\S")]
    email: Email
    programme: Annotated[Line, Field(max_length=200)] = ""
    phone: Annotated[Line, Field(max_length=40)] = ""
    municipality_code: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Where they live, by Statistics Sweden's code.")] = ""
    town: Annotated[Line, Field(max_length=100, description="Never a street address.")] = ""
    occupation_groups: Annotated[
        list[Ssyk], Field(max_length=MAX_LINES, description="Occupation groups (SSYK 2012) they may be placed in; empty: any.")
    ] = Field(default_factory=list)


class ApplicantOut(ApiModel):
    """An applicant. What they wish and need is theirs, and not told."""

    id: int
    period_id: int
    school_id: int
    name: str
    email: str
    programme: str
    phone: str
    municipality_code: str
    town: str
    occupation_groups: list[str]
    status: str
    version: int


@bp.get("/applicant-periods")
@requires(GET=APPLICANTS)
@operation("List periods that take applicants", query=PageQuery, answer=Listing[PeriodOut])
def applicant_periods(query: PageQuery) -> Listing[PeriodOut]:
    """The periods in which a school can enter applicants now, the one that begins first first."""
    return Listing[PeriodOut].cut([PeriodOut.model_validate(each) for each in queries.entering(current_region())], query)


@bp.get("/applicants")
@requires(GET=APPLICANTS)
@operation("List applicants", query=ApplicantQuery, answer=Listing[ApplicantOut])
def applicants(query: ApplicantQuery) -> Listing[ApplicantOut]:
    """Those of one's own schools, by name.

    People with protected identity are never listed.
    """
    filters = queries.Filters(period=query.period or 0, school=query.school or 0, status=query.status)
    page = queries.applicants(current_region(), require_principal(), filters, **page_of(query))
    return Listing[ApplicantOut].of(page, [_shown(row.applicant) for row in page.items])


@bp.get(f"/applicants/<int(max={MAX_ID}):applicant_id>")
@requires(GET=APPLICANTS)
@operation("Get an applicant", answer=ApplicantOut)
def applicant(applicant_id: int) -> ApplicantOut:
    """One of one's own."""
    return _shown(queries.own_applicant(current_region(), require_principal(), applicant_id))


@bp.post("/applicants")
@requires(POST=APPLICANTS)
@operation("Enter an applicant", body=ApplicantIn, answer=ApplicantOut, status=201)
def enter_applicant(body: ApplicantIn) -> tuple[ApplicantOut, dict[str, str]]:
    """Enter somebody in a period.

    Nothing is mailed until the school asks for it, or wishes are about to close. An address that is there already is refused.
    """
    region = current_region()
    schools = {each.id: each for each in queries.own_schools(region, require_principal())}
    chosen = next(iter(schools)) if body.school_id is None and len(schools) == 1 else body.school_id
    if chosen not in schools:
        raise DomainError(_("Välj en skola som du får lägga in sökande för."), field="school_id")
    if body.municipality_code and body.municipality_code not in municipalities():
        raise DomainError(_("Kommunkoden finns inte."), field="municipality_code")
    if any(taxonomy.group(code) is None for code in body.occupation_groups):
        raise DomainError(_("Skriv yrkets fyra siffror enligt SSYK 2012."), field="occupation_groups")
    facts = body.model_dump(exclude={"period_id", "school_id"}) | {"name": " ".join(body.name.split())}
    made = service.make_applicant(region=region, period=period_of(body.period_id), school=schools[chosen], facts=facts)
    return _shown(made), {"Location": url_for("internships_api.applicant", applicant_id=made.id, _external=True)}


def _shown(found: Applicant) -> ApplicantOut:
    return ApplicantOut.model_validate(found)
