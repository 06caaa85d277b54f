"""Settings per region."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class MeetingSettings(BaseModel):
    """One of each kind that the form knows."""

    model_config = ConfigDict(extra="forbid")

    most_seats: int = Field(50, ge=1, le=500, title="Platser", description="Hur många platser ett möte får ha.")
    open_list: bool = Field(True, description="Om alla får se listan.")
    fee: float = Field(0.0, ge=0, description="Avgift i kronor.")
    tone: Literal["kort", "lång"] = Field("kort", description="Hur inbjudan låter.")
    rooms: list[str] = Field(default_factory=list, description="Rum som går att boka.")
    greeting: str = Field("Välkommen", max_length=40, description="Första raden i inbjudan.")
