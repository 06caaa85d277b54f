"""Pooling: what it costs to cluster 10 000 needs, as a multiple of reading them, and what one more need costs then."""

from __future__ import annotations

import random
from time import process_time
from typing import Any

from sqlalchemy import select

from bench import Figure
from bench.site import region_with

NEEDS = 10_000
SMALL = 1_000
REACH_KM = 120
EMPLOYERS = 3_000
GROUPS = 150
LEVELS = ("short_course", "upper_secondary", "vocational", "higher", "none")


def run(small: bool) -> list[Figure]:
    """Make needs all over the country in one region, then measure reading, the rule alone, everything, and one more need."""
    from core.db import atomic, db
    from plugins.demand_pooling import jobs, service
    from plugins.demand_pooling.models import DemandCluster, PooledNeed

    count = SMALL if small else NEEDS
    with region_with("demand_pooling") as region:
        with atomic():
            db.session.add_all(PooledNeed(region_id=region.id, **facts) for facts in _needs(count))
        wanted = select(PooledNeed).where(PooledNeed.withdrawn_at.is_(None))
        db.session.execute(wanted.limit(10)).all()  # the first statement compiles
        db.session.expunge_all()
        begun = process_time()
        rows = db.session.execute(wanted).scalars().all()
        loading = process_time() - begun
        begun = process_time()
        clusters, people = _rule_alone(rows)
        rule = process_time() - begun
        db.session.rollback()
        db.session.expunge_all()
        begun = process_time()
        jobs.recluster(region, groups=[service.ALL_GROUPS])
        everything = process_time() - begun
        stored = db.session.execute(select(DemandCluster)).scalars().all()
        if len(stored) != clusters or sum(c.headcount for c in stored) != people:
            raise RuntimeError("the stored clusters are not those of the rule")
        db.session.rollback()
        db.session.expunge_all()
        begun = process_time()
        jobs.recluster(region, groups=[service.ALL_GROUPS])
        again = process_time() - begun
        begun = process_time()
        jobs.recluster(region, groups=["1000"])
        one = process_time() - begun
    said = f"{count} needs, {clusters} clusters"
    return [
        Figure(f"read {count} needs", loading, "s", note="as objects, from SQLite"),
        Figure("the clustering rule", rule / loading, "×", ratio_to="reading them", target=2.0, note=said),
        Figure(
            "cluster, store and tell, from nothing",
            everything / loading,
            "×",
            ratio_to="reading them",
            target=25.0,
            note="once, when a region turns it on",
        ),
        Figure("cluster again, nothing changed", again / loading, "×", ratio_to="reading them", target=5.0),
        Figure("one occupation group anew, as after one need", one * 1000, "ms", target=50.0),
    ]


def _needs(count: int) -> list[dict[str, Any]]:
    from core.geo.places import municipalities

    rng = random.Random(2010_630)
    codes = sorted(municipalities())
    return [
        {
            "need_id": number,
            "organisation_id": rng.randrange(EMPLOYERS),
            "municipality_code": rng.choice(codes),
            "occupation_group": str(1000 + rng.randrange(GROUPS)),
            "occupation_label": "Yrke",
            "local_title": "Titel",
            "level": rng.choice(LEVELS),
            "headcount_0_1": rng.choice((0, 1, 1, 2, 3, 5)),
            "headcount_1_3": rng.choice((0, 0, 1, 2)),
            "distance_acceptable": rng.random() < 0.3,
        }
        for number in range(1, count + 1)
    ]


def _rule_alone(needs: Any) -> tuple[int, int]:
    """The pure rule over all groups and levels. Returns clusters and people."""
    from core.geo.places import municipalities
    from plugins.demand_pooling.clustering import Need, Reach, form_clusters
    from plugins.demand_pooling.facts import known_distances
    from plugins.demand_pooling.settings import PoolingSettings

    settings = PoolingSettings()
    reach = Reach(REACH_KM, list(municipalities()), known_distances)
    by_key: dict[tuple[str, str], list[Need]] = {}
    for need in needs:
        people = settings.counted(need.headcount_0_1, need.headcount_1_3, need.headcount_3_5)
        by_key.setdefault((need.occupation_group, need.level), []).append(
            Need(need.id, need.municipality_code, people, need.distance_acceptable)
        )
    clusters = people = 0
    for (_group, level), members in by_key.items():
        for grouping in form_clusters(members, reach=reach, threshold=settings.threshold(level)):
            clusters += 1
            people += grouping.people
    return clusters, people
