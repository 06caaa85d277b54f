"""docs/asvs.csv: every requirement of OWASP ASVS 5.0.0, level 1 and 2, is met by tests that exist, not applicable for a reason, or open."""

from __future__ import annotations

import ast
import csv
import re

import pytest

from core.config import ROOT

pytestmark = pytest.mark.sqlite_only  # reads documents

FILE = ROOT / "docs" / "asvs.csv"
HEADER = ["requirement", "level", "status", "tests", "note"]
# OWASP ASVS 5.0.0 has 70 requirements of level 1 and 183 of level 2.
LEVELS = {"1": 70, "2": 183}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == HEADER
        return list(reader)


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """Every test there is, as `file::function` or `file::Class::function`; read, not collected, which takes long."""
    found = set()
    for folder in ("tests", "core/testing"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    found.add(f"{name}::{node.name}")
                elif isinstance(node, ast.ClassDef):
                    found.add(f"{name}::{node.name}")
                    inner = [n.name for n in node.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
                    found |= {f"{name}::{node.name}::{function}" for function in inner}
                elif isinstance(node, ast.Assign):
                    found |= {f"{name}::{t.id}" for t in node.targets if isinstance(t, ast.Name)}  # a state machine's TestCase
    return found


def test_every_requirement_is_there_once(rows: list[dict[str, str]]) -> None:
    numbers = [row["requirement"] for row in rows]
    assert [n for n in numbers if not re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", n)] == []
    assert len(numbers) == len(set(numbers))
    assert {level: sum(row["level"] == level for row in rows) for level in LEVELS} == LEVELS
    assert len(rows) == sum(LEVELS.values())


def test_what_is_met_names_tests_that_exist(rows: list[dict[str, str]], tests: set[str]) -> None:
    faults = []
    for row in rows:
        named = row["tests"].split()
        if row["status"] == "met" and not named:
            faults.append(f"{row['requirement']} is met by no test")
        faults += [f"{row['requirement']} names {test}, which does not exist" for test in named if test not in tests]
    assert faults == []


def test_what_is_not_met_says_why(rows: list[dict[str, str]]) -> None:
    assert {row["status"] for row in rows} <= {"met", "not applicable", "open"}
    assert [row["requirement"] for row in rows if row["status"] != "met" and not row["note"].strip()] == []
