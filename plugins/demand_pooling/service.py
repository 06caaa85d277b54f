"""Keeping the copy of the needs like what their owner says, and asking for new clusters. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import DomainError
from core.events.replay import request_replay
from core.i18n import gettext as _
from core.jobs import enqueue
from core.regions.models import Region
from plugins.demand_pooling.dossier.events import COMMITMENT_MADE, COMMITMENT_WITHDRAWN, OFFER_CHANGED
from plugins.demand_pooling.events import NEED_PUBLISHED, NEED_WITHDRAWN, NeedPublished, NeedWithdrawn
from plugins.demand_pooling.models import PooledNeed, PoolingState
from plugins.demand_pooling.runs.learning_centres import CENTRE_PUBLISHED

REPLAYED = [
    NEED_PUBLISHED,
    NEED_WITHDRAWN,
    COMMITMENT_MADE,
    COMMITMENT_WITHDRAWN,
    CENTRE_PUBLISHED,
    OFFER_CHANGED,
    "role_standards.titles_agreed.v1",
]
ALL_GROUPS = "*"
JOB = "demand_pooling.recluster"
LOST_AFTER = timedelta(minutes=10)  # a job that was asked for so long ago and has not come is asked for again
_LENGTHS = {
    "reference": 60,
    "organisation_name": 200,
    "municipality_code": 4,
    "occupation_group": 4,
    "occupation_label": 200,
    "local_title": 200,
    "kind": 30,
    "level": 30,
    "occupation_id": 40,
    "taxonomy_version": 20,
    "visibility": 30,
}
MAX_SKILLS = 100
FORMS = ("on_site", "centre", "distance", "workplace")


def record_need(*, region: Region, need: NeedPublished) -> PooledNeed:
    """Add a need to the copy, or bring it up to date. Saying the same thing twice changes nothing.

    A publication that arrives after the withdrawal it was sent before is left out.
    """
    state = locked_state(region)  # before the need, as clustering does: else the two could wait for each other
    row = _row(region, need.need_id)
    if row is None:
        row = PooledNeed(region_id=region.id, need_id=need.need_id)
        db.session.add(row)
    elif need.revision < row.revision or (_overtaken(row) and need.revision == row.revision):
        return row
    before = row.occupation_group or ""  # a new row has none yet
    changed = _assign(row, {**_values(need), "withdrawn_at": None})
    row.published_at = row.published_at or utcnow()
    db.session.flush()
    if changed:
        request_clusters(region=region, groups={before, row.occupation_group} - {""}, state=state)
    return row


def withdraw_need(*, region: Region, need: NeedWithdrawn) -> PooledNeed:
    """Take a need out of the copy. Its row stays, without texts, so that a late publication does not bring it back."""
    locked_state(region)
    row = _row(region, need.need_id)
    if row is None:
        row = PooledNeed(region_id=region.id, need_id=need.need_id)
        db.session.add(row)
    elif row.withdrawn_at is not None or need.revision < row.revision:
        return row
    row.withdrawn_at = utcnow()
    row.revision = need.revision
    row.organisation_name = row.local_title = ""
    row.skills, row.skills_detail, row.licences, row.languages = [], [], [], []
    db.session.flush()
    if row.occupation_group:
        request_clusters(region=region, groups={row.occupation_group})
    return row


def _row(region: Region, need_id: int) -> PooledNeed | None:
    statement = select(PooledNeed).where(PooledNeed.region_id == region.id, PooledNeed.need_id == need_id)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()


def _overtaken(row: PooledNeed) -> bool:
    """Whether the withdrawal came before the publication that it takes back."""
    return row.withdrawn_at is not None and row.published_at is None


def _values(need: NeedPublished) -> dict[str, Any]:
    values = need.model_dump(exclude={"need_id"})
    values["skills"] = [str(skill)[:200] for skill in need.skills[:MAX_SKILLS]]
    values["skills_detail"] = [{**skill, "label": skill["label"][:200]} for skill in values["skills_detail"][:MAX_SKILLS]]
    for key in ("licences", "languages"):
        values[key] = [str(text)[:200] for text in values[key][:MAX_SKILLS]]
    values["study_forms"] = [form for form in FORMS if form in values["study_forms"]]  # one that is not known yet says nothing here
    return {key: value[: _LENGTHS[key]] if key in _LENGTHS and value is not None else value for key, value in values.items()}


def _assign(row: PooledNeed, values: dict[str, Any]) -> bool:
    changed = False
    for key, value in values.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
            changed = True
    return changed


def locked_state(region: Region) -> PoolingState:
    """The region's state row, locked until the transaction ends; made if it is the first time."""
    statement = select(PoolingState).where(PoolingState.region_id == region.id).with_for_update().execution_options(populate_existing=True)
    state = db.session.execute(statement).scalar_one_or_none()
    if state is None:
        state = PoolingState(region_id=region.id, dirty=[])
        db.session.add(state)
        db.session.flush()
    return state


def request_clusters(*, region: Region, groups: Iterable[str], state: PoolingState | None = None) -> None:
    """Have occupation groups clustered anew, soon. However many ask before it is done, it is done once.

    Args:
        groups: SSYK codes; `ALL_GROUPS` for every one.
        state: The state row, by who has locked it already in this transaction.
    """
    state = state or locked_state(region)
    state.dirty = sorted({*state.dirty, *groups})
    if state.dirty and (state.requested_at is None or state.requested_at < utcnow() - LOST_AFTER):
        state.requested_at = utcnow()
        enqueue(JOB, region=region)
    db.session.flush()


def request_facts(*, region: Region) -> None:
    """Ask the owner of the needs to state them again: what was published and withdrawn while this plugin was off was never heard."""
    locked_state(region)  # made now, so that the first events need not race to make it
    request_replay(region, REPLAYED)
    enqueue(JOB, region=region, groups=[ALL_GROUPS])


def recalculate(*, region: Region) -> None:
    """Have everything clustered anew at a person's request.

    Raises:
        DomainError: when that has been asked for a moment ago and is not done yet.
    """
    state = locked_state(region)
    if state.requested_at is not None and state.requested_at > utcnow() - timedelta(minutes=1) and ALL_GROUPS in state.dirty:
        raise DomainError(_("Klustren räknas redan om. Vänta en stund och läs in sidan igen."), code="already_running")
    request_clusters(region=region, groups=[ALL_GROUPS])
    record("demand_pooling.clusters.recalculated", region=region)
