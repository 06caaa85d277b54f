"""Tables of the region's own questions: sets that are frozen when they are published, employers' answers to them, and their files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow


class QuestionSet(Timestamped, Versioned, RegionScoped, Model):
    """One numbered version of a survey's own questions. A draft is worked on; a published one never changes.

    `questions` holds what `definition.Question` reads. `last_key` is the number of the newest question of the survey, so that a key is
    never used for two questions: answers of several rounds are compared by it.
    """

    __tablename__ = "employer_needs_question_set"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_survey.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    questions: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    last_key: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class OwnAnswers(Timestamped, Versioned, RegionScoped, Model):
    """An employer's answers to the region's own questions, with the version that was asked. A draft keeps the version it began with.

    Args:
        values: By the question's key; what was not asked or not answered is left out.
        done: Whether the page has been answered as a whole.
    """

    __tablename__ = "employer_needs_own_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="CASCADE"), unique=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_question_set.id", ondelete="CASCADE"), index=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    done: Mapped[bool] = mapped_column(default=False)


class OwnFile(RegionScoped, Model):
    """A file that answers a question. It lies in the data folder under a generated name; without an answer it is cleared away at night."""

    __tablename__ = "employer_needs_own_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="SET NULL"), index=True)
    question_key: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
