"""What a source of the taxonomy delivers, whatever its form, and how its faults are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import DomainError

MAX_FAULTS = 20
MAX_FILE = 64 * 1024 * 1024
_CONCEPT = re.compile(r"[A-Za-z0-9_-]{1,20}")
_GROUP = re.compile(r"\d{1,4}")

Progress = Callable[[str, Iterable[Any], int], Iterator[Any]]


class SourceError(DomainError):
    """The files cannot be imported. The message lists each fault with its place; nothing has been changed."""

    code = "taxonomy_source"


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group of SSYK 2012, at any level."""

    code: str
    name: str
    parent_code: str | None
    concept_id: str
    definition: str


@dataclass(frozen=True, slots=True)
class OccupationRecord:
    """An occupation name."""

    id: str
    name: str
    group_code: str


@dataclass(frozen=True, slots=True)
class SkillRecord:
    """A skill."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class KeywordRecord:
    """A word that the publisher relates to an occupation."""

    term: str
    occupation_id: str


@dataclass
class Delivery:
    """Everything read from a folder. `skills` and `keywords` are None when the folder has no such file: they are then left as they are."""

    groups: list[GroupRecord] = field(default_factory=list)
    occupations: list[OccupationRecord] = field(default_factory=list)
    skills: list[SkillRecord] | None = None
    keywords: list[KeywordRecord] | None = None
    files: list[Path] = field(default_factory=list)


class Faults:
    """Collects what is wrong, with its place, so that all of it is told at once."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.count = 0

    def add(self, place: str, cause: str) -> None:
        """Note one fault."""
        self.count += 1
        if len(self.found) < MAX_FAULTS:
            self.found.append(f"{place}: {cause}")

    def stop_if_any(self) -> None:
        """Raise what was collected.

        Raises:
            SourceError: when anything was.
        """
        if self.count:
            more = f"\n  … and {self.count - len(self.found)} more." if self.count > len(self.found) else ""
            listed = "\n  ".join(self.found)
            raise SourceError(f"The taxonomy was not imported, and nothing was changed. Mend these and try again:\n  {listed}{more}")


def check_concept(faults: Faults, place: str, value: str) -> None:
    """A concept id: 1 to 20 letters, digits, `_` or `-`."""
    if not _CONCEPT.fullmatch(value):
        faults.add(place, f"{_shown(value)} is not a concept id (1 to 20 letters, digits, _ or -)")


def check_name(faults: Faults, place: str, value: str, limit: int = 200) -> None:
    """A name: not empty, and no longer than the limit."""
    if not value:
        faults.add(place, "the name is missing")
    elif len(value) > limit:
        faults.add(place, f"the name has {len(value)} characters; at most {limit} are allowed")


def check_group_code(faults: Faults, place: str, value: str) -> None:
    """A code of SSYK 2012: one to four digits."""
    if not _GROUP.fullmatch(value):
        faults.add(place, f"{_shown(value)} is not an SSYK 2012 code (one to four digits)")


def check_parents(faults: Faults, groups: list[tuple[str, GroupRecord]], occupations: list[tuple[str, OccupationRecord]]) -> None:
    """Every group hangs on one a level above it, every occupation on a four-digit group, and nothing comes twice.

    Args:
        faults: Where faults are noted.
        groups: Pairs of place and record.
        occupations: The same.
    """
    codes: dict[str, str] = {}
    for place, group in groups:
        if group.code in codes:
            faults.add(place, f"group {group.code} is there already, at {codes[group.code]}")
        codes.setdefault(group.code, place)
    for place, group in groups:
        if group.parent_code is None:
            if len(group.code) != 1:
                faults.add(place, f"group {group.code} has no parent; only one-digit groups have none")
        elif group.parent_code not in codes:
            faults.add(place, f"group {group.code} names the parent {_shown(group.parent_code)}, which is not in the file")
        elif len(group.parent_code) != len(group.code) - 1:
            faults.add(place, f"group {group.code} names the parent {_shown(group.parent_code)}, which is not one level above it")
    seen: dict[str, str] = {}
    for place, occupation in occupations:
        if occupation.id in seen:
            faults.add(place, f"occupation {occupation.id} is there already, at {seen[occupation.id]}")
        seen.setdefault(occupation.id, place)
        if len(occupation.group_code) != 4 or occupation.group_code not in codes:
            wrong = _shown(occupation.group_code)
            faults.add(place, f"occupation {occupation.id} names the group {wrong}, which is not a four-digit group there")


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        SourceError: when it cannot be read, is not UTF-8, or is larger than 64 MB.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise SourceError(f"{path.name} is larger than {MAX_FILE // 1024 // 1024} MB, which no taxonomy is. Is it the right file?")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: byte {error.start} is not UTF-8. Save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.") from None


def _shown(value: str) -> str:
    return f"'{value[:40]}…'" if len(value) > 40 else f"'{value}'"
