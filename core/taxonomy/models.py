"""Occupation groups (SSYK 2012), occupations and skills (JobTech Taxonomy), with the words people use for them."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, UTCDateTime


class TermSource(enum.StrEnum):
    """Where a term comes from; decides what an import may replace."""

    LABEL = "label"
    CURATED = "curated"
    KEYWORD = "keyword"
    LOCAL = "local"


class OccupationGroup(Model):
    """A group of SSYK 2012 at any of its four levels (*yrkesgrupp*). `code` has as many digits as the level."""

    __tablename__ = "core_occupation_group"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    level: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text, default="")
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("core_occupation_group.code", ondelete="RESTRICT"), index=True)
    concept_id: Mapped[str | None] = mapped_column(String(20))
    taxonomy_version: Mapped[str] = mapped_column(String(40), default="")
    deprecated: Mapped[bool] = mapped_column(default=False)


class Occupation(Model):
    """An occupation (*yrke*, "occupation-name" in the JobTech Taxonomy): a title that belongs to one four-digit group."""

    __tablename__ = "core_occupation"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    group_code: Mapped[str] = mapped_column(ForeignKey("core_occupation_group.code", ondelete="RESTRICT"), index=True)
    taxonomy_version: Mapped[str] = mapped_column(String(40), default="")
    deprecated: Mapped[bool] = mapped_column(default=False)


class OccupationTerm(Model):
    """A word or phrase that people use for an occupation or a group: names, synonyms, inflections, local titles."""

    __tablename__ = "core_occupation_term"
    __table_args__ = (Index("ix_core_occupation_term_folded", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(10), default=TermSource.CURATED)
    occupation_id: Mapped[str | None] = mapped_column(ForeignKey("core_occupation.id", ondelete="CASCADE"), index=True)
    group_code: Mapped[str] = mapped_column(ForeignKey("core_occupation_group.code", ondelete="CASCADE"), index=True)


class Skill(Model):
    """A skill (*kompetensbegrepp*) of the JobTech Taxonomy."""

    __tablename__ = "core_skill"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200), index=True)
    taxonomy_version: Mapped[str] = mapped_column(String(40), default="")
    deprecated: Mapped[bool] = mapped_column(default=False)


class TaxonomyState(Model):
    """One row: which set is loaded, and a number that grows when terms change, so that processes reload what they hold in memory."""

    __tablename__ = "core_taxonomy_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(default=0)
    full: Mapped[bool] = mapped_column(default=False)
    version_label: Mapped[str] = mapped_column(String(40), default="")
    imported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
