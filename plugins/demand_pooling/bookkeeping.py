"""Keeping clusters' figures like their members, whoever placed them, and telling about what has changed. Nothing here commits.

The rule, a plan and a person all write through `Books`, so that a cluster's figures are the sum of its members in every case. Whoever
uses it holds the lock of the region's state row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

from core.audit.service import record
from core.db import db, utcnow
from core.events import emit
from core.jobs import enqueue
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from plugins.demand_pooling import findable, notices
from plugins.demand_pooling.clustering import Reason
from plugins.demand_pooling.events import ClusterUpdated
from plugins.demand_pooling.facts import NeedRow, as_need, cluster_ref, members_of, open_needs, region_reach
from plugins.demand_pooling.models import ClusterMember, DemandCluster
from plugins.demand_pooling.settings import pooling_settings
from plugins.demand_pooling.work.progress import Progress

FIND_SUPPLY = "demand_pooling.find_supply"
MAX_SKILLS = 20


@dataclass(frozen=True)
class Figures:
    """What a cluster amounts to: its people within the counted horizons, and whose they are."""

    occupation_label: str
    headcount: int
    by_distance: int
    employers: int
    municipalities: int
    threshold: int
    missing: int


class Books:
    """One go at some clusters of a region. Call `finish()` at the end."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.settings = pooling_settings(region)
        self.reach = region_reach(region, self.settings)
        self.now = utcnow()
        self._texts: dict[int, str] = {}
        self._closed: list[int] = []
        self._viable: set[int] = set()
        self._names: dict[str, str] = {}

    def know_names(self, codes: Collection[str]) -> None:
        """Read the names of occupation groups, in one query."""
        missing = sorted(set(codes) - set(self._names))
        if missing:
            self._names |= {**dict.fromkeys(missing, ""), **{code: group.name for code, group in taxonomy.groups(missing).items()}}

    def people(self, need: NeedRow) -> int:
        """How many of a need count."""
        return as_need(self.settings, need).people

    def why(self, hub: str, need: NeedRow) -> tuple[Reason, float | None]:
        """Why a need that was placed by a person or a plan can be where it is, and how far it is from there."""
        km = self.reach.km(hub, need.municipality_code)
        if need.municipality_code == hub:
            return Reason.HUB, km
        if self.reach.reaches(hub, need.municipality_code):
            return Reason.REACH, km
        return (Reason.DISTANCE if need.distance_acceptable else Reason.HAND), km

    def store(
        self, cluster: DemandCluster, hub: str, members: Sequence[tuple[NeedRow, Reason]], before: Collection[int] | None = None
    ) -> bool:
        """Write a cluster's figures. Returns whether anything that others care about is different.

        Args:
            members: Its needs, and why each is there.
            before: The ids of the needs it had; None for a new cluster.
        """
        needs = [need for need, _reason in members]
        figures = self._figures(cluster, members)
        was = Figures(*(getattr(cluster, each.name) for each in fields(Figures)))
        if before is not None and set(before) == {need.id for need in needs} and was == figures and cluster.hub_code == hub:
            return False
        cluster.hub_code = hub
        for each in fields(Figures):
            setattr(cluster, each.name, getattr(figures, each.name))
        self._note_viability(cluster)
        self._texts[cluster.id] = findable.text(cluster, needs)
        self.tell(cluster, needs)
        if cluster.viable:
            self._viable.add(cluster.id)
        return True

    def refresh(self, cluster: DemandCluster, before: Collection[int] | None = None) -> bool:
        """Write a cluster's figures from the members it has in the database, and why each is there.

        Args:
            before: The ids of the needs it had, when that has changed.
        """
        rows = members_of(self.region, [cluster.id])
        needs = open_needs([member.pooled_need_id for member in rows])
        self.know_names([cluster.occupation_group])
        placed = []
        for member in rows:
            if (need := needs.get(member.pooled_need_id)) is None:
                continue
            reason, km = self.why(cluster.hub_code, need)
            self.place(member, cluster, reason, km)
            placed.append((need, reason))
        return self.store(cluster, cluster.hub_code, placed, set(needs) if before is None else before)

    @staticmethod
    def place(member: ClusterMember, cluster: DemandCluster, reason: Reason, km: float | None) -> None:
        """Write where a need is, if it is different."""
        if (member.cluster_id, member.reason, member.km) != (cluster.id, reason, km):
            member.cluster_id, member.reason, member.km = cluster.id, reason, km

    def close(self, cluster: DemandCluster, successor_id: int | None) -> None:
        """A cluster's needs have gone elsewhere."""
        cluster.closed_at = self.now
        cluster.viable_since = None
        cluster.successor_id = successor_id
        cluster.headcount = cluster.by_distance = cluster.employers = cluster.municipalities = 0
        cluster.missing = cluster.threshold
        self._closed.append(cluster.id)
        self._texts.pop(cluster.id, None)
        self._viable.discard(cluster.id)
        record("demand_pooling.cluster.closed", region=self.region, subject=cluster_ref(cluster), successor=successor_id)
        self.tell(cluster, [])

    def finish(self) -> None:
        """Make what was written findable, and look for education for what is large enough."""
        db.session.flush()
        findable.update(self.region, self._texts, self._closed)
        if self._viable:
            enqueue(FIND_SUPPLY, region=self.region, cluster_ids=sorted(self._viable))

    def _figures(self, cluster: DemandCluster, members: Sequence[tuple[NeedRow, Reason]]) -> Figures:
        counted = [(need, reason) for need, reason in members if self.people(need)]
        people = sum(self.people(need) for need, _reason in counted)
        threshold = self.settings.threshold(cluster.level)
        own = [need.occupation_label for need, _reason in members if need.occupation_group == cluster.occupation_group]
        return Figures(
            occupation_label=self._names.get(cluster.occupation_group) or min(own, default=cluster.occupation_label),
            headcount=people,
            by_distance=sum(self.people(need) for need, reason in counted if reason is Reason.DISTANCE),
            employers=len({need.organisation_id for need, _reason in counted}),
            municipalities=len({need.municipality_code for need, _reason in counted}),
            threshold=threshold,
            missing=max(0, threshold - people),
        )

    def _note_viability(self, cluster: DemandCluster) -> None:
        if cluster.status in (Progress.CLUSTERED, Progress.POOLED):
            cluster.status = Progress.POOLED if cluster.viable else Progress.CLUSTERED
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

    def tell(self, cluster: DemandCluster, needs: Sequence[NeedRow]) -> None:
        """Say how a cluster is doing, and what its needs ask for."""
        counted = [need for need in needs if self.people(need)]
        asked = Counter(str(skill) for need in counted if not need.secret for skill in dict.fromkeys(need.skills))
        event = ClusterUpdated(
            cluster_id=cluster.id,
            need_ids=sorted(need.need_id for need in needs if need.region_id == self.region.id),
            occupation_group=cluster.occupation_group,
            occupation_label=cluster.occupation_label,
            level=cluster.level,
            headcount=cluster.headcount,
            employers=cluster.employers,
            municipalities=cluster.municipalities,
            threshold=cluster.threshold,
            missing=cluster.missing,
            viable=cluster.viable,
            municipality_codes=sorted({need.municipality_code for need in counted}),
            skills=[skill for skill, _number in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_SKILLS]],
            start=cluster.start_period,
            revision=int(self.now.timestamp() * 1000),
        )
        emit(event, region=self.region)
