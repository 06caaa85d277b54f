"""The drill: an installation with all its demo data is backed up, lost, and brought back; whole, by region, and on another database."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from core.audit.models import AuditEntry
from core.audit.verify import verify
from core.backup import archive, belonging, load, tables
from core.backup.dump import backup
from core.backup.restoring import restore
from core.config import REGIONS_FILE
from core.db import all_regions, atomic, db
from core.demo.seed import seed
from core.errors import ConfigurationError
from core.jobs.runner import drain
from core.regions.apply import apply_file
from core.regions.models import Region
from core.regions.queries import by_slug
from core.testing.apps import installation
from core.testing.database import Databases
from core.users.models import User

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
PASSPHRASE = "a passphrase of the drill"
# What a restore itself adds to.
MOVING = {"core_audit_entry", "core_audit_seal", "core_audit_head", "core_outbox", "core_receipt"}


@contextmanager
def site(url: str, folder: Path, **settings: Any) -> Iterator[Flask]:
    """An installation with the product's plugins."""
    folder.mkdir(exist_ok=True)
    with (
        installation(url, folder, None, secret_key="the drill's own secret, long enough for anybody", **settings) as app,
        app.test_request_context(),
    ):
        yield app


@pytest.fixture(scope="module")
def seeded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo, with everything done that waited, and a file in the data folder."""
    folder = tmp_path_factory.mktemp("drill")
    with site(databases.create("drill"), folder) as app:
        apply_file(REGIONS_FILE)
        seed()
        drain(100_000)
        (folder / "uploads").mkdir(exist_ok=True)
        (folder / "uploads" / "kurser.csv").write_bytes(b"a;b\n" * 1000)
        (folder / "secret_key").write_text("never in a backup")
        from core.audit.jobs import export_audit_head

        export_audit_head(None)
        yield app


def state() -> dict[str, str]:
    """The hash of every table's rows, but of those that a restore adds to."""
    db.session.rollback()
    with all_regions("the drill compares"), db.engine.connect() as connection:
        return {name: value for name, value in tables.digests(connection).items() if name not in MOVING}


def bring_back(path: Path, passphrase: str = "", **how: Any) -> list[str]:
    with archive.opened(path, passphrase) as opened:
        return list(restore(opened, **how))


@pytest.mark.requirement("R20")
def test_what_was_lost_is_as_it_was(seeded: Flask, tmp_path: Path) -> None:
    before = state()
    with all_regions("the drill counts"):
        entries = db.session.execute(select(func.count()).select_from(AuditEntry)).scalar_one()
    manifest = backup(tmp_path / "whole.backup", passphrase=PASSPHRASE)
    assert set(before) <= set(manifest.tables)
    assert "uploads/kurser.csv" in manifest.files
    assert "secret_key" not in manifest.files
    place = seeded.extensions["samkraft_settings"].data_dir / "uploads" / "kurser.csv"
    place.unlink()
    db.session.remove()  # PostgreSQL drops no table that somebody still reads
    load.wipe(db.engine)
    db.session.remove()
    said = bring_back(tmp_path / "whole.backup", PASSPHRASE, into_empty=True)
    assert said[0] == "The backup is whole."
    assert state() == before
    assert place.read_bytes() == b"a;b\n" * 1000
    assert verify().faults == []
    with all_regions("the drill counts"):
        assert db.session.execute(select(func.count()).select_from(AuditEntry)).scalar_one() == entries + 1
        with atomic():  # numbers go on where they were
            db.session.add(User(email="ny@exempel.example", name="Ny"))
        with atomic():
            db.session.execute(delete(User).where(User.email == "ny@exempel.example"))


@pytest.mark.requirement("R20")
def test_a_backup_goes_from_one_database_to_the_other(seeded: Flask, tmp_path: Path) -> None:
    before = state()
    backup(tmp_path / "move.backup")
    with site(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path / "other", upgrade=False):
        bring_back(tmp_path / "move.backup", into_empty=True)
        assert state() == before
        assert verify().faults == []
        backup(tmp_path / "back.backup")
    db.session.remove()  # PostgreSQL drops no table that somebody still reads
    load.wipe(db.engine)
    bring_back(tmp_path / "back.backup")
    assert state() == before
    assert verify().faults == []


