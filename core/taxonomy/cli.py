"""Commands: load the full official taxonomy, and say what is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from core.cli import AppGroup
from core.db import atomic
from core.taxonomy import importer, queries


@click.group("taxonomy", cls=AppGroup)
def taxonomy() -> None:
    """Occupations (SSYK 2012, JobTech Taxonomy) and skills."""


@taxonomy.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--form", type=click.Choice(["auto", "csv", "json"]), default="auto", show_default=True, help="Which form to read.")
@click.option("--version-label", metavar="TEXT", help="What this edition is called. Default: the date of the newest file.")
def import_(folder: Path, form: str, version_label: str | None) -> None:
    """Load the full official sets from DIR, replacing the small set that comes with Samkraft.

    DIR holds either ssyk2012.csv and occupation_names.csv (with skills.csv and keywords.csv, if wanted), or the publisher's
    the-ssyk-hierarchy-with-occupations.json (with skills.json, if wanted). Everything is checked first and written in one
    transaction. It may be run again: rows are updated, and what is no longer in the files is marked deprecated, never deleted.

    \b
    Example:
      samkraft taxonomy import ../shared/data/taxonomy --version-label 2025-12
    """
    if version_label is not None and not 1 <= len(version_label.strip()) <= 40:
        raise click.BadParameter("write 1 to 40 characters.", param_hint="--version-label")
    delivery = importer.read(folder, form=form)
    label = (version_label or _file_date(delivery.files)).strip()
    with atomic():
        outcomes = importer.apply(delivery, version_label=label, progress=_progress)
    click.echo(f"Taxonomy {label} is loaded, from {', '.join(path.name for path in delivery.files)}.")
    click.echo(f"{'':14}{'added':>8}{'updated':>9}{'unchanged':>11}{'deprecated':>12}")
    for outcome in outcomes:
        if outcome.what == "search terms":
            click.echo(f"{outcome.what:14}{outcome.updated:>8} came or went")
        else:
            click.echo(f"{outcome.what:14}{outcome.added:>8}{outcome.updated:>9}{outcome.unchanged:>11}{outcome.deprecated:>12}")
    for what, part in (("skills", delivery.skills), ("keywords", delivery.keywords)):
        if part is None:
            click.echo(f"{what}: no file in {folder}, left as they were.")


@taxonomy.command("status")
def status() -> None:
    """Say which edition is loaded, and how much of it."""
    loaded = queries.loaded()
    what = "full official sets" if loaded.full else "the small set that comes with Samkraft"
    click.echo(f"{what}, version {loaded.version_label or 'demo'}")
    click.echo(f"{loaded.groups} four-digit groups, {loaded.occupations} occupations, {loaded.terms} search terms, {loaded.skills} skills")


def _file_date(files: list[Path]) -> str:
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in files)).date().isoformat()


def _progress(label: str, items: Iterable[Any], length: int) -> Iterator[Any]:
    with click.progressbar(items, length=length, label=f"{label:14}", update_min_steps=max(1, length // 50)) as bar:
        yield from bar


commands = [taxonomy]
