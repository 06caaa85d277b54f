"""The declarative base and the mixins that give tables their common columns."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from core.db.types import UTCDateTime

# Named constraints, so that migrations can drop them on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def utcnow() -> datetime:
    """Now, aware, in UTC. The one clock of the project, so that tests can move it."""
    return datetime.now(UTC)


class Model(DeclarativeBase):
    """Base of every table. Every subclass names its table `<owner>_<noun>`; owner is `core` or the plugin's name."""

    metadata = MetaData(naming_convention=NAMING)


# Flask-SQLAlchemy gives the session its life cycle and its engine; models derive from Model, not db.Model.
db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})


class RegionScoped:
    """Mixin: rows belong to one region, and the tenant fence filters every query on them.

    Ordinary code sets `region_id` explicitly; a row for another region than the scope's is refused at flush.
    """

    @declared_attr
    @classmethod
    def region_id(cls) -> Mapped[int]:
        # active_history: the fence must know which region a row is taken from, even when the row was not loaded.
        return mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True, active_history=True)


class Timestamped:
    """Mixin: when the row was made and last changed (UTC)."""

    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, onupdate=utcnow)


class Versioned:
    """Mixin: optimistic locking. A lost race raises StaleDataError, which the web shell turns into a merge page."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}
