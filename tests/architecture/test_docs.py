"""What the documentation names exists: files, make targets, commands, and the examples of CONTRIBUTING.md in the code."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from flask import Flask

from core.cli import _APP, StandaloneGroup
from core.config import ROOT
from core.regions.apply import apply_file
from core.regions.config_file import FaultyFile

pytestmark = pytest.mark.sqlite_only  # reads documents

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GENERATED = ROOT / "docs" / "reference"
# Generated pages are compared with the code by tools/reference.py; what the tutorial names, in tests/core/plugins/test_tutorial.py.
WRITTEN = [page for page in PAGES if GENERATED not in page.parents and page.name != "first-plugin.md"]
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_MAKE = re.compile(r"\s*make ([a-z][a-z-]+)(?=\s|$)")
_COMMAND = re.compile(r"^\s*(?:[\w./]*/)?samkraft ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"(?:core|plugins|config|migrations|tests|bench|docs|tools)/[\w./-]*\w/?")


def code_of(page: Path) -> list[str]:
    """What a page shows as code: in backticks, and in blocks line by line."""
    text = page.read_text("utf-8")
    blocks = [line for found in _FENCE.finditer(text) for line in found.group(2).splitlines()]
    return [*blocks, *_CODE.findall(_FENCE.sub("", text))]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [page.parent / target for target in _LINK.findall(page.read_text("utf-8"))]
    assert [str(target) for target in targets if not target.exists()] == []


def test_the_index_leads_to_every_page() -> None:
    found = {target for start in ("docs/index.md", "docs/adr/README.md") for target in linked(ROOT / start)}
    assert [name(page) for page in PAGES if page.is_relative_to(ROOT / "docs") and page.resolve() not in found] == ["docs/index.md"]


def linked(page: Path) -> set[Path]:
    return {(page.parent / target).resolve() for target in _LINK.findall(page.read_text("utf-8"))}


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_files_that_are_named_exist(page: Path) -> None:
    made_up = ("NAME", "…", "study_visits")
    named = {found.rstrip("./") for code in code_of(page) for found in _PATH.findall(code) if not any(word in code for word in made_up)}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {found.group(1) for code in code_of(page) if (found := _MAKE.match(code))}
    assert sorted(named - targets) == []


def commands(app: Flask) -> dict[str, set[str]]:
    """Every command, with the commands under it."""
    found = [command for module in _APP for command in importlib.import_module(module).commands]
    names = {str(command.name): set(getattr(command, "commands", {})) for command in found}
    for plugin, command in app.extensions["samkraft_registry"].commands:
        if isinstance(command, StandaloneGroup):
            names[str(command.name)] = set(command.commands)
            continue
        names.setdefault(plugin.slug, set()).add(str(command.name))
    return names


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_exist(page: Path, app: Flask) -> None:
    known = commands(app)
    faults = []
    for code in code_of(page):
        for first, second in _COMMAND.findall(code):
            if first not in known or (known[first] and second and second not in known[first]):
                faults.append(code.strip())
    assert faults == []


def examples() -> list[tuple[str, str]]:
    """File and text of each example in CONTRIBUTING.md. A line of three dots stands for what is left out."""
    found = []
    for block in _FENCE.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        first, _, rest = block.group(2).partition("\n")
        if block.group(1) == "python" and first.startswith("# "):
            found += [(first.removeprefix("# "), part) for part in rest.split("\n...\n")]
    return found


def squeezed(text: str) -> str:
    """A text without what a formatter may change."""
    return re.sub(r"\s+|,(?=\s*[)\]])", "", text).rstrip(",")


@pytest.mark.parametrize(("path", "example"), examples())
def test_examples_are_the_code(path: str, example: str) -> None:
    assert squeezed(example) in squeezed((ROOT / path).read_text("utf-8")), f"mend the example from {path} in CONTRIBUTING.md"


def test_there_are_examples() -> None:
    assert len(examples()) >= 10


@pytest.mark.parametrize("page", ["run-a-survey.md", "import-courses.md"])
def test_labels_of_the_screen_are_the_ones_in_the_code(page: str) -> None:
    """What these pages write in bold is a text of the interface, or the beginning of one that goes on with a number."""
    sources = [path for folder in ("core", "plugins") for kind in ("*.py", "*.html") for path in (ROOT / folder).rglob(kind)]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    labels = set(re.findall(r"\*\*([^*]+)\*\*", (ROOT / "docs" / "how-to" / page).read_text("utf-8")))
    assert sorted(label for label in labels if f'"{label}"' not in code and f'"{label} %(' not in code) == []


def test_the_faults_shown_for_regions_are_what_the_command_says(context: None, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "regions.md").read_text("utf-8").partition("## The messages")[2]
    blocks = [found.group(2) for found in _FENCE.finditer(text)]
    file = tmp_path / "regions.toml"
    file.write_text(blocks[0], "utf-8")
    with pytest.raises(FaultyFile) as refused:
        apply_file(file)
    assert str(refused.value).splitlines() == blocks[1].splitlines()
