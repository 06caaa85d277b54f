"""The solver against trying everything, and its manners."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import HealthCheck, given, settings

from plugins.demand_pooling.solving.generator import generate
from plugins.demand_pooling.solving.instance import Instance, parse
from plugins.demand_pooling.solving.result import Result
from plugins.demand_pooling.solving.solver import Solving, solve
from plugins.demand_pooling.solving.verify import verify

from .tiny import instance, instances, most, need

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reasons(result: Result) -> dict[str, str]:
    return {one.need: one.reason for one in result.left_out}


@TRIES
@given(instances())
def test_it_serves_as_many_as_the_best_of_all_plans(made: Instance) -> None:
    best, _groups = most(made)
    found = solve(made, seconds=5)
    assert (found.people, verify(made, found)) == (best, [])
    assert found.bound >= best
    assert found.certainty != "proven" or found.people == best


@TRIES
@given(instances(seats=True))
def test_with_few_seats_every_rule_still_holds_and_no_bound_is_too_low(made: Instance) -> None:
    for method in ("greedy", "heuristic", "improve"):
        found = solve(made, seconds=5, method=method)
        assert verify(made, found) == []


@TRIES
@given(instances())
def test_a_first_answer_never_serves_more_than_its_bound(made: Instance) -> None:
    best, _groups = most(made)
    solving = Solving(made)
    solving.first()
    assert solving.result().people <= best <= solving.result().bound


def test_of_plans_that_serve_as_many_the_one_with_fewest_classes_is_chosen() -> None:
    needs = [need(n, place="p2", periods=["t1"] if n < 3 else []) for n in range(6)]
    made = instance(needs=needs, school_forms={"short": {"min": 3, "max": 6}})
    found = solve(made, seconds=5)
    assert (found.people, found.groups, len(found.classes), found.certainty) == (6, 1, 1, "proven")


def test_of_places_that_serve_as_many_the_nearest_is_chosen() -> None:
    found = solve(instance(needs=[need(n, place="p2", forms=["on_site"]) for n in range(3)]), seconds=5)
    assert (found.classes[0].hub, found.travel_km) == ("c0", 120.0)


def test_the_first_answer_comes_before_the_improved_one_and_cancelling_keeps_what_there_is() -> None:
    made = generate(2000, 3)
    first: list[Result] = []
    found = solve(made, seconds=60, progress=lambda *_figures: True, first=first.append)
    assert [one.people for one in first] == [found.people]
    assert found.people > 0
    assert verify(made, found) == []


def test_a_better_plan_is_found_than_by_hand_and_than_at_first() -> None:
    made = generate(2500, 1)
    people = [solve(made, seconds=20, method=method).people for method in ("greedy", "heuristic", "improve")]
    assert people[0] < people[1] <= people[2]


def test_the_order_of_an_instance_s_keys_changes_nothing() -> None:
    made = generate(1500, 2)
    data = made.model_dump(mode="json")
    for key in ("class_forms", "school_forms", "travel"):
        data[key] = dict(reversed(data[key].items()))
    found = [solve(one, method="heuristic").model_dump(exclude={"seconds"}) for one in (made, parse(data))]
    assert found[0] == found[1]


def test_the_same_seed_gives_the_same_instance() -> None:
    assert generate(200, 7).digest() == generate(200, 7).digest() != generate(200, 8).digest()


def test_each_need_that_is_left_out_has_its_reason() -> None:
    made = instance(
        centres=[{"id": "c0", "place": "p0", "seats": 20}, {"id": "c1", "place": "p1", "seats": 0}],
        needs=[
            *(need(n, forms=["on_site"]) for n in range(3)),
            need(3, place="p9", forms=["on_site"]),
            need(4, place="p1", forms=["on_site"]),
            need(5, forms=["workplace"]),
            need(6, group="Z"),
            need(7, forms=["on_site"], periods=["t2"], travel_km=0, people=1, place="p2"),
        ],
    )
    found = solve(made, seconds=5)
    assert reasons(found) == {"n3": "no_reach", "n4": "no_seats", "n5": "no_form", "n6": "no_profile", "n7": "no_reach"}
    assert [one.facts for one in found.left_out if one.need == "n7"] == [{"limit": 0.0, "nearest": "c0", "km": 40.0}]
    assert found.warnings == ["centre c1 (no name) has no seats, so nobody can be placed there"]


def test_what_would_bring_a_need_in_is_said() -> None:
    needs = [*(need(n, forms=["on_site"], periods=["t1"]) for n in range(3)), need(3, forms=["on_site"], periods=["t2"])]
    found = solve(instance(needs=needs), seconds=5)
    assert [(one.reason, one.facts["would"], one.facts["period"]) for one in found.left_out] == [("too_few", "period", "t1")]


def test_the_web_process_loads_no_solver() -> None:
    code = (
        "import sys; from core.app import create_app; create_app(environment='test', https=False, entry_points=False);"
        "from plugins.demand_pooling import pages; from plugins.demand_pooling.runs import jobs; print('highspy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_neither_the_formats_nor_the_first_answer_load_a_solver() -> None:
    code = (
        "import sys; from plugins.demand_pooling.solving import cli, verify, solver, generator;"
        "solver.solve(generator.generate(400, 1), method='heuristic'); print('highspy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
