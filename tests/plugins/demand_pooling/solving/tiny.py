"""Tiny instances, and the best plan of one found by trying everything. Knows the rules from the format's page, not from the solver."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

from hypothesis import strategies as st

from plugins.demand_pooling.solving.instance import Instance, Need, parse

PLACES, CENTRES, PERIODS = ("p0", "p1", "p2"), ("c0", "c1"), ("t1", "t2")


def instance(**changes: Any) -> Instance:
    """A plain instance; everything can be changed."""
    plain: dict[str, Any] = {
        "school_forms": {"short": {"min": 3, "max": 5}},
        "periods": list(PERIODS),
        "travel_km": 50,
        "centres": [{"id": "c0", "place": "p0", "seats": 20}, {"id": "c1", "place": "p1", "seats": 20}],
        "profiles": [{"id": "A", "group": "A", "skills": ["s1", "s2"]}],
        "travel": {"p0": {"c0": 0, "c1": 60}, "p1": {"c0": 60, "c1": 0}, "p2": {"c0": 40, "c1": 45}},
        "needs": [],
    }
    return parse({**plain, **changes})


def need(number: int, **changes: Any) -> dict[str, Any]:
    """A plain need."""
    return {"id": f"n{number}", "people": 1, "place": "p0", "group": "A", "level": "short", **changes}


_needs = st.lists(
    st.fixed_dictionaries(
        {
            "people": st.integers(1, 4),
            "place": st.sampled_from(PLACES),
            "group": st.sampled_from(("A", "B")),
            "skills": st.lists(st.sampled_from(("s1", "s2")), max_size=2, unique=True),
            "forms": st.sampled_from(([], ["on_site"], ["on_site", "centre"], ["distance"], ["workplace"])),
            "periods": st.sampled_from(([], ["t1"], ["t2"])),
            "sessions_max": st.sampled_from((None, 0, 3)),
        }
    ),
    max_size=6,
)


@st.composite
def instances(draw: Any, *, seats: bool = False) -> Instance:
    """Up to six needs, two centres, two profiles. Without `seats` there is always a seat."""
    smallest = draw(st.integers(2, 4))
    return instance(
        school_forms={"short": {"min": smallest, "max": smallest + draw(st.integers(0, 3))}},
        centres=[
            {"id": "c0", "place": "p0", "seats": draw(st.integers(0, 5)) if seats else 50, "network": draw(st.sampled_from(([], ["c1"])))},
            {"id": "c1", "place": "p1", "seats": draw(st.integers(0, 5)) if seats else 50},
        ],
        profiles=[
            {"id": "A", "group": "A", "skills": ["s1", "s2"], "accepts": [{"group": "B", "shared_skills": 1}]},
            {"id": "B", "group": "B"},
        ],
        needs=[need(number, **facts) for number, facts in enumerate(draw(_needs))],
    )


def ways(made: Instance, one: Need) -> list[tuple[Any, ...]]:
    """Every class that a need could be in: profile, form, period, hub."""
    found = []
    for profile in made.profiles:
        shared = len(set(one.skills) & set(profile.skills))
        if one.group != profile.group and not any(a.group == one.group and shared >= a.shared_skills for a in profile.accepts):
            continue
        for period in one.periods or made.periods:
            for form, rule in made.class_forms.items():
                home = rule.home and (not one.forms or "distance" in one.forms)
                home = home and (one.sessions_max is None or one.sessions_max >= rule.sessions)
                if not rule.place:
                    found += [(profile.id, form, period, None)] if home else []
                    continue
                for centre in made.centres:
                    received = [centre.id, *(centre.network if rule.network else [])]
                    open_ones = [c.id for c in made.centres if c.id in received and c.seats and c.receives]
                    near = [c for c in open_ones if made.travel[one.place][c] <= made.limit(one)]
                    if open_ones and (home or (near and (not one.forms or form in one.forms))):
                        found.append((profile.id, form, period, centre.id))
    return found


def most(made: Instance) -> tuple[int, int]:
    """The most people that can be served when seats are enough, and the fewest groups that do it: every way is tried."""
    needs = [one for one in made.needs if one.people]
    size = made.school_forms["short"]
    best = (0, 0)
    for choice in itertools.product(*([None, *ways(made, one)] for one in needs)):
        load: dict[Any, int] = defaultdict(int)
        for one, way in zip(needs, choice, strict=True):
            if way is not None:
                load[way] += one.people
        served = groups = 0
        for people in load.values():
            most_groups = people // size.min
            if not most_groups:
                break
            count = min(most_groups, -(-people // size.max))
            groups -= count
            served += min(people, count * size.max)
        else:
            best = max(best, (served, groups))
    return best[0], -best[1]
