"""The result format samkraft-match-result/1. Documented in docs/reference/matching-format.md."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.internships.matching.reading import MAX_FAULTS, BadFile

FORMAT: Literal["samkraft-match-result/1"] = "samkraft-match-result/1"
Id = Annotated[str, Field(min_length=1, max_length=100)]
Policy = Literal["stable", "most_placed"]
Ties = Literal["lottery", "largest"]
Guarantee = Literal["stable", "stable_but_minimums", "nearly_stable", "most_placed", "most_found"]
Proof = Literal["theorem", "certificate", "two_solvers", "one_solver", "none"]
Criterion = Literal["placed", "home", "ranks", "travel"]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Breaks(_Part):
    """What breaks stability.

    Args:
        blocking: Single applicants and places who would both rather have each other.
        blocking_pairs: Joint choices that a pair and their places would rather have.
        closed_but_wanted: Closed places that as many as they need to open would rather have.
    """

    blocking: Count = 0
    blocking_pairs: Count = 0
    closed_but_wanted: Count = 0

    @property
    def guarantee(self) -> Guarantee:
        """What can be promised of a stable match with these counts."""
        if self.blocking or self.blocking_pairs:
            return "nearly_stable"
        return "stable_but_minimums" if self.closed_but_wanted else "stable"


class Certificate(_Part):
    """Prices of a seat that prove a total: no matching is worth more than they say, whoever made them (linear programming duality).

    Args:
        places: Per place: worth in placements, in home towns, in ranks, in hundreds of metres. Those not named cost nothing.
        caps: The same per cap, by its position in the file.
        worth: What the criteria are that the prices prove, in order.
    """

    worth: list[Criterion] = Field(min_length=1, max_length=4)
    places: dict[Id, list[int]] = Field(default={}, max_length=500_000)
    caps: dict[str, list[int]] = Field(default={}, max_length=100_000)


class Size(_Part):
    """How good the number of placed is.

    Args:
        bound: No matching of the kind that is promised places more.
        proof: How that is known.
    """

    bound: Count
    proof: Proof = "none"
    bounded_by: str = Field("", max_length=100)


class Result(_Part):
    """A match."""

    format: Literal["samkraft-match-result/1"] = FORMAT
    policy: Policy
    assignments: dict[Id, Id | None] = Field(max_length=2_000_000)
    closed: list[Id] = Field(default=[], max_length=500_000)
    placed: Count
    guarantee: Guarantee
    breaks: Breaks | None = None
    size: Size | None = None
    certificate: Certificate | None = None
    ties: Ties | None = None
    seed: int | None = None
    lottery: str = Field("", max_length=200)
    instance: str = Field("", max_length=64)
    made_by: str = Field("", max_length=200)
    seconds: float = Field(0.0, ge=0)
    notes: list[str] = Field(default=[], max_length=100)
    broken: list[str] = Field(default=[], max_length=100)


def parse_result(data: Any) -> Result:
    """A result from what JSON holds.

    Raises:
        BadFile: with a sentence per fault.
    """
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[:MAX_FAULTS]
        raise BadFile([f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}" for one in found]) from error


def to_json(result: Result) -> str:
    """A result as it stands in a file."""
    return json.dumps(
        {key: value for key, value in result.model_dump(mode="json").items() if value is not None}, ensure_ascii=False, indent=1
    )


_PROMISED = {
    "stable": "Stable: no applicant and place would both rather have each other.",
    "stable_but_minimums": "Stable at every open place, but {closed_but_wanted} closed places are wanted by as many as they need to open.",
    "nearly_stable": "Not stable: {blocking} applicants and places, and {blocking_pairs} pairs, would rather have each other.",
    "most_placed": "Proved: no match places more.",
    "most_found": "The most that was found; not proved.",
}
_PROVED = {
    "certificate": "Proved by prices that the verifier has checked: none of the kind places more.",
    "theorem": "With strict lists every stable match places as many.",
    "two_solvers": "Two independent solvers agree that none of the kind places more.",
    "one_solver": "One solver says that none of the kind places more; nothing confirms it.",
    "none": "At most {bound} could be placed.",
}


def in_words(result: Result, applicants: int) -> str:
    """What a result promises, in sentences."""
    said = [f"{result.placed} of {applicants} placed in {result.seconds:.1f} s.", _PROMISED[result.guarantee]]
    said[1] = said[1].format(**(result.breaks or Breaks()).model_dump())
    if result.size is not None and result.guarantee != "most_placed":
        said.append(_PROVED[result.size.proof].format(bound=result.size.bound))
    return "\n".join([" ".join(said), *result.notes, *result.broken])
