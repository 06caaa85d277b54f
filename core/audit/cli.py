"""`samkraft audit …`: proof that the log is untouched, and the log as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import click

from core.cli import AppGroup


@click.group("audit", cls=AppGroup)
def audit() -> None:
    """The audit log: check its chain of seals, or take it out."""


@audit.command("verify")
@click.option("--head", type=click.Path(path_type=Path), help="A copy of audit-heads.log kept elsewhere, instead of the data folder's.")
def verify(head: Path | None) -> None:
    """Find any row of the audit log that was changed, deleted, moved, cut off or put in.

    \b
    Ends with 1 and names the first such row. Entries of the last minute have no seal yet.
    Only a copy of audit-heads.log from another place proves that nobody who held both the
    database and the data folder has cut off the end.
    """
    from core.audit.verify import verify as check

    verdict = check(head)
    for fault in verdict.faults:
        click.echo(fault, err=True)
    if verdict.faults:
        raise SystemExit(1)
    click.echo(f"{verdict.sealed} entries are as they were written; {verdict.unsealed} newer ones have no seal yet.")
    click.echo(
        f"Compared with {verdict.heads} kept ends of the chain." if verdict.heads else "There was no kept end of the chain to compare with."
    )


@audit.command("seal")
def seal() -> None:
    """Seal what is new now, and write the chain's end to audit-heads.log."""
    from core.audit import heads, sealing
    from core.db import atomic

    count = sealing.seal_all()
    with atomic():
        line = heads.write(sealing.locked_head())
    click.echo(f"Sealed {count} entries; the chain has {line.seq}. Its end: {line.digest}")


@audit.command("export")
@click.argument("target", type=click.File("w", encoding="utf-8"), metavar="FILE")
@click.option("--region", "slug", help="Only one region's entries.")
def export(target: TextIO, slug: str | None) -> None:
    """Write the log to FILE, one JSON object per line, oldest first; - is standard output."""
    from core.audit.queries import exported
    from core.audit.service import record
    from core.db import atomic
    from core.errors import NotFound
    from core.regions.queries import by_slug

    region = by_slug(slug) if slug else None
    if slug and region is None:
        raise NotFound(f"There is no region '{slug}'.")
    count = 0
    for row in exported(region.id if region else None):
        target.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    with atomic():
        record("core.audit.exported", region=region, entries=count)
    click.echo(f"Wrote {count} entries.", err=True)


commands: list[click.Command] = [audit]
