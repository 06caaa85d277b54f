"""Clusters for other systems: figures and places, never an employer's name."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from plugins.demand_pooling import queries
from plugins.demand_pooling.cluster_detail import cluster_detail
from plugins.demand_pooling.permissions import READ
from plugins.demand_pooling.queries import ClusterRow, Filters, Sort

bp = Blueprint("demand_pooling_api", __name__)


class ClusterQuery(PageQuery):
    """Which clusters, in which order."""

    q: Annotated[Line, Field(max_length=100, description="Words to search for.")] = ""
    status: Literal["", "viable", "almost", "short"] = ""
    municipality: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Only those with needs there.")] = ""
    sort: Literal["people", "missing", "name"] = "people"


class ClusterOut(ApiModel):
    """Needs that could share a class."""

    id: int
    occupation_group: str = Field(description="SSYK 2012, four digits.")
    occupation_label: str
    level: str
    hub_code: str = Field(description="The municipality where most can meet.")
    people: int
    by_distance: int
    employers: int
    municipalities: int
    threshold: int = Field(description="The smallest class at this level.")
    missing: int
    status: str
    progress: str = Field(
        description="How far the work with it has come: `clustered`, `pooled`, `requested`, `offered`, `decided` and so on."
    )
    locked: bool = Field(description="Whether only a withdrawal changes which needs are in it.")
    educations_found: int


class PlaceOut(ApiModel):
    """How many are needed in one municipality of a cluster."""

    municipality_code: str
    municipality: str
    people: int
    employers: int
    by_distance: bool = Field(description="They are here only because they can be taught by distance.")


class ClusterDetail(ClusterOut):
    """A cluster with its places and horizons."""

    people_within_one_year: int
    people_in_one_to_three_years: int
    people_in_three_to_five_years: int
    placements: int
    places: list[PlaceOut]
    skills: list[str]


def _shown(row: ClusterRow) -> ClusterOut:
    cluster = row.cluster
    return ClusterOut(
        id=cluster.id,
        occupation_group=cluster.occupation_group,
        occupation_label=cluster.occupation_label,
        level=cluster.level,
        hub_code=cluster.hub_code,
        people=cluster.headcount,
        by_distance=cluster.by_distance,
        employers=cluster.employers,
        municipalities=cluster.municipalities,
        threshold=cluster.threshold,
        missing=cluster.missing,
        status=row.status.value,
        progress=cluster.status.value,
        locked=cluster.locked_at is not None,
        educations_found=row.courses,
    )


@bp.get("/clusters")
@requires(GET=READ)
@operation("List clusters", query=ClusterQuery, answer=Listing[ClusterOut])
def clusters(query: ClusterQuery) -> Listing[ClusterOut]:
    """The region's clusters that exist now."""
    filters = Filters(query=query.q.strip(), status=query.status, municipality=query.municipality, sort=Sort(query.sort))
    page = queries.cluster_page(current_region(), filters, **page_of(query))
    return Listing[ClusterOut].of(page, [_shown(row) for row in page.items])


@bp.get("/clusters/<int:cluster_id>")
@requires(GET=READ)
@operation("Get a cluster", answer=ClusterDetail)
def cluster(cluster_id: int) -> ClusterDetail:
    """One cluster.

    A cluster that is closed, because its needs have gone elsewhere, is not found.
    """
    region = current_region()
    found = queries.get_cluster(region, cluster_id)
    if found.closed_at:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    detail = cluster_detail(region, found)
    soon, later, last = detail.horizons
    places = [
        PlaceOut(municipality_code=p.code, municipality=p.name, people=p.people, employers=p.employers, by_distance=p.by_distance)
        for p in detail.places
    ]
    return ClusterDetail(
        **_shown(queries.row(region, found)).model_dump(),
        people_within_one_year=soon,
        people_in_one_to_three_years=later,
        people_in_three_to_five_years=last,
        placements=detail.placements,
        places=places,
        skills=[name for name, _count in detail.skills],
    )
