"""The audit log cannot be changed, and who changes it past the triggers is found."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from core.audit import heads, sealing
from core.audit.models import AuditEntry, AuditHead, AuditSeal
from core.audit.service import record
from core.audit.verify import verify
from core.db import atomic, db, utcnow
from core.testing.factories import Factory
from tests.core.conftest import settings_of

TAMPERS = int(os.environ.get("SAMKRAFT_TAMPERS", "60"))  # of each kind


@pytest.fixture
def log(make: Factory, app: Flask, tmp_path: Path) -> Iterator[list[int]]:
    """A sealed log of some length; the ids of its entries. Heads are kept in a folder of the test's own."""
    region = make.region()
    with settings_of(app, data_dir=tmp_path):
        with atomic():
            user = make.user(region, "region_admin", name="Greta Garbo")
        for number in range(8):
            with atomic():
                record(
                    "core.test.done",
                    region=region,
                    actor=user,
                    subject=f"core:thing:{number}",
                    number=number,
                    share=number / 2,
                    text='å"\\',
                )
        sealing.seal_all()
        with atomic():
            heads.write(sealing.locked_head())
        yield list(db.session.execute(select(AuditEntry.id).order_by(AuditEntry.id)).scalars())


def unguard(connection: Any) -> None:
    """Take the triggers away, as an owner of the database could."""
    for table in ("core_audit_entry", "core_audit_seal"):
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {table}_append_only ON {table}")


@pytest.mark.requirement("S48")
@pytest.mark.parametrize(
    "statement", [delete(AuditEntry), delete(AuditSeal), update(AuditEntry).values(actor="x"), update(AuditSeal).values(key_id="x")]
)
def test_the_database_itself_refuses_to_change_or_delete(log: list[int], statement: Any) -> None:
    model = statement.entity_description["entity"]
    before = db.session.execute(select(model)).scalars().all()
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(statement, execution_options={"synchronize_session": False})
    assert db.session.execute(select(model)).scalars().all() == before


@pytest.mark.requirement("S48")
def test_an_untouched_log_holds_and_new_entries_are_counted(log: list[int], make: Factory) -> None:
    with atomic():
        record("core.test.more")
    verdict = verify()
    assert (verdict.faults, verdict.sealed, verdict.unsealed, verdict.heads) == ([], len(log), 1, 1)


def _change(chance: random.Random, ids: list[int]) -> None:
    wanted = chance.choice(ids)
    column, value = chance.choice(
        [
            ("actor_id", 424242),
            ("region_id", 424242),
            ("action", "core.test.undone"),
            ("subject", "core:thing:x"),
            ("actor", "somebody"),
            ("at", utcnow() - timedelta(microseconds=chance.randrange(1, 10**9))),
            ("detail", {"number": chance.randrange(100, 10**6)}),
        ]
    )
    db.session.execute(update(AuditEntry).where(AuditEntry.id == wanted).values({column: value}))


def _change_seal(chance: random.Random, ids: list[int]) -> None:
    wanted = chance.choice(ids)
    forged = f"{chance.getrandbits(256):064x}"
    db.session.execute(update(AuditSeal).where(AuditSeal.entry_id == wanted).values({chance.choice(["digest", "previous"]): forged}))


def _delete(chance: random.Random, ids: list[int]) -> None:
    wanted = chance.choice(ids)
    db.session.execute(delete(AuditEntry).where(AuditEntry.id == wanted))
    if chance.random() < 0.7:
        db.session.execute(delete(AuditSeal).where(AuditSeal.entry_id == wanted))
    if chance.random() < 0.5:  # and close the gap
        following = select(AuditSeal.seq).where(AuditSeal.entry_id > wanted).order_by(AuditSeal.seq)
        for seq in db.session.execute(following).scalars().all():
            free = db.session.execute(select(AuditSeal.seq).where(AuditSeal.seq == seq - 1)).scalar_one_or_none() is None
            if free:
                db.session.execute(update(AuditSeal).where(AuditSeal.seq == seq).values(seq=seq - 1))


def _reorder(chance: random.Random, ids: list[int]) -> None:
    first, second = chance.sample(ids, 2)
    seals = [db.session.execute(select(AuditSeal.seq).where(AuditSeal.entry_id == i)).scalar_one() for i in (first, second)]
    if chance.random() < 0.5:  # swap the rows' places in the chain
        for seq, new in ((seals[0], 10_000), (seals[1], seals[0]), (10_000, seals[1])):
            db.session.execute(update(AuditSeal).where(AuditSeal.seq == seq).values(seq=new))
    else:  # swap the entries under their seals
        for entry, new in ((first, 10_000), (second, first), (10_000, second)):
            db.session.execute(update(AuditEntry).where(AuditEntry.id == entry).values(id=new))


