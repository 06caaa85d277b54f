"""Taking back the last step. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import or_, select

from core.db import db
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.facts import members_of, open_needs
from plugins.demand_pooling.models import ClusterMember, DemandCluster
from plugins.demand_pooling.service import locked_state, request_clusters
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import ClusterStep, SetAside, StepKind
from plugins.demand_pooling.work.progress import EARLY

UNDOABLE = frozenset({StepKind.MOVED, StepKind.SPLIT, StepKind.MERGED, StepKind.REMOVED})


def last_undoable(cluster: DemandCluster) -> ClusterStep | None:
    """The step that can be taken back: the cluster's last, when nothing has been done after it, there or in the other cluster."""
    touched = or_(ClusterStep.cluster_id == cluster.id, ClusterStep.other_id == cluster.id)
    statement = select(ClusterStep).where(ClusterStep.region_id == cluster.region_id, touched, ClusterStep.kind.in_(UNDOABLE))
    step = db.session.execute(statement.order_by(ClusterStep.id.desc()).limit(1)).scalar_one_or_none()
    if step is None or not _latest(step):
        return None
    undone = select(ClusterStep.id).where(ClusterStep.undoes_id == step.id)
    return None if db.session.execute(undone).first() else step


def _latest(step: ClusterStep) -> bool:
    versions = {step.cluster_id: step.version} | ({step.other_id: step.other_version} if step.other_id else {})
    statement = select(DemandCluster.id, DemandCluster.version, DemandCluster.locked_at).where(DemandCluster.id.in_(versions))
    found = db.session.execute(statement).all()
    return len(found) == len(versions) and all(versions[key] == version and locked is None for key, version, locked in found)


def undo(*, region: Region, cluster_id: int, step_id: int, actor: User | None) -> ClusterStep:
    """Put needs back where they were before the last step. What was withdrawn since is left out.

    Raises:
        Conflict: when the step is not the last any more.
    """
    locked_state(region)
    statement = select(DemandCluster).where(DemandCluster.id == cluster_id, DemandCluster.region_id == region.id)
    cluster = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    step = last_undoable(cluster) if cluster else None
    if cluster is None or step is None or step.id != step_id:
        raise Conflict(_("Steget går inte att ta tillbaka längre: något annat har hänt efter det."), code="not_last")
    return _Undo(region, step, actor).carry_out()


class _Undo:
    def __init__(self, region: Region, step: ClusterStep, actor: User | None) -> None:
        self.region, self.step, self.actor = region, step, actor
        self.books = Books(region)
        ids = [step.cluster_id, *([step.other_id] if step.other_id else [])]
        found = select(DemandCluster).where(DemandCluster.id.in_(ids), DemandCluster.region_id == region.id)
        self.clusters = {c.id: c for c in db.session.execute(found.execution_options(populate_existing=True)).scalars()}

    def carry_out(self) -> ClusterStep:
        places: dict[str, list[int | bool]] = self.step.detail["places"]
        needs = open_needs([int(key) for key in places])
        before = {cluster_id: {m.pooled_need_id for m in members_of(self.region, [cluster_id])} for cluster_id in self.clusters}
        members = {m.pooled_need_id: m for m in members_of(self.region, list(self.clusters))}
        aside = self._aside(list(needs))
        for need_id, need in needs.items():
            cluster_id, pinned = places[str(need_id)]
            cluster = self.clusters[int(cluster_id)]
            self._reopen(cluster)
            reason, km = self.books.why(cluster.hub_code, need)
            member = members.get(need_id)
            if member is None:
                if need_id not in aside:
                    continue  # it was put back, or moved on by a plan
                db.session.delete(aside[need_id])
                member = ClusterMember(region_id=self.region.id, cluster_id=cluster.id, pooled_need_id=need_id, reason=reason, km=km)
                db.session.add(member)
            self.books.place(member, cluster, reason, km)
            member.pinned = bool(pinned)
        db.session.flush()
        for cluster in self.clusters.values():
            if cluster.closed_at is None:
                self.books.refresh(cluster, before[cluster.id])
                self._close_if_empty(cluster)
        cluster, other = self.clusters[self.step.cluster_id], self.clusters.get(self.step.other_id or 0)
        kept = history.note(
            self.region,
            cluster,
            StepKind.UNDONE,
            actor=self.actor,
            other=other,
            undoes=self.step,
            needs=sorted(needs),
            kind_before=self.step.kind,
        )
        self.books.finish()
        request_clusters(region=self.region, groups={need.occupation_group for need in needs.values()})
        return kept

    def _aside(self, need_ids: list[int]) -> dict[int, SetAside]:
        statement = select(SetAside).where(SetAside.region_id == self.region.id, SetAside.pooled_need_id.in_(need_ids))
        return {row.pooled_need_id: row for row in db.session.execute(statement).scalars()}

    @staticmethod
    def _reopen(cluster: DemandCluster) -> None:
        cluster.closed_at = cluster.successor_id = None

    def _close_if_empty(self, cluster: DemandCluster) -> None:
        if not members_of(self.region, [cluster.id]) and cluster.status in EARLY and cluster.locked_at is None:
            self.books.close(cluster, None)
