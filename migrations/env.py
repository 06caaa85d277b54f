"""Run by Alembic for one owner at a time; `core/db/migrate.py` hands over connection and owner."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from core.db.migrate import Owner, include_object
from core.db.types import UTCDateTime


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that an old revision never depends on today's code."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


config = context.config
owner: Owner = config.attributes["owner"]
connection = config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=config.attributes["target_metadata"],
    version_table=owner.version_table,
    include_object=include_object(owner),
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
if connection.in_transaction():
    connection.commit()
