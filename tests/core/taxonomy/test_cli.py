"""The commands `samkraft taxonomy …`: what they print and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import event

import core.cli
from core.db import db
from core.taxonomy import queries
from core.taxonomy.cli import taxonomy


@pytest.fixture
def samkraft(app: Flask, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(core.cli, "_app", app)
    monkeypatch.setattr(core.cli.main, "_found", {"taxonomy": taxonomy}, raising=False)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(core.cli.main, ["taxonomy", *arguments])

    return run


def test_an_import_sums_up_what_it_did(samkraft, delivery: Path) -> None:  # type: ignore[no-untyped-def]
    result = samkraft("import", str(delivery), "--version-label", "prov 1")
    assert result.exit_code == 0, result.output
    assert "Taxonomy prov 1 is loaded, from ssyk2012.csv, occupation_names.csv, skills.csv, keywords.csv." in result.output
    assert ["occupations", "2", "0", "0", "254"] in [line.split() for line in result.output.splitlines()]
    assert queries.loaded().version_label == "prov 1"
    status = samkraft("status")
    assert "full official sets, version prov 1" in status.output
    assert "2 four-digit groups, 2 occupations" in status.output


def test_the_version_is_the_date_of_the_newest_file(samkraft, delivery: Path) -> None:  # type: ignore[no-untyped-def]
    import os

    for path in delivery.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert "Taxonomy 2023-11-14 is loaded" in samkraft("import", str(delivery)).output


def test_what_is_left_alone_is_said(samkraft, delivery: Path) -> None:  # type: ignore[no-untyped-def]
    (delivery / "skills.csv").unlink()
    assert "skills: no file in" in samkraft("import", str(delivery)).output


def test_a_fault_ends_with_1_and_changes_nothing(samkraft, delivery: Path) -> None:  # type: ignore[no-untyped-def]
    (delivery / "skills.csv").write_text("concept_id,label_sv\ns_1,\n", "utf-8")
    result = samkraft("import", str(delivery))
    assert result.exit_code == 1
    assert "skills.csv, row 2, column label_sv: the name is missing" in result.output
    assert "Traceback" not in result.output
    assert not queries.loaded().full


@pytest.mark.parametrize(
    "arguments", [(), ("/nowhere/at/all",), (".", "--form", "xml"), (".", "--version-label", "x" * 41), (".", "--version-label", " ")]
)
def test_wrong_use_ends_with_2(samkraft, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert samkraft("import", *arguments).exit_code == 2


def test_a_failure_while_writing_leaves_everything_as_it_was(samkraft, delivery: Path) -> None:  # type: ignore[no-untyped-def]
    before = queries.loaded()
    connection = db.session.connection()

    def disk_full(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO core_occupation_term"):
            raise OSError("No space left on device")

    event.listen(connection, "before_cursor_execute", disk_full)
    try:
        assert samkraft("import", str(delivery)).exit_code == 1
    finally:
        event.remove(connection, "before_cursor_execute", disk_full)
    assert queries.loaded() == before
    assert queries.occupation("o_1") is None


def test_help_teaches(samkraft) -> None:  # type: ignore[no-untyped-def]
    result = samkraft("import", "--help")
    assert result.exit_code == 0
    assert "samkraft taxonomy import ../shared/data/taxonomy" in result.output
    assert "never deleted" in " ".join(result.output.split())
