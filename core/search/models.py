"""The full-text index: one row per findable thing of any plugin."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.db import Model, RegionScoped
from core.db.fulltext import create_fulltext, drop_fulltext


class SearchEntry(RegionScoped, Model):
    """What can be found about one object. `kind` is `<plugin>.<noun>`; `body` holds stems, never the text as written.

    No index begins with the region or the kind: SQLite would walk all their rows and look each up in the full-text index.
    """

    __tablename__ = "core_search_entry"
    __table_args__ = (UniqueConstraint("object_id", "kind"),)

    @declared_attr
    @classmethod
    def region_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class SearchWord(RegionScoped, Model):
    """A word that something findable holds, as it is written in lower case: what a slip of the pen is compared with.

    Words are added when things are indexed and never removed; one that nothing holds any more suggests a search without hits, which
    is not shown.
    """

    __tablename__ = "core_search_word"

    @declared_attr
    @classmethod
    def region_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True)

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    word: Mapped[str] = mapped_column(String(60), primary_key=True)


# `metadata.create_all()` (tests) makes the index too; migrations call create_fulltext() themselves.
event.listen(SearchEntry.__table__, "after_create", lambda _table, connection, **_: create_fulltext(connection))
event.listen(SearchEntry.__table__, "before_drop", lambda _table, connection, **_: drop_fulltext(connection))
