"""`samkraft pooling`: files in, files out, and clear words when they cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugins.demand_pooling.solving.cli import pooling
from plugins.demand_pooling.solving.instance import BadInstance, parse

from .tiny import instance, need


def run(*arguments: object) -> Result:
    return CliRunner().invoke(pooling, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "i.json").write_text(instance(needs=[need(n) for n in range(4)]).model_dump_json())
    return tmp_path


def test_solve_then_verify(folder: Path) -> None:
    solved = run("solve", "--input", folder / "i.json", "--output", folder / "r.json", "--time-limit", 5)
    said = "4 of 4 people in 1 classes (1 groups). At most 4 could be served (gap 0.00%): proven: no plan serves more."
    assert solved.output.startswith(said)
    verified = run("verify", "--input", folder / "i.json", "--result", folder / "r.json")
    assert (verified.exit_code, verified.output) == (0, "Right: 4 people in 1 classes, every rule holds.\n")


def test_a_wrong_plan_ends_with_1_and_a_reason_for_each_broken_rule(folder: Path) -> None:
    run("solve", "--input", folder / "i.json", "--output", folder / "r.json", "--time-limit", 5)
    data = json.loads((folder / "r.json").read_text())
    data["classes"][0]["groups"] = 2
    (folder / "r.json").write_text(json.dumps(data))
    verified = run("verify", "--input", folder / "i.json", "--result", folder / "r.json")
    assert verified.exit_code == 1
    assert verified.output.splitlines() == [
        "The plan breaks these rules:",
        "  threshold: class 1: 4 people in 2 groups; each takes at least 3",
        "  totals: groups: it says 1, there are 2",
    ]


def test_generate_makes_what_solve_reads(tmp_path: Path) -> None:
    assert run("generate", "--needs", 50, "--seed", 2, "--output", tmp_path / "g.json").exit_code == 0
    assert len(parse(json.loads((tmp_path / "g.json").read_text())).needs) == 50


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"school_forms": {"short": {"min": 9, "max": 5}}}, "school form short: the smallest class (9) is larger than the largest (5)"),
        ({"needs": [need(1), need(1)]}, "need n1 is stated twice"),
        ({"needs": [need(1, level="long")]}, "need n1: no threshold is given for its level long"),
        ({"needs": [need(1, periods=["t7"])]}, "need n1: there is no period t7"),
        ({"centres": [{"id": "c0", "place": "p0", "seats": 1, "network": ["c8"]}]}, "its network names c8, which is not a centre"),
        ({"needs": [need(1, people=-1)]}, "needs.0.people: Input should be greater than or equal to 0"),
    ],
)
def test_what_contradicts_itself_is_refused_with_a_sentence(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInstance) as refused:
        instance(**changes)
    assert any(said in reason for reason in refused.value.reasons)


@pytest.mark.parametrize(
    ("content", "said"), [("{", "is not JSON"), ("[]", "Input should be a valid dictionary"), ("[" * 100_000, "is not JSON")]
)
def test_a_file_that_cannot_be_read_ends_with_1(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "i.json").write_text(content)
    found = run("solve", "--input", tmp_path / "i.json", "--output", tmp_path / "r.json")
    assert (found.exit_code, said in found.output, (tmp_path / "r.json").exists()) == (1, True, False)


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in run("verify", "--input", tmp_path / "no", "--result", tmp_path / "r").output
