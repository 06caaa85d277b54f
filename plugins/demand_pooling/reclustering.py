"""Bringing the stored clusters to what the rule says, for some occupation groups at a time. Nothing here commits.

Whoever clusters holds the lock of the region's state row, so it is done by one at a time; and since the new clusters are compared with
those that are stored, doing it again changes nothing and tells nobody anything.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

from sqlalchemy import Row, or_, select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import NotFound
from core.events import emit
from core.geo import distance
from core.jobs import enqueue
from core.regions.models import Region
from core.regions.queries import collaborations_reading, municipalities, readable_region_ids
from core.taxonomy import queries as taxonomy
from plugins.demand_pooling import findable, notices
from plugins.demand_pooling.clustering import Grouping, Need, Reach, Reason, form_clusters
from plugins.demand_pooling.events import ClusterUpdated
from plugins.demand_pooling.matching import recognise, successor
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.service import ALL_GROUPS, JOB, locked_state
from plugins.demand_pooling.settings import PoolingSettings, pooling_settings

GROUPS_AT_A_TIME = 25  # per transaction, so that nobody waits long for the database
FIND_SUPPLY = "demand_pooling.find_supply"
NeedRow = Row[Any]
Key = tuple[str, str]  # occupation group, level


@lru_cache(maxsize=1024)
def known_distances(code: str) -> Mapping[str, float]:
    """Kilometres from a municipality to every other; empty when the code is not (or no longer) a municipality's."""
    try:
        return dict(distance.within(code, inf))
    except NotFound:
        return {}


@lru_cache(maxsize=8)
def _reach(limit_km: int, hubs: frozenset[str]) -> Reach:
    return Reach(limit_km, hubs, known_distances)


def region_reach(region: Region, settings: PoolingSettings) -> Reach:
    """Who can meet where in a region."""
    return _reach(settings.reach_km, frozenset(m.code for m in municipalities(region)))


