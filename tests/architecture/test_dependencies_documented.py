"""docs/dependencies.md gives a reason for every dependency, and for no other."""

from __future__ import annotations

import re
import tomllib

import pytest

from core.config import ROOT

pytestmark = pytest.mark.sqlite_only  # reads documents

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_ROW = re.compile(r"^\| (?P<name>[a-z0-9-]+) \| (?P<reason>.+) \|$", re.MULTILINE)
HEADINGS = {
    "At run time": None,
    "For PostgreSQL": "postgres",
    "For the tests": "test",
    "For the benchmarks": "bench",
    "For development": "dev",
}


def declared(extra: str | None) -> list[str]:
    """The packages that pyproject.toml names: at run time, or in an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    names = []
    for line in lines:
        found = _NAME.match(line)
        assert found is not None, f"pyproject.toml: cannot read {line!r}"
        names.append(re.sub(r"[-_.]+", "-", found.group()).lower())
    return names


def documented(heading: str) -> dict[str, str]:
    """Name and reason of each row under a heading of the page."""
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    sections = [part for part in text.split("\n## ") if part.startswith(heading)]
    assert len(sections) == 1, f"docs/dependencies.md has no single section '{heading}'"
    rows = [(row["name"], row["reason"]) for row in _ROW.finditer(sections[0]) if row["name"] != "package"]
    assert len(rows) == len(dict(rows)), f"a package stands twice under '{heading}'"
    return dict(rows)


@pytest.mark.parametrize(("heading", "extra"), HEADINGS.items())
@pytest.mark.requirement("S43")
def test_every_dependency_has_its_reason_and_no_other(heading: str, extra: str | None) -> None:
    assert list(documented(heading)) == declared(extra), "keep the order of pyproject.toml"


def test_every_extra_is_documented() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert sorted(project["optional-dependencies"]) == sorted(extra for extra in HEADINGS.values() if extra)


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_reason_is_a_sentence(heading: str) -> None:
    assert {name: reason for name, reason in documented(heading).items() if len(reason) < 20 or not reason.endswith(".")} == {}
