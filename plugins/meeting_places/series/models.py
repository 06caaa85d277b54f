"""Tables of meeting places: themes, series, and who organises them together."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, Versioned
from core.organisations.models import text_enum


class Theme(Timestamped, Versioned, RegionScoped, Model):
    """What meetings and local solutions are about, in the region's own words."""

    __tablename__ = "meeting_places_theme"
    __table_args__ = (UniqueConstraint("region_id", "sort_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(SortKey)
    description: Mapped[str] = mapped_column(String(500), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class SeriesStatus(StrEnum):
    """Whether others see a series."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ENDED = "ended"


class MeetingPlace(Timestamped, Versioned, RegionScoped, Model):
    """A series of meetings with an aim of its own (*mötesplats*). `organisation_id` leads it; `MeetingPlaceOrganiser` has the others."""

    __tablename__ = "meeting_places_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    aim: Mapped[str] = mapped_column(String(4000), default="")
    status: Mapped[SeriesStatus] = mapped_column(text_enum(SeriesStatus, 12), default=SeriesStatus.DRAFT)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"meeting_places:series:{self.id}"


class MeetingPlaceTheme(RegionScoped, Model):
    """A series is about a theme; so are all its meetings."""

    __tablename__ = "meeting_places_series_theme"
    __table_args__ = (UniqueConstraint("series_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_series.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_theme.id", ondelete="CASCADE"), index=True)


class MeetingPlaceOrganiser(RegionScoped, Model):
    """An organisation that arranges a series together with the one that leads it."""

    __tablename__ = "meeting_places_series_organiser"
    __table_args__ = (UniqueConstraint("series_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_series.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)


class MeetingPlaceCounty(RegionScoped, Model):
    """A county that takes part in a series, by its two digits."""

    __tablename__ = "meeting_places_series_county"
    __table_args__ = (UniqueConstraint("series_id", "county_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_series.id", ondelete="CASCADE"), index=True)
    county_code: Mapped[str] = mapped_column(String(2))
