"""Code that is dangerous by its shape: read off the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from core.config import ROOT

PATTERN_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}
# Where a pattern is not a constant, and why no person of the site can write it.
MADE_PATTERNS = {"core/demo/loop.py": "patterns of the demo's own script, run against its own pages"}


def patterns_that_are_not_constant(source: str) -> list[int]:
    """Lines with a regular expression that is put together at run time from something other than escaped text."""
    tree = ast.parse(source)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr | ast.BinOp)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    lines = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
            continue
        if node.func.value.id != "re" or node.func.attr not in PATTERN_FUNCTIONS or not node.args:
            continue
        names = {n.id for n in ast.walk(node.args[0]) if isinstance(n, ast.Name)} - constants
        escaped = "re.escape" in ast.unparse(node.args[0])
        if names - {"re"} and not escaped:
            lines.append(node.lineno)
    return lines


def test_the_reader_of_patterns_finds_what_it_should() -> None:
    lines = [
        "import re",
        'WORD = r"a+"',
        "re.compile(WORD)",
        "re.search(typed, text)",
        're.sub(re.escape(typed) + "x", "", text)',
        're.match("a", typed)',
    ]
    source = "\n".join(lines)
    assert patterns_that_are_not_constant(source) == [4]


@pytest.mark.requirement("S33")
def test_no_pattern_is_made_of_what_somebody_wrote() -> None:
    """A pattern with nested repetition can occupy a process for minutes; so people cannot write any."""
    found = {}
    for folder in ("core", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name not in MADE_PATTERNS and (lines := patterns_that_are_not_constant(path.read_text("utf-8"))):
                found[name] = lines
    assert found == {}


@pytest.mark.requirement("S45")
@pytest.mark.sqlite_only
def test_the_static_checks_find_nothing_dangerous() -> None:
    command = [str(Path(sys.executable).parent / "bandit"), "-q", "-ll", "-r", "core", "plugins", "tools"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    assert result.returncode == 0, result.stdout
