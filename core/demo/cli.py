"""`samkraft demo …`"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group("demo")
def demo() -> None:
    """Demo data, and a demonstration that the whole chain works."""


@demo.command("loop")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="SAMKRAFT_DATA",
    help="Data folder to use and keep. Left out: a temporary one, removed afterwards.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the web server. Left out: a free one.")
@click.option(
    "--seconds", type=click.IntRange(20, 3600), default=60, show_default=True, help="How long it may take. More on a busy machine."
)
@click.option("--verbose", is_flag=True, help="Show what the application writes to its log.")
def loop(data: Path | None, port: int | None, seconds: int, verbose: bool) -> None:
    """Follow one need from an employer's form to a class and a course, in the real application.

    Starts the application in a folder of its own, uses it over HTTP as people do, and says at each step what happened.
    Exit code 1, with the name of the step, if something did not.
    """
    from core.demo.loop import run_loop

    sys.exit(run_loop(data=data, port=port, seconds=seconds, verbose=verbose, say=click.echo))


@demo.command("seed")
def seed() -> None:
    """Fill the regions of this installation with made-up people and data. Running it again adds nothing."""
    from core.cli import application

    application()
    from core.demo.seed import seed as fill

    for region in fill():
        click.echo(f"  {region}")


commands: list[click.Command] = [demo]
