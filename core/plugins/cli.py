"""`samkraft plugins …`"""

from __future__ import annotations

from pathlib import Path

import click

from core.cli import application


@click.group("plugins")
def plugins() -> None:
    """What can be enabled in a region, and whether it is in order."""


@plugins.command("list")
def list_command() -> None:
    """Every installed plugin, its version, and the regions that have it."""
    app = application()
    from core.plugins.enablement import enabled_plugins
    from core.regions.queries import all_active

    registry = app.extensions["samkraft_registry"]
    regions = all_active()
    width = max((len(name) for name in registry.plugins), default=10)
    for name, plugin in registry.plugins.items():
        on = [r.slug for r in regions if plugin in enabled_plugins(r)]
        click.echo(f"{name:<{width}}  {plugin.version:<8}  {', '.join(on) or '(no region)'}")
    for bad in registry.quarantined:
        click.echo(f"{bad.name:<{width}}  QUARANTINED  {bad.error}. {bad.remedy}")


@plugins.command("check")
def check_command() -> None:
    """Look for what is installed but not in order: migrations behind, plugins that regions want and nobody installed, readiness checks."""
    app = application()
    from core.db.migrate import behind
    from core.plugins.lifecycle import stored_rows
    from core.plugins.settings import unusable
    from core.regions.queries import all_active

    registry = app.extensions["samkraft_registry"]
    faults = [f"{bad.name}: quarantined: {bad.error}. {bad.remedy}" for bad in registry.quarantined]
    faults += [f"{name}: its tables are not at the newest version. Run: samkraft upgrade" for name in behind()]
    for region in all_active():
        for name, row in stored_rows(region).items():
            if row.enabled and name not in registry.plugins:
                faults.append(f"{region.slug}: has {name} enabled, which is not installed. Install it again, or leave it: its data stays.")
            if name in registry.plugins:
                faults += [
                    f"{region.slug}: {name}, setting '{fault.key}': {fault.message} The default is used until it is set anew."
                    for fault in unusable(registry.plugins[name], row.settings)
                ]
        faults += _readiness(region)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(registry.plugins)} plugin(s), all in order.")


def _readiness(region: object) -> list[str]:
    from core.db import region_scope
    from core.plugins import hooks
    from core.regions.models import Region

    assert isinstance(region, Region)
    with region_scope(region.id):
        found = hooks.for_region(region).region_checks()
    return [f"{region.slug}: {plugin.name}: {check.title}. {check.remedy}" for plugin, check in found if not check.ok]


@plugins.command("new")
@click.argument("name")
@click.option("--title", default="", help="What people call it, in Swedish. The name with spaces if not given.")
@click.option(
    "--package",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a package of its own in this folder, to be built and installed as a wheel.",
)
def new_command(name: str, title: str, folder: Path | None) -> None:
    """Start a plugin called NAME (lower case words joined by underscores): a page, a form, a table, a job, an event, tests.

    Without --package it is written to plugins/NAME and added to config/default.toml. What is written passes the conformance
    suite as it stands; docs/tutorial/first-plugin.md goes through it line by line.
    """
    from core.plugins.scaffold import write_plugin

    for path in write_plugin(name, title=title, folder=folder):
        click.echo(f"  wrote {path}")
    where = f"pip install {folder}" if folder else "samkraft upgrade"
    click.echo(
        f"Now run: {where}. Then enable it: add {name} = true under [regions.….plugins] in config/regions.toml,"
        " and run samkraft regions apply."
    )


commands: list[click.Command] = [plugins]
