"""What `samkraft plugins new` writes works as it stands, and a name that cannot be used leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.config import ROOT
from core.errors import ConfigurationError
from core.plugins.plugin import MAX_NAME
from core.plugins.scaffold import write as writing
from core.plugins.scaffold import write_plugin
from core.plugins.scaffold.names import MAX_TITLE

pytestmark = pytest.mark.sqlite_only  # writes files; the package's own tests choose their database

CONFIG = """# Which plugins are loaded.
plugins = [
  "plugins.employer_needs",  # the first
  "plugins.demand_pooling",
]
https = false # the demo
"""
LONG_NAME = "x" * 14 + "_" + "y" * (MAX_NAME - 15)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree with two plugins."""
    for folder in ("config", "plugins/demand_pooling", "tests/plugins"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "config" / "default.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "plugins" / "demand_pooling" / "plugin.py").touch()
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder that must be there."""
    assert (folder / "pyproject.toml").is_file()
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=110
    )


@pytest.mark.slow
def test_a_package_passes_its_own_tests(tmp_path: Path) -> None:
    package = tmp_path / "visits"
    write_plugin("study_visits", title="Studiebesök", folder=package)
    done = run(package, "pytest", "-q", "-p", "no:cacheprovider", "tests", PYTHONPATH=f"{package}{os.pathsep}{ROOT}")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("name", "title"), [("ab", "Å"), (LONG_NAME, "Å" * MAX_TITLE)], ids=["short", "long"])
def test_what_is_written_is_in_order_whatever_the_name(tmp_path: Path, name: str, title: str) -> None:
    package = tmp_path / "package"
    write_plugin(name, title=title, folder=package)
    for arguments in (("ruff", "check", "--no-cache", "."), ("ruff", "format", "--no-cache", "--diff", ".")):
        done = run(package, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ab", LONG_NAME], ids=["short", "long"])
def test_a_plugin_of_the_tree_is_in_order_by_the_rules_of_the_tree(tree: Path, name: str) -> None:
    (tree / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    write_plugin(name, root=tree)
    for arguments in (("ruff", "check", "--no-cache", "."), ("ruff", "format", "--no-cache", "--diff", ".")):
        done = run(tree, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_plugin_of_the_tree_is_added_to_the_configuration_which_keeps_its_comments(tree: Path) -> None:
    written = write_plugin("study_visits", title="Studiebesök", root=tree)
    text = (tree / "config" / "default.toml").read_text("utf-8")
    assert tomllib.loads(text)["plugins"] == ["plugins.employer_needs", "plugins.demand_pooling", "plugins.study_visits"]
    assert [line for line in CONFIG.splitlines() if line not in text.splitlines()] == []
    assert {tree / "plugins/study_visits/plugin.py", tree / "tests/plugins/study_visits/test_study_visits.py"} <= set(written)
    assert [path for path in written if not path.is_file()] == []


def test_the_title_is_shown_in_swedish_and_the_name_in_english(tree: Path) -> None:
    write_plugin("study_visits", title="Studiebesök", root=tree)
    plugin = tree / "plugins" / "study_visits"
    assert 'title = _l("Studiebesök")' in (plugin / "plugin.py").read_text("utf-8")
    assert 'msgid "Studiebesök"\nmsgstr "Study visits"' in (plugin / "translations/en/LC_MESSAGES/messages.po").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Study-Visits", "lower case words"),
        ("", "lower case words"),
        ("../escape", "lower case words"),
        ("x" * (MAX_NAME + 1), "characters long"),
        ("admin", "taken by the application"),
        ("class", "means something else"),
        ("tests", "means something else"),
        ("demand_pooling", "already"),
        ("employer_needs", "already"),
        ("demand", "begin alike"),
        ("demand_pooling_extra", "begin alike"),
    ],
)
@pytest.mark.parametrize("package", [False, True], ids=["tree", "package"])
def test_a_name_that_cannot_be_used_is_refused_and_nothing_written(tree: Path, name: str, says: str, package: bool) -> None:
    before = contents(tree)
    with pytest.raises(ConfigurationError, match=says):
        write_plugin(name, folder=tree / "package" if package else None, root=tree)
    assert contents(tree) == before
    assert not (tree / "package").exists()


def test_a_package_is_not_named_like_one_there_is(tree: Path) -> None:
    with pytest.raises(ConfigurationError, match="Python package 'json'"):
        write_plugin("json", folder=tree / "package", root=tree)


@pytest.mark.parametrize("title", ['A "title"', "Two\nlines", "{{ braces }}", "100 %", "x" * (MAX_TITLE + 1)])
def test_a_title_that_cannot_stand_everywhere_is_refused(tree: Path, title: str) -> None:
    before = contents(tree)
    with pytest.raises(ConfigurationError, match="title"):
        write_plugin("study_visits", title=title, root=tree)
    assert contents(tree) == before


@pytest.mark.parametrize("taken", ["plugins/study_visits/old.txt", "tests/plugins/study_visits/old.txt"])
def test_a_folder_that_is_there_is_left_alone(tree: Path, taken: str) -> None:
    (tree / taken).parent.mkdir(parents=True)
    (tree / taken).write_text("mine")
    before = contents(tree)
    with pytest.raises(ConfigurationError, match="exists already"):
        write_plugin("study_visits", root=tree)
    assert contents(tree) == before


def test_a_package_is_not_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("mine")
    with pytest.raises(ConfigurationError, match="exists already"):
        write_plugin("study_visits", folder=tmp_path)
    assert list(contents(tmp_path)) == ["old.txt"]


def test_a_fault_at_the_last_step_takes_the_first_ones_back(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Sequence[object]) -> None:
        raise ConfigurationError("the disk is full")

    before = contents(tree)
    monkeypatch.setattr(writing, "_replace", full)
    with pytest.raises(ConfigurationError, match="full"):
        write_plugin("study_visits", root=tree)
    assert contents(tree) == before
    assert not (tree / "plugins" / "study_visits").exists()


def test_an_installation_without_source_tree_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--package"):
        write_plugin("study_visits", root=tmp_path)
