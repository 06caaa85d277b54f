"""The file format: every fault is told with its place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from plugins.internships.matching.format import parse
from plugins.internships.matching.instance import NONE
from plugins.internships.matching.reading import BadFile

pytestmark = pytest.mark.sqlite_only  # no database

Data = dict[str, Any]
RIGHT: Data = {
    "format": "samkraft-match/1",
    "applicants": [
        {"id": "a1", "preferences": [["p3"], ["p1", "p2"]], "pair": None},
        {"id": "a2", "preferences": [["p1"]]},
        {"id": "a3", "pair": "a4", "preferences": [[["p1", "p2"], ["p2", None]], [["p3", "p3"]]]},
        {"id": "a4", "pair": "a3", "preferences": [[[None, "p2"], ["p2", "p1"]], [["p3", "p3"]]]},
    ],
    "places": [
        {"id": "p1", "capacity": 2, "minimum": 0, "ranking": [["a2"], ["a1", "a3"]]},
        {"id": "p2", "capacity": 1},
        {"id": "p3", "capacity": 3, "minimum": 2, "ranking": None},
    ],
    "caps": [{"places": ["p1", "p2"], "maximum": 2, "name": "Kommunen"}],
}


def test_a_right_file_is_read_as_it_stands() -> None:
    made = parse(RIGHT)
    assert made.start.tolist() == [0, 3, 4, 7, 9]
    assert made.place.tolist() == [2, 0, 1, 0, 0, 1, 2, 1, 2]
    assert made.tier.tolist() == [0, 1, 1, 0, 0, 0, 1, 0, 1]
    assert made.grade.tolist() == [0, 1, 0, 0, 1, 0, 0, 0, 0]
    assert [(cap.name, cap.places, cap.maximum) for cap in made.caps] == [("Kommunen", (0, 1), 2)]
    assert [(c.first, c.second, c.groups) for c in made.couples] == [(2, 3, (((4, 7), (5, NONE)), ((6, 8),)))]
    assert (made.home, made.travel, made.refused, made.fixed) == (None, None, [], {})


def test_pairs_may_list_side_by_side() -> None:
    data = copy.deepcopy(RIGHT)
    data["applicants"][2]["preferences"] = [["p1", "p2"], ["p3"]]
    data["applicants"][3]["preferences"] = [["p2", None], ["p3"]]
    assert parse(data).couples == parse(RIGHT).couples


def test_a_place_that_does_not_rank_an_applicant_is_no_choice_and_the_other_way_round() -> None:
    data = copy.deepcopy(RIGHT)
    data["places"][0]["ranking"] = [["a3"]]
    made = parse(data)
    assert [(one.applicant, one.place, one.tier, one.reason) for one in made.refused] == [(0, 0, 1, "not_ranked"), (1, 0, 0, "not_ranked")]
    assert made.start.tolist() == [0, 2, 2, 5, 7]


def _set(path: str, value: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        at: Any = data
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            at = at[step]
        at[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("format", "samkraft-match/2"), 'format: must be "samkraft-match/1"'),
        (_set("applicants", {}), "applicants: must be a list, not an object"),
        (_set("applicants.0", 7), "applicants[0]: must be an object, not a whole number"),
        (_set("applicants.0.id", 7), "applicants[0].id: must be a text, not a whole number"),
        (_set("applicants.0.id", ""), "applicants[0].id: must have 1 to 100 characters, not 0"),
        (_set("applicants.1.id", "a1"), 'applicants[1].id: "a1" is the id of applicants[0] too'),
        (_set("places.1.id", "p1"), 'places[1].id: "p1" is the id of places[0] too'),
        (_set("applicants.0.preferences.0.0", "p9"), 'applicants[0].preferences[0][0]: there is no place "p9"'),
        (_set("applicants.0.preferences.0.0", 3), "applicants[0].preferences[0][0]: must be the id of a place, not a whole number"),
        (_set("applicants.0.preferences.1.0", "p3"), 'applicants[0].preferences[1][0]: "p3" is listed twice'),
        (
            _set("applicants.0.preferences", ["p1"]),
            "applicants[0].preferences[0]: must be a list of places that are equally good",
        ),
        (_set("applicants.0.preferences", None), "applicants[0].preferences: must be a list, not null"),
        (
            _set("applicants.0.prefs", []),
            "applicants[0].prefs: there is no such key; there are excluded, fixed",
        ),
        (_set("applicants.0.pair", "a9"), 'applicants[0].pair: there is no applicant "a9"'),
        (_set("applicants.0.pair", "a1"), "applicants[0].pair: names the applicant itself"),
        (_set("applicants.0.pair", "a2"), 'applicants[0].pair: "a2" does not name this applicant in return, but nobody'),
        (_set("applicants.3.pair", "a1"), 'applicants[2].pair: "a4" does not name this applicant in return, but "a1"'),
        (_set("applicants.3.preferences", []), "applicants[3].preferences: has 0 groups, but the other of the pair (applicants[2]) has 2"),
        (_set("applicants.3.preferences.1", []), "applicants[3].preferences[1]: has 0 choices, but applicants[2].preferences[1] has 1"),
        (
            _set("applicants.3.preferences.1.0.0", "p1"),
            "applicants[3].preferences[1]: does not hold the choices of applicants[2].preferences[1], from the other side",
        ),
        (
            _set("applicants.3.preferences.1.0", ["p3"]),
            "applicants[3].preferences[1][0]: must name two places, the own and the other's",
        ),
        (
            _set("applicants.2.fixed", "p1"),
            "applicants[2].fixed: cannot be said of one of a pair",
        ),
        (_set("applicants.0.travel", {"p9": 2}), 'applicants[0].travel: there is no place "p9"'),
        (_set("applicants.0.travel", {"p1": -2}), "applicants[0].travel.p1: must be kilometres"),
        (_set("applicants.0.travel_limit", "far"), "applicants[0].travel_limit: must be kilometres from 0 to 3000"),
        (_set("applicants.0.excluded", {"p1": 3}), "applicants[0].excluded.p1: must be a reason in a few words"),
        (_set("applicants.0.fixed", "p9"), 'applicants[0].fixed: there is no place "p9"'),
        (_set("places.0.capacity", "2"), "places[0].capacity: must be a whole number, not a text"),
        (_set("places.0.capacity", True), "places[0].capacity: must be a whole number, not true or false"),
        (_set("places.0.capacity", -1), "places[0].capacity: must be from 0 to 1000000000, not -1"),
        (_set("places.2.minimum", 4), "places[2].minimum: 4 is more than the capacity 3, so the place could never open"),
        (_set("places.0.ranking.1.0", "a9"), 'places[0].ranking[1][0]: there is no applicant "a9"'),
        (_set("places.0.ranking.1.0", "a2"), 'places[0].ranking[1][0]: "a2" is listed twice'),
        (_set("places.0.ranking", [["a1", "a1"]]), 'places[0].ranking[0][1]: "a1" is listed twice'),
        (_set("caps.0.places.0", "p9"), 'caps[0].places[0]: there is no place "p9"'),
        (_set("caps.0.places", ["p1", "p1"]), 'caps[0].places[1]: "p1" is listed twice'),
        (_set("caps.0.maximum", 1.5), "caps[0].maximum: must be a whole number, not a number"),
        (_set("caps.0.maximum", None), "caps[0].maximum: must be a whole number, not null"),
        (_set("extra", 1), "extra: there is no such key; there are applicants, caps, format, note, places"),
    ],
)
def test_every_fault_is_told_with_its_place(change: Callable[[Data], None], said: str) -> None:
    data = copy.deepcopy(RIGHT)
    change(data)
    with pytest.raises(BadFile) as refused:
        parse(data)
    assert [reason for reason in refused.value.reasons if reason.startswith(said)] != []


def test_all_faults_are_told_at_once_and_many_are_cut_off() -> None:
    data = {"format": "samkraft-match/1", "applicants": [{"id": f"a{n}", "preferences": [["x"]]} for n in range(80)], "places": []}
    with pytest.raises(BadFile) as refused:
        parse(data)
    assert len(refused.value.reasons) == 51
    assert refused.value.reasons[-1] == "… and 30 more faults"


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_instance_is_refused(data: Any) -> None:
    with pytest.raises(BadFile):
        parse(data)


def test_those_placed_beforehand_must_fit_and_come_first() -> None:
    people = [{"id": f"a{n}", "preferences": [["p"]], "fixed": "p" if n < 2 else None} for n in range(3)]
    data: Data = {"format": "samkraft-match/1", "applicants": people, "places": [{"id": "p", "capacity": 2, "ranking": [["a2"]]}]}
    assert parse(data).grade.tolist() == [0, 0, 1]
    data["places"][0]["capacity"] = 1
    with pytest.raises(BadFile) as refused:
        parse(data)
    assert refused.value.reasons == ["places[0]: 2 applicants are fixed there, but it takes 1"]
    data["places"][0]["capacity"] = 2
    data["caps"] = [{"places": ["p"], "maximum": 1}]
    with pytest.raises(BadFile) as refused:
        parse(data)
    assert refused.value.reasons == ["caps[0]: more applicants are fixed there than its maximum 1"]
