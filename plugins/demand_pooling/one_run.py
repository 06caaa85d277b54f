"""One go of the rule at some occupation groups: what is free is clustered, what is held is only counted anew. Nothing here commits.

Held are needs that a person or a plan has pinned, and all needs of a cluster that is locked or was made by a person or a plan. They stay
where they are, also when their occupation group or level changes. A need that is withdrawn, or no longer shared, leaves in any case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select

from core.db import db
from core.regions.models import Region
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.clustering import Grouping, Reason, form_clusters
from plugins.demand_pooling.facts import NeedRow, as_need, members_of, needs_of_groups, open_needs
from plugins.demand_pooling.matching import recognise, successor
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import SetAside
from plugins.demand_pooling.work.progress import EARLY

Key = tuple[str, str]  # occupation group, level


class Run:
    """One go at some occupation groups of a region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.books = Books(region)

    def groups(self, codes: Sequence[str]) -> None:
        """Cluster these occupation groups, store what is different, and tell about it."""
        self._read(codes)
        self.books.know_names({*codes, *(cluster.occupation_group for cluster in self.clusters.values())})
        self._let_go()
        by_key: dict[Key, list[NeedRow]] = defaultdict(list)
        for need_id in self.free:
            need = self.needs[need_id]
            by_key[need.occupation_group, need.level].append(need)
        old_by_key: dict[Key, list[DemandCluster]] = defaultdict(list)
        for cluster in self.clusters.values():
            if not cluster.held and cluster.occupation_group in codes:
                old_by_key[cluster.occupation_group, cluster.level].append(cluster)
        for key in sorted({*by_key, *old_by_key}):
            self._key(key, by_key[key], old_by_key[key])
        for cluster in self.clusters.values():
            if cluster.held or cluster.occupation_group not in codes:
                self._count(cluster)
        self.books.finish()

    # -- reading ----------------------------------------------------------------------------------------------------------

    def _read(self, codes: Sequence[str]) -> None:
        needs = {need.id: need for need in needs_of_groups(codes)}
        found = {cluster.id: cluster for cluster in self._open_clusters(DemandCluster.occupation_group.in_(codes))}
        rows = {member.pooled_need_id: member for member in self._member_rows(codes, found)}
        beyond = {member.cluster_id for member in rows.values()} - set(found)
        if beyond:  # clusters of other groups, in which a person or a plan has put needs of these
            found |= {cluster.id: cluster for cluster in self._open_clusters(DemandCluster.id.in_(beyond))}
            rows |= {member.pooled_need_id: member for member in members_of(self.region, beyond)}
        self.clusters = dict(sorted(found.items()))
        self.members: dict[int, ClusterMember] = rows
        self.needs: dict[int, NeedRow] = needs | open_needs([need_id for need_id in rows if need_id not in needs])
        self.before: dict[int, set[int]] = {cluster_id: set() for cluster_id in self.clusters}
        for need_id, member in rows.items():
            self.before.setdefault(member.cluster_id, set()).add(need_id)
        apart = set(db.session.execute(select(SetAside.pooled_need_id).where(SetAside.region_id == self.region.id)).scalars())
        self.free = [need_id for need_id in needs if need_id not in apart and not self._held(need_id)]

    def _open_clusters(self, *where: object) -> Iterable[DemandCluster]:
        wanted = select(DemandCluster).where(DemandCluster.region_id == self.region.id, DemandCluster.closed_at.is_(None), *where)  # type: ignore[arg-type]
        fresh = wanted.order_by(DemandCluster.id).execution_options(populate_existing=True)
        return db.session.execute(fresh).scalars()

    def _member_rows(self, codes: Sequence[str], cluster_ids: Collection[int]) -> Iterable[ClusterMember]:
        """The members of these clusters, and those needs of these groups that are in a cluster of another group."""
        elsewhere = select(PooledNeed.id).where(PooledNeed.occupation_group.in_(codes))
        wanted = select(ClusterMember).where(
            ClusterMember.region_id == self.region.id,
            or_(ClusterMember.cluster_id.in_(cluster_ids), ClusterMember.pooled_need_id.in_(elsewhere)),
        )
        return db.session.execute(wanted.execution_options(populate_existing=True)).scalars()

    def _held(self, need_id: int) -> bool:
        member = self.members.get(need_id)
        if member is None:
            return False
        cluster = self.clusters.get(member.cluster_id)
        return cluster is not None and (member.pinned or cluster.held)

    def _let_go(self) -> None:
        """Take out needs that are withdrawn or no longer shared; where a person or a plan had placed them, the history says so."""
        gone: dict[int, list[int]] = defaultdict(list)
        for need_id, member in list(self.members.items()):
            if need_id in self.needs:
                continue
            if self._held(need_id):
                gone[member.cluster_id].append(need_id)
            db.session.delete(self.members.pop(need_id))
        for cluster_id, need_ids in sorted(gone.items()):
            history.note_left(self.region, self.clusters[cluster_id], need_ids)

    # -- the rule ---------------------------------------------------------------------------------------------------------

    def _key(self, key: Key, needs: Sequence[NeedRow], old: Sequence[DemandCluster]) -> None:
        """Cluster one occupation group and level."""
        threshold = self.books.settings.threshold(key[1])
        new = form_clusters([as_need(self.books.settings, need) for need in needs], reach=self.books.reach, threshold=threshold)
        sets = [{placed.need.key for placed in grouping.members} for grouping in new]
        known = {cluster.id: (cluster.hub_code, self._loose(cluster)) for cluster in old}
        kept = recognise(known, [(grouping.hub, found) for grouping, found in zip(new, sets, strict=True)])
        clusters = [self.clusters[kept[i]] if i in kept else self._new(key, grouping, threshold) for i, grouping in enumerate(new)]
        db.session.flush()
        now_in = dict(zip((cluster.id for cluster in clusters), sets, strict=True))
        for cluster, grouping in zip(clusters, new, strict=True):
            self._store(cluster, grouping)
        for cluster in old:
            if cluster.id in kept.values():
                continue
            if any(self._held(need_id) for need_id in self.before[cluster.id]):
                self._count(cluster)
            else:
                self.books.close(cluster, successor(self.before[cluster.id], now_in))

    def _loose(self, cluster: DemandCluster) -> set[int]:
        return {need_id for need_id in self.before[cluster.id] if not self._held(need_id)}

    def _new(self, key: Key, grouping: Grouping, threshold: int) -> DemandCluster:
        cluster = DemandCluster(
            region_id=self.region.id, occupation_group=key[0], occupation_label="", level=key[1], hub_code=grouping.hub, threshold=threshold
        )
        db.session.add(cluster)
        return cluster

    def _store(self, cluster: DemandCluster, grouping: Grouping) -> None:
        """What the rule has found for a cluster, and the needs that are held in it."""
        placed: list[tuple[NeedRow, Reason]] = []
        for found in grouping.members:
            need_id = found.need.key
            member = self.members.get(need_id)
            if member is None:
                member = ClusterMember(
                    region_id=self.region.id, cluster_id=cluster.id, pooled_need_id=need_id, reason=found.reason, km=found.km
                )
                db.session.add(member)
            else:
                self.books.place(member, cluster, found.reason, found.km)
            placed.append((self.needs[need_id], found.reason))
        placed += self._held_in(cluster, grouping.hub)
        self.books.store(cluster, grouping.hub, placed, self.before.get(cluster.id))

    def _held_in(self, cluster: DemandCluster, hub: str) -> list[tuple[NeedRow, Reason]]:
        placed = []
        for need_id in sorted(self.before.get(cluster.id, ())):
            if need_id in self.needs and self._held(need_id):
                reason, km = self.books.why(hub, self.needs[need_id])
                self.books.place(self.members[need_id], cluster, reason, km)
                placed.append((self.needs[need_id], reason))
        return placed

    def _count(self, cluster: DemandCluster) -> None:
        """Bring the figures of a cluster that the rule does not fill to its members; close it when nobody needs it any more."""
        db.session.flush()
        self.books.refresh(cluster, self.before[cluster.id])
        empty = not any(member.cluster_id == cluster.id for member in self.members.values())
        if empty and cluster.locked_at is None and cluster.status in EARLY:
            self.books.close(cluster, None)
