"""Dossiers and evidence for other systems: figures and how they stand, nobody's name."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Listing, PageQuery, operation, page_of
from core.db import Page
from core.web.access import requires
from core.web.context import current_region, current_user
from plugins.demand_pooling.dossier import queries
from plugins.demand_pooling.dossier.basis import gather
from plugins.demand_pooling.dossier.missing import evidence
from plugins.demand_pooling.dossier.models import Dossier
from plugins.demand_pooling.dossier.permissions import READ
from plugins.demand_pooling.evidence import queries as published
from plugins.demand_pooling.permissions import READ as READ_CLUSTERS

bp = Blueprint("demand_pooling_dossier_api", __name__)


class EvidenceOut(ApiModel):
    """Something that a dossier should have."""

    title: str
    there: bool
    found: str = Field(description="How it stands, in words.")


class DossierOut(ApiModel):
    """A dossier, without anybody's name."""

    id: int
    kind: Literal["yh_application", "commissioned_education"]
    title: str
    cluster_id: int | None
    versions: int = Field(description="How many times it has been sent.")


class DossierDetail(DossierOut):
    """A dossier with what it lacks."""

    employers_named: int
    employers_counted: int
    letters: int = Field(description="Letters of intent that hold.")
    placements_promised: int = Field(description="Places per term.")
    placements_missing: int
    steering_group_complete: bool
    evidence: list[EvidenceOut]


def _dossier(dossier: Dossier, versions: int) -> DossierOut:
    return DossierOut(id=dossier.id, kind=dossier.kind.value, title=dossier.title, cluster_id=dossier.cluster_id, versions=versions)


@bp.get("/dossiers")
@requires(GET=READ)
@operation("List dossiers", query=PageQuery, answer=Listing[DossierOut])
def dossiers(query: PageQuery) -> Listing[DossierOut]:
    """The region's dossiers, the one last worked on first."""
    region = current_region()
    page = queries.listing(region, **page_of(query))
    sent = queries.latest_numbers(region, page.items)
    return Listing[DossierOut].of(page, [_dossier(each, sent.get(each.id, 0)) for each in page.items])


@bp.get("/dossiers/<int:dossier_id>")
@requires(GET=READ)
@operation("Get a dossier", answer=DossierDetail)
def dossier(dossier_id: int) -> DossierDetail:
    """One dossier: how its evidence stands."""
    region = current_region()
    found = queries.get_dossier(region, dossier_id)
    basis = gather(region, current_user(), found)
    return DossierDetail(
        **_dossier(found, queries.latest_numbers(region, [found]).get(found.id, 0)).model_dump(),
        employers_named=len(basis.employers),
        employers_counted=basis.others.employers,
        letters=basis.promising,
        placements_promised=basis.placements.promised,
        placements_missing=basis.placements.missing,
        steering_group_complete=basis.steering.complete,
        evidence=[EvidenceOut(title=each.title, there=each.ok, found=each.found) for each in evidence(basis)],
    )


class GroupQuery(PageQuery):
    """Which occupation group."""

    occupation_group: Annotated[str, Field(pattern="^[0-9]{4}$", description="SSYK 2012, four digits.")]


class IndicatorOut(ApiModel):
    """A published figure or forecast."""

    measure: Literal["forecast", "job_ads"]
    occupation_group: str
    name: str = Field(description="The occupation, as the source names it.")
    area: str = Field(description="00 for the country, two digits for a county, four for a municipality.")
    period: str
    situation: str
    chances: str
    outlook: str
    count: int | None
    source: str


@bp.get("/evidence")
@requires(GET=READ_CLUSTERS)
@operation("List published figures of an occupation group", query=GroupQuery, answer=Listing[IndicatorOut])
def indicators(query: GroupQuery) -> Listing[IndicatorOut]:
    """What is published of an occupation group for the region, its counties and the country."""
    found = published.indicators(current_region(), query.occupation_group)
    items = [
        IndicatorOut(
            measure=each.measure.value,
            **{name: getattr(each, name) for name in IndicatorOut.model_fields if name != "measure"},
        )
        for each in found
    ]
    return Listing[IndicatorOut].of(Page(items=found, total=len(found), number=1, size=max(1, len(found))), items)
