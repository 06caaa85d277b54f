"""The result: the classes, who is in them, how good it is and how that is known. Documented in docs/reference/pooling-format.md."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.demand_pooling.solving.instance import BadInstance, FormName, Id, said

FORMAT: Literal["samkraft-pooling-result/1"] = "samkraft-pooling-result/1"
Certainty = Literal["proven", "solver", "bounded"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Member(_Part):
    """A need in a class: how many of its people, and where they sit (None: at home)."""

    need: Id
    people: int = Field(ge=0, le=100_000)
    centre: Id | None = None
    km: float = Field(0.0, ge=0, le=3000)


class PlannedClass(_Part):
    """A class to start. `groups` is how many parallel groups it is; the smallest and largest class hold for each."""

    profile: Id
    level: Id
    form: FormName
    period: Id
    hub: Id | None = None
    groups: int = Field(ge=0, le=10_000)
    centres: list[Id] = Field(default=[], max_length=50)
    members: list[Member] = Field(default=[], max_length=200_000)

    @property
    def people(self) -> int:
        """How many it holds."""
        return sum(member.people for member in self.members)

    @property
    def travel(self) -> float:
        """Kilometres, one way, all its people together."""
        return sum(member.people * member.km for member in self.members)


class ComponentReport(_Part):
    """What is known of one independent part of the problem."""

    needs: int
    people: int
    served: int
    bound: int
    method: str = Field(max_length=60)
    certainty: Certainty
    seconds: float = 0.0


class LeftOut(_Part):
    """A need whose people are not all served: how many are left, the reason, and what would change it."""

    need: Id
    people: int
    reason: str = Field(max_length=40)
    facts: dict[str, str | int | float] = {}


class Result(_Part):
    """A plan."""

    format: Literal["samkraft-pooling-result/1"] = FORMAT
    instance: str = Field(max_length=64)
    method: str = Field("", max_length=60)
    certainty: Certainty = "bounded"
    people: int = Field(ge=0)
    bound: int = Field(ge=0)
    groups: int = Field(ge=0)
    travel_km: float = Field(ge=0)
    seconds: float = 0.0
    classes: list[PlannedClass] = Field(default=[], max_length=100_000)
    components: list[ComponentReport] = Field(default=[], max_length=200_000)
    left_out: list[LeftOut] = Field(default=[], max_length=200_000)
    warnings: list[str] = Field(default=[], max_length=1000)

    @property
    def gap(self) -> float:
        """How much better the best could be at most, as a share of the bound."""
        return (self.bound - self.people) / self.bound if self.bound else 0.0


def parse_result(data: Any) -> Result:
    """A result from what JSON holds.

    Raises:
        BadInstance: with a sentence per fault.
    """
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        raise BadInstance(said(error)) from error