def _of_regions(metadata: Any, connection: Any, region_ids: list[int]) -> dict[tuple[int, str], str]:
    found = {}
    for region_id in region_ids:
        for name, where in belonging.own_rows(metadata, region_id).items():
            found[region_id, name] = tables.digest(connection, metadata.tables[name], where)
    return found


@pytest.mark.requirement("R20")
@pytest.mark.parametrize("kind", ["whole", "region"])
def test_one_region_comes_back_and_the_others_stay_as_they_are(seeded: Flask, tmp_path: Path, kind: str) -> None:
    with all_regions("the drill looks"):
        regions = db.session.execute(select(Region.id, Region.slug).order_by(Region.id)).all()
        victim = regions[0]
        backup(tmp_path / "r.backup", region=by_slug(victim.slug) if kind == "region" else None)
        before = _measure([r.id for r in regions])
        with db.engine.begin() as connection:
            metadata = tables.reflect(connection)
            plain = [t for t in tables.in_order(metadata) if t.name.startswith("employer_needs_") and "region_id" in t.c]
            for table in reversed(plain):
                connection.execute(table.delete().where(table.c.region_id == victim.id))
            connection.execute(update(Region).where(Region.id == victim.id).values(name="Fel namn"))
            for other in regions[1:]:  # others go on working after the backup was made
                connection.execute(update(Region).where(Region.id == other.id).values(description="Ändrad efteråt"))
        changed = _measure([r.id for r in regions])
        assert changed[victim.id, "employer_needs_need"] != before[victim.id, "employer_needs_need"]
        said = bring_back(tmp_path / "r.backup", slug=victim.slug)
        assert said[0] == "The backup is whole."
        after = _measure([r.id for r in regions])
    assert {key: after[key] for key in after if key[0] == victim.id} == {key: before[key] for key in before if key[0] == victim.id}
    assert {key: after[key] for key in after if key[0] != victim.id} == {key: changed[key] for key in changed if key[0] != victim.id}
    assert verify().faults == []


def _measure(region_ids: list[int]) -> dict[tuple[int, str], str]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return _of_regions(tables.reflect(connection), connection, region_ids)


@pytest.mark.requirement("R20")
def test_a_number_that_is_somebody_else_s_now_stops_the_restore(seeded: Flask, tmp_path: Path) -> None:
    region = db.session.execute(select(Region).order_by(Region.id)).scalars().first()
    assert region is not None
    backup(tmp_path / "r.backup", region=region)
    before = state()
    from core.users.models import Membership

    member = db.session.execute(select(Membership.user_id).where(Membership.region_id == region.id).limit(1)).scalar_one()
    made = db.session.execute(select(User.created_at).where(User.id == member)).scalar_one()
    from datetime import timedelta

    with atomic():
        db.session.execute(update(User).where(User.id == member).values(created_at=made + timedelta(days=1), updated_at=User.updated_at))
    with pytest.raises(ConfigurationError, match="is another one now"):
        bring_back(tmp_path / "r.backup", slug=region.slug)
    with atomic():
        db.session.execute(update(User).where(User.id == member).values(created_at=made, updated_at=User.updated_at))
    assert state() == before


