"""`samkraft training-catalog import`: what it prints, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.db import atomic
from core.plugins import lifecycle
from plugins.training_catalog.cli import import_files

from .conftest import Catalogue, course_file, event_, info, provider, row


@pytest.fixture(autouse=True)
def this_application(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the test's own application, not in one of its own."""
    monkeypatch.setattr("core.cli.application", lambda: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_files, list(arguments), catch_exceptions=False)


def test_it_reads_and_says_what_was_wrong(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "kurser.csv"
    path.write_text(course_file(row(), row(kurstillfalleId="2", Namn="Okänd")), "utf-8")
    result = run("norr", str(path))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "kurser.csv: 2 rows; 3 added, 0 changed, 0 unchanged, 0 removed. Municipality inferred for 1 events, unknown for 0. "
        "1 rows left out, 0 values passed over.",
        "  row 3, Namn: Namnet på utbildningen saknas (det står ”Okänd”). Skriv vad utbildningen heter.",
    ]
    assert "kurser.csv" in result.stderr  # the progress bar
    again = run("norr", str(path), "--strict")
    assert again.exit_code == 1
    assert again.stdout.startswith("kurser.csv: 2 rows; 0 added, 0 changed, 3 unchanged, 0 removed.")


def test_files_that_refer_to_each_other(catalogue: Catalogue, tmp_path: Path) -> None:
    import json

    paths = []
    for name, document in (("1", [event_()]), ("2", [info()]), ("3", [provider()])):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(document), "utf-8")
    assert run("norr", *map(str, paths)).exit_code == 2
    assert run("norr", *map(str, paths), "--source", "Susa-navet").exit_code == 0
    assert catalogue.infos[0].is_current


def test_what_cannot_be_done_has_its_exit_code(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "kurser.csv"
    path.write_text("Namn\nKurs\n", "utf-8")
    result = run("norr", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "kurser.csv: Rubrikraden saknar Utbildningsanordnare." in result.stderr
    assert run("ingenstans", str(path)).exit_code == 2
    assert run("norr", str(tmp_path / "saknas.csv")).exit_code == 2
    with atomic():
        lifecycle.disable(catalogue.region, "training_catalog")
    result = run("norr", str(path))
    assert (result.exit_code, "training_catalog is off in norr" in result.stderr) == (1, True)
