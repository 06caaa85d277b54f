"""Organisations: employers, municipalities, providers, learning centres and the rest.

They are not owned by a region, but linked to those they work in.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, String
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
    """A legal person (*organisation*). `orgnr` is ten digits without hyphen; never a personal identity number."""

    __tablename__ = "core_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    orgnr: Mapped[str | None] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind), default=OrganisationKind.EMPLOYER)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)


class OrganisationRegion(Model):
    """An organisation works in a region. One organisation may work in several."""

    __tablename__ = "core_organisation_region"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True, index=True)
