"""The instance: what there is to pool, and the rules. Documented in docs/reference/pooling-format.md; every part has a limit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FORMAT: Literal["samkraft-pooling-instance/1"] = "samkraft-pooling-instance/1"
MAX_BYTES = 200 * 1024 * 1024
DISTANCE = "distance"

Id = Annotated[str, Field(min_length=1, max_length=60)]
Skill = Annotated[str, Field(min_length=1, max_length=200)]
Km = Annotated[float, Field(ge=0, le=3000)]
FormName = Literal["on_site", "centre", "distance"]
Wish = Literal["on_site", "centre", "distance", "workplace"]


class BadInstance(ValueError):
    """The instance breaks its own rules. `reasons` says how, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SchoolForm(_Part):
    """The smallest and the largest class of a school form (of a level)."""

    min: int = Field(ge=1, le=1000)
    max: int = Field(ge=1, le=5000)


class ClassForm(_Part):
    """How a class is held.

    Args:
        place: It is held at its hub.
        network: It is also received at the centres of the hub's network.
        home: People may follow it from home, if they accept distance and its sessions.
        sessions: Times per term that those at home must come.
    """

    place: bool
    network: bool = False
    home: bool = False
    sessions: int = Field(0, ge=0, le=200)


CLASS_FORMS: dict[FormName, ClassForm] = {
    "on_site": ClassForm(place=True),
    "centre": ClassForm(place=True, network=True, home=True, sessions=4),
    "distance": ClassForm(place=False, home=True, sessions=2),
}


class Centre(_Part):
    """A place that can hold or receive a class. `seats` is how many it can take of those who start in one period."""

    id: Id
    name: str = Field("", max_length=200)
    place: Id
    seats: int = Field(ge=0, le=100_000)
    receives: bool = True
    network: list[Id] = Field(default=[], max_length=20)


class Accepts(_Part):
    """Another occupation group whose needs may join a profile, when they share some of its skills, and why."""

    group: Id
    shared_skills: int = Field(0, ge=0, le=50)
    why: Literal["substitutable", "same_family"] = "same_family"


class Profile(_Part):
    """What a class can be for: an occupation group, the skills that mark it, and which other groups may join."""

    id: Id
    label: str = Field("", max_length=200)
    group: Id
    skills: list[Skill] = Field(default=[], max_length=100)
    accepts: list[Accepts] = Field(default=[], max_length=50)


class Need(_Part):
    """People whom one employer needs. Empty `forms` or `periods` mean any; `travel_km` None means the instance's.

    `agreed` is the group of the role that its title is agreed to mean, if it is another than the need's own group.
    """

    id: Id
    people: int = Field(ge=0, le=100_000)
    place: Id
    group: Id
    level: Id
    skills: list[Skill] = Field(default=[], max_length=100)
    forms: list[Wish] = Field(default=[], max_length=4)
    periods: list[Id] = Field(default=[], max_length=12)
    travel_km: float | None = Field(None, ge=0, le=3000)
    sessions_max: int | None = Field(None, ge=0, le=200)
    agreed: Id | None = None


class Instance(_Part):
    """Everything that a plan is made of."""

    format: Literal["samkraft-pooling-instance/1"] = FORMAT
    note: str = Field("", max_length=500)
    school_forms: dict[Id, SchoolForm] = Field(max_length=50)
    class_forms: dict[FormName, ClassForm] = CLASS_FORMS
    periods: list[Id] = Field(min_length=1, max_length=12)
    travel_km: Km
    centres: list[Centre] = Field(default=[], max_length=1000)
    profiles: list[Profile] = Field(default=[], max_length=5000)
    travel: dict[Id, dict[Id, Km]] = Field(default={}, max_length=5000)
    needs: list[Need] = Field(default=[], max_length=200_000)

    @model_validator(mode="after")
    def _hangs_together(self) -> Instance:
        reasons = contradictions(self)
        if reasons:
            raise BadInstance(reasons[:50])
        return self

    def limit(self, need: Need) -> float:
        """How far a need's people can travel, kilometres."""
        return self.travel_km if need.travel_km is None else need.travel_km

    def canonical(self) -> bytes:
        """The instance as bytes that are the same for the same content."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def digest(self) -> str:
        """A fingerprint of the content."""
        return hashlib.sha256(self.canonical()).hexdigest()


def contradictions(instance: Instance) -> list[str]:
    """What does not hang together, one sentence each; empty when all is well."""
    said = [
        f"school form {name}: the smallest class ({form.min}) is larger than the largest ({form.max})"
        for name, form in instance.school_forms.items()
        if form.min > form.max
    ]
    for what, ids in (
        ("centre", [centre.id for centre in instance.centres]),
        ("profile", [profile.id for profile in instance.profiles]),
        ("need", [need.id for need in instance.needs]),
        ("period", instance.periods),
    ):
        said += [f"{what} {twice} is stated twice" for twice in _twice(ids)]
    centres = {centre.id for centre in instance.centres}
    for centre in instance.centres:
        said += [
            f"centre {centre.id}: its network names {other}, which is not a centre" for other in centre.network if other not in centres
        ]
    for need in instance.needs:
        if need.level not in instance.school_forms:
            said.append(f"need {need.id}: no threshold is given for its level {need.level}")
        said += [f"need {need.id}: there is no period {period}" for period in need.periods if period not in instance.periods]
    return said


def warnings(instance: Instance) -> list[str]:
    """What is allowed but surely not meant."""
    said = [f"centre {c.id} ({c.name or 'no name'}) has no seats, so nobody can be placed there" for c in instance.centres if not c.seats]
    if instance.needs and not any(c.receives and c.seats for c in instance.centres):
        said.append("no centre has seats and receives classes: only classes by distance are possible")
    return said


def _twice(ids: list[str]) -> list[str]:
    seen: set[str] = set()
    return [one for one in ids if one in seen or seen.add(one)]  # type: ignore[func-returns-value]


def read_json(path: Path, what: str) -> Any:
    """The content of a JSON file.

    Raises:
        BadInstance: when it cannot be read, is too large, or is not JSON.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInstance([f"the {what} {path} is larger than {MAX_BYTES // 1024 // 1024} MiB"])
        return json.loads(path.read_bytes())
    except OSError as error:
        raise BadInstance([f"the {what} {path} cannot be read: {error.strerror}"]) from error
    except (ValueError, RecursionError) as error:
        raise BadInstance([f"the {what} {path} is not JSON: {error}"]) from error


def parse(data: Any) -> Instance:
    """An instance from what JSON holds.

    Raises:
        BadInstance: with a sentence per fault.
    """
    try:
        return Instance.model_validate(data)
    except ValidationError as error:
        raise BadInstance(said(error)) from error


def said(error: ValidationError) -> list[str]:
    """Each fault as where and what."""
    return [
        f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}"
        for one in error.errors(include_url=False, include_input=False, include_context=False)[:50]
    ]
