"""`samkraft catalog import`: files and configured sources, and the report of what was inferred."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from core.cli import main
from plugins.training_catalog.cli import catalog
from plugins.training_catalog.models import ImportRun, RunStatus

from .conftest import Catalogue, course_file, row
from .feed_server import Feed, Mirror


@pytest.fixture(autouse=True)
def this_application(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs in the test's own application, not in one of its own."""
    monkeypatch.setattr("core.cli.application", lambda: app)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(catalog, ["import", *arguments], catch_exceptions=False)


def test_a_file_is_read_with_a_report_of_what_was_inferred(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "kurser.csv"
    rows = [
        row(SusaKurstillfällePlatsKommunkod="2417", Poang="100"),
        row(kurstillfalleId="2", Studieort="Lycksele"),
        row(kurstillfalleId="3", Studieort="", Utbildningsanordnare="Kiruna kommun"),
        row(kurstillfalleId="4", Studieort="Ingenstans", DistansObligatorisk="2"),
        row(kurstillfalleId="5", Studieort="Ingenstans"),
        row(kurstillfalleId="6", Namn="Okänd"),
    ]
    path.write_text(course_file(*rows), "utf-8")
    result = run(str(path), "--region", "norr", "--name", "Norsjö kommun")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "kurser.csv: 6 rows; 10 added, 0 changed, 0 unchanged, 0 removed. Municipality inferred for 2 events, unknown for 1. "
        "1 rows left out, 0 values passed over.",
        "  row 7, Namn: Namnet på utbildningen saknas (det står ”Okänd”). Skriv vad utbildningen heter.",
        "5 events of 3 educations; 1 at a distance, 0 repeat another event in a further municipality.",
        "Municipality: given for 1; inferred from the place for 1 (Lycksele 1); "
        "inferred from the provider for 1 (Kiruna 1); unknown for 1.",
        "Credits: vp 1. No school form: 0 educations.",
    ]
    assert run(str(path), "--region", "norr", "--name", "Norsjö kommun", "--strict").exit_code == 1


def test_a_configured_source_is_fetched_by_its_name(catalogue: Catalogue, mirror: Mirror, feed: Feed) -> None:
    feed.fill(3)
    result = run("susa-NAVET", "--region", "norr")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].startswith("Susa-navet: 5 rows; 5 added, 0 changed, 0 unchanged, 0 removed.")
    assert mirror.shown == ["e.test.0", "e.test.1", "e.test.2"]
    mirror.set_up(school_forms=["YH"])
    feed.lists = {name: [] for name in feed.lists}
    waits = run("Susa-navet", "--region", "norr")
    assert (waits.exit_code, "hade inga utbildningar" in waits.stderr) == (1, True)
    assert catalogue.all(ImportRun)[-1].status is RunStatus.QUEUED


def test_what_cannot_be_done_has_its_exit_code(catalogue: Catalogue, tmp_path: Path) -> None:
    assert run("Finns inte", "--region", "norr").exit_code == 2
    assert run("Finns inte", "--region", "ingenstans").exit_code == 2
    broken = tmp_path / "kurser.csv"
    broken.write_text("Namn\nKurs\n", "utf-8")
    assert run(str(broken), "--region", "norr").exit_code == 1


def test_the_group_stands_at_the_top() -> None:
    import click

    assert "catalog" in main.list_commands(click.Context(main))
