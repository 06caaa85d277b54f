"""Full-text search in the two dialects: the index, and the expressions that ask it.

Raw SQL on tables is allowed in `core/db` only, so what FTS5 and PostgreSQL say differently stands here; `core/search` is what
features use. The text that is indexed is app-made stems (`core/search/stems.py`): one column serves both databases.
Everything made here is named `core_search_fts*`; Alembic must leave such names alone (FTS5 keeps its own shadow tables).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, table

INDEX = "core_search_fts"

_SQLITE = (
    # External content: the stems are stored once, in core_search_entry. remove_diacritics 0, else å and ä would be the letter a.
    """CREATE VIRTUAL TABLE IF NOT EXISTS core_search_fts USING fts5(
        body, content='core_search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='3 5')""",
    """CREATE TRIGGER IF NOT EXISTS core_search_fts_insert AFTER INSERT ON core_search_entry BEGIN
        INSERT INTO core_search_fts(rowid, body) VALUES (new.id, new.body);
    END""",
    """CREATE TRIGGER IF NOT EXISTS core_search_fts_delete AFTER DELETE ON core_search_entry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, body) VALUES ('delete', old.id, old.body);
    END""",
    """CREATE TRIGGER IF NOT EXISTS core_search_fts_update AFTER UPDATE ON core_search_entry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, body) VALUES ('delete', old.id, old.body);
        INSERT INTO core_search_fts(rowid, body) VALUES (new.id, new.body);
    END""",
    # Rows that were there before the index (a restored or rebuilt table) are indexed now.
    "INSERT INTO core_search_fts(core_search_fts) VALUES ('rebuild')",
)
_SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS core_search_fts_insert",
    "DROP TRIGGER IF EXISTS core_search_fts_delete",
    "DROP TRIGGER IF EXISTS core_search_fts_update",
    "DROP TABLE IF EXISTS core_search_fts",
)
_POSTGRESQL = ("CREATE INDEX IF NOT EXISTS core_search_fts_gin ON core_search_entry USING gin (to_tsvector('simple', body))",)
_POSTGRESQL_DROP = ("DROP INDEX IF EXISTS core_search_fts_gin",)


def create_fulltext(connection: Connection) -> None:
    """Make the index over `core_search_entry`; may be run again. For migrations, after the table is made or rebuilt."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop_fulltext(connection: Connection) -> None:
    """Take the index away; before the table is dropped or rebuilt."""
    for statement in _SQLITE_DROP if connection.dialect.name == "sqlite" else _POSTGRESQL_DROP:
        connection.exec_driver_sql(statement)


@dataclass(frozen=True)
class Word:
    """One typed word.

    Args:
        stem: What must be in the text.
        parts: Two stems that together do as well (the halves of a compound); may be empty.
        prefix: Beginning of a word that does as well (the word being typed); may be empty.
    """

    stem: str
    parts: tuple[str, ...] = ()
    prefix: str = ""


def fulltext_match(
    statement: Select[Any], *, dialect: str, entry_id: Any, body: Any, words: Sequence[Word]
) -> tuple[Select[Any], ColumnElement[float]]:
    """Narrow a select on `core_search_entry` to the rows where every word is found.

    Words are quoted for the query language, so nothing in them is taken for an operator.

    Returns:
        The statement, and its rank as an expression: higher is better, comparable only within one query.
    """
    if dialect == "sqlite":
        index = table(INDEX, column("rowid"), column(INDEX), column("rank"))
        query = " AND ".join(_fts5(word) for word in words)
        statement = statement.join(index, index.c.rowid == entry_id).where(index.c[INDEX].op("MATCH")(query))
        return statement, -index.c.rank
    vector = func.to_tsvector(literal_column("'simple'"), body)
    query_column = func.to_tsquery(literal_column("'simple'"), " & ".join(_tsquery(word) for word in words))
    return statement.where(vector.op("@@")(query_column)), func.ts_rank(vector, query_column)


def _fts5(word: Word) -> str:
    choices = [_double(word.stem)]
    if word.parts:
        choices.append("(" + " AND ".join(_double(part) for part in word.parts) + ")")
    if word.prefix:
        choices.append(_double(word.prefix) + "*")
    return "(" + " OR ".join(choices) + ")"


def _tsquery(word: Word) -> str:
    choices = [_single(word.stem)]
    if word.parts:
        choices.append("(" + " & ".join(_single(part) for part in word.parts) + ")")
    if word.prefix:
        choices.append(_single(word.prefix) + ":*")
    return "(" + " | ".join(choices) + ")"


def _double(token: str) -> str:
    return '"' + token.replace('"', "") + '"'


def _single(token: str) -> str:
    return "'" + token.replace("\\", "").replace("'", "") + "'"
