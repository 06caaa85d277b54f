"""Solvers that die, and instances too large for the time: the best that was found is told, and what is not known is not claimed."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.runtime.child import Child
from plugins.internships.matching.cli import internships
from plugins.internships.matching.format import parse
from plugins.internships.matching.generate import generate
from plugins.internships.matching.matching import match
from plugins.internships.matching.result import Result, in_words
from plugins.internships.matching.solvers import client
from plugins.internships.matching.solvers.program import Program
from plugins.internships.matching.verifier import verify

from .brute import Data

pytestmark = pytest.mark.sqlite_only  # no database

ENDED = "ended before it answered; it was killed, or had too little memory."


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Solvers of this test alone."""
    monkeypatch.setattr(client, "_kept", None)
    with client.keep():
        yield


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solvers that cannot even load what they need."""
    monkeypatch.setattr(client, "MEMORY_MIB", 64)


def told(data: Data, **options: object) -> Result:
    made = parse(data)
    result = match(made, **options)  # type: ignore[arg-type]
    assert verify(made, result) == []
    return result


def test_a_flow_that_dies_is_told_and_what_is_known_without_it_is_kept(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    data = generate(60, 1)
    best = told(data, policy="most_placed")
    for one in (client._kept or {}).values():
        one.end()
    without(monkeypatch)
    result = told(data, policy="most_placed")
    assert (result.guarantee, result.broken) == ("most_found", [f"The flow solver {ENDED}"])
    assert result.size is not None
    assert (result.size.proof, result.size.bound) == ("none", 60)
    assert best.placed - 15 < result.placed <= best.placed
    assert f"The flow solver {ENDED}" in in_words(result, 60).splitlines()
    assert "this is the match by deferred acceptance" in in_words(result, 60)


def test_programs_that_die_are_told_and_pairs_and_minimums_are_kept(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    data = generate(60, 2)
    data["places"][0] |= {"capacity": 3, "minimum": 3}
    data["places"][1] |= {"capacity": 2, "minimum": 2}
    result = told(data, policy="most_placed", seconds=5.0)
    assert result.guarantee == "most_found"
    assert result.placed > 40
    assert result.broken == [f"CP-SAT {ENDED}", f"HiGHS {ENDED}"]


def test_a_stable_match_stays_one_when_its_solvers_die(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch)
    result = told(generate(60, 3), seconds=2.0)
    assert result.guarantee == "stable"
    assert result.broken == [f"HiGHS {ENDED}", f"SCIP {ENDED}", f"The flow solver {ENDED}"]
    assert result.size is not None
    assert (result.size.proof, result.size.bound) == ("none", 60)


def test_one_that_is_killed_while_it_works_is_no_answer_and_the_next_question_starts_another(
    anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.send

    def killed(child: Child, message: bytes) -> bool:
        threading.Timer(0.0, os.kill, (child._process.pid, signal.SIGKILL)).start()
        return real(child, message)

    program = Program()
    program.at_most([program.variable(1), program.variable(2)], 1)
    with monkeypatch.context() as patched, client.troubles() as found, client.solver("highs") as one:
        patched.setattr(Child, "send", killed)
        assert one.solve(program, seconds=5.0) == client.NOTHING
    assert found == [f"HiGHS {ENDED}"]
    with client.troubles() as found, client.solver("highs") as one:
        assert one.solve(program, seconds=5.0) == client.Answer([0, 1], 2, True)
    assert found == []


@pytest.mark.parametrize(("policy", "bound"), [("stable", 1475), ("most_placed", 1500)])
def test_too_large_for_the_time_gives_the_best_found_and_says_so(tmp_path: Path, policy: str, bound: int) -> None:
    """With minimums only integer programs prove anything, and there is no time for them. Bounded by the largest flow, or by all."""
    (tmp_path / "i.json").write_text(_hard(1_500))
    options = ["--input", tmp_path / "i.json", "--output", tmp_path / "r.json", "--policy", policy, "--time-limit", 0.1]
    found = CliRunner().invoke(internships, ["match", *map(str, options)])
    assert found.exit_code == 0, found.output
    assert ("The most that was found; not proved." in found.output) == (policy == "most_placed")
    assert f"At most {bound} could be placed." in found.output
    assert CliRunner().invoke(internships, ["verify", "--input", str(options[1]), "--result", str(options[3])]).exit_code == 0


def _hard(people: int) -> str:
    data = generate(people, 5)
    for place in data["places"][::3]:
        place["minimum"] = place["capacity"]
    return json.dumps(data)
