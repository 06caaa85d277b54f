"""Uploaded files, under generated names in the data folder, until they are no longer needed. Never served under a name from outside."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from flask import current_app

_NAME = re.compile(r"[0-9a-f]{32}")


def folder() -> Path:
    """Where the files lie; made when it is missing."""
    path: Path = current_app.extensions["samkraft_settings"].data_dir / "uploads"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def store(data: bytes) -> str:
    """Keep a file; returns the name to find it by."""
    name = secrets.token_hex(16)
    path = folder() / name
    path.touch(mode=0o600)
    path.write_bytes(data)
    return name


def load(name: str) -> bytes | None:
    """The file of a name; None when it is gone, or the name is none of ours."""
    try:
        return (folder() / name).read_bytes() if _NAME.fullmatch(name) else None
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    """Throw a file away; nothing happens if it is gone."""
    if _NAME.fullmatch(name):
        (folder() / name).unlink(missing_ok=True)
