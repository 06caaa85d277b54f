"""Which test proves which numbered requirement: read from the tests' marks, without running them."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "requirements.toml"
FOLDERS = ("tests", "core/testing")
GROUPS = {"S": "Security and personal data", "R": "Reliability", "A": "Accessibility and service design"}


def requirements() -> dict[str, dict[str, str]]:
    """Number → title, and `open` where something is lacking."""
    return tomllib.loads(LIST.read_text("utf-8"))


def proofs(root: Path = ROOT) -> dict[str, list[str]]:
    """Number → the ids of the tests that are marked with it, `file::class::function`, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            for number, test in _marked(ast.parse(path.read_text("utf-8")), path.relative_to(root).as_posix()):
                found[number].append(test)
    return {number: sorted(set(tests)) for number, tests in found.items()}


def _marked(tree: ast.Module, file: str) -> Iterator[tuple[str, str]]:
    whole = [
        number
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
        for mark in (node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value])
        for number in _numbers(mark)
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from ((number, f"{file}::{node.name}") for number in (*whole, *_of(node.decorator_list)))
        elif isinstance(node, ast.ClassDef):
            own = [*whole, *_of(node.decorator_list)]
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_"):
                    yield from ((number, f"{file}::{node.name}::{inner.name}") for number in (*own, *_of(inner.decorator_list)))
            if own and not any(isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_") for inner in node.body):
                yield from ((number, f"{file}::{node.name}") for number in own)  # a state machine's TestCase, or inherited tests


def _of(decorators: list[ast.expr]) -> list[str]:
    return [number for mark in decorators for number in _numbers(mark)]


def _numbers(mark: Any) -> list[str]:
    """The numbers in `pytest.mark.requirement("S1", "S2")`; none for any other mark."""
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "requirement":
        return [str(a.value) for a in mark.args if isinstance(a, ast.Constant)]
    return []


def faults() -> list[str]:
    """What does not agree between the list and the marks; one line each."""
    listed, proved = requirements(), proofs()
    found = [
        f"{number} is marked by {tests[0]}, but docs/requirements.toml does not list it"
        for number, tests in proved.items()
        if number not in listed
    ]
    for number, entry in listed.items():
        if not entry.get("open") and number not in proved:
            found.append(f"{number} has no test, and docs/requirements.toml does not say that it is open: {entry['title']}")
    return found


def page(note: str) -> str:
    """docs/reference/requirements.md"""
    listed, proved = requirements(), proofs()
    lacking = sum(1 for entry in listed.values() if entry.get("open"))
    parts = [
        "# Requirements",
        note,
        f"{len(listed) - lacking} of {len(listed)} numbered requirements have tests that prove them; {lacking} are open.",
    ]
    for letter, heading in GROUPS.items():
        parts.append(f"## {heading}")
        for number, entry in listed.items():
            if number.startswith(letter):
                parts.append(f"### {number} {entry['title']}")
                if entry.get("open"):
                    parts.append(f"**Open.** {entry['open']}")
                parts.append("\n".join(f"- `{test}`" for test in proved.get(number, [])))
    return "\n\n".join(part for part in parts if part)