def basis(region: Region) -> str:
    """A fingerprint of what clusters depend on beside the needs: settings, municipalities, and whose needs are shared with the region."""
    parts = [
        pooling_settings(region).model_dump(mode="json"),
        sorted(m.code for m in municipalities(region)),
        sorted(readable_region_ids(region, "demand_pooling")),
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
        _Run(region).groups(todo)
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


@dataclass(frozen=True)
class _Figures:
    """What a cluster amounts to: its people within the counted horizons, and whose they are."""

    occupation_label: str
    headcount: int
    employers: int
    municipalities: int
    threshold: int
    missing: int


class _Run:
    """One go at some occupation groups of a region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.settings = pooling_settings(region)
        self.reach = region_reach(region, self.settings)
        self.now = utcnow()
        self.texts: dict[int, str] = {}
        self.closed: list[int] = []

    def groups(self, codes: Sequence[str]) -> None:
        """Cluster these occupation groups, store what is different, and tell about it."""
        needs = self._needs(codes)
        self.names = {code: group.name for code, group in taxonomy.groups(codes).items()}
        old = self._open_clusters(codes)
        self.members = self._member_rows(codes, [c.id for c in old])
        by_key: dict[Key, list[NeedRow]] = defaultdict(list)
        for need in needs:
            by_key[need.occupation_group, need.level].append(need)
        old_by_key: dict[Key, list[DemandCluster]] = defaultdict(list)
        for cluster in old:
            old_by_key[cluster.occupation_group, cluster.level].append(cluster)
        viable: list[int] = []
        kept: set[int] = set()
        for key in sorted({*by_key, *old_by_key}):
            for cluster in self._key(key, by_key[key], old_by_key[key]):
                if cluster.viable and cluster.closed_at is None:
                    viable.append(cluster.id)
            kept |= {need.id for need in by_key[key]}
        for need_id, member in self.members.items():
            if need_id not in kept:
                db.session.delete(member)
        db.session.flush()
        findable.update(self.region, self.texts, self.closed)
        if viable:
            enqueue(FIND_SUPPLY, region=self.region, cluster_ids=viable)

    def _needs(self, codes: Sequence[str]) -> Sequence[NeedRow]:
        wanted = select(
            PooledNeed.id,
            PooledNeed.region_id,
            PooledNeed.need_id,
            PooledNeed.organisation_id,
            PooledNeed.municipality_code,
            PooledNeed.occupation_group,
            PooledNeed.occupation_label,
            PooledNeed.local_title,
            PooledNeed.level,
            PooledNeed.distance_acceptable,
            PooledNeed.headcount_0_1,
            PooledNeed.headcount_1_3,
            PooledNeed.headcount_3_5,
        )
        wanted = wanted.where(PooledNeed.withdrawn_at.is_(None), PooledNeed.occupation_group.in_(codes))
        return list[NeedRow](db.session.execute(wanted))

    def _open_clusters(self, codes: Sequence[str]) -> Sequence[DemandCluster]:
        wanted = select(DemandCluster).where(DemandCluster.region_id == self.region.id, DemandCluster.closed_at.is_(None))
        return db.session.execute(wanted.where(DemandCluster.occupation_group.in_(codes)).order_by(DemandCluster.id)).scalars().all()

    def _member_rows(self, codes: Sequence[str], cluster_ids: Collection[int]) -> dict[int, ClusterMember]:
        """The members of these clusters, and those needs of these groups that are still in a cluster of another group."""
        elsewhere = select(PooledNeed.id).where(PooledNeed.occupation_group.in_(codes))
        wanted = select(ClusterMember).where(
            ClusterMember.region_id == self.region.id,
            or_(ClusterMember.cluster_id.in_(cluster_ids), ClusterMember.pooled_need_id.in_(elsewhere)),
        )
        return {member.pooled_need_id: member for member in db.session.execute(wanted).scalars()}

    def _people(self, need: NeedRow) -> int:
        return self.settings.counted(need.headcount_0_1, need.headcount_1_3, need.headcount_3_5)

    def _key(self, key: Key, needs: Sequence[NeedRow], old: Sequence[DemandCluster]) -> list[DemandCluster]:
        """Cluster one occupation group and level. Returns the clusters that changed."""
        threshold = self.settings.threshold(key[1])
        facts = [Need(need.id, need.municipality_code, self._people(need), need.distance_acceptable) for need in needs]
        new = form_clusters(facts, reach=self.reach, threshold=threshold)
        rows = {need.id: need for need in needs}
        members_before: dict[int, set[int]] = {cluster.id: set() for cluster in old}
        for need_id, member in self.members.items():
            if member.cluster_id in members_before:
                members_before[member.cluster_id].add(need_id)
        sets = [{placed.need.key for placed in grouping.members} for grouping in new]
        kept = recognise({c.id: (c.hub_code, members_before[c.id]) for c in old}, [(g.hub, s) for g, s in zip(new, sets, strict=True)])
        by_id = {cluster.id: cluster for cluster in old}
        clusters = [by_id[kept[i]] if i in kept else self._new(key, grouping, threshold) for i, grouping in enumerate(new)]
        db.session.flush()
        changed = self._close(
            [c for c in old if c.id not in kept.values()], members_before, dict(zip((c.id for c in clusters), sets, strict=True))
        )
        for cluster, grouping in zip(clusters, new, strict=True):
            before = members_before.get(cluster.id)
            if self._store(cluster, grouping, [rows[placed.need.key] for placed in grouping.members], before):
                changed.append(cluster)
        return changed

    def _new(self, key: Key, grouping: Grouping, threshold: int) -> DemandCluster:
        cluster = DemandCluster(
            region_id=self.region.id, occupation_group=key[0], occupation_label="", level=key[1], hub_code=grouping.hub, threshold=threshold
        )
        db.session.add(cluster)
        return cluster

    def _close(self, gone: Sequence[DemandCluster], before: dict[int, set[int]], now_in: dict[int, set[int]]) -> list[DemandCluster]:
        for cluster in gone:
            cluster.closed_at = self.now
            cluster.viable_since = None
            cluster.successor_id = successor(before[cluster.id], now_in)
            cluster.headcount = cluster.by_distance = cluster.employers = cluster.municipalities = 0
            cluster.missing = cluster.threshold
            self.closed.append(cluster.id)
            record("demand_pooling.cluster.closed", region=self.region, subject=cluster_ref(cluster), successor=cluster.successor_id)
            self._tell(cluster, [])
        return list(gone)

    def _store(self, cluster: DemandCluster, grouping: Grouping, needs: Sequence[NeedRow], before: set[int] | None) -> bool:
        """Write a cluster's figures and members. Returns whether anything that others care about is different."""
        for placed in grouping.members:
            self._place(cluster, placed.need.key, placed.reason, placed.km)
        cluster.by_distance = sum(placed.need.people for placed in grouping.members if placed.reason is Reason.DISTANCE)
        figures = self._figures(cluster.level, needs)
        same_members = before == {need.id for need in needs}
        was = _Figures(
            cluster.occupation_label, cluster.headcount, cluster.employers, cluster.municipalities, cluster.threshold, cluster.missing
        )
        if same_members and was == figures and cluster.hub_code == grouping.hub:
            return False
        cluster.hub_code = grouping.hub
        for name in _Figures.__dataclass_fields__:
            setattr(cluster, name, getattr(figures, name))
        self._note_viability(cluster)
        self.texts[cluster.id] = findable.text(cluster, needs)
        self._tell(cluster, [need.need_id for need in needs if need.region_id == self.region.id])
        return True

    def _place(self, cluster: DemandCluster, need_id: int, reason: Any, km: float | None) -> None:
        member = self.members.get(need_id)
        if member is None:
            db.session.add(ClusterMember(region_id=self.region.id, cluster_id=cluster.id, pooled_need_id=need_id, reason=reason, km=km))
        elif (member.cluster_id, member.reason, member.km) != (cluster.id, reason, km):
            member.cluster_id, member.reason, member.km = cluster.id, reason, km

    def _figures(self, level: str, needs: Sequence[NeedRow]) -> _Figures:
        counted = [need for need in needs if self._people(need)]
        people = sum(self._people(need) for need in counted)
        threshold = self.settings.threshold(level)
        return _Figures(
            occupation_label=self.names.get(needs[0].occupation_group) or min(need.occupation_label for need in needs),
            headcount=people,
            employers=len({need.organisation_id for need in counted}),
            municipalities=len({need.municipality_code for need in counted}),
            threshold=threshold,
            missing=max(0, threshold - people),
        )

    def _note_viability(self, cluster: DemandCluster) -> None:
        if cluster.viable == (cluster.viable_since is not None):
            return
        cluster.viable_since = self.now if cluster.viable else None
        record(
            f"demand_pooling.cluster.{'viable' if cluster.viable else 'short'}",
            region=self.region,
            subject=cluster_ref(cluster),
            headcount=cluster.headcount,
            threshold=cluster.threshold,
        )
        if cluster.viable:
            notices.tell_viable(self.region, cluster)

    def _tell(self, cluster: DemandCluster, need_ids: Sequence[int]) -> None:
        event = ClusterUpdated(
            cluster_id=cluster.id,
            need_ids=sorted(need_ids),
            occupation_group=cluster.occupation_group,
            occupation_label=cluster.occupation_label,
            level=cluster.level,
            headcount=cluster.headcount,
            employers=cluster.employers,
            municipalities=cluster.municipalities,
            threshold=cluster.threshold,
            missing=cluster.missing,
            viable=cluster.viable,
        )
        emit(event, region=self.region)


def cluster_ref(cluster: DemandCluster) -> str:
    """How other parts name a cluster."""
    return f"demand_pooling:cluster:{cluster.id}"
