"""What a harvest has fetched, on disk until it is written: a page is never asked for twice, and nothing is judged before all is here."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

from flask import current_app


def folder(run_id: int) -> Path:
    """Where the pages of a run lie. Need not exist."""
    path: Path = current_app.extensions["samkraft_settings"].data_dir / "training_catalog" / "harvest" / str(run_id)
    return path


def put(run_id: int, name: str, data: bytes) -> None:
    """Keep a page, whole or not at all."""
    where = folder(run_id)
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = where / f".{name}.part"
    with half.open("wb") as file:
        file.write(gzip.compress(data, compresslevel=4))
        file.flush()
        os.fsync(file.fileno())
    half.replace(where / f"{name}.gz")


def get(run_id: int, name: str) -> bytes:
    """A page.

    Raises:
        FileNotFoundError: when it is not there.
    """
    return gzip.decompress((folder(run_id) / f"{name}.gz").read_bytes())


def names(run_id: int, prefix: str) -> list[str]:
    """The pages whose names begin so, in order."""
    return sorted(path.name.removesuffix(".gz") for path in folder(run_id).glob(f"{prefix}*.gz"))


def put_json(run_id: int, name: str, value: Any) -> None:
    """Keep a note."""
    put(run_id, name, json.dumps(value).encode())


def get_json(run_id: int, name: str) -> Any:
    """A note."""
    return json.loads(get(run_id, name))


def clear(run_id: int) -> None:
    """Throw away what a run has fetched."""
    shutil.rmtree(folder(run_id), ignore_errors=True)
