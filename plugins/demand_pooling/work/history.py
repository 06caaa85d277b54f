"""The history of a cluster: writing its steps. Append-only; nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.audit.service import record
from core.db import db
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.facts import cluster_ref
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.work.models import ClusterStep, StepKind


def note(
    region: Region,
    cluster: DemandCluster,
    kind: StepKind,
    *,
    actor: User | None,
    other: DemandCluster | None = None,
    text: str = "",
    undoes: ClusterStep | None = None,
    counts: bool = True,
    **detail: Any,
) -> ClusterStep:
    """Keep a step, and put it in the audit log without its words.

    Args:
        counts: Whether it changes the cluster for somebody who has its page open; a comment does not.
    """
    if counts:
        cluster.version += 1
        if other is not None:
            other.version += 1
    step = ClusterStep(
        region_id=region.id,
        cluster_id=cluster.id,
        other_id=other.id if other else None,
        version=cluster.version,
        other_version=other.version if other else None,
        kind=kind,
        actor_id=actor.id if actor else None,
        text=text,
        detail=detail,
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(step)
    if kind is StepKind.PROVIDER:
        db.session.flush()
        return step  # the log has an entry of the request itself
    facts: dict[str, Any] = {"other": other.id} if other else {}
    if "needs" in detail:
        facts["needs"] = len(detail["needs"])
    facts |= {name: detail[name] for name in ("before", "after") if name in detail}
    record(f"demand_pooling.cluster.{kind}", region=region, subject=cluster_ref(cluster), actor=actor, **facts)
    db.session.flush()
    return step


def note_left(region: Region, cluster: DemandCluster, need_ids: Sequence[int]) -> None:
    """Needs that had been placed by a person or a plan were withdrawn, or are no longer shared."""
    note(region, cluster, StepKind.LEFT, actor=None, needs=sorted(need_ids))
