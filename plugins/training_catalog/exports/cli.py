"""`samkraft catalog export`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.cli import AppCommand

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_EVENTS = 10_000_000


@click.command("export", cls=AppCommand)
@click.option("--format", "form", type=click.Choice(["emil3", "dcat", "csv"]), required=True, help="What to write.")
@click.option("--region", required=True, help="The region's short name.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file. Left out: standard output.")
def export_catalog(form: str, region: str, output: Path | None) -> None:
    """Write the catalogue of a region: EMIL 3 documents, the DCAT-AP-SE catalogue of its open data (Turtle), or a row per occasion (CSV).

    \b
    Exit codes: 0 written, 1 the catalogue is off in the region, 2 wrong use.
    """
    from core.plugins.enablement import is_enabled
    from core.regions.queries import by_slug

    found = by_slug(region)
    if found is None:
        raise click.BadParameter(
            f"there is no active region '{region}'. `samkraft regions export` shows those there are.", param_hint="--region"
        )
    if not is_enabled(found, "training_catalog"):
        click.echo(f"samkraft: training_catalog is off in {region}.", err=True)
        sys.exit(1)
    pieces = {"emil3": _emil3, "dcat": _dcat, "csv": _csv}[form](found)
    if output is None:
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        return
    half = output.with_name(f"{output.name}.part")
    with half.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    half.replace(output)
    click.echo(f"{output}: {output.stat().st_size} bytes.", err=True)


def _emil3(region: Region) -> Iterator[bytes]:
    from plugins.training_catalog.exports.emil3 import text

    return (piece.encode() for piece in text(region))


def _dcat(region: Region) -> Iterator[bytes]:
    from core.db import region_scope
    from core.opendata import dcat, queries

    with region_scope(region.id):
        yield dcat.write(region, queries.published(region), "ttl")


def _csv(region: Region) -> Iterator[bytes]:
    """As the page's file, but of everything, whatever its size."""
    import csv
    import io

    from core.clock import today
    from core.db import read_one_moment
    from core.files.sheets import neutral
    from plugins.training_catalog.export import HEADER, export_rows
    from plugins.training_catalog.filters import Filters
    from plugins.training_catalog.scope import catalogue_scope

    def line(cells: Any) -> bytes:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
        return buffer.getvalue().encode()

    read_one_moment()
    yield b"\xef\xbb\xbf" + line(HEADER)
    with catalogue_scope(region):
        yield from (line(row) for row in export_rows(Filters(), today(), MAX_EVENTS))
