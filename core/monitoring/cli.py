"""`samkraft check`: everything that should be in order before and after an upgrade, in one go."""

from __future__ import annotations

import click

from core.cli import AppCommand


@click.command("check", cls=AppCommand)
def check() -> None:
    """Look at configuration, secrets, plugins, migrations, database and queue.

    \b
    Run it with the new version before the services are restarted, and afterwards.
    Ends with 1 when something must be mended; warnings do not count.
    """
    from core.monitoring.installation import look

    worst = "ok"
    for finding in look():
        click.echo(f"{finding.status.upper():<8} {finding.name}: {finding.text}")
        worst = "fail" if finding.status == "fail" else worst
    if worst == "fail":
        raise SystemExit(1)


commands: list[click.Command] = [check]
