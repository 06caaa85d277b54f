"""`samkraft training-catalog …`, and the group `samkraft catalog …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli import AppCommand, StandaloneGroup
from plugins.training_catalog.exports.cli import export_catalog
from plugins.training_catalog.sources.cli import import_source

if TYPE_CHECKING:
    from plugins.training_catalog.models import ImportRun

MAX_PRINTED = 50


@click.command("import", cls=AppCommand)
@click.argument("region")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...")
@click.option(
    "--source",
    default="",
    help="Who the educations come from. The same name each time, so that the same educations are updated. Left out: the file's name.",
)
@click.option("--complete", is_flag=True, help="The file holds all that the source offers: what it lacks is marked as removed.")
@click.option("--strict", is_flag=True, help="Exit with code 1 if any row was left out.")
def import_files(region: str, files: tuple[Path, ...], source: str, complete: bool, strict: bool) -> None:
    """Read course files (CSV or Excel) or EMIL 3 documents (JSON) into the catalogue of REGION.

    Good rows are read; each bad one is named with row, column and cause. The same file twice changes nothing.

    \b
    Exit codes: 0 read, 1 a file could not be read (or, with --strict, a row), 2 wrong use.
    """
    from core.db import atomic, region_scope
    from core.files.tabular import MIB
    from core.plugins.enablement import is_enabled
    from core.regions.queries import by_slug
    from plugins.training_catalog import service
    from plugins.training_catalog.imports.files import LIMITS
    from plugins.training_catalog.models import RunStatus

    found = by_slug(region)
    if found is None:
        raise click.BadParameter(
            f"there is no active region '{region}'. `samkraft regions export` shows those there are.", param_hint="REGION"
        )
    if not is_enabled(found, "training_catalog"):
        click.echo(
            f"samkraft: training_catalog is off in {region}. Enable it in config/regions.toml and run `samkraft regions apply`.", err=True
        )
        sys.exit(1)
    if len(files) > 1 and not source:
        raise click.UsageError("Say --source when there are several files, since identifiers are looked up within one source.")
    trouble = False
    for path in files:
        if path.stat().st_size > LIMITS.bytes:
            click.echo(f"{path.name}: larger than {LIMITS.bytes // MIB} MB. Split it.", err=True)
            trouble = True
            continue
        with region_scope(found.id):
            with atomic():
                run = service.open_run(
                    region=found, source_name=source or path.stem[: service.MAX_SOURCE], file_name=path.name, complete=complete
                )
            with click.progressbar(length=1, label=path.name, file=sys.stderr) as bar:

                def advance(done: int, total: int, bar=bar) -> None:  # type: ignore[no-untyped-def]
                    bar.length = total
                    bar.update(done - bar.pos)

                run = service.run_import(found, run.id, data=path.read_bytes(), progress=advance)
            report(run)
        trouble = trouble or run.status is not RunStatus.DONE or bool(strict and run.rejected)
    sys.exit(1 if trouble else 0)


def report(run: ImportRun) -> None:
    """Print how a run went, and what was wrong."""
    from plugins.training_catalog.models import RunStatus
    from plugins.training_catalog.runs import all_faults

    if run.status is not RunStatus.DONE:
        click.echo(f"{run.file_name}: {run.message}", err=True)
        return
    click.echo(
        f"{run.file_name}: {run.rows} rows; {run.added} added, {run.changed} changed, {run.unchanged} unchanged, {run.removed} removed. "
        f"Municipality inferred for {run.inferred} events, unknown for {run.unlocated}. "
        f"{run.rejected} rows left out, {run.ignored} values passed over."
    )
    if run.message:
        click.echo(run.message)
    for number, (row, column, _value, cause, rejected) in enumerate(all_faults(run.id)):
        if number == MAX_PRINTED:
            click.echo(f"… and {run.rejected + run.ignored - MAX_PRINTED} more; the region's page of the import has them all.")
            break
        click.echo(f"  row {row}, {column or 'the row'}: {cause}{'' if rejected else ' (value passed over)'}")


@click.group("catalog", cls=StandaloneGroup)
def catalog() -> None:
    """The education catalogue of a region."""


catalog.add_command(export_catalog)
catalog.add_command(import_source)

commands: list[click.Command] = [import_files, catalog]
