"""The tutorial shows the code that the scaffold writes, not what it wrote once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.config import ROOT
from core.plugins.scaffold import write_plugin

TUTORIAL = ROOT / "docs" / "tutorial" / "first-plugin.md"
EXCERPT = re.compile(r"^`([\w./]+)`\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    """The tutorial's plugin, by the name of the file."""
    for folder in ("config", "plugins", "tests/plugins"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "config" / "default.toml").write_text("plugins = []\n")
    files = write_plugin("study_visits", title="Studiebesök", root=tmp_path)
    return {path.name: path.read_text("utf-8") for path in files if path.suffix in (".py", ".html")}


def test_every_excerpt_is_in_the_file_that_it_names(written: dict[str, str]) -> None:
    found = EXCERPT.findall(TUTORIAL.read_text("utf-8"))
    assert len(found) >= 6
    assert [(name, code) for name, code in found if f"\n{code}" not in written.get(name, "")] == []


def test_every_block_of_python_names_its_file() -> None:
    text = TUTORIAL.read_text("utf-8")
    assert len(EXCERPT.findall(text)) == text.count("```python")


def test_every_file_that_is_spoken_of_is_written(written: dict[str, str]) -> None:
    named = {Path(name).name for name in re.findall(r"`([\w/]+\.(?:py|html))`", TUTORIAL.read_text("utf-8"))}
    assert named <= set(written)
