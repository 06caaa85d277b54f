"""`samkraft internships`: files in, files out, exit codes, and clear words when something cannot be used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugins.internships.matching.cli import internships

pytestmark = pytest.mark.sqlite_only  # no database

SMALL: dict[str, Any] = {
    "format": "samkraft-match/1",
    "applicants": [
        {"id": "a1", "preferences": [["p3"], ["p1", "p2"]], "pair": None},
        {"id": "a2", "preferences": [["p1"]], "pair": None},
    ],
    "places": [
        {"id": "p1", "capacity": 1, "minimum": 0, "ranking": [["a1"], ["a2"]]},
        {"id": "p2", "capacity": 1},
        {"id": "p3", "capacity": 0},
    ],
    "caps": [{"places": ["p1", "p2"], "maximum": 3}],
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(internships, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "i.json").write_text(json.dumps(SMALL))
    return tmp_path


@pytest.mark.parametrize(("policy", "promise"), [("stable", "stable"), ("most_placed", "most_placed")])
def test_match_then_verify(folder: Path, policy: str, promise: str) -> None:
    made = run("match", "--input", folder / "i.json", "--output", folder / "r.json", "--policy", policy, "--seed", 4)
    assert made.exit_code == 0, made.output
    assert made.output.startswith("2 of 2 placed in ")
    result = json.loads((folder / "r.json").read_text())
    kept = {key: result[key] for key in ("format", "policy", "assignments", "closed", "placed", "guarantee", "seed")}
    assert kept == {
        "format": "samkraft-match-result/1",
        "policy": policy,
        "assignments": {"a1": "p2", "a2": "p1"},
        "closed": [],
        "placed": 2,
        "guarantee": promise,
        "seed": 4,
    }
    verified = run("verify", "--input", folder / "i.json", "--result", folder / "r.json")
    assert (verified.exit_code, verified.output) == (0, f"Right: 2 of 2 placed, every rule holds, {promise}.\n")


def test_by_lottery_is_plain_deferred_acceptance(folder: Path) -> None:
    run("match", "--input", folder / "i.json", "--output", folder / "r.json", "--ties", "lottery")
    assert json.loads((folder / "r.json").read_text())["assignments"] == {"a1": "p1", "a2": None}


def test_a_plain_result_of_another_s_is_verified_too(folder: Path) -> None:
    plain = {
        "format": "samkraft-match-result/1",
        "policy": "stable",
        "assignments": {"a1": "p1", "a2": None},
        "closed": [],
        "placed": 1,
        "guarantee": "stable",
    }
    (folder / "r.json").write_text(json.dumps(plain))
    assert run("verify", "--input", folder / "i.json", "--result", folder / "r.json").exit_code == 0
    (folder / "r.json").write_text(json.dumps({**plain, "assignments": {"a1": None, "a2": "p1"}}))
    verified = run("verify", "--input", folder / "i.json", "--result", folder / "r.json")
    assert verified.exit_code == 1
    assert verified.output.splitlines() == [
        "The result breaks these rules:",
        "  blocking: applicant a1, place p1: they would both rather have each other",
        "  blocking: applicant a1, place p2: they would both rather have each other",
    ]


def test_generate_makes_what_match_reads_and_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    for name in ("g", "h"):
        assert run("generate", "--applicants", 40, "--seed", 2, "--output", tmp_path / name).exit_code == 0
    assert (
        (tmp_path / "g").read_text() == (tmp_path / "h").read_text() == run("generate", "--applicants", 40, "--seed", 2).output.rstrip("\n")
    )
    assert run("match", "--input", tmp_path / "g", "--output", tmp_path / "r", "--time-limit", 2).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "must be an object, not a list"),
        ("[" * 100_000, "is not JSON"),
        (json.dumps({**SMALL, "places": []}), 'applicants[0].preferences[0][0]: there is no place "p3"'),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_1(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "i.json").write_text(content)
    found = run("match", "--input", tmp_path / "i.json", "--output", tmp_path / "r.json")
    assert (found.exit_code, said in found.output, (tmp_path / "r.json").exists()) == (1, True, False)


def test_a_file_that_is_not_there_ends_with_1(folder: Path) -> None:
    assert "cannot be read: No such file" in run("verify", "--input", folder / "no", "--result", folder / "no").output
    found = run("verify", "--input", folder / "i.json", "--result", folder / "no")
    assert (found.exit_code, "cannot be read: No such file" in found.output) == (1, True)


def test_wrong_use_ends_with_2(folder: Path) -> None:
    assert run("match", "--input", folder / "i.json", "--output", folder / "r.json", "--policy", "best").exit_code == 2


def test_no_solver_is_loaded_where_it_is_not_needed() -> None:
    code = (
        "import sys; from plugins.internships.matching import cli, explain, matching, repair, verifier;"
        "print([name for name in ('highspy', 'ortools', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
