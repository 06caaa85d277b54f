"""Figures for other systems: all of them for those who read needs, and the published tables."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from core.api import ApiModel, Id, Listing, PageQuery, operation
from core.db import Page
from core.web.access import requires
from core.web.context import current_region
from plugins.employer_needs.api import NEEDS, bp
from plugins.employer_needs.dashboards import labels, published, queries
from plugins.employer_needs.dashboards.models import NOW
from plugins.employer_needs.dashboards.queries import Choice
from plugins.employer_needs.dashboards.suppression import PAIRS

BY = {"occupation": "occupation_group", "municipality": "municipality_code", "section": "section", "level": "level"}


Item = TypeVar("Item")


class FigureQuery(PageQuery):
    """Which figures, per what."""

    by: Literal["occupation", "municipality", "section", "level"] = "occupation"
    round: Annotated[Id | None, Field(description="What was stated in a round; what counts today when left out.")] = None
    group: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Occupation group (SSYK 2012).")] = ""
    municipality: Annotated[str, Field(pattern="^([0-9]{4})?$")] = ""
    section: Annotated[str, Field(pattern="^([A-Z-])?$", description="Section of SNI.")] = ""
    level: Annotated[str, Field(max_length=30)] = ""


class FigureOut(ApiModel):
    """The figures of one value. They are not for publication: small ones tell what an employer has said."""

    value: str
    name: str
    needs: int
    people: int
    people_within_one_year: int
    people_in_one_to_three_years: int
    people_in_three_to_five_years: int
    employers: int
    placements: int


class PublishedQuery(PageQuery):
    """Which published table, of which round."""

    table: Literal[
        "occupation", "municipality", "section", "horizon", "occupation_municipality", "occupation_horizon", "municipality_horizon"
    ] = "occupation"
    round: Annotated[Id | None, Field(description="A round; all published ones when left out.")] = None


class PublishedOut(ApiModel):
    """One published figure."""

    round: int
    title: str
    published_on: date
    row: str = Field(description="A code; `other` is what has been put together.")
    column: str
    people: int | None = Field(description="Null where it is not shown.")
    employers: int | None = Field(description="Only in tables of one property.")


def _slice(items: list[Item], query: PageQuery) -> Page[Item]:
    start = (query.page - 1) * query.limit
    return Page(items=items[start : start + query.limit], total=len(items), number=query.page, size=query.limit)


@bp.get("/figures")
@requires(GET=NEEDS)
@operation("List figures", query=FigureQuery, answer=Listing[FigureOut])
def figures(query: FigureQuery) -> Listing[FigureOut]:
    """Needs, people and employers per value of a property, most people first."""
    dimension = BY[query.by]
    choice = Choice(query.round or NOW, query.group, query.municipality, query.level, query.section)
    page = _slice(queries.by(choice, dimension), query)
    names = labels.names(dimension, [each.value for each in page.items])
    found = [
        FigureOut(
            value=each.value,
            name=names[each.value],
            needs=each.needs[0],
            people=sum(each.people),
            people_within_one_year=each.people[0],
            people_in_one_to_three_years=each.people[1],
            people_in_three_to_five_years=each.people[2],
            employers=each.employers[0],
            placements=each.placements,
        )
        for each in page.items
    ]
    return Listing[FigureOut].of(page, found)


@bp.get("/published-figures")
@requires(GET=NEEDS)
@operation("List published figures", query=PublishedQuery, answer=Listing[PublishedOut])
def published_figures(query: PublishedQuery) -> Listing[PublishedOut]:
    """A published table: the very figures of the public page. They never change."""
    region = current_region()
    issues = [each for each in published.issues(region) if query.round in (None, each.round.id)]
    cells = published.cells(region, [each.publication.id for each in issues], [query.table])
    found = [
        PublishedOut(
            round=each.round.id,
            title=each.round.title,
            published_on=each.publication.published_at.date(),
            row=cell.row,
            column=cell.column,
            people=cell.people,
            employers=cell.employers if query.table not in PAIRS else None,
        )
        for each in issues
        for cell in cells.get((each.publication.id, query.table), ())
    ]
    page = _slice(found, query)
    return Listing[PublishedOut].of(page, list(page.items))