def _cut(chance: random.Random, ids: list[int]) -> None:
    keep = chance.randrange(len(ids))
    left = db.session.execute(select(AuditSeal).where(AuditSeal.seq == keep)).scalar_one_or_none()
    for entry in ids[keep:]:
        db.session.execute(delete(AuditEntry).where(AuditEntry.id == entry))
        db.session.execute(delete(AuditSeal).where(AuditSeal.entry_id == entry))
    if chance.random() < 0.5:  # and put the end back to where it was then, with the signature of then
        head = _signed_end(left)
        db.session.execute(update(AuditHead).values(**head))


def _signed_end(seal: AuditSeal | None) -> dict[str, Any]:
    from core.audit import chain

    head = AuditHead(
        id=1, seq=seal.seq if seal else 0, digest=seal.digest if seal else chain.GENESIS, settled_id=0, key_id="", signature=""
    )
    if seal:
        chain.sign_head(head)
    return {name: getattr(head, name) for name in ("seq", "digest", "settled_id", "key_id", "signature")}


@pytest.mark.slow
@pytest.mark.requirement("S48")
@pytest.mark.parametrize("kind", [_change, _change_seal, _delete, _reorder, _cut])
def test_every_tampering_is_found(log: list[int], database: Any, kind: Callable[[random.Random, list[int]], None]) -> None:
    unguard(db.session.connection())
    missed = []
    for seed in range(TAMPERS):
        savepoint = db.session.begin_nested()
        kind(random.Random(seed), log)
        db.session.expire_all()
        if not verify().faults:
            missed.append(seed)
        savepoint.rollback()
        db.session.expunge_all()
    assert missed == []
    assert verify().faults == []


@pytest.mark.requirement("S48")
def test_a_row_put_in_among_old_ones_is_found(log: list[int]) -> None:
    unguard(db.session.connection())
    head = sealing.locked_head()
    with atomic():
        head.settled_id = max(log)
        from core.audit import chain

        chain.sign_head(head)
        db.session.add(AuditEntry(id=max(log) - len(log) - 5, action="core.test.forged", detail={}))
    assert [f.split(",")[0] for f in verify().faults] == [f"Entry {max(log) - len(log) - 5} has no seal"]


@pytest.mark.requirement("S48")
def test_a_forged_copy_of_the_end_is_refused_and_a_restore_is_not_a_cut(log: list[int], app: Flask) -> None:
    kept = heads.file().read_text("utf-8")
    heads.file().write_text(kept.replace('"kind": "head"', '"kind": "restored"'))
    assert verify().faults == [f"Line 1 of {heads.file()} is not one that this installation wrote."]
    heads.file().write_text(kept)
    unguard(db.session.connection())
    with atomic():
        seal = db.session.execute(select(AuditSeal).where(AuditSeal.entry_id == log[3])).scalar_one()
        for entry in log[4:]:
            db.session.execute(delete(AuditEntry).where(AuditEntry.id == entry))
            db.session.execute(delete(AuditSeal).where(AuditSeal.entry_id == entry))
        db.session.execute(update(AuditHead).values(**_signed_end(seal)))
    assert "was cut off" in verify().faults[0]
    with atomic():
        heads.write(sealing.locked_head(), kind="restored")
    assert verify().faults == []


@pytest.mark.requirement("S40", "S48")
def test_seals_of_an_earlier_secret_hold_while_it_is_in_the_ring(log: list[int], app: Flask) -> None:
    old = app.extensions["samkraft_settings"].secret_key
    with settings_of(app, secret_key="a new secret, of good length and with much in it 81"):
        assert "is not among the secrets" in verify().faults[0]
    with settings_of(app, secret_key="a new secret, of good length and with much in it 81", old_secret_keys=[old]):
        assert verify().faults == []
        with atomic():
            record("core.test.after_rotation")
        sealing.seal_all()
        assert (verify().faults, verify().sealed) == ([], len(log) + 1)


@pytest.mark.requirement("S46", "S55")
def test_names_are_not_in_the_log_but_looked_up(log: list[int], make: Factory) -> None:
    from core.audit.queries import entries
    from core.regions.models import Region
    from core.users.models import User

    rows = db.session.execute(select(AuditEntry)).scalars().all()
    assert [row.id for row in rows if "Garbo" in f"{row.actor} {row.detail} {row.subject}"] == []
    greta = db.session.execute(select(User).where(User.name == "Greta Garbo")).scalar_one()
    region = db.session.execute(select(Region).join_from(Region, AuditEntry, AuditEntry.region_id == Region.id).limit(1)).scalar_one()
    assert {line.who for line in entries(region).items if line.entry.action == "core.test.done"} == {"Greta Garbo"}
    with atomic():
        db.session.delete(greta)
    gone = f"Borttagen person (nummer {greta.id})"
    assert {line.who for line in entries(region).items if line.entry.action == "core.test.done"} == {gone}
    assert verify().faults == []
