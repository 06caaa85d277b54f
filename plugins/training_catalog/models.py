"""The tables of the catalogue, with the names of EMIL 3 (SS 10700:2024).

A row is known by its source and its identifier there, compared without regard to case. Rows are never deleted: what the source
has taken away gets `removed_at`. Columns under "derived" repeat what other rows say, so that the public list reads one table;
`derive.py` writes them, and `is_stale` marks the educations it has yet to visit.

Every query asks for a region, and where one region has nearly all rows that narrows nothing. SQLite does not know so, and would
walk an index that begins with `region_id` before it looks up 250 ids. So in the large tables no index begins with it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.training_catalog.dates import NO_DATE
from plugins.training_catalog.gap.models import Answer, ClusterNeed
from plugins.training_catalog.sources.kept import is_kept_here
from plugins.training_catalog.sources.models import Configured, Harvested, SourceState

__all__ = ["Answer", "ClusterNeed", "SourceState"]


class Source(Configured, RegionScoped, Timestamped, Versioned, Model):
    """Where records come from: a municipality's course file, the national hub. Identifiers are unique within one."""

    __tablename__ = "training_catalog_source"
    __table_args__ = (UniqueConstraint("region_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))

    @property
    def is_kept_here(self) -> bool:
        """Whether the application fills it, so that no file does."""
        return is_kept_here(self.name_key)


class Many(RegionScoped):
    """Mixin: belongs to a region, without an index on the region alone; see the module's text."""

    @declared_attr
    @classmethod
    def region_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"))


class External(Many):
    """Mixin: a record that somebody else owns. `digest` tells whether it differs from what was read last time."""

    identifier: Mapped[str] = mapped_column(String(200))
    identifier_key: Mapped[str] = mapped_column(String(200))
    last_edited: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires: Mapped[date | None]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    digest: Mapped[str] = mapped_column(String(32), default="")
    # What EMIL says that has no column here yet, kept so that an export loses nothing.
    extra: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class EducationProvider(External, Model):
    """A provider (*anordnare*)."""

    __tablename__ = "training_catalog_education_provider"
    __table_args__ = (UniqueConstraint("identifier_key", "source_id", "region_id", name="uq_training_catalog_education_provider_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    orgnr: Mapped[str] = mapped_column(String(10), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    body: Mapped[str] = mapped_column(String(20), default="")
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    inferred_from: Mapped[str] = mapped_column(String(10), default="")


class EducationInfo(External, Model):
    """An education (*utbildning*): what one learns, apart from when, where and with whom."""

    __tablename__ = "training_catalog_education_info"
    __table_args__ = (
        UniqueConstraint("identifier_key", "source_id", "region_id", name="uq_training_catalog_education_info_key"),
        Index("ix_training_catalog_education_info_start", "is_current", "region_id", "next_start", "id"),
        Index("ix_training_catalog_education_info_form", "school_form", "is_current", "region_id", "next_start", "id"),
        Index("ix_training_catalog_education_info_deadline", "is_current", "region_id", "next_deadline", "id"),
        Index("ix_training_catalog_education_info_title", "is_current", "region_id", "sort_key", "id"),
        Index("ix_training_catalog_education_info_stale", "is_stale", "region_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    sort_key: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    school_form: Mapped[str] = mapped_column(String(10), default="")
    level: Mapped[str] = mapped_column(String(20), default="none")
    configuration: Mapped[str] = mapped_column(String(20), default="")
    subjects: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    qualification_level: Mapped[str] = mapped_column(String(2), default="")
    is_vocational: Mapped[bool | None]
    result_is_degree: Mapped[bool | None]
    degree: Mapped[str] = mapped_column(String(300), default="")
    credits: Mapped[float | None] = mapped_column(Float)
    credits_unit: Mapped[str] = mapped_column(String(10), default="")
    # Derived: the broad field of study, see subjects.py.
    field: Mapped[str] = mapped_column(String(1), default="", server_default="")
    extent: Mapped[str] = mapped_column(String(60), default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    prior_knowledge: Mapped[str] = mapped_column(Text, default="")
    # Derived from events, places and providers.
    is_stale: Mapped[bool] = mapped_column(default=True)
    is_current: Mapped[bool] = mapped_column(default=False)
    next_start: Mapped[date] = mapped_column(default=NO_DATE)
    next_deadline: Mapped[date] = mapped_column(default=NO_DATE)
    event_count: Mapped[int] = mapped_column(default=0)
    has_distance: Mapped[bool] = mapped_column(default=False)
    paces: Mapped[str] = mapped_column(String(60), default="")
    provider_names: Mapped[str] = mapped_column(String(400), default="")
    place_names: Mapped[str] = mapped_column(String(400), default="")


class EducationEvent(External, Model):
    """An occasion (*utbildningstillfälle*): when an education is given, by whom and how.

    `education_key` and `provider_key` are what the source says; the foreign keys stay empty until those records have been read.
    """

    __tablename__ = "training_catalog_education_event"
    __table_args__ = (
        UniqueConstraint("identifier_key", "source_id", "region_id", name="uq_training_catalog_education_event_key"),
        Index("ix_training_catalog_education_event_info", "info_id", "region_id", "is_current", "start"),
        Index("ix_training_catalog_education_event_provider", "provider_id", "region_id", "is_current"),
        Index("ix_training_catalog_education_event_current", "is_current", "region_id", "start", "info_id"),
        Index("ix_training_catalog_education_event_open", "is_current", "region_id", "open_until", "application_first", "info_id", "start"),
        Index("ix_training_catalog_education_event_distance", "is_distance", "is_current", "region_id", "start", "info_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"))
    education_key: Mapped[str] = mapped_column(String(200), index=True)
    info_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_info.id", ondelete="CASCADE"))
    provider_key: Mapped[str] = mapped_column(String(200), default="")
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_provider.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    condition: Mapped[str] = mapped_column(String(2), default="")
    start: Mapped[date | None]
    end: Mapped[date | None]
    languages: Mapped[str] = mapped_column(String(60), default="")
    pace: Mapped[float | None] = mapped_column(Float)
    time_of_study: Mapped[str] = mapped_column(String(20), default="")
    # The presence of EMIL's `distance` means distance, whatever numbers of sessions it holds.
    is_distance: Mapped[bool] = mapped_column(default=False)
    mandatory_sessions: Mapped[int | None]
    optional_sessions: Mapped[int | None]
    mandatory_remote_sessions: Mapped[int | None]
    optional_remote_sessions: Mapped[int | None]
    distance_note: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[int | None]
    is_apprenticeship: Mapped[bool | None]
    application_first: Mapped[date | None]
    application_last: Mapped[date | None]
    application_continuous: Mapped[bool] = mapped_column(default=False)
    application_url: Mapped[str] = mapped_column(String(1000), default="")
    application_code: Mapped[str] = mapped_column(String(60), default="")
    application_note: Mapped[str] = mapped_column(Text, default="")
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    # Derived: the last day to apply, the mark for none when one can apply at any time, and nothing when nothing is said.
    open_until: Mapped[date | None]
    # Derived from the dates, the flags and the day it is.
    is_current: Mapped[bool] = mapped_column(default=False)
    # Derived: the event that this one repeats, but for the place. It is not current then; its places count with the other.
    folded_into_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="SET NULL"), index=True)

    locations: Mapped[list[EventLocation]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, foreign_keys="EventLocation.event_id"
    )


class EventLocation(Many, Model):
    """Where an occasion is held. `inferred_from` says how the municipality is known: "" given, "place" or "provider" inferred.

    `origin_id` is the event that the source gave the place to, when that event is folded into this one.
    """

    __tablename__ = "training_catalog_event_location"
    __table_args__ = (
        Index("ix_training_catalog_event_location_municipality", "municipality_code", "region_id", "event_id"),
        Index("ix_training_catalog_event_location_event", "event_id", "region_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="CASCADE"))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"))
    inferred_from: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    study_location: Mapped[str] = mapped_column(String(200), default="")
    street_address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("training_catalog_education_event.id", ondelete="CASCADE"), index=True)


class EducationOccupation(Many, Model):
    """An occupation group (SSYK 2012, four digits) that an education leads to, and the rule and word that say so."""

    __tablename__ = "training_catalog_education_occupation"
    __table_args__ = (
        UniqueConstraint("info_id", "group_code"),
        Index("ix_training_catalog_education_occupation_group", "group_code", "region_id", "info_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    info_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_education_info.id", ondelete="CASCADE"))
    group_code: Mapped[str] = mapped_column(ForeignKey("core_occupation_group.code", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(20))
    term: Mapped[str] = mapped_column(String(200), default="")


class RunStatus(StrEnum):
    """How an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ImportRun(Harvested, RegionScoped, Timestamped, Model):
    """One reading of one file, or one harvest of a source.

    `position` is how many records have been written, so that a run that was cut off goes on where it was.
    """

    __tablename__ = "training_catalog_import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_source.id", ondelete="CASCADE"))
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    stored_name: Mapped[str] = mapped_column(String(60), default="")
    format: Mapped[str] = mapped_column(String(10), default="")
    complete: Mapped[bool] = mapped_column(default=False)
    status: Mapped[RunStatus] = mapped_column(text_enum(RunStatus, 10), default=RunStatus.QUEUED)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    message: Mapped[str] = mapped_column(String(600), default="")
    rows: Mapped[int] = mapped_column(default=0)
    records: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    inferred: Mapped[int] = mapped_column(default=0)
    unlocated: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    ignored: Mapped[int] = mapped_column(default=0)


class ImportFault(Many, Model):
    """Something in a file that could not be used: a whole row (`rejected`), or one value of a row that was read all the same."""

    __tablename__ = "training_catalog_import_fault"
    __table_args__ = (Index("ix_training_catalog_import_fault_run", "run_id", "row", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("training_catalog_import_run.id", ondelete="CASCADE"))
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(160), default="")
    value: Mapped[str] = mapped_column(String(200), default="")
    cause: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(200), default="")
    rejected: Mapped[bool]


class CatalogueState(RegionScoped, Model):
    """What the public list needs to know of a region's catalogue as a whole: counts and the choices of its filters.

    `token` is new whenever anything changes, so that a process knows when what it remembers is old.
    """

    __tablename__ = "training_catalog_state"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), default="")
    refreshed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    taxonomy_revision: Mapped[int] = mapped_column(default=0)
    info_count: Mapped[int] = mapped_column(default=0)
    event_count: Mapped[int] = mapped_column(default=0)
    open_count: Mapped[int] = mapped_column(default=0)
    facets: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


# The tables of the sub-packages, so that whoever knows this module knows them all.
from plugins.training_catalog.finding import models as finding_models  # noqa: E402, F401
from plugins.training_catalog.upkeep import models as upkeep_models  # noqa: E402, F401
