"""Writes docs/reference from the code: hooks, settings, commands, events, addresses, requirements. `--check` fails when one is behind."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from core.app import create_app
from core.config import ROOT, Settings
from core.plugins import hookspecs
from core.web.access import declared_access
from tools import requirements

FOLDER = ROOT / "docs" / "reference"
NOTE = "Written by `make docs` from the code; do not edit.\n"


def hooks() -> str:
    """Every hook with its arguments, from the hook specifications."""
    parts = ["# Hooks", NOTE, (inspect.getdoc(hookspecs) or "").partition("\n\n")[0]]
    for specs in hookspecs.ALL:
        parts.append(f"## {_words(specs.__name__.removesuffix('Specs'))}")
        for name, function in vars(specs).items():
            if not name.startswith("_") and callable(function):
                signature = str(inspect.signature(function)).replace("self, ", "").replace("(self)", "()").replace("'", "")
                parts += [f"### `{name}`", f"```python\ndef {name}{signature}\n```", inspect.getdoc(function) or ""]
    return "\n\n".join(parts)


def _words(name: str) -> str:
    return {"Boot": "At boot", "Region": "Per region", "Stewardship": "Stewardship", "Lifecycle": "Lifecycle"}[name]


def _fields(model: type[BaseModel]) -> Iterable[str]:
    yield "| name | type | default | meaning |"
    yield "|---|---|---|---|"
    for name, info in model.model_fields.items():
        default = info.get_default(call_default_factory=True, validated_data={}) if not info.is_required() else "required"
        kind = info.annotation.__name__ if isinstance(info.annotation, type) else str(info.annotation).replace("typing.", "")
        shown = json.dumps(default, ensure_ascii=False, default=str)
        yield f"| `{name}` | {kind} | `{shown}` | {info.description or ''} |".replace("|None", "or None")


def settings(app: Any) -> str:
    """Settings of the installation and of each plugin."""
    parts = [
        "# Settings",
        NOTE,
        "## The installation",
        "Set in `config/default.toml` or in the environment: `SAMKRAFT_` and the name in capitals;",
    ]
    parts.append("`DATABASE_URL`, `REDIS_URL` and `SAMKRAFT_DATA` stand for `database_url`, `redis_url` and `data_dir`.")
    parts.append("\n".join(_fields(Settings)))
    for plugin in app.extensions["samkraft_registry"].plugins.values():
        parts.append(f"## Plugin `{plugin.name}`")
        parts.append("\n".join(_fields(plugin.settings)) if plugin.settings.model_fields else "No settings.")
    return "\n\n".join(parts)


def commands(app: Any) -> str:
    """Every command with its help."""
    from core import cli
    from core.cli import main

    cli._app = app  # the commands of plugins are those of this application
    parts = ["# Commands", NOTE, "Exit codes: 0 done, 1 failed, 2 wrong use."]
    context = click.Context(main, info_name="samkraft")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is not None:
            parts += _command(command, f"samkraft {name}", context)
    return "\n\n".join(parts)


def _command(command: click.Command, path: str, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, terminal_width=100, max_content_width=100)
    parts = [f"## `{path}`", f"```text\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                parts += _command(child, f"{path} {name}", context)
    return parts


def events(app: Any) -> str:
    """Every event with a sample and its subscribers."""
    registry = app.extensions["samkraft_registry"]
    parts = ["# Events", NOTE]
    for name, event in sorted(registry.events.items()):
        readers = ", ".join(f"`{owner}`" for owner, _ in registry.subscriptions.get(name, [])) or "nobody yet"
        sample = json.dumps(json.loads(event.sample().model_dump_json()), ensure_ascii=False, indent=2)
        parts += [f"## `{name}`", inspect.getdoc(event) or "", f"Read by: {readers}.", f"```json\n{sample}\n```"]
    return "\n\n".join(parts)


def permissions(app: Any) -> str:
    """Every permission with the roles that have it from the start, and where it is asked for."""
    registry = app.extensions["samkraft_registry"]
    rows = ["| permission | roles from the start |", "|---|---|"]
    rows += [f"| `{name}` | {', '.join(p.roles) or 'region_admin only'} |" for name, p in sorted(registry.permissions.items())]
    addresses = ["| address | methods |", "|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: r.rule):
        access = declared_access(app, rule.endpoint)
        addresses.append(f"| `{rule.rule}` | {', '.join(f'{m}: {a}' for m, a in sorted(access.items()) if m in (rule.methods or ()))} |")
    return "\n\n".join(["# Permissions and addresses", NOTE, "\n".join(rows), "## Addresses", "\n".join(addresses)])


def personal_data(app: Any) -> str:
    """Every table with its columns, from the register of columns."""
    from core.records.owners import record_types
    from core.records.register import files, read

    with app.app_context():
        parts = [
            "# Personal data",
            NOTE,
            "What every table holds, why, on which legal basis and for how long; how it is kept is in [records](../how-to/records.md).",
        ]
        for owner, paths in files().items():
            parts.append(f"## `{owner}`")
            for name, entry in sorted(pair for path in paths for pair in read(path).items()):
                erase = f" At erasure: {entry.erase}." if entry.erase else ""
                parts += [
                    f"### `{name}`",
                    f"{entry.purpose_en}. About: {entry.about}. Legal basis: {entry.basis}. Retention: `{entry.retention}`.{erase}",
                    "\n".join(f"* {title}: {_code(columns)}" for title, columns in _classes(entry) if columns),
                ]
        kinds = ["| kind of record | kept, unless a region decides otherwise |", "|---|---|"]
        kinds += [f"| `{kind.name}` | {_kept(kind)} |" for kind in record_types()]
    return "\n\n".join([*parts, "## Kinds of record", "\n".join(kinds)])


def _classes(entry: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [("personal", entry.personal), ("secret, never exported", entry.secret), ("other", entry.other)]


def _code(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _kept(kind: Any) -> str:
    if kind.keep_years is None:
        return "always"
    parts = [f"{n} {word}" for n, word in ((kind.keep_years, "years"), (kind.keep_months, "months")) if n]
    return " and ".join(parts)


def pages() -> dict[str, str]:
    """All pages by file name."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(environment="development", data_dir=Path(folder), https=False, entry_points=False)
        made: dict[str, Callable[[Any], str]] = {
            "settings": settings,
            "commands": commands,
            "events": events,
            "permissions": permissions,
            "personal-data": personal_data,
        }
        with app.app_context():
            plain = {"hooks.md": hooks() + "\n", "requirements.md": requirements.page(NOTE) + "\n"}
            return {**plain, **{f"{name}.md": make(app).rstrip() + "\n" for name, make in made.items()}}


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is behind the code")
    check = parser.parse_args().check
    behind = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != text:
            behind.append(name)
            if not check:
                FOLDER.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    if check and behind:
        print(f"docs/reference is behind the code: {', '.join(behind)}. Run: make docs")
        return 1
    print(f"{len(behind)} page(s) {'behind' if check else 'written'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
