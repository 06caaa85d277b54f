"""Needs and rounds for other systems. Needs to be shown only in sums stand here only for who may read all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Id, Line, Listing, PageQuery, current_principal, operation, page_of
from core.errors import NotFound
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region
from plugins.employer_needs.events import SkillDetail
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.queries import overview
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.values import NAMED, NeedState

bp = Blueprint("employer_needs_api", __name__)
ROUNDS, NEEDS, ALL = "employer_needs.round.read", "employer_needs.response.read", "employer_needs.response.read_all"


class NeedQuery(PageQuery):
    """Which needs."""

    q: Annotated[Line, Field(max_length=100, description="Words to search for.")] = ""
    group: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Occupation group (SSYK 2012).")] = ""
    municipality: Annotated[str, Field(pattern="^([0-9]{4})?$")] = ""
    kind: Literal["", "new_recruitment", "replacement", "upskilling"] = ""
    round: Id | None = None


class NeedOut(ApiModel):
    """A published need."""

    id: int
    organisation_id: int | None
    organisation_name: str
    municipality_code: str | None
    occupation_group: str | None
    occupation_label: str
    local_title: str
    kind: str | None
    headcount_0_1: int
    headcount_1_3: int
    headcount_3_5: int
    level: str | None
    shortage: int | None
    distance_acceptable: bool | None
    placements_offered: int
    skills: list[str]
    skills_detail: list[SkillDetail]
    occupation_id: str | None
    taxonomy_version: str
    licences: list[str]
    languages: list[str]
    routes_tried: list[str]
    consequences: list[str]
    study_forms: list[str] = Field(description="on_site, centre, distance, workplace; empty: any.")
    pace: int | None = Field(description="Percent of full time; null: any.")
    sessions_max: int | None
    travel_km: int | None
    visibility: str | None
    revision: int
    published_at: datetime | None
    version: int


class RoundOut(ApiModel):
    """A round, with how many were invited and have answered."""

    id: int
    title: str
    opens_on: date
    closes_on: date
    status: str
    invited: int
    answered: int
    sent: int = Field(description="Answers, those without invitation included.")
    version: int


def _all_rows() -> bool:
    return may(current_principal(), current_region(), ALL)


def _shown(need: CompetenceNeed, response: Response) -> NeedOut:
    values = {name: getattr(need, name) for name in NeedOut.model_fields if hasattr(need, name)}
    values["skills_detail"] = [SkillDetail.model_validate(skill) for skill in need.skill_details]
    values["skills"] = [str(skill.get("label", "")) for skill in need.skills]
    return NeedOut(**values, organisation_id=response.organisation_id, organisation_name=response.organisation_name)


def _round(row: round_queries.RoundRow) -> RoundOut:
    found = row.round
    return RoundOut(
        id=found.id,
        title=found.title,
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        status=found.status.value,
        invited=row.invited,
        answered=row.answered,
        sent=row.sent,
        version=found.version,
    )


@bp.get("/needs")
@requires(GET=NEEDS)
@operation("List needs", query=NeedQuery, answer=Listing[NeedOut])
def needs(query: NeedQuery) -> Listing[NeedOut]:
    """Published needs, newest first.

    Employers who asked to be shown only in sums are left out, unless the token may read all. Needs with a secrecy marker are left out
    for every token: they are for the region's own staff.
    """
    filters = overview.Filters(
        group=query.group, municipality=query.municipality, kind=query.kind, round_id=query.round, query=query.q.strip(), open_only=True
    )
    page = overview.need_page(filters, all_rows=_all_rows(), **page_of(query))
    return Listing[NeedOut].of(page, [_shown(need, response) for need, response in page.items])


@bp.get("/needs/<int:need_id>")
@requires(GET=NEEDS)
@operation("Get a need", answer=NeedOut)
def need(need_id: int) -> NeedOut:
    """One published need."""
    found, response = overview.need_with_response(need_id)
    hidden = (found.visibility not in NAMED and not _all_rows()) or found.secret
    if found.state is not NeedState.PUBLISHED or hidden:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return _shown(found, response)


@bp.get("/rounds")
@requires(GET=ROUNDS)
@operation("List rounds", query=PageQuery, answer=Listing[RoundOut])
def rounds(query: PageQuery) -> Listing[RoundOut]:
    """Rounds, newest first."""
    page = round_queries.round_page(**page_of(query))
    return Listing[RoundOut].of(page, [_round(row) for row in page.items])


@bp.get("/rounds/<int:round_id>")
@requires(GET=ROUNDS)
@operation("Get a round", answer=RoundOut)
def one_round(round_id: int) -> RoundOut:
    """One round."""
    return _round(round_queries.round_row(round_id))
