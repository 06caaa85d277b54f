"""Agreed roles for other systems: what they require, what they are called, and how far each municipality has come."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of, require_principal
from core.errors import NotFound
from core.regions.queries import municipalities
from core.web.access import public, requires
from core.web.context import current_region
from plugins.role_standards.adoption import queries as adoption
from plugins.role_standards.adoption import service
from plugins.role_standards.adoption.models import AdoptionStatus
from plugins.role_standards.permissions import ADOPT
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import Level, RoleStandard, StandardVersion
from plugins.role_standards.standards.telling import titles_of
from plugins.role_standards.views import MAX_ID

bp = Blueprint("role_standards_api", __name__)
ONE = f"/role-standards/<int(max={MAX_ID}):standard_id>"


class StandardQuery(PageQuery):
    """Which standards."""

    q: Annotated[Line, Field(max_length=100, description="Words of a title, common or local.")] = ""
    occupation_group: Annotated[str, Field(pattern="^([0-9]{4})?$", description="SSYK 2012.")] = ""


class StandardOut(ApiModel):
    """A role that is agreed."""

    id: int
    title: str
    occupation_group: str
    occupation_id: str
    version: int
    adopted: int = Field(description="How many municipalities have adopted it.")


class RequirementOut(ApiModel):
    """A requirement."""

    title: str
    level: Level
    required: bool
    description: str
    met_by: str
    validated_by: str


class WholeStandardOut(ApiModel):
    """A role with all that it says."""

    id: int
    title: str
    occupation_group: str
    occupation_id: str
    version: int
    agreed_on: date | None
    description: str
    tasks: str
    titles: list[str] = Field(description="Every title that means it.")
    requirements: list[RequirementOut]


class AdoptionOut(ApiModel):
    """How far a municipality has come."""

    municipality_code: str
    status: AdoptionStatus
    since: date | None
    decision: str
    reason: str


class AdoptionIn(ApiModel):
    """What a municipality says."""

    status: AdoptionStatus
    since: date | None = None
    decision: Annotated[Line, Field(max_length=300)] = ""
    reason: Annotated[str, Field(max_length=4_000, description="Needed when it deviates.")] = ""


@bp.get("/role-standards")
@public("GET")
@operation("List role standards", query=StandardQuery, answer=Listing[StandardOut])
def role_standards(query: StandardQuery) -> Listing[StandardOut]:
    """The region's agreed roles, by title."""
    filters = queries.Filters(query.q, query.occupation_group)
    page = queries.listing(current_region(), filters, drafts=False, **page_of(query))
    shown = [
        StandardOut(
            id=row.standard.id,
            title=row.standard.title,
            occupation_group=row.standard.occupation_group,
            occupation_id=row.standard.occupation_id,
            version=row.in_force or 0,
            adopted=row.adopted,
        )
        for row in page.items
    ]
    return Listing[StandardOut].of(page, shown)


@bp.get(ONE)
@public("GET")
@operation("Get a role standard", answer=WholeStandardOut)
def role_standard(standard_id: int) -> WholeStandardOut:
    """One agreed role."""
    found, held = _agreed(standard_id)
    return WholeStandardOut(
        id=found.id,
        title=found.title,
        occupation_group=found.occupation_group,
        occupation_id=found.occupation_id,
        version=held.number,
        agreed_on=held.agreed_on,
        description=held.description,
        tasks=held.tasks,
        titles=titles_of(found),
        requirements=[
            RequirementOut(
                title=row.title,
                level=row.level,
                required=row.is_required,
                description=row.description,
                met_by=row.met_by,
                validated_by=row.validated_by,
            )
            for row in queries.requirements(held.id)
        ],
    )


@bp.get(f"{ONE}/adoption")
@public("GET")
@operation("List adoption", query=PageQuery, answer=Listing[AdoptionOut])
def role_standard_adoption(query: PageQuery, standard_id: int) -> Listing[AdoptionOut]:
    """How far each municipality has come, by name."""
    found, _held = _agreed(standard_id)
    return Listing[AdoptionOut].cut([_shown(row) for row in adoption.rows(current_region(), found)], query)


@bp.put(f"{ONE}/adoption/<municipality_code>")
@requires(PUT=ADOPT)
@operation("Say how far a municipality has come", body=AdoptionIn, answer=AdoptionOut)
def say_role_standard_adoption(body: AdoptionIn, standard_id: int, municipality_code: str) -> AdoptionOut:
    """For one's own municipality; a token of the whole region may for all."""
    region = current_region()
    found, _held = _agreed(standard_id)
    if municipality_code not in {each.code for each in municipalities(region)}:
        raise NotFound(queries.missing())
    if municipality_code not in adoption.reached(region, require_principal(), ADOPT):
        raise NotFound(queries.missing())
    facts = {**body.model_dump(), "status": AdoptionStatus(body.status)}
    service.say(region=region, standard=found, municipality_code=municipality_code, facts=facts)
    return next(_shown(row) for row in adoption.rows(region, found) if row.code == municipality_code)


def _agreed(standard_id: int) -> tuple[RoleStandard, StandardVersion]:
    found = queries.standard(current_region(), standard_id)
    held = queries.in_force(found)
    if held is None:
        raise NotFound(queries.missing())
    return found, held


def _shown(row: adoption.Row) -> AdoptionOut:
    said = row.row
    return AdoptionOut(
        municipality_code=row.code,
        status=row.status,
        since=said.since if said else None,
        decision=said.decision if said else "",
        reason=said.reason if said else "",
    )
