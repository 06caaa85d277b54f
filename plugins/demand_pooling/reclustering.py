"""Bringing the stored clusters to what the rule says, for some occupation groups at a time. Nothing here commits.

Whoever clusters holds the lock of the region's state row, so it is done by one at a time; and since the new clusters are compared with
those that are stored, doing it again changes nothing and tells nobody anything. The rule works with the needs that are free: what
a person or a plan has placed or set aside stays as it is (`one_run.py`).
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import select

from core.db import db, utcnow
from core.jobs import enqueue
from core.regions.models import Region
from core.regions.queries import collaborations_reading, municipalities, readable_region_ids
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.one_run import Run
from plugins.demand_pooling.service import ALL_GROUPS, JOB, locked_state
from plugins.demand_pooling.settings import pooling_settings
from plugins.demand_pooling.sums.service import tell

GROUPS_AT_A_TIME = 25  # per transaction, so that nobody waits long for the database


def basis(region: Region) -> str:
    """A fingerprint of what clusters depend on beside the needs: settings, municipalities, and whose needs are shared with the region."""
    parts = [
        pooling_settings(region).model_dump(mode="json"),
        sorted(m.code for m in municipalities(region)),
        sorted(readable_region_ids(region, "demand_pooling")),
        "public sums",  # since they have a table of their own: an older basis differs, and everything is gone through once
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def recluster_some(region: Region) -> bool:
    """Cluster a handful of the occupation groups that wait for it. Returns whether more are waiting."""
    state = locked_state(region)
    if ALL_GROUPS in state.dirty:
        state.dirty = _all_groups(region)
        state.basis = basis(region)
    todo, waiting = state.dirty[:GROUPS_AT_A_TIME], state.dirty[GROUPS_AT_A_TIME:]
    if todo:
        Run(region).groups(todo)
        tell(region, todo)
        for collaboration in collaborations_reading(region, "demand_pooling"):
            enqueue(JOB, region=collaboration, groups=list(todo))
    state.dirty = list(waiting)
    if not waiting:
        state.requested_at = None
        state.clustered_at = utcnow() if todo else state.clustered_at
    db.session.flush()
    return bool(waiting)


def _all_groups(region: Region) -> list[str]:
    needs = select(PooledNeed.occupation_group).where(PooledNeed.withdrawn_at.is_(None))
    clusters = select(DemandCluster.occupation_group).where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))
    return sorted({*db.session.execute(needs.distinct()).scalars(), *db.session.execute(clusters.distinct()).scalars()})
