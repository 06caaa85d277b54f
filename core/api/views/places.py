"""Open data of core: regions, municipalities and occupations. What everybody may see on a page, a program may read without a token."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of
from core.geo.places import counties
from core.geo.places import municipalities as all_municipalities
from core.plugins.enablement import enabled_plugins
from core.regions import queries as region_queries
from core.taxonomy import queries as taxonomy
from core.web.access import public
from core.web.context import current_region

bp = Blueprint("core_api_places", __name__)
TAG = "Open data"


class RegionOut(ApiModel):
    """A region that uses Samkraft."""

    slug: str
    name: str
    description: str


class RegionDetail(RegionOut):
    """A region with the codes of its municipalities, and its parts."""

    municipalities: list[str]
    parts: list[str] = Field(description="The parts that are switched on, as they are named in addresses.")


class MunicipalityOut(ApiModel):
    """A municipality, by Statistics Sweden's code, with the coordinates of its seat (WGS 84)."""

    code: str
    name: str
    county_code: str
    county: str
    latitude: float
    longitude: float


class MunicipalityQuery(PageQuery):
    """Which municipalities."""

    county: Annotated[str | None, Field(pattern=r"^[0-9]{2}$", description="Only in this county (two digits).")] = None
    q: Annotated[Line, Field(max_length=60, description="Only names that begin so.")] = ""


class OccupationOut(ApiModel):
    """An occupation, or a whole group, that a search may mean."""

    occupation_id: str | None = Field(description="Concept id of the JobTech Taxonomy; null when a whole group is meant.")
    label: str
    group_code: str = Field(description="SSYK 2012, four digits.")
    group_name: str
    score: float = Field(description="How well it fits, about 0 to 100.")


class OccupationQuery(PageQuery):
    """What to search for."""

    q: Annotated[Line, Field(min_length=1, max_length=100, description="An occupation, as people say it. Spelling slips are forgiven.")]
    limit: Annotated[int, Field(ge=1, le=20, description="Items per page.")] = 8


class GroupOut(ApiModel):
    """An occupation group with its occupations."""

    code: str
    level: int
    name: str
    definition: str
    deprecated: bool
    occupations: list[str]


@bp.get("/regions")
@public("GET")
@operation("List regions", tag=TAG, query=PageQuery, answer=Listing[RegionOut])
def regions(query: PageQuery) -> Listing[RegionOut]:
    """Every active region, by name."""
    page = region_queries.active_page(**page_of(query))
    return Listing[RegionOut].of(page, [RegionOut.model_validate(region) for region in page.items])


@bp.get("/regions/<region>")
@public("GET")
@operation("Get a region", tag=TAG, answer=RegionDetail)
def region() -> RegionDetail:
    """What everybody may know of a region."""
    found = current_region()
    return RegionDetail(
        slug=found.slug,
        name=found.name,
        description=found.description,
        municipalities=[place.code for place in region_queries.municipalities(found)],
        parts=[plugin.slug for plugin in enabled_plugins(found)],
    )


@bp.get("/municipalities")
@public("GET")
@operation("List municipalities", tag=TAG, query=MunicipalityQuery, answer=Listing[MunicipalityOut])
def municipalities(query: MunicipalityQuery) -> Listing[MunicipalityOut]:
    """Sweden's municipalities, in Swedish alphabetical order."""
    names = counties()
    chosen = [
        MunicipalityOut(
            code=place.code,
            name=place.name,
            county_code=place.county_code,
            county=names.get(place.county_code, ""),
            latitude=place.latitude,
            longitude=place.longitude,
        )
        for place in all_municipalities().values()
        if (query.county is None or place.county_code == query.county) and place.name.lower().startswith(query.q.strip().lower())
    ]
    return Listing[MunicipalityOut].cut(chosen, query)


@bp.get("/occupations")
@public("GET")
@operation("Search occupations", tag=TAG, query=OccupationQuery, answer=Listing[OccupationOut])
def occupations(query: OccupationQuery) -> Listing[OccupationOut]:
    """The occupations that a text may mean, best first."""
    found = taxonomy.suggest(query.q, limit=60)
    return Listing[OccupationOut].cut([OccupationOut.model_validate(s) for s in found], query)


@bp.get("/occupation-groups/<code>")
@public("GET")
@operation("Get an occupation group", tag=TAG, answer=GroupOut)
def occupation_group(code: str) -> GroupOut:
    """A group of SSYK 2012 at any of its four levels."""
    found = taxonomy.group_or_404(code)
    names = [occupation.name for occupation in taxonomy.occupations_of(found.code)]
    return GroupOut(
        code=found.code, level=found.level, name=found.name, definition=found.definition, deprecated=found.deprecated, occupations=names
    )
