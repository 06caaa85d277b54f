"""Organisations: employers, municipalities, providers, learning centres and the rest.

They are not owned by a region, but linked to those they work in.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, SortKey, Timestamped, Versioned


class OrganisationKind(StrEnum):
    """Kinds of organisation, with the field's own terms."""

    EMPLOYER = "employer"
    MUNICIPALITY = "municipality"
    REGION = "region"
    LEARNING_CENTRE = "learning_centre"
    EDUCATION_PROVIDER = "education_provider"
    UNIVERSITY = "university"
    FOLK_HIGH_SCHOOL = "folk_high_school"
    EMPLOYER_ASSOCIATION = "employer_association"
    MUNICIPAL_FEDERATION = "municipal_federation"
    AGENCY = "agency"
    UNION = "union"


def text_enum(enum: type[StrEnum], length: int = 30) -> Enum:
    """A column type that stores an enum's values as text, on every database, without a database enum."""
    return Enum(enum, native_enum=False, length=length, values_callable=lambda members: [m.value for m in members], validate_strings=True)


class Organisation(Timestamped, Versioned, Model):
    """A legal person (*organisation*). `orgnr` is ten digits without hyphen; never a personal identity number.

    `name_key` is the name without legal form, for finding duplicates. `size_class` is the least number of employees of its class.
    One that was merged into another stays as a signpost: `merged_into_id`.
    """

    __tablename__ = "core_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    orgnr: Mapped[str | None] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind), default=OrganisationKind.EMPLOYER)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    name_key: Mapped[str] = mapped_column(SortKey, default="", server_default="", index=True)
    sni_code: Mapped[str] = mapped_column(String(5), default="", server_default="")
    sni_version: Mapped[str] = mapped_column(String(4), default="", server_default="")
    sni_section: Mapped[str] = mapped_column(String(1), default="", server_default="", index=True)
    size_class: Mapped[int | None] = mapped_column(SmallInteger, index=True)
    website: Mapped[str] = mapped_column(String(300), default="", server_default="")
    closed_on: Mapped[date | None] = mapped_column(Date)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)


class OrganisationRegion(Model):
    """An organisation works in a region. One organisation may work in several.

    `sort_key` is the organisation's own, kept here too: with it a region's list of a hundred thousand is read straight off an index.
    """

    __tablename__ = "core_organisation_region"
    __table_args__ = (Index("ix_core_organisation_region_list", "region_id", "sort_key", "organisation_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True, index=True)
    sort_key: Mapped[str] = mapped_column(SortKey, default="", server_default="")


class OrganisationName(Model):
    """Another name an organisation is or was known by: the one before a change of name, or that of a duplicate."""

    __tablename__ = "core_organisation_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    until: Mapped[date | None] = mapped_column(Date)


class Workplace(Timestamped, Versioned, Model):
    """A workplace (*arbetsställe*) of an organisation. `cfar` is Statistics Sweden's number of it, eight digits."""

    __tablename__ = "core_workplace"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    cfar: Mapped[str] = mapped_column(String(8), default="")
    closed_on: Mapped[date | None] = mapped_column(Date)
