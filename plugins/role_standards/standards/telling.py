"""Telling others which titles are agreed. Nothing here commits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.plugins import Subscription
from core.regions.models import Region
from plugins.role_standards.events import TitlesAgreed
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.titles.models import LocalTitle, TitleState

REQUESTED = "core.replay_requested.v1"


class ReplayRequested(BaseModel):
    """Which events somebody missed."""

    model_config = ConfigDict(extra="ignore")

    events: list[str]


def titles_of(standard: RoleStandard) -> list[str]:
    """Every title that means a standard, its own too."""
    wanted = select(LocalTitle.title).where(LocalTitle.standard_id == standard.id, LocalTitle.state == TitleState.IS)
    return sorted({standard.title, *db.session.execute(wanted).scalars()})


def tell(region: Region, standard: RoleStandard) -> None:
    """Say what holds now. A standard that never was agreed is nobody else's business."""
    if queries.in_force(standard) is None:
        return
    standard.revision += 1
    db.session.flush()
    state(region, standard)


def state(region: Region, standard: RoleStandard) -> None:
    """Say it, or say it again."""
    from core.events import emit

    withdrawn = standard.withdrawn_at is not None
    emit(
        TitlesAgreed(
            standard_id=standard.id,
            title=standard.title,
            occupation_group=standard.occupation_group,
            titles=[] if withdrawn else titles_of(standard),
            withdrawn=withdrawn,
            revision=standard.revision,
        ),
        region=region,
    )


def state_again(region: Region, request: ReplayRequested) -> None:
    """Say again which titles are agreed."""
    if TitlesAgreed.name in request.events:
        for standard in queries.agreed(region):
            state(region, standard)


SUBSCRIPTIONS = [Subscription(REQUESTED, ReplayRequested, state_again, "role_standards.state_again")]
