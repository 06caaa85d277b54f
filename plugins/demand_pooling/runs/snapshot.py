"""A region as an instance: needs, centres and rules. Left out is what no plan may touch: locked clusters, and what a provider has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from plugins.demand_pooling.agreed.queries import AgreedTitles
from plugins.demand_pooling.facts import known_distances
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.runs.models import ReceivingCentre
from plugins.demand_pooling.settings import PoolingSettings, pooling_settings
from plugins.demand_pooling.solving.instance import CLASS_FORMS, Instance, parse
from plugins.demand_pooling.work.models import SetAside
from plugins.demand_pooling.work.progress import EARLY

PERIODS = 4
SOON = 2  # periods in which those who are needed within a year can start
PROFILE_SKILLS = 12
FAMILY = 3  # digits of SSYK that similar groups share
MOST_NEEDS = 100_000


def centre_id(number: int) -> str:
    """A centre's id in an instance."""
    return f"c{number}"


def periods(day: date) -> list[str]:
    """The next half-years, as `2027-1` (spring) and `2027-2` (autumn)."""
    year, half = (day.year, 2) if day.month <= 6 else (day.year + 1, 1)
    found = []
    for _ in range(PERIODS):
        found.append(f"{year}-{half}")
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return found


def snapshot(region: Region, day: date) -> Instance:
    """The region as it is now.

    Raises:
        BadInstance: when settings or centres contradict themselves.
    """
    settings = pooling_settings(region)
    needs = _needs(region, settings)
    centres = usable_centres(region)
    half_years = periods(day)
    agreed = AgreedTitles(region)
    levels = sorted({need.level for need in needs})
    forms = {name: form.model_dump() for name, form in CLASS_FORMS.items()}
    forms["centre"]["sessions"], forms["distance"]["sessions"] = settings.sessions_centre, settings.sessions_distance
    return parse(
        {
            "note": region.name[:200],
            "school_forms": {level: {"min": settings.threshold(level), "max": settings.largest(level)} for level in levels},
            "class_forms": forms,
            "periods": half_years,
            "travel_km": settings.reach_km,
            "centres": [_centre(centre, centres, settings.network_centres) for centre in centres],
            "profiles": _profiles(needs, settings),
            "travel": _travel({need.municipality_code for need in needs}, centres),
            "needs": [_need(need, settings, half_years, agreed) for need in needs],
        }
    )


def usable_centres(region: Region) -> Sequence[ReceivingCentre]:
    """The region's centres that plans may use."""
    wanted = select(ReceivingCentre).where(ReceivingCentre.region_id == region.id, ReceivingCentre.receives.is_(True))
    return db.session.execute(wanted.order_by(ReceivingCentre.id)).scalars().all()


def _needs(region: Region, settings: PoolingSettings) -> Sequence[PooledNeed]:
    taken = (
        select(ClusterMember.pooled_need_id)
        .join(DemandCluster, DemandCluster.id == ClusterMember.cluster_id)
        .where(ClusterMember.region_id == region.id)
        .where(DemandCluster.locked_at.is_not(None) | DemandCluster.status.not_in(EARLY))
    )
    apart = select(SetAside.pooled_need_id).where(SetAside.region_id == region.id)
    people = settings.counted_column(PooledNeed.headcount_0_1, PooledNeed.headcount_1_3, PooledNeed.headcount_3_5)
    wanted = (
        select(PooledNeed)
        .where(PooledNeed.withdrawn_at.is_(None), people > 0, PooledNeed.id.not_in(taken), PooledNeed.id.not_in(apart))
        .order_by(PooledNeed.id)
        .limit(MOST_NEEDS)
    )
    return db.session.execute(wanted).scalars().all()


def _need(need: PooledNeed, settings: PoolingSettings, half_years: Sequence[str], agreed: AgreedTitles) -> dict[str, Any]:
    role = agreed.role(need.local_title)
    urgent = settings.count_0_1 and need.headcount_0_1
    forms = list(need.study_forms) or ["on_site", "centre", *(["distance"] if need.distance_acceptable else [])]
    return {
        "id": str(need.id),
        "people": settings.counted(need.headcount_0_1, need.headcount_1_3, need.headcount_3_5),
        "place": need.municipality_code,
        "group": need.occupation_group,
        "level": need.level,
        "skills": sorted({skill for skill in need.skills if skill})[:100],
        "forms": forms,
        "periods": list(half_years[:SOON]) if urgent else [],
        "travel_km": need.travel_km,
        "sessions_max": need.sessions_max,
        **({"agreed": role.group} if role is not None and role.group and role.group != need.occupation_group else {}),
    }


def _profiles(needs: Sequence[PooledNeed], settings: PoolingSettings) -> list[dict[str, Any]]:
    """One per occupation group that is asked for; those of the same three-digit group may join when they share skills."""
    named: Mapping[str, Counter[str]] = defaultdict(Counter)
    family: Mapping[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for need in needs:
        named[need.occupation_group].update(set(need.skills))
        labels.setdefault(need.occupation_group, need.occupation_label)
    for code in sorted(labels):
        family[code[:FAMILY]].append(code)
    names = {code: group.name for code, group in taxonomy.groups(list(labels)).items()}
    return [
        {
            "id": code,
            "label": (names.get(code) or label)[:200],
            "group": code,
            "skills": [skill for skill, _count in islice(_most_named(named[code]), PROFILE_SKILLS)],
            "accepts": [
                {"group": other, "shared_skills": settings.shared_skills, "why": "same_family"}
                for other in family[code[:FAMILY]]
                if other != code
            ],
        }
        for code, label in sorted(labels.items())
    ]


def _most_named(skills: Counter[str]) -> Any:
    return iter(sorted(skills.items(), key=lambda pair: (-pair[1], pair[0])))


def _centre(centre: ReceivingCentre, every: Sequence[ReceivingCentre], network: int) -> dict[str, Any]:
    ways = known_distances(centre.municipality_code)
    others = [(ways[one.municipality_code], one.id) for one in every if one.id != centre.id and one.municipality_code in ways]
    return {
        "id": centre_id(centre.id),
        "name": centre.name,
        "place": centre.municipality_code,
        "seats": centre.seats,
        "network": [centre_id(number) for _km, number in sorted(others)[:network]],
    }


def _travel(places: Collection[str], centres: Sequence[ReceivingCentre]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for place in sorted(places):
        ways = known_distances(place)
        there = {c: 0.0 if c.municipality_code == place else ways.get(c.municipality_code) for c in centres}
        found[place] = {centre_id(centre.id): km for centre, km in there.items() if km is not None}
    return found
