"""The command `samkraft`. Exit codes: 0 done, 1 failed, 2 wrong use."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from core.errors import ConfigurationError, DomainError

# Modules with a list `commands`, imported when the command runs; the supervisor's must not import the application.
_LIGHT = {"run": "core.runtime.cli", "demo": "core.demo.cli"}
_APP = (
    "core.runtime.cli",
    "core.jobs.cli",
    "core.db.cli",
    "core.regions.cli",
    "core.plugins.cli",
    "core.taxonomy.cli",
    "core.records.cli",
    "core.users.cli",
    "core.audit.cli",
    "core.backup.cli",
    "core.monitoring.cli",
    "core.demo.cli",
)


class Samkraft(click.Group):
    """Finds commands lazily, and turns our own errors into a message and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name, command in self._all().items() if not command.hidden)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in _LIGHT:
            return {c.name: c for c in importlib.import_module(_LIGHT[name]).commands}.get(name)
        return self._all().get(name)

    def _all(self) -> dict[str, click.Command]:
        if not hasattr(self, "_found"):
            self._found: dict[str, click.Command] = {}
            for module in _APP:
                for command in importlib.import_module(module).commands:
                    self._found[command.name] = command
            for plugin, command in _plugin_commands():
                if isinstance(command, StandaloneGroup):
                    self._found.setdefault(str(command.name), command)
                    continue
                self._found.setdefault(
                    plugin.replace("_", "-"), click.Group(plugin.replace("_", "-"), help=f"Commands of the plugin {plugin}.")
                )
                group = self._found[plugin.replace("_", "-")]
                if isinstance(group, click.Group):
                    group.add_command(command)
        return self._found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ConfigurationError, DomainError) as error:
            click.echo(f"samkraft: {error}", err=True)
            ctx.exit(1)


def _plugin_commands() -> list[tuple[str, click.Command]]:
    try:
        return [(plugin.name, command) for plugin, command in application().extensions["samkraft_registry"].commands]
    except ConfigurationError as error:
        standalone = _standalone_commands()
        if len(sys.argv) < 2 or sys.argv[1] not in [command.name for _plugin, command in standalone]:
            click.echo(f"samkraft: {error}", err=True)
        return standalone


def _standalone_commands() -> list[tuple[str, click.Command]]:
    """The plugins' commands that work where nothing is configured."""
    from core.config import load_settings
    from core.plugins.loader import build_registry

    found = build_registry(load_settings(environment="demo").plugins, with_entry_points=False).commands
    return [(plugin.name, command) for plugin, command in found if isinstance(command, StandaloneGroup)]


_app: Any = None


def application() -> Any:
    """The application of this process, made on first use and entered for the rest of the process."""
    global _app
    if _app is None:
        from core.app import create_app

        _app = create_app()
        _app.app_context().push()
    return _app


class StandaloneGroup(click.Group):
    """A plugin's group of commands that needs no installation and no database: it stands at the top, as `samkraft pooling …`."""


class AppGroup(click.Group):
    """A group whose commands run inside the application."""

    def invoke(self, ctx: click.Context) -> Any:
        application()
        return super().invoke(ctx)


class AppCommand(click.Command):
    """A command that runs inside the application."""

    def invoke(self, ctx: click.Context) -> Any:
        application()
        return super().invoke(ctx)


@click.group(cls=Samkraft, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samkraft", message="samkraft %(version)s")
def main() -> None:
    """The shared workplace of regional competence supply.

    \b
    Start here:
      samkraft run                 everything on this machine, with demo data
      samkraft upgrade             bring the database to the newest version
      samkraft regions apply       say which region has which plugins
      samkraft plugins new NAME    start a plugin of your own

    The installation is configured by config/default.toml and the environment (docs/reference/settings.md).
    """
    os.environ.setdefault("PYTHONUNBUFFERED", "1")


if __name__ == "__main__":
    sys.exit(main())
