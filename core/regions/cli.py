"""`samkraft regions …`"""

from __future__ import annotations

from pathlib import Path

import click

from core.cli import AppGroup
from core.config import REGIONS_FILE
from core.regions.apply import apply_file, export_file


@click.group("regions", cls=AppGroup)
def regions() -> None:
    """Which regions there are, and which plugins each has.

    The file (config/regions.toml) is checked as a whole: all faults are listed with their line, and nothing is changed
    until there are none. What is applied is kept in the database, and only that is read at run time.
    """


@regions.command("apply")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=REGIONS_FILE)
@click.option("--check", is_flag=True, help="List what would change, and change nothing.")
def apply_command(file: Path, check: bool) -> None:
    """Bring the database to what FILE says. Plugins that a region's table does not name are disabled there; their data stays."""
    changes = apply_file(file, check=check)
    for line in changes.lines:
        click.echo(f"  {line}")
    click.echo(("Would change" if check else "Changed") + f" {len(changes.lines)} thing(s)." if changes.lines else "Nothing to change.")


@regions.command("export")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of the screen.")
def export_command(output: Path | None) -> None:
    """Write the regions as they are now, in the form that `apply` reads."""
    text = export_file()
    if output:
        output.write_text(text, "utf-8")
        click.echo(f"Wrote {output}.")
    else:
        click.echo(text, nl=False)


commands: list[click.Command] = [regions]
