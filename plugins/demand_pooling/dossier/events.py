"""What is read of the events on commitments. Nobody's person is in them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

COMMITMENT_MADE = "employer_needs.commitment_made.v1"
COMMITMENT_WITHDRAWN = "employer_needs.commitment_withdrawn.v1"


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
