"""Reading checked values out of JSON, noting each fault with its place in the file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_BYTES = 1024 * 1024 * 1024
MAX_FAULTS = 50
MAX_ID = 100
MAX_NUMBER = 1_000_000_000


class BadFile(ValueError):
    """A file that cannot be used. `reasons` says why, one sentence each, with the place in the file."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass
class Faults:
    """The faults found so far. Looking goes on after one, so that all are told at once; only the first `MAX_FAULTS` are kept."""

    found: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, said: str) -> None:
        """Note a fault."""
        self.count += 1
        if len(self.found) < MAX_FAULTS:
            self.found.append(f"{where}: {said}")

    def stop(self) -> None:
        """End reading when there is any fault.

        Raises:
            BadFile: with all of them.
        """
        if self.count > len(self.found):
            raise BadFile([*self.found, f"… and {self.count - len(self.found)} more faults"])
        if self.found:
            raise BadFile(self.found)

    def records(self, data: Any, key: str, limit: int) -> list[dict[str, Any]]:
        """A list of objects under a key; those that are none are left out with a fault."""
        value = self.items(data.get(key, []), key, limit)
        for number, one in enumerate(value):
            if not isinstance(one, dict):
                self.add(f"{key}[{number}]", f"must be an object, not {kind(one)}")
        return [one if isinstance(one, dict) else {} for one in value]

    def items(self, value: Any, where: str, limit: int) -> list[Any]:
        """A list with at most so many items."""
        if not isinstance(value, list):
            self.add(where, f"must be a list, not {kind(value)}")
            return []
        if len(value) > limit:
            self.add(where, f"has {len(value)} items; at most {limit}")
            return []
        return value

    def known(self, record: dict[str, Any], allowed: frozenset[str], where: str) -> None:
        """Only keys that mean something."""
        for key in record:
            if key not in allowed:
                self.add(f"{where}.{key}" if where else key, f"there is no such key; there are {', '.join(sorted(allowed))}")

    def identity(self, value: Any, where: str) -> str | None:
        """An id."""
        if not isinstance(value, str):
            self.add(where, f"must be a text, not {kind(value)}")
        elif not value or len(value) > MAX_ID:
            self.add(where, f"must have 1 to {MAX_ID} characters, not {len(value)}")
        else:
            return value
        return None

    def number(self, value: Any, where: str, *, largest: int = MAX_NUMBER) -> int:
        """A whole number from 0; 0 after a fault."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(where, f"must be a whole number, not {kind(value)}")
        elif not 0 <= value <= largest:
            self.add(where, f"must be from 0 to {largest}, not {value}")
        else:
            return value
        return 0

    def ids(self, records: list[dict[str, Any]], key: str) -> list[str]:
        """The ids of records, each stated once. One that is no id stands as an empty text."""
        found: list[str] = []
        first: dict[str, int] = {}
        for number, record in enumerate(records):
            one = self.identity(record.get("id"), f"{key}[{number}].id")
            if one is not None and first.setdefault(one, number) != number:
                self.add(f"{key}[{number}].id", f'"{one}" is the id of {key}[{first[one]}] too')
            found.append(one or "")
        return found


def kind(value: Any) -> str:
    """What JSON calls a value."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
    return names.get(type(value), "null")


def read_json(path: Path, what: str) -> tuple[Any, bytes]:
    """The content of a JSON file, and its bytes.

    Raises:
        BadFile: when it cannot be read, is too large, or is not JSON.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile([f"the {what} {path} is larger than {MAX_BYTES // 1024 // 1024} MiB"])
        read = path.read_bytes()
        return json.loads(read), read
    except OSError as error:
        raise BadFile([f"the {what} {path} cannot be read: {error.strerror}"]) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile([f"the {what} {path} is not JSON: {error}"]) from error
