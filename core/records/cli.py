"""`samkraft records …`"""

from __future__ import annotations

import json
from pathlib import Path

import click

from core.cli import AppGroup


@click.group("records", cls=AppGroup)
def records() -> None:
    """Public records and personal data."""


@records.command("export")
@click.argument("email")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The zip to write; EMAIL.zip if not given.")
def export_person(email: str, out: Path | None) -> None:
    """Write everything that is kept about the person with EMAIL, in every region, to a zip with JSON and HTML."""
    from flask import render_template

    from core.db import atomic, utcnow
    from core.records import export
    from core.records.rows import person

    user = person(email)
    target = out or Path(f"{user.email}.zip")
    with atomic():
        parts = export.collect(user)
        page = render_template("records/export.html", parts=parts, person=user.email, moment=utcnow(), language="sv")
        target.write_bytes(export.archive(user, parts, page))
        export.note(user)
    click.echo(f"{target}: {sum(len(part.rows) for part in parts)} rows of {len(parts)} tables.")


@records.command("erase")
@click.argument("email")
@click.option("--despite", default="", help="Why it is done although somebody objects; logged.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_person(email: str, despite: str, yes: bool) -> None:
    """Erase the person with EMAIL in every region. What the law keeps stays, and is listed with the reason."""
    from core.db import atomic
    from core.records import erasing
    from core.records.rows import person

    user = person(email)
    for part in erasing.report(user):
        stays = f"stays: {part.stays_because}" if part.stays_because else "goes"
        click.echo(f"{part.table}: {part.count}, {stays}")
    if not yes:
        click.confirm(f"Erase {user.email}?", abort=True)
    with atomic():
        erasing.erase(user, despite=despite)
    click.echo("Erased.")


@records.command("erasures")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def erasures(file: Path) -> None:
    """Write who was erased, as hashes, to FILE. Keep it apart from the backups, for `samkraft records replay`."""
    from core.records import erasing

    file.write_text(json.dumps(erasing.erasures()), "utf-8")
    click.echo(f"{file}: {len(erasing.erasures())} erasures.")


@records.command("replay")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False)
def replay(file: Path | None) -> None:
    """After a restore: erase again everybody who was erased since the backup, by FILE, by the data folder and by the database itself."""
    from core.db import atomic
    from core.records import erasing, kept

    known = [*kept.read(), *(kept.parsed(file.read_text("utf-8")) if file else [])]
    with atomic():
        click.echo(f"{erasing.replay_erasures(known)} had come back, and were erased again.")


@records.command("register")
def show_register() -> None:
    """Print the register of columns: every table with persons, why it is there, on which basis and for how long."""
    from core.records.rows import personal_tables

    for table, entry in personal_tables():
        click.echo(f"{table.name}: {entry.purpose_en}. {entry.about}, {entry.basis}, {entry.retention}: {', '.join(entry.personal)}")


commands: list[click.Command] = [records]
