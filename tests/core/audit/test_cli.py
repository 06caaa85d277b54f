"""`samkraft audit …` and `samkraft check`: what they print and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import delete

import core.cli
from core.audit.cli import audit
from core.audit.models import AuditEntry
from core.audit.service import record
from core.db import atomic, db
from core.monitoring.cli import check
from core.testing.factories import Factory
from tests.core.audit.test_chain import unguard
from tests.core.conftest import settings_of

Samkraft = Callable[..., Result]


@pytest.fixture
def samkraft(app: Flask, context: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Samkraft]:
    monkeypatch.setattr(core.cli, "_app", app)
    monkeypatch.setattr(core.cli.main, "_found", {"audit": audit, "check": check}, raising=False)
    with settings_of(app, data_dir=tmp_path):
        yield lambda *arguments: CliRunner().invoke(core.cli.main, list(arguments))


@pytest.mark.requirement("S48")
def test_verify_ends_with_1_and_names_the_row(samkraft: Samkraft, make: Factory) -> None:
    region = make.region("nord")
    with atomic():
        gone = record("core.test.one", region=region)
        record("core.test.two", region=region)
    assert "Its end:" in samkraft("audit", "seal").output
    fine = samkraft("audit", "verify")
    assert (fine.exit_code, "entries are as they were written; 0 newer" in fine.output) == (0, True)
    assert "Compared with 1 kept ends" in fine.output
    unguard(db.session.connection())
    db.session.execute(delete(AuditEntry).where(AuditEntry.id == gone.id))
    broken = samkraft("audit", "verify")
    assert (broken.exit_code, f"Entry {gone.id} was deleted" in broken.output) == (1, True)


@pytest.mark.requirement("S48")
def test_a_head_file_that_is_not_there_is_a_fault(samkraft: Samkraft, tmp_path: Path) -> None:
    result = samkraft("audit", "verify", "--head", str(tmp_path / "nothing"))
    assert (result.exit_code, "There is no file" in result.output) == (1, True)


@pytest.mark.requirement("S46")
def test_export_writes_one_region_and_says_so_in_the_log(samkraft: Samkraft, make: Factory, tmp_path: Path) -> None:
    north, south = make.region("nord"), make.region("syd")
    with atomic():
        record("core.canary.north", region=north, number=1)
        record("core.canary.south", region=south)
    result = samkraft("audit", "export", str(tmp_path / "log.jsonl"), "--region", "nord")
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text("utf-8").splitlines()]
    assert [(entry["action"], entry["detail"]) for entry in found] == [("core.canary.north", {"number": 1})]
    text = (tmp_path / "log.jsonl").read_text("utf-8")
    assert ("core.canary.south" in text, "core.audit.exported" in text) == (False, False)
    assert samkraft("audit", "export", "-", "--region", "nord").output.count('"core.audit.exported"') == 1
    assert "There is no region 'x'" in samkraft("audit", "export", "-", "--region", "x").output


@pytest.mark.requirement("R19", "S40")
def test_check_says_all_and_finds_a_missing_secret(samkraft: Samkraft, app: Flask, make: Factory) -> None:
    with atomic():
        record("core.test.one")
    samkraft("audit", "seal")
    fine = samkraft("check")
    assert fine.exit_code == 0, fine.output
    assert [line.split()[1].rstrip(":") for line in fine.output.splitlines() if line.startswith("OK")] == [
        "plugins",
        "database",
        "migrations",
        "outbox",
        "tenant_fence",
        "disk",
        "secrets",
    ]
    assert "WARNING  queue" in fine.output
    with settings_of(app, secret_key="another secret, of good length, and with much in it 81"):
        result = samkraft("check")
    assert (result.exit_code, "is missing from SAMKRAFT_OLD_SECRET_KEYS" in result.output) == (1, True)
