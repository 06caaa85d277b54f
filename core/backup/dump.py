"""Making a backup: one snapshot of the database, read while everybody goes on working, and the files of the data folder."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, cast

from flask import current_app
from sqlalchemy import Connection

from core.backup import belonging, crypt, tables
from core.backup.archive import Manifest, Writer
from core.config import Settings
from core.db import all_regions, db, utcnow
from core.db.migrate import current, owners
from core.regions.models import Region

# Of the data folder: what is made anew, what only this machine needs, and what must not leave it.
LEFT_OUT = ("*.sqlite3*", "*.sock", "*.lock", "*.pid", "*.rdb", "*.aof", "*.tmp", "secret_key", "metrics/*", "*.backup", "*.part")


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database as it is now, however long it reads."""
    with all_regions("a backup holds every region"), db.engine.connect() as plain:
        sqlite = plain.dialect.name == "sqlite"
        options: dict[str, Any] = (
            {"sqlite_begin": "DEFERRED"} if sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with plain.execution_options(**options).begin():
            if not sqlite:
                plain.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield plain


def backup(path: Path, *, region: Region | None = None, passphrase: str = "") -> Manifest:
    """Write a backup. The file appears when it is whole; a broken try leaves nothing that could be taken for one.

    Args:
        region: Only what belongs to this region, and what its rows refer to.
        passphrase: Encrypts the file; empty writes it plain.
    """
    partial = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            stream = crypt.writer(cast("BinaryIO", target), passphrase) if passphrase else cast("BinaryIO", target)
            manifest = _write(stream, region)
            if passphrase:
                stream.close()
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(stream: BinaryIO, region: Region | None) -> Manifest:
    writer = Writer(stream)
    made = utcnow().isoformat(timespec="seconds")
    with snapshot() as connection:
        revisions = {owner.name: found for owner in owners() if (found := current(owner, connection))}
        metadata = tables.reflect(connection)
        wanted = belonging.of_region(connection, metadata, region.id).everything() if region else {}
        for table in tables.in_order(metadata):
            where = None if region is None else wanted.get(table.name, belonging.NOTHING)
            encoded = tables.rows(connection, table, where)
            writer.table(table.name, [c.name for c in table.columns], (tables.line(row) for row in encoded))
    if region is None:
        for name, file in data_files():
            with file.open("rb") as source:
                writer.file(name, source)
    return writer.finish(version=version("samkraft"), made=made, region=region.slug if region else "", revisions=revisions)


def data_files() -> Iterator[tuple[str, Path]]:
    """The files of the data folder that a restore needs, by their name in it."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    root = settings.data_dir.resolve()
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root).as_posix()
        if file.is_file() and not file.is_symlink() and not any(fnmatch.fnmatch(name, pattern) for pattern in LEFT_OUT):
            yield name, file
