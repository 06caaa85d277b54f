"""What each employer's needs amount to, as a select on the needs themselves: what the figures are made of, and made anew from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, case, func, select

from core.organisations.models import Organisation
from plugins.employer_needs.dashboards.counting import COUNTS, DIMENSIONS, HORIZONS, UNKNOWN
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.values import NeedState

COUNTED = (NeedState.PUBLISHED, NeedState.REPLACED)


def share_rows(scope: Any, states: tuple[NeedState, ...]) -> Select[Any]:
    """The shares as a select on the needs themselves.

    Args:
        scope: A number, or the round's column; then the shares are per round.
    """
    columns = (CompetenceNeed.occupation_group, CompetenceNeed.municipality_code, CompetenceNeed.level, Organisation.sni_section)
    known = [func.coalesce(func.nullif(column, ""), UNKNOWN).label(name) for name, column in zip(DIMENSIONS, columns, strict=True)]
    heads = [getattr(CompetenceNeed, f"headcount_{horizon}") for horizon in HORIZONS]
    counted = [func.count(), *(func.sum(case((head > 0, 1), else_=0)) for head in heads), *(func.sum(head) for head in heads)]
    counted.append(func.sum(CompetenceNeed.placements_offered))
    named = [column.label(name) for name, column in zip(COUNTS, counted, strict=True)]
    per = [] if isinstance(scope, BindParameter) else [scope]
    return (
        select(scope.label("scope"), Response.organisation_id, *known, *named)
        .select_from(CompetenceNeed)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .join(Organisation, Organisation.id == Response.organisation_id)
        .where(CompetenceNeed.state.in_(states))
        .group_by(Response.organisation_id, *per, *(column.element for column in known))
    )
