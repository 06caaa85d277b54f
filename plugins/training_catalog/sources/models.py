"""What a source and a run have beside a name and figures, and how far a source has been mirrored.

`Source` is edited by people and has a version. What the harvest itself notes stands in `SourceState`, so that no form is refused
because a harvest was under way.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, UTCDateTime


class SourceKind(StrEnum):
    """How a source is read."""

    FILE = "file"
    SUSA_NAVET = "susa_navet"
    EMIL3_URL = "emil3_url"
    EMIL2_URL = "emil2_url"


class Schedule(StrEnum):
    """How often a source is fetched by itself."""

    NEVER = ""
    DAILY = "daily"
    WEEKLY = "weekly"


class Stage(StrEnum):
    """How far a harvest has come; each may be cut off and begun again."""

    FETCH = "fetch"
    CHOOSE = "choose"
    WRITE = "write"
    FILL = "fill"
    REMOVE = "remove"


class Configured:
    """Mixin of a source: its address, what of it is wanted, and when."""

    kind: Mapped[str] = mapped_column(String(12), default=SourceKind.FILE, server_default="file")
    url: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    schedule: Mapped[str] = mapped_column(String(10), default=Schedule.NEVER, server_default="")
    is_paused: Mapped[bool] = mapped_column(default=False, server_default="0")
    school_forms: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    provider_ids: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    municipality_codes: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    keep_distance: Mapped[bool] = mapped_column(default=True, server_default="1")
    # Which heading of the source's tables stands for which of our columns: {column: heading}, as somebody chose it.
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict, server_default="{}")


class Harvested:
    """Mixin of a run: what a harvest needs to go on where it was, and why a run waits for a person.

    `held` is "" or the reason: "preview", "drop", "faults", "empty".
    """

    kind: Mapped[str] = mapped_column(String(10), default="file", server_default="file")
    whole: Mapped[bool] = mapped_column(default=False, server_default="0")
    stage: Mapped[str] = mapped_column(String(10), default="", server_default="")
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cursor: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict, server_default="{}")
    pages: Mapped[int] = mapped_column(default=0, server_default="0")
    bytes_read: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    held: Mapped[str] = mapped_column(String(10), default="", server_default="")
    previewed: Mapped[bool] = mapped_column(default=False, server_default="0")
    approved: Mapped[bool] = mapped_column(default=False, server_default="0")
    to_remove: Mapped[int] = mapped_column(default=0, server_default="0")


class SourceState(RegionScoped, Model):
    """How far a source has been mirrored, and which run has it now. One harvest of a source at a time: the row is its lease.

    `token` is new each time a process takes the run up, so that an older one that wakes again stops.
    """

    __tablename__ = "training_catalog_source_state"
    __table_args__ = (UniqueConstraint("source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"))
    run_id: Mapped[int | None]
    token: Mapped[str] = mapped_column(String(32), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The beginning of the last reading that was finished, whole or of changes; and of the last whole one.
    synced_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    whole_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The address and choices that were mirrored. When they change, a whole reading is due.
    mirrored: Mapped[str] = mapped_column(String(32), default="")
