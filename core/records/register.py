"""The register of columns: what every column of every table holds, why, on which ground and for how long.

It is read from every `privacy.toml` in core and in each plugin's folder, beside the models, however deep they lie. Export, erasure and
the record of processing (GDPR art. 30) are made from it, so a column that is not in it would be forgotten by all three.
`faults()` finds such a column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from flask import current_app
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Integer, Table

from core.config import ROOT
from core.db import Model
from core.errors import ConfigurationError
from core.plugins.registry import registry

FILE = "privacy.toml"
KEEP = "keep"
WITH = "with:"
ADDRESS_NAMES = ("email", "recipient")  # columns that hold an e-mail address are named so, or end so


class Entry(BaseModel):
    """What the register says of one table.

    Args:
        about: Whose data it is.
        personal: Columns that hold a person, or point at one.
        secret: Hashes and tokens. Never exported.
        other: The rest. Every column stands in exactly one of the three.
        who: Columns by which a person's rows are found: ids of users, or e-mail addresses. Read off the table when not given.
            A table without any goes with its parent's rows.
        export: The data set of the owner's `export_personal_data` that shows the table. Without it the whole row is shown.
        erase: What erasure does with a person's rows: `blank` the personal columns, `delete` the row, leave it to the owner's
            `erase_personal_data` (`hook`), or `keep` it, for the reason in `erase_reason`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Literal["user", "contact", "applicant", "none"]
    personal: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    purpose: str = Field(min_length=3, max_length=200)
    purpose_en: str = Field(min_length=3, max_length=200)
    basis: Literal["public_task", "legal_obligation", "contract", "consent", "none"]
    retention: str
    export: str = ""
    erase: Literal["", "blank", "delete", "hook", "keep"] = ""
    erase_reason: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is classified."""
        return (*self.personal, *self.secret, *self.other)


Register = Mapping[str, Entry]


def files() -> dict[str, list[Path]]:
    """The files of the register by owner: core, and each loaded plugin."""
    folders = {"core": ROOT / "core", **{plugin.name: plugin.folder for plugin in registry().plugins.values()}}
    return {owner: sorted(folder.rglob(FILE)) for owner, folder in folders.items()}


def register() -> Register:
    """The whole register, read once per application.

    Raises:
        ConfigurationError: when a file cannot be read, with its path and the fault.
    """
    kept: Register | None = current_app.extensions.get("samkraft_column_register")
    if kept is None:
        kept = {name: entry for paths in files().values() for path in paths for name, entry in read(path).items()}
        current_app.extensions["samkraft_column_register"] = kept
    return kept


def read(path: Path) -> dict[str, Entry]:
    """One file.

    Raises:
        ConfigurationError: when it is no TOML, or a table in it lacks something.
    """
    try:
        return {name: Entry.model_validate(values) for name, values in tomllib.loads(path.read_text("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {error}") from error


def tables(prefixes: Iterable[str]) -> dict[str, Table]:
    """The tables that begin with one of the prefixes."""
    wanted = tuple(prefixes)
    return {name: table for name, table in Model.metadata.tables.items() if name.startswith(wanted)}


def own_tables() -> dict[str, Table]:
    """The tables of core and of every loaded plugin."""
    return tables(["core_", *(plugin.table_prefix for plugin in registry().plugins.values())])


def finders(entry: Entry, table: Table) -> tuple[str, ...]:
    """The columns by which a person's rows are found."""
    if entry.who or entry.about == "none":
        return entry.who
    users = [name for name in entry.personal if points_at_user(table, name)]
    addresses = [name for name in entry.personal if name in ADDRESS_NAMES or name.endswith("_email")]
    return (*users, *addresses)


def points_at_user(table: Table, column: str) -> bool:
    """Whether a column holds the id of a user: by a foreign key, or, where the row must outlive the user, by its name."""
    if column not in table.columns:
        return False
    found = table.columns[column]
    if found.foreign_keys:
        return any(key.column.table.name == "core_user" for key in found.foreign_keys)
    named = column in ("actor_id", "user_id", "user_number") or column.endswith("_by_id")
    return isinstance(found.type, Integer) and (named or (table.name == "core_user" and column == "id"))


def parent(entry: Entry) -> str:
    """The table that this one goes with, or nothing."""
    return entry.retention.removeprefix(WITH) if entry.retention.startswith(WITH) else ""


def reachable(found: Register, table: Table) -> bool:
    """Whether a person's rows can be found: by a column of their own, or through the table that they go with."""
    entry = found.get(table.name)
    if entry is None:
        return False
    if finders(entry, table):
        return True
    above = Model.metadata.tables.get(parent(entry))
    return above is not None and above is not table and link(table, above) is not None and reachable(found, above)


def link(table: Table, above: Table) -> str | None:
    """The column of a table that refers to the one it goes with."""
    return next((key.parent.name for key in sorted(table.foreign_keys, key=str) if key.column.table is above), None)


def faults(found: Register, wanted: Mapping[str, Table], retentions: Iterable[str], exports: Iterable[str] = ()) -> list[str]:
    """What is wrong with the register, in words that say what to do.

    Args:
        wanted: The tables that must be in it.
        retentions: Names of the kinds of record.
        exports: Names of the data sets that the owners export.
    """
    rules, sets = set(retentions), set(exports)
    said = [f"{name}: no such table; take it out of {FILE}" for name in found if name not in Model.metadata.tables]
    for name, table in sorted(wanted.items()):
        entry = found.get(name)
        if entry is None:
            said.append(f"{name}: in no {FILE}; classify its columns: {', '.join(c.name for c in table.columns)}")
        else:
            said += _column_faults(name, table, entry)
            said += _duty_faults(found, table, rules, sets)
    return said


def _column_faults(name: str, table: Table, entry: Entry) -> list[str]:
    there = [column.name for column in table.columns]
    said = [f"{name}.{column}: not classified; put it in personal, secret or other" for column in there if column not in entry.columns]
    said += [f"{name}.{column}: no such column; take it out" for column in {*entry.columns, *entry.who} if column not in there]
    said += [f"{name}.{column}: classified twice" for column in set(entry.columns) if entry.columns.count(column) > 1]
    for column in there:
        if points_at_user(table, column) and name != "core_user" and column not in entry.personal:
            said.append(f"{name}.{column}: points at a user; put it in personal")
    return said


def _duty_faults(found: Register, table: Table, rules: set[str], sets: set[str]) -> list[str]:
    name, entry = table.name, found[table.name]
    said = []
    if parent(entry):
        if parent(entry) not in Model.metadata.tables:
            said.append(f"{name}: retention is with {parent(entry)}, which is no table")
    elif entry.retention != KEEP and entry.retention not in rules:
        said.append(f"{name}: retention {entry.retention} is no kind of record; add a RecordType, or correct the name")
    if entry.about == "none":
        if entry.personal:
            said.append(f"{name}: about nobody, but has personal columns; say whose they are in about")
        return said
    if not entry.personal:
        said.append(f"{name}: about a {entry.about}, but no column is personal")
    if entry.basis == "none":
        said.append(f"{name}: personal data need a legal basis")
    if entry.export and entry.export not in sets:
        said.append(f"{name}: export {entry.export} is no data set of export_personal_data")
    if not entry.export and not reachable(found, table):
        said.append(f"{name}: no export covers it; name in who the columns that find a person's rows, or in export the data set with them")
    if entry.erase == KEEP and not entry.erase_reason:
        said.append(f"{name}: kept at erasure; say why in erase_reason")
    return said
