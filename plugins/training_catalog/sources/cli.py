"""`samkraft catalog import SOURCE --region R`: a file, or a configured source, with a report of what was inferred."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli import AppCommand

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.training_catalog.models import ImportRun


def region_named(slug: str) -> Region:
    """The region of a slug, with the catalogue on; the command ends otherwise."""
    from core.plugins.enablement import is_enabled
    from core.regions.queries import by_slug

    found = by_slug(slug)
    if found is None:
        raise click.BadParameter(
            f"there is no active region '{slug}'. `samkraft regions export` shows those there are.", param_hint="--region"
        )
    if not is_enabled(found, "training_catalog"):
        click.echo(
            f"samkraft: training_catalog is off in {slug}. Enable it in config/regions.toml and run `samkraft regions apply`.", err=True
        )
        sys.exit(1)
    return found


@click.command("import", cls=AppCommand)
@click.argument("source")
@click.option("--region", required=True, help="The region's slug.")
@click.option("--name", default="", help="For a file: who the courses come from. Left out: the file's name.")
@click.option("--complete", is_flag=True, help="For a file: it holds all that the source offers, and what it lacks is marked as removed.")
@click.option("--strict", is_flag=True, help="Exit with code 1 if any record was left out.")
def import_source(source: str, region: str, name: str, complete: bool, strict: bool) -> None:
    """Read SOURCE, the path of a file or the name of a configured source, into the catalogue.

    Says what changed, what was wrong, and what was inferred.

    \b
    Exit codes: 0 read, 1 it could not be read, or waits for a person (or, with --strict, a record was left out), 2 wrong use.
    """
    from core.db import get, region_scope
    from plugins.training_catalog.cli import report
    from plugins.training_catalog.models import RunStatus, Source
    from plugins.training_catalog.sources.report import inferred, lines

    found = region_named(region)
    path = Path(source)
    with region_scope(found.id):
        run = _read_file(found, path, name, complete) if path.is_file() else _fetch(found, source)
        if run.status is RunStatus.QUEUED:
            from plugins.training_catalog.sources.notices import REASONS

            click.echo(f"{run.file_name}: {REASONS[run.held] if run.held else run.message}", err=True)
            sys.exit(1)
        report(run)
        if run.status is RunStatus.DONE:
            for line in lines(inferred(get(Source, run.source_id))):
                click.echo(line)
    sys.exit(0 if run.status is RunStatus.DONE and not (strict and run.rejected) else 1)


def _read_file(region: Region, path: Path, name: str, complete: bool) -> ImportRun:
    from core.db import atomic
    from core.files.tabular import MIB
    from plugins.training_catalog import service
    from plugins.training_catalog.imports.files import LIMITS

    if path.stat().st_size > LIMITS.bytes:
        click.echo(f"{path.name}: larger than {LIMITS.bytes // MIB} MB. Split it.", err=True)
        sys.exit(1)
    with atomic():
        run = service.open_run(region=region, source_name=name or path.stem[: service.MAX_SOURCE], file_name=path.name, complete=complete)
    return service.run_import(region, run.id, data=path.read_bytes())


def _fetch(region: Region, name: str) -> ImportRun:
    from core.db import atomic, get
    from plugins.training_catalog.models import ImportRun
    from plugins.training_catalog.records import key_of
    from plugins.training_catalog.sources import harvest, queries, service

    source = queries.named(region, key_of(name))
    if source is None:
        raise click.BadParameter(f"'{name}' is neither a file nor the name of a source in {region.slug}.", param_hint="SOURCE")
    with atomic():
        run_id = service.begin(region=region, source=source).id
    harvest.work(region, run_id)
    return get(ImportRun, run_id)
