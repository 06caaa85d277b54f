"""The columns that the tables of every plugin with referrals have. Mixins: the tables and their keys are the plugin's own."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.db import JSONDict, UTCDateTime
from core.organisations.models import text_enum

TITLE_LENGTH, NAME_LENGTH = 200, 200


class ReferralStatus(StrEnum):
    """How far a referral has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ReferralColumns:
    """Mixin: a referral of a draft.

    Args:
        content: The draft as it was sent (`core.documents.as_data`): answers are about those words; empty until then.
    """

    if TYPE_CHECKING:
        region_id: Mapped[int]
        version: Mapped[int]

        @property
        def ref(self) -> str:
            """How others name it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    message: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date] = mapped_column(Date)
    status: Mapped[ReferralStatus] = mapped_column(text_enum(ReferralStatus, 12), default=ReferralStatus.DRAFT)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class ConsultedColumns:
    """Mixin: an organisation that is asked (*remissinstans*), the secret of its link, and its answer, but for where it stands.

    Args:
        organisation_id: None for one that is not in the register.
        name: The organisation's name, as it is written to.
        email: Where the link is sent.
        answered_by: Who answered, in the name of the organisation.
        official: The organisation's own number of the case, or the date of its decision, if it says so.
    """

    if TYPE_CHECKING:
        region_id: Mapped[int]
        referral_id: Mapped[int]
        version: Mapped[int]
        stance: Mapped[Any]

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(254), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    text: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    official: Mapped[str] = mapped_column(String(120), default="")

    @declared_attr
    @classmethod
    def organisation_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
