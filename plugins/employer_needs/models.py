"""Tables of the needs inventory: surveys and their rounds, invitations, answers, and the needs they hold.

A need keeps its own copy of the occupation's name, group and taxonomy version: what an employer said must read the same after the
next import of the taxonomy. Sent answers are public records: nothing here is deleted by a button.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum
from plugins.employer_needs.values import (
    SCHEMA_VERSION,
    USUAL_IMPORTANCE,
    Level,
    NeedKind,
    NeedState,
    ResponseStatus,
    RoundStatus,
    Visibility,
)


class NeedsSurvey(Timestamped, Versioned, RegionScoped, Model):
    """A needs inventory (*behovsinventering*) that comes back in rounds."""

    __tablename__ = "employer_needs_survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    schema_version: Mapped[int] = mapped_column(default=SCHEMA_VERSION)


class SurveyRound(Timestamped, Versioned, RegionScoped, Model):
    """A round (*omgång*): from when to when employers are asked, and with what words."""

    __tablename__ = "employer_needs_round"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_survey.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    status: Mapped[RoundStatus] = mapped_column(text_enum(RoundStatus, 10), default=RoundStatus.DRAFT, index=True)
    intro: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Which version of the region's own questions is asked; settled when the round opens.
    question_set_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_question_set.id", ondelete="SET NULL"), index=True)
    standing: Mapped[bool] = mapped_column(default=False, server_default=false())

    survey: Mapped[NeedsSurvey] = relationship(lazy="raise")


class Invitation(Timestamped, RegionScoped, Model):
    """An invitation (*inbjudan*) to one address at one employer. `identity` says what makes two rows of a file the same invitation."""

    __tablename__ = "employer_needs_invitation"
    __table_args__ = (UniqueConstraint("round_id", "identity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_round.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(200))
    orgnr: Mapped[str | None] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), index=True)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    identity: Mapped[str] = mapped_column(String(480))
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    contact_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    round: Mapped[SurveyRound] = relationship(lazy="raise")


class InvitationImport(RegionScoped, Model):
    """A file between its preview and its confirmation. Holds addresses, so it is cleared away after some days."""

    __tablename__ = "employer_needs_invitation_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_round.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    filename: Mapped[str] = mapped_column(String(200), default="")
    good: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    bad: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    added: Mapped[int | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Response(Timestamped, Versioned, RegionScoped, Model):
    """An answer (*svar*): a draft that is saved at every step, then a sent record with a reference.

    A sent answer is changed through a draft of its own (`revises_id`), so that what counts stays as it was until it is sent again.
    """

    __tablename__ = "employer_needs_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_round.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_invitation.id", ondelete="SET NULL"), unique=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[ResponseStatus] = mapped_column(text_enum(ResponseStatus, 10), default=ResponseStatus.DRAFT, index=True)
    schema_version: Mapped[int] = mapped_column(default=SCHEMA_VERSION)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="RESTRICT"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    orgnr: Mapped[str | None] = mapped_column(String(10))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    organisation_confirmed: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    visibility: Mapped[Visibility | None] = mapped_column(text_enum(Visibility))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Given on the phone to one of the region's staff, who filled in the form.
    by_phone: Mapped[bool] = mapped_column(default=False, server_default=false())
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    # The sent answer that this draft changes, and the earlier round's answer that this one builds on.
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="CASCADE"), unique=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="SET NULL"), index=True)
    # What was said of each need of the earlier answer: its id as text, and an `Earlier`.
    carried: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict, server_default="{}")

    round: Mapped[SurveyRound] = relationship(lazy="raise")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise")


class CompetenceNeed(Timestamped, Versioned, RegionScoped, Model):
    """A competence need (*kompetensbehov*): which people, how many, when and where. What is not answered yet is None."""

    __tablename__ = "employer_needs_need"
    __table_args__ = (
        Index("ix_employer_needs_need_group", "region_id", "state", "occupation_group"),
        CheckConstraint("headcount_0_1 >= 0 AND headcount_1_3 >= 0 AND headcount_3_5 >= 0", name="headcounts"),
        CheckConstraint("shortage IS NULL OR shortage BETWEEN 1 AND 5", name="shortage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_response.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[NeedState] = mapped_column(text_enum(NeedState, 12), default=NeedState.DRAFT)
    local_title: Mapped[str] = mapped_column(String(200), default="")
    occupation_id: Mapped[str | None] = mapped_column(String(20))
    occupation_label: Mapped[str] = mapped_column(String(200), default="")
    occupation_group: Mapped[str | None] = mapped_column(String(4))
    group_label: Mapped[str] = mapped_column(String(200), default="")
    taxonomy_version: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[NeedKind | None] = mapped_column(text_enum(NeedKind))
    headcount_0_1: Mapped[int] = mapped_column(default=0)
    headcount_1_3: Mapped[int] = mapped_column(default=0)
    headcount_3_5: Mapped[int] = mapped_column(default=0)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    level: Mapped[Level | None] = mapped_column(text_enum(Level))
    # Each {"label": text, "id": concept id or None}; with "importance" (1–3) and "at_hire" where the employer has said so.
    skills: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    shortage: Mapped[int | None]
    distance_acceptable: Mapped[bool | None]
    placements_offered: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[Visibility | None] = mapped_column(text_enum(Visibility))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    licences: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    languages: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    routes_tried: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    consequences: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    study_forms: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    pace: Mapped[int | None]
    sessions_max: Mapped[int | None]
    travel_km: Mapped[int | None]
    # The secrecy marker: shown to the region's own staff and to nobody else.
    secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    secret_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # Goes up each time that others are told of the need.
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    # The need that this one changes (in a draft that revises), and the earlier round's need that it says again.
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_need.id", ondelete="CASCADE"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("employer_needs_need.id", ondelete="SET NULL"), index=True)

    response: Mapped[Response] = relationship(lazy="raise")

    @property
    def skill_details(self) -> list[dict[str, Any]]:
        """The skills with what was said of each, or the usual: rather important, and needed when somebody is hired."""
        return [{"importance": USUAL_IMPORTANCE, "at_hire": True, **skill} for skill in self.skills]

    @property
    def headcount(self) -> int:
        """People in all, over the three horizons."""
        return self.headcount_0_1 + self.headcount_1_3 + self.headcount_3_5

    @property
    def title(self) -> str:
        """What the need is called on screen: the employer's own words, with a capital letter."""
        words = self.local_title or self.occupation_label
        return words[:1].upper() + words[1:]


class StatusEntry(RegionScoped, Model):
    """One line of a need's story, as the employer reads it.

    `facts` hold what the sentence is made of, so that it can be said in any language.
    """

    __tablename__ = "employer_needs_status_entry"
    __table_args__ = (Index("ix_employer_needs_status_entry_need_at", "need_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_need.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    code: Mapped[str] = mapped_column(String(30))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


# The tables of the plugin's parts, so that whoever imports this module knows them all.
from plugins.employer_needs.answering.models import Follower, ResponseVersion  # noqa: E402,F401
from plugins.employer_needs.commitments.models import Commitment, Letter  # noqa: E402,F401
from plugins.employer_needs.dashboards import models as dashboard_models  # noqa: E402, F401
from plugins.employer_needs.inviting import models as inviting_models  # noqa: E402, F401
from plugins.employer_needs.questions import models as question_models  # noqa: E402, F401
