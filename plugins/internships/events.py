"""What others are told of places, and the little that is read of others' events."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events import Event

COMMITMENT_MADE, COMMITMENT_WITHDRAWN = "employer_needs.commitment_made.v1", "employer_needs.commitment_withdrawn.v1"
REPLAY_REQUESTED = "core.replay_requested.v1"


class OfferChanged(Event):
    """Places at a workplace were opened, changed or withdrawn. Drafts are not told of. Nobody's person is named."""

    name: ClassVar[str] = "internships.offer_changed.v1"
    permission: ClassVar[str] = "internships.coordinate"

    offer_id: int
    period_id: int
    kind: str = Field(description="The code of the kind, such as vfu, lia, apl, prao, praktik or the region's own.")
    organisation_id: int
    organisation_name: str
    municipality_code: str
    occupation_group: str = Field("", description="SSYK 2012, four digits; empty when it is not said.")
    capacity: int
    starts_on: date
    ends_on: date
    status: Literal["open", "withdrawn"]
    need_ref: str = ""
    commitment_ref: str = ""
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            offer_id=11,
            period_id=2,
            kind="lia",
            organisation_id=4,
            organisation_name="Exempelverken AB",
            municipality_code="2417",
            occupation_group="5321",
            capacity=2,
            starts_on=date(2027, 1, 18),
            ends_on=date(2027, 3, 26),
            status="open",
            commitment_ref="employer_needs:commitment:5",
            revision=1,
        )


class Matched(Event):
    """A match of a period was published. Counts only; nobody is named."""

    name: ClassVar[str] = "internships.matched.v1"
    permission: ClassVar[str] = "internships.coordinate"

    period_id: int
    run_id: int
    kind: str = Field(description="The code of the kind, such as vfu, lia, apl, prao, praktik or the region's own.")
    policy: Literal["stable", "most_placed"]
    guarantee: str = Field(description="What is promised of the result, in the words of the matching format.")
    applicants: int
    placed: int
    starts_on: date
    ends_on: date

    @classmethod
    def sample(cls) -> Self:
        return cls(
            period_id=2,
            run_id=3,
            kind="lia",
            policy="stable",
            guarantee="stable",
            applicants=40,
            placed=38,
            starts_on=date(2027, 1, 18),
            ends_on=date(2027, 3, 26),
        )


class PlacementCompleted(Event):
    """Somebody has completed a placement. Who is not told. `need_ref` and `commitment_ref` say what it fulfils, as the offer has them."""

    name: ClassVar[str] = "internships.placement_completed.v1"
    permission: ClassVar[str] = "internships.coordinate"

    placement_id: int
    offer_id: int
    period_id: int
    kind: str = Field(description="The code of the kind, such as vfu, lia, apl, prao, praktik or the region's own.")
    organisation_id: int
    municipality_code: str
    occupation_group: str = Field("", description="SSYK 2012, four digits; empty when it is not said.")
    weeks: int
    ended_on: date
    need_ref: str = ""
    commitment_ref: str = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            placement_id=21,
            offer_id=11,
            period_id=2,
            kind="lia",
            organisation_id=4,
            municipality_code="2417",
            occupation_group="5321",
            weeks=10,
            ended_on=date(2027, 3, 26),
            need_ref="employer_needs:need:17",
            commitment_ref="employer_needs:commitment:5",
        )


class _Heard(BaseModel):
    """Base of what is read from others' events: more fields than these may come."""

    model_config = ConfigDict(extra="ignore")


class CommitmentMade(_Heard):
    """An employer has signed a commitment, or it was told of again."""

    commitment_id: int
    organisation_id: int
    kind: str
    amount: int = 0
    municipality_code: str = ""
    occupation_group: str = ""
    need_ids: list[int] = []
    revision: int = 0


class CommitmentWithdrawn(_Heard):
    """A commitment no longer holds."""

    commitment_id: int
    revision: int = 0


class ReplayRequested(_Heard):
    """Somebody missed events: which."""

    events: list[str]
