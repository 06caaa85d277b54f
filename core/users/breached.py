"""Passwords that everybody knows, looked up without network and without reading the list.

A list is a file of sorted 6-byte beginnings of SHA-1 digests. SHA-1 protects nothing here; it is the form in which such lists are given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from core.config import ROOT

SHIPPED = ROOT / "core" / "users" / "data" / "common-passwords.bin"
OWN = "breached-passwords.bin"  # the operator's, in the data folder
SIZE = 6
_HEX = re.compile(r"^([0-9A-Fa-f]{40})(?::\d+)?$")


def _beginning(password: str) -> bytes:
    return hashlib.sha1(password.encode(), usedforsecurity=False).digest()[:SIZE]


def contains(path: Path, password: str) -> bool:
    """Whether a list has a password, by binary search in the file."""
    wanted = _beginning(password)
    try:
        with path.open("rb") as file:
            low, high = 0, path.stat().st_size // SIZE
            while low < high:
                middle = (low + high) // 2
                file.seek(middle * SIZE)
                found = file.read(SIZE)
                if found == wanted:
                    return True
                low, high = (middle + 1, high) if found < wanted else (low, middle)
    except FileNotFoundError:
        return False
    return False


def is_breached(password: str, data_dir: Path) -> bool:
    """Whether the shipped list or the operator's has the password, as written or in lower case."""
    forms = {password, password.lower()}
    return any(contains(path, form) for path in (SHIPPED, data_dir / OWN) for form in forms)


def write_list(lines: Iterable[str], path: Path) -> int:
    """Make a list from passwords, or from SHA-1 digests in hex with or without `:count`. Returns how many there are."""
    found = set()
    for line in lines:
        text = line.rstrip("\r\n")
        digest = _HEX.match(text)
        if digest:
            found.add(bytes.fromhex(digest.group(1))[:SIZE])
        elif text:
            found.add(_beginning(text))
    new = path.with_suffix(".new")
    new.write_bytes(b"".join(sorted(found)))
    new.replace(path)
    return len(found)
