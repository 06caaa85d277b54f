"""The engine in its child: matches, mends, refuses, and says the same twice."""

from __future__ import annotations

from typing import Any

import pytest

from core.runtime.child import Child
from plugins.internships.matching.generate import generate
from plugins.internships.rounds.engine import as_bytes, digest_of, run_match, run_repair

TWO: dict[str, Any] = {
    "format": "samkraft-match/1",
    "applicants": [
        {"id": "a1", "preferences": [["o1"], ["o2"]]},
        {"id": "a2", "preferences": [["o1"], ["o2"]]},
        {"id": "a3", "preferences": [["o1"]], "excluded": {"o1": "licence"}},
    ],
    "places": [
        {"id": "o1", "capacity": 1, "ranking": [["a2"], ["a1", "a3"]]},
        {"id": "o2", "capacity": 2},
    ],
}


def test_matches_and_says_why() -> None:
    answer = run_match(TWO, policy="stable", seed=4, seconds=2)
    assert answer.assignments == {"a1": "o2", "a2": "o1", "a3": None}
    assert (answer.faults, answer.finished, answer.error) == ([], True, "")
    assert answer.digest == digest_of(as_bytes(TWO)) == answer.result["instance"]  # type: ignore[index]
    assert [(one["place"], one["why"]) for one in answer.why["applicants"]["a1"]["why"]] == [("o1", "full")]
    assert [(one["place"], one["why"]) for one in answer.why["applicants"]["a3"]["why"]] == [("o1", "licence")]
    assert answer.why["unfilled"] == {"o2": {"left": 1, "why": "elsewhere"}}


def test_an_instance_that_contradicts_itself_is_told_with_its_place() -> None:
    broken = {**TWO, "places": [{"id": "o1", "capacity": 1, "minimum": 3}, {"id": "o2", "capacity": 2}]}
    answer = run_match(broken, policy="stable", seed=1, seconds=1)
    assert (answer.result, answer.error) == (None, "bad")
    assert answer.faults == ["places[0].minimum: 3 is more than the capacity 1, so the place could never open"]


@pytest.mark.parametrize("caps", [[], [{"name": "cap", "places": ["o1", "o2"], "maximum": 3}]])
def test_a_repair_moves_only_who_lost_the_place(caps: list[Any]) -> None:
    after = {**TWO, "places": [{"id": "o1", "capacity": 0}, {"id": "o2", "capacity": 2}], "caps": caps}
    after["applicants"] = [
        {"id": "a1", "preferences": [["o1"], ["o2"]]},
        {"id": "a2", "preferences": [["o1"], ["o2"]], "excluded": {"o1": "withdrawn"}},
        {"id": "a3", "preferences": [["o2"]]},
    ]
    answer = run_repair(after, before={"a1": "o2", "a2": "o1", "a3": None}, policy="stable", seed=1, seconds=2)
    assert answer.faults == []
    assert answer.affected == ["a2"]
    assert answer.changed == []
    assert answer.assignments["a1"] == "o2"


def dies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever child is asked has been killed."""
    real = Child.line

    def dies(child: Child, seconds: float) -> bytes | None:
        child._process.kill()
        return real(child, seconds)

    monkeypatch.setattr(Child, "line", dies)


def test_an_engine_that_dies_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    dies_at_once(monkeypatch)
    answer = run_match(TWO, policy="most_placed", seed=1, seconds=1)
    assert (answer.result, answer.error, answer.finished, answer.assignments) == (None, "crashed", False, {})


def test_one_that_dies_after_the_first_result_leaves_it_checked_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Child.line

    def dies(child: Child, seconds: float) -> bytes | None:
        line = real(child, seconds)
        if line is not None and b"first" in line:
            child._process.kill()
        return line

    monkeypatch.setattr(Child, "line", dies)
    answer = run_match(generate(300, 7), policy="stable", seed=1, seconds=20)
    assert (answer.faults, answer.finished, answer.error) == ([], False, "crashed")
    assert sum(place is not None for place in answer.assignments.values()) > 200


def test_every_made_up_instance_passes_the_verifier() -> None:
    for seed in range(3):
        for policy in ("stable", "most_placed"):
            answer = run_match(generate(40, seed), policy=policy, seed=seed, seconds=3)
            assert (answer.faults, answer.finished) == ([], True)
