"""Making a plan's classes into clusters. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.facts import NeedRow, open_needs
from plugins.demand_pooling.matching import recognise, successor
from plugins.demand_pooling.models import ClusterMember, DemandCluster
from plugins.demand_pooling.service import locked_state, request_clusters
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import SetAside, StepKind
from plugins.demand_pooling.work.progress import EARLY, Origin

MAX_GROUPS = 5_000


@dataclass(frozen=True)
class Adopted:
    """A class of a plan.

    Args:
        need_ids: `PooledNeed.id`, the rows of the read model: in a collaboration the owners' own ids are not unique.
        hub_code: The municipality that stands for where it meets.
        form, start_period: As the plan names them.
        centres: The receiving centres, each a dict of facts that can be written as JSON.
    """

    need_ids: Sequence[int]
    hub_code: str
    level: str
    occupation_group: str
    form: str = ""
    start_period: str = ""
    centres: Sequence[dict[str, Any]] = field(default_factory=tuple)


def adopt(
    region: Region, groups: Sequence[Adopted], run_id: int, *, actor: User | None = None, covers: Collection[str] | None = None
) -> list[DemandCluster]:
    """Make a published plan's classes into clusters, whose needs the rule then leaves alone.

    A cluster of the same occupation and level that shares most needs with a class keeps its id. Needs that were beside them become free
    again, and are clustered by the rule soon after. An earlier plan's classes of the same occupations that no one has gone on with
    are dissolved.

    Args:
        groups: What the plan says. It must have been verified.
        run_id: The run that found it; kept in the history.
        covers: The occupation groups that the plan is about; those of its classes when not given.

    Returns:
        The clusters, in the order of `groups`.

    Raises:
        Conflict: when a need was withdrawn or belongs to a locked cluster, or to one that a provider was asked about.
    """
    locked_state(region)
    return _Adoption(region, groups, run_id, actor, set(covers or ()) | {group.occupation_group for group in groups}).carry_out()


class _Adoption:
    def __init__(self, region: Region, groups: Sequence[Adopted], run_id: int, actor: User | None, covers: set[str]) -> None:
        self.region, self.groups, self.run_id, self.actor, self.covers = region, groups, run_id, actor, covers
        self.books = Books(region)
        wanted = [need_id for group in groups for need_id in group.need_ids]
        if len(groups) > MAX_GROUPS or len(wanted) != len(set(wanted)) or not all(group.need_ids for group in groups):
            raise DomainError(_("Planen är inte hel: ett behov finns på två ställen, eller en klass är tom. Räkna om planen."))
        self.needs: dict[int, NeedRow] = open_needs(wanted)
        if len(self.needs) != len(wanted):
            raise Conflict(_("Planen gäller behov som har återkallats sedan den räknades. Räkna om planen."))
        open_clusters = select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))
        fresh = open_clusters.order_by(DemandCluster.id).execution_options(populate_existing=True)
        self.clusters = {cluster.id: cluster for cluster in db.session.execute(fresh).scalars()}
        rows = select(ClusterMember).where(ClusterMember.region_id == region.id).execution_options(populate_existing=True)
        self.members = {member.pooled_need_id: member for member in db.session.execute(rows).scalars()}
        self.before: dict[int, set[int]] = defaultdict(set)
        for need_id, member in self.members.items():
            self.before[member.cluster_id].add(need_id)
        self.touched: set[int] = set()

    def carry_out(self) -> list[DemandCluster]:
        self._check_free()
        found = self._clusters()
        self._end_earlier_plans(found)
        self.books.know_names({cluster.occupation_group for cluster in self.clusters.values()})
        for cluster, group in zip(found, self.groups, strict=True):
            self._fill(cluster, group)
        db.session.flush()
        chosen = {cluster.id for cluster in found}
        now_in = {cluster.id: set(group.need_ids) for cluster, group in zip(found, self.groups, strict=True)}
        for cluster in found:
            self.books.refresh(cluster, self.before.get(cluster.id, set()))
        for cluster_id in sorted(self.touched - chosen):
            self._settle(self.clusters[cluster_id], now_in)
        self._free_places()
        self.books.finish()
        return found

    def _free(self, cluster: DemandCluster) -> bool:
        return cluster.locked_at is None and cluster.status in EARLY

    def _check_free(self) -> None:
        taken = {
            cluster.id: cluster
            for need_id in self.needs
            if (member := self.members.get(need_id)) and not self._free(cluster := self.clusters[member.cluster_id])
        }
        if taken:
            names = ", ".join(sorted({cluster.occupation_label for cluster in taken.values()})[:5])
            raise Conflict(
                _("Planen gäller behov i kluster som är låsta eller som en anordnare redan har fått: %(names)s. Räkna om.", names=names)
            )

    def _clusters(self) -> list[DemandCluster]:
        """The cluster of each class: one that it is recognised in, or a new one."""
        old: dict[tuple[str, str], dict[int, tuple[str, set[int]]]] = defaultdict(dict)
        for cluster in self.clusters.values():
            if self._free(cluster):
                old[cluster.occupation_group, cluster.level][cluster.id] = (cluster.hub_code, self.before[cluster.id])
        by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, group in enumerate(self.groups):
            by_key[group.occupation_group, group.level].append(index)
        kept: dict[int, int] = {}
        for key, indexes in sorted(by_key.items()):
            new = [(self.groups[i].hub_code, set(self.groups[i].need_ids)) for i in indexes]
            kept |= {indexes[place]: cluster_id for place, cluster_id in recognise(old[key], new).items()}
        found = [self.clusters[kept[i]] if i in kept else self._new(group) for i, group in enumerate(self.groups)]
        db.session.flush()
        self.clusters |= {cluster.id: cluster for cluster in found}
        return found

    def _new(self, group: Adopted) -> DemandCluster:
        cluster = DemandCluster(
            region_id=self.region.id,
            occupation_group=group.occupation_group,
            occupation_label="",
            level=group.level,
            hub_code=group.hub_code,
            threshold=self.books.settings.threshold(group.level),
        )
        db.session.add(cluster)
        return cluster

    def _end_earlier_plans(self, found: Sequence[DemandCluster]) -> None:
        chosen = {cluster.id for cluster in found}
        for cluster in self.clusters.values():
            if (
                cluster.origin is Origin.PLAN
                and cluster.id not in chosen
                and self._free(cluster)
                and cluster.occupation_group in self.covers
            ):
                self._let_go(cluster, keep=self.needs)

    def _let_go(self, cluster: DemandCluster, keep: Collection[int]) -> None:
        self.touched.add(cluster.id)
        for need_id in self.before[cluster.id]:
            if need_id not in keep:
                db.session.delete(self.members.pop(need_id))

    def _fill(self, cluster: DemandCluster, group: Adopted) -> None:
        cluster.origin, cluster.hub_code = Origin.PLAN, group.hub_code
        cluster.form, cluster.start_period, cluster.centres = group.form[:20], group.start_period[:20], list(group.centres)
        self._let_go(cluster, keep=self.needs)
        for need_id in group.need_ids:
            reason, km = self.books.why(group.hub_code, self.needs[need_id])
            member = self.members.get(need_id)
            if member is None:
                member = ClusterMember(region_id=self.region.id, cluster_id=cluster.id, pooled_need_id=need_id, reason=reason, km=km)
                db.session.add(member)
                self.members[need_id] = member
            else:
                self.touched.add(member.cluster_id)
                self.books.place(member, cluster, reason, km)
            member.pinned = True
        history.note(
            self.region, cluster, StepKind.ADOPTED, actor=self.actor, needs=sorted(group.need_ids), run=self.run_id, form=cluster.form
        )

    def _settle(self, cluster: DemandCluster, now_in: dict[int, set[int]]) -> None:
        """A cluster that has lost needs to the plan."""
        left = any(member.cluster_id == cluster.id for member in self.members.values())
        if left:
            self.books.refresh(cluster, self.before[cluster.id])
        else:
            self.books.close(cluster, successor(self.before[cluster.id], now_in))

    def _free_places(self) -> None:
        """What was set aside and is in the plan is so no longer; what the plan left over is clustered by the rule."""
        apart = SetAside.pooled_need_id.in_(list(self.needs))
        db.session.execute(delete(SetAside).where(SetAside.region_id == self.region.id, apart))
        groups = {need.occupation_group for need in self.needs.values()} | self.covers
        request_clusters(region=self.region, groups=groups | {self.clusters[each].occupation_group for each in self.touched})
