"""What is read of the events on commitments and on placement places. Nobody's person is in them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

COMMITMENT_MADE = "employer_needs.commitment_made.v1"
COMMITMENT_WITHDRAWN = "employer_needs.commitment_withdrawn.v1"
OFFER_CHANGED = "internships.offer_changed.v1"


class CommitmentMade(BaseModel):
    """An employer has signed a commitment, or it was told of again."""

    model_config = ConfigDict(extra="ignore")

    commitment_id: int
    letter_ref: str
    organisation_id: int
    organisation_name: str = ""
    orgnr: str = ""
    municipality_code: str = ""
    size: str = ""
    occupation_group: str = ""
    need_ids: list[int] = []
    kind: str
    amount: int = Field(1, ge=0, le=1_000_000_000)
    period: str = ""
    signed_on: date | None = None
    revision: int = 0


class CommitmentWithdrawn(BaseModel):
    """A commitment no longer holds."""

    model_config = ConfigDict(extra="ignore")

    commitment_id: int
    letter_ref: str = ""
    revision: int = 0


class OfferChanged(BaseModel):
    """Placement places were opened, changed or withdrawn. Told also of what has not changed, when somebody asks again."""

    model_config = ConfigDict(extra="ignore")

    offer_id: int
    kind: str = ""
    organisation_id: int
    municipality_code: str
    occupation_group: str = ""
    capacity: int = Field(0, ge=0, le=1_000_000)
    starts_on: date
    ends_on: date
    status: Literal["open", "withdrawn"]
    revision: int = 0
