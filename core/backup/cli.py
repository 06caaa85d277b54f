"""`samkraft backup` and `samkraft restore`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from core.cli import AppCommand
from core.errors import ConfigurationError

PASSPHRASE = "SAMKRAFT_BACKUP_PASSPHRASE"  # nosec B105  # the name of a variable
_FILE = click.Path(dir_okay=False, path_type=Path)
_passphrase_file = click.option(
    "--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=f"Holds the passphrase; else {PASSPHRASE}."
)


def _passphrase(file: Path | None) -> str:
    found = file.read_text("utf-8").strip() if file else os.environ.get(PASSPHRASE, "")
    if found and len(found) < 12:
        raise ConfigurationError("The passphrase of a backup must have at least 12 characters.")
    return found


@click.command("backup", cls=AppCommand)
@click.argument("file", type=_FILE)
@click.option("--region", "slug", help="Only this region's rows, and what they refer to.")
@_passphrase_file
def backup(file: Path, slug: str | None, passphrase_file: Path | None) -> None:
    """Write the database and the data folder to FILE while everything runs.

    \b
    The file is the same whatever the database, has checksums and is signed with the
    secret of the installation. With a passphrase it is encrypted; without, whoever
    reads the file reads everything. Secrets are not in it: keep them elsewhere.
    """
    from core.audit.service import record
    from core.backup.dump import backup as make
    from core.db import atomic
    from core.regions.queries import by_slug

    region = by_slug(slug) if slug else None
    if slug and region is None:
        raise ConfigurationError(f"There is no region '{slug}'.")
    manifest = make(file, region=region, passphrase=_passphrase(passphrase_file))
    with atomic():
        record("core.backup.made", region=region, made=manifest.made, rows=sum(part.count for part in manifest.tables.values()))
    rows, size = sum(part.count for part in manifest.tables.values()), file.stat().st_size
    click.echo(f"Wrote {rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files to {file} ({size} bytes).")


@click.command("restore", cls=AppCommand)
@click.argument("file", type=_FILE)
@click.option("--region", "slug", help="Only this region: its rows become those of the backup, all others stay as they are.")
@click.option("--into-empty", is_flag=True, help="Only if the database has no tables; never replace anything.")
@click.option("--unsigned", is_flag=True, help="Take a backup that no secret of this installation has signed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_passphrase_file
def restore(file: Path, slug: str | None, into_empty: bool, unsigned: bool, yes: bool, passphrase_file: Path | None) -> None:
    """Bring the installation, or one region, back to what FILE holds.

    \b
    Everything is checked against the signed manifest before anything is changed.
    A backup of an older version is upgraded; one of a newer version is refused.
    Stop web, worker, relay and scheduler before a whole restore.
    """
    from core.backup.archive import opened
    from core.backup.restoring import restore as bring_back

    with opened(file, _passphrase(passphrase_file), unsigned=unsigned) as archive:
        what = f"the region '{slug}'" if slug else "the whole installation"
        if not yes and not into_empty:
            click.confirm(f"Replace {what} with the state of {archive.manifest.made} (UTC)?", abort=True)
        for text in bring_back(archive, slug=slug or "", into_empty=into_empty):
            click.echo(text)


commands: list[click.Command] = [backup, restore]