@pytest.mark.requirement("R20")
def test_a_damaged_cut_or_foreign_file_is_refused_before_anything_is_changed(seeded: Flask, tmp_path: Path) -> None:
    sealed, plain = tmp_path / "sealed.backup", tmp_path / "plain.backup"
    region = db.session.execute(select(Region).order_by(Region.id)).scalars().first()
    backup(sealed, region=region, passphrase=PASSPHRASE)
    backup(plain, region=region)
    assert (sealed.stat().st_mode & 0o777, list(tmp_path.glob("*.part"))) == (0o600, [])
    before = state()
    for text, message in (("", "is encrypted"), ("not the passphrase", "passphrase is wrong")):
        with pytest.raises(ConfigurationError, match=message):
            bring_back(sealed, text, slug=region.slug)
    data = sealed.read_bytes()
    for broken in (data[:-40], data[: len(data) // 2] + b"x" + data[len(data) // 2 + 1 :], data + b"more"):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(ConfigurationError, match="cannot be opened"):
            bring_back(tmp_path / "broken", PASSPHRASE, slug=region.slug)
    for change, message in (
        (lambda name, text: text.replace(b"2", b"3", 1) if name == "tables/core_membership.jsonl" else text, "damaged"),
        (lambda name, text: text.replace(b'"count": 1', b'"count": 2', 1) if name == "manifest.json" else text, "not signed"),
        (lambda name, text: None if name == "tables/core_user.jsonl" else text, "core_user.jsonl is missing"),
    ):
        _rewritten(plain, tmp_path / "changed", change)
        with pytest.raises(ConfigurationError, match=message):
            bring_back(tmp_path / "changed", slug=region.slug)
    with pytest.raises(ConfigurationError, match="holds only the region"):
        bring_back(plain)
    with pytest.raises(ConfigurationError, match="not empty"):
        bring_back(plain, slug=region.slug, into_empty=True)
    assert state() == before


def _rewritten(source: Path, target: Path, change: Any) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = change(name, old.read(name))
            if text is not None:
                new.writestr(name, text)


@pytest.mark.requirement("R20")
def test_a_newer_backup_is_refused_and_an_older_one_is_upgraded(seeded: Flask, tmp_path: Path) -> None:
    backup(tmp_path / "now.backup")
    with archive.opened(tmp_path / "now.backup", "") as opened:
        opened.manifest.revisions["core"] = "9999"
        with pytest.raises(ConfigurationError, match="newer version: core 9999"):
            load.can_read(opened.manifest)
        opened.manifest.revisions["core"] = "0001"
        opened.manifest.revisions["gone_plugin"] = "0001"
        with pytest.raises(ConfigurationError, match="gone_plugin, which is not installed"):
            load.can_read(opened.manifest)
    from core.db import migrate

    with site(f"sqlite:///{tmp_path / 'old.sqlite3'}", tmp_path / "old", upgrade=False):
        migrate.upgrade_to(db.engine, {"core": "0001"})
        with db.engine.begin() as connection:
            metadata = tables.reflect(connection)
            region = metadata.tables["core_region"]
            made = {"created_at": func.current_timestamp(), "updated_at": func.current_timestamp(), "version": 1}
            texts = {"name": "Gammal", "description": "", "contact_email": "", "accent": "", "texts": {}}
            connection.execute(region.insert().values(id=7, slug="gammal", active=True, **texts, **made))
        backup(tmp_path / "old.backup")
        db.session.remove()
        load.wipe(db.engine)
        bring_back(tmp_path / "old.backup", into_empty=True)
        assert db.session.execute(select(Region.id, Region.slug)).all() == [(7, "gammal")]
        assert migrate.behind() == []
        assert verify().faults == []


@pytest.mark.requirement("R20", "S55")
def test_whoever_was_erased_after_the_backup_is_erased_again(seeded: Flask, tmp_path: Path) -> None:
    from core.records.erasing import erase

    address = "kanariefagel@exempel.example"
    with all_regions("the drill adds a person"), atomic():
        db.session.add(User(email=address, name="Kanarie Fågelsång"))
    backup(tmp_path / "before.backup")
    with all_regions("the drill erases a person"), atomic():
        erase(db.session.execute(select(User).where(User.email == address)).scalar_one(), despite="a drill")
    said = bring_back(tmp_path / "before.backup")
    assert "Erased 1 people again, who had been erased after the backup was made." in said
    with all_regions("the drill looks"):
        assert db.session.execute(select(User.id).where((User.email == address) | (User.name == "Kanarie Fågelsång"))).all() == []
    assert verify().faults == []
