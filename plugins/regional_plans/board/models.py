"""Tables: what goes to the board, and the amendments that it decides on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.regional_plans.parts import PartKind

TITLE_LENGTH, DIARY_LENGTH, LABEL_LENGTH = 200, 60, 300


class CaseStatus(StrEnum):
    """How far a case has come."""

    PREPARING = "preparing"
    SENT = "sent"
    DECIDED = "decided"


class Outcome(StrEnum):
    """What the board decided."""

    APPROVED = "approved"
    AMENDED = "amended"
    RETURNED = "returned"


class BoardCase(Timestamped, Versioned, RegionScoped, Model):
    """A case for the board (*nämndärende*): what it is asked to decide about a plan, and what it decided.

    Args:
        diary_number: Under which it stands in the organisation's own register (*diarienummer*).
        letter: The letter with the proposal, as it was sent (`core.documents.as_data`); empty until then.
        record: The decision with every amendment before and after, as it was recorded; empty until then.
        fingerprint: Of what was sent, or, once decided, of the record.
        section: The number of the decision in the board's minutes (*paragraf*).
    """

    __tablename__ = "regional_plans_board_case"
    __table_args__ = (Index("ix_regional_plans_board_case_list", "region_id", "status", "meets_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    board: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    diary_number: Mapped[str] = mapped_column(String(DIARY_LENGTH), default="")
    meets_on: Mapped[date | None] = mapped_column(Date)
    background: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[CaseStatus] = mapped_column(text_enum(CaseStatus, 12), default=CaseStatus.PREPARING)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    letter: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome, 12))
    decided_on: Mapped[date | None] = mapped_column(Date)
    section: Mapped[str] = mapped_column(String(20), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    record: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:board_case:{self.id}"


class Amendment(Timestamped, RegionScoped, Model):
    """An amendment (*ändring*): a wording of one part of the plan that the board puts in the place of another.

    Args:
        part_kind, part_id, part_field: Which text of the plan.
        label: What the part was called when the amendment was written.
        before: The wording that is to go; the plan must still read so when the decision is recorded.
        after: The wording that comes.
        applied_at: When the plan was changed; None until the decision is recorded.
    """

    __tablename__ = "regional_plans_amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_board_case.id", ondelete="CASCADE"), index=True)
    part_kind: Mapped[PartKind] = mapped_column(text_enum(PartKind, 12))
    part_id: Mapped[int]
    part_field: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
