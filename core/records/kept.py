"""Who was erased, as keyed hashes in a file of the data folder: it outlives the database, and a restore reads it.

Lines are only ever added. The file that a backup holds never replaces it; the two are put together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from core.config import Settings

FILE = "erasures.log"
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def file() -> Path:
    """The file in the data folder."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    return settings.data_dir / FILE


def parsed(text: str) -> list[str]:
    """The hashes of this file, and of what `samkraft records erasures` writes. One that was cut off by a full disk is passed over."""
    return _HASH.findall(text)


def read() -> list[str]:
    """All hashes in the file; none when there is no file."""
    path = file()
    return parsed(path.read_text("utf-8")) if path.exists() else []


def add(fingerprints: Iterable[str]) -> int:
    """Add those that are missing. Returns how many."""
    new = sorted(set(fingerprints) - set(read()))
    if not new:
        return 0
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as target:
        target.write("".join(f"\n{line}" for line in new) + "\n")
        target.flush()
        os.fsync(target.fileno())
    return len(new)
