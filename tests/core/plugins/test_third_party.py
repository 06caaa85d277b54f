"""A third party's plugin in a wheel of its own: built, installed, used, and removed again, without a line changed in the product."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.testing.database import Databases

pytestmark = pytest.mark.sqlite_only  # installing a package is the same on every database

PROJECT = Path(__file__).parents[2] / "fixture_plugins" / "third_party_wheel"
STEPS = """
import json, sys
from click.testing import CliRunner
from core.cli import application, main
answers = []
for verb, *rest in json.loads(sys.argv[1]):
    if verb == "get":
        answer = application().test_client().get(rest[0])
        answers.append([answer.status_code, answer.get_data(as_text=True)])
    else:
        done = CliRunner().invoke(main, [verb, *rest])
        answers.append([done.exit_code, done.output])
print(json.dumps(answers))
"""
REGIONS = """
[regions.nord]
name = "Nord"
[regions.nord.plugins]
visitor_parking = true
meetings = { most_seats = 7 }
[regions.syd]
name = "Syd"
"""


@dataclass
class Installation:
    """An installation as its own processes see it."""

    url: str
    data: Path
    packages: Path

    def run(self, *steps: list[str], with_wheel: bool) -> list[tuple[int, str]]:
        """Do the steps in a process of its own: `get` an address, or a command of `samkraft`. Status or exit code, and what was said."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SAMKRAFT") and k != "PYTHONPATH"}
        environment |= {
            "DATABASE_URL": self.url,
            "SAMKRAFT_DATA": str(self.data),
            "SAMKRAFT_ENVIRONMENT": "test",
            "SAMKRAFT_HTTPS": "false",
            "SAMKRAFT_PLUGINS": "tests.fixture_plugins.meetings",
        }
        if with_wheel:
            environment["PYTHONPATH"] = str(self.packages)
        command = [sys.executable, "-c", STEPS, json.dumps(steps)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=100)
        assert done.returncode == 0, done.stderr
        return [(code, said) for code, said in json.loads(done.stdout.splitlines()[-1])]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        "uv",
        "build",
        "--wheel",
        "--no-build-isolation",
        "--offline",
        "--python",
        sys.executable,
        "--out-dir",
        str(project / "dist"),
    ]
    done = subprocess.run([*_tool(), *command[1:], str(project)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = (project / "dist").glob("*.whl")
    return found


def _tool() -> list[str]:
    """uv, from the environment of the tests."""
    return [shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"]


@pytest.fixture
def installation(wheel: Path, databases: Databases, tmp_path: Path) -> Installation:
    """An installation with the wheel installed beside it."""
    packages = tmp_path / "packages"
    command = [*_tool(), "pip", "install", "--no-deps", "--no-index", "--offline", "--python", sys.executable, "--target", str(packages)]
    done = subprocess.run([*command, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (packages / "visitor_parking" / "migrations" / "0001_first_tables.py").exists()
    assert (packages / "visitor_parking" / "templates" / "visitor_parking" / "list.html").exists()
    return Installation(databases.create("wheel"), tmp_path / "data", packages)


@pytest.mark.slow
def test_a_wheel_comes_is_used_and_goes(installation: Installation, tmp_path: Path) -> None:
    page, other, meetings = "/r/nord/visitor-parking/", "/r/syd/visitor-parking/", "/r/nord/meetings/"
    regions = tmp_path / "regions.toml"
    regions.write_text(REGIONS, "utf-8")

    upgraded, applied, there, elsewhere, start, listed = installation.run(
        ["upgrade"],
        ["regions", "apply", str(regions)],
        ["get", page],
        ["get", other],
        ["get", "/r/nord/"],
        ["plugins", "list"],
        with_wheel=True,
    )
    assert upgraded == (0, "Upgraded: core, meetings, visitor_parking.\n")
    assert (applied[0], "nord: visitor_parking enabled" in applied[1]) == (0, True)
    assert (there[0], "Plats 1 i Nord" in there[1]) == (200, True)
    assert elsewhere[0] == 404
    assert 'href="/r/nord/visitor-parking/"' in start[1]
    assert [line.split() for line in listed[1].splitlines()] == [["meetings", "1.2.0", "nord"], ["visitor_parking", "1.0.0", "nord"]]

    # The package is removed: everything else works, and what is left behind is named.
    gone, start, others, ready, upgraded, checked, exported = installation.run(
        *(
            ["get", page],
            ["get", "/r/nord/"],
            ["get", meetings],
            ["get", "/readyz"],
            ["upgrade"],
            ["plugins", "check"],
            ["regions", "export"],
        ),
        with_wheel=False,
    )
    assert gone[0] == 404
    assert (start[0], "visitor-parking" in start[1]) == (200, False)
    assert (others[0], ready[0], '"status": "ok"' in ready[1] or '"status":"ok"' in ready[1] or "degraded" in ready[1]) == (200, 200, True)
    assert upgraded == (0, "The database is up to date.\n")
    assert (checked[0], "nord: has visitor_parking enabled, which is not installed." in checked[1]) == (1, True)
    assert ("visitor_parking" in exported[1], "most_seats = 7" in exported[1]) == (False, True)

    # It comes back: so does its data, once.
    ((code, text),) = installation.run(["get", page], with_wheel=True)
    assert (code, text.count("Plats 1 i Nord")) == (200, 1)
