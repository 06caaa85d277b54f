"""A restore from beginning to end: checks first, then rows, files, erasures that came after the backup, and the audit log."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from core.audit import heads, sealing
from core.audit.service import record
from core.backup import load
from core.backup.archive import Archive
from core.backup.region import restore_region
from core.db import all_regions, atomic, db
from core.db.cli import upgrade_installation
from core.errors import ConfigurationError
from core.records import erasing, kept
from core.regions.queries import by_slug


def restore(archive: Archive, *, slug: str = "", into_empty: bool = False) -> Iterator[str]:
    """Bring back a backup. Says in words what it has done.

    Raises:
        ConfigurationError: the backup is damaged, of a newer version, or does not fit; nothing has been changed then.
    """
    load.can_read(archive.manifest)
    if archive.manifest.region and archive.manifest.region != slug:
        raise ConfigurationError(f"The backup holds only the region '{archive.manifest.region}'. Restore it with --region.")
    if into_empty and not load.is_empty(db.engine):
        raise ConfigurationError("The database is not empty. Leave out --into-empty to replace what is in it.")
    archive.check()
    yield "The backup is whole."
    erased = known_erasures()
    load.forget_connections()
    if slug:
        counts = restore_region(archive, slug, db.engine)
        load.forget_connections()
        yield f"Restored {sum(counts.values())} rows of the region '{slug}'."
    else:
        load.load(archive, db.engine)
        load.forget_connections()
        yield f"Restored {sum(part.count for part in archive.manifest.tables.values())} rows."
        yield f"Restored {load.restore_files(archive)} files."
        upgrade_installation()
        with atomic():
            heads.write(sealing.locked_head(), kind="restored")
    yield f"Erased {replay_erasures(erased)} people again, who had been erased after the backup was made."
    with atomic():
        record("core.backup.restored", region=by_slug(slug) if slug else None, made=archive.manifest.made)
    sealing.seal_all()


def known_erasures() -> list[str]:
    """Who has been erased until now, without saying who: read before a restore takes the table back, and from the file beside it."""
    try:
        with all_regions("erasures before a restore"):
            stored = erasing.erasures()
    except SQLAlchemyError:  # a database without tables, or of an older version
        db.session.rollback()
        stored = []
    return sorted({*stored, *kept.read()})


def replay_erasures(known: list[str]) -> int:
    """Erase again who had been erased and has come back. The file remembers all of them: the next restore may be of an older backup."""
    kept.add(known)
    with all_regions("erasures after a restore"), atomic():
        return erasing.replay_erasures(known)
