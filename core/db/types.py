"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.types import TypeDecorator, TypeEngine

# Each needs a type object of its own: as_mutable() watches every column that has the very object.
_dict: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")
_list: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")
JSONDict: TypeEngine[dict[str, Any]] = MutableDict.as_mutable(_dict)
JSONList: TypeEngine[list[Any]] = MutableList.as_mutable(_list)
ShortText = String(200)
# For columns that hold sort_key(): PostgreSQL must compare bytes, or a Swedish or English collation would order the keys anew.
SortKey = String(200).with_variant(String(200, collation="C"), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite stores it without offset; a naive value is refused, not guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A datetime without time zone cannot be stored. Use core.db.utcnow() or an aware datetime.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_FOLD = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "è": "e", "ü": "y", "á": "a", "æ": "|", "ø": "}"})


def sort_key(text: str) -> str:
    """Fold a text so that plain byte order sorts it as Swedish does (… z å ä ö), on every database."""
    return text.strip().lower().translate(_FOLD)[:200]
