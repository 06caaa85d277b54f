"""The whole catalogue as a compressed file, kept where making it while somebody waits would take too long.

The name of the file holds the catalogue's token, so that it is known what it is a dump of. The newest stays until the next is whole.
"""

from __future__ import annotations

import gzip
import re
import secrets
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from flask import current_app

from plugins.training_catalog import queries
from plugins.training_catalog.exports import emil3
from plugins.training_catalog.scope import catalogue_scope

if TYPE_CHECKING:
    from core.regions.models import Region

LARGE = 5_000  # events to come: about two seconds
MAX_AGE = 20 * 3600  # seconds; each night it is made anew, so that what was erased about a person is not in it
MAKE_JOB = "training_catalog.make_dump"
_NAME = re.compile(r"(\d+)-([0-9a-f]{1,400})\.json\.gz")


def folder() -> Path:
    """Where the dumps lie; made when it is missing."""
    path: Path = current_app.extensions["samkraft_settings"].data_dir / "training_catalog" / "dumps"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def kept(region: Region) -> tuple[Path, str] | None:
    """The region's dump and the token of the catalogue that it is of; None when there is none."""
    found = sorted(folder().glob(f"{region.id}-*.json.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found:
        if match := _NAME.fullmatch(path.name):
            return path, match[2]
    return None


def make(region: Region, *, large: int = LARGE) -> Path | None:
    """Make the dump of a large catalogue, if there is none of what it holds now. A small one needs none, and loses what it had."""
    with catalogue_scope(region):
        whole = queries.overview()
    earlier = kept(region)
    if whole.events < large or not whole.token:
        _sweep(region, None)
        return None
    if earlier is not None and earlier[1] == whole.token[:400] and time() - earlier[0].stat().st_mtime < MAX_AGE:
        return earlier[0]
    path = folder() / f"{region.id}-{whole.token[:400]}.json.gz"
    half = folder() / f"{secrets.token_hex(8)}.part"
    try:
        with half.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=6) as file:
            for piece in emil3.text(region):
                file.write(piece.encode())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)
    _sweep(region, path)
    return path


def _sweep(region: Region, keep: Path | None) -> None:
    for path in folder().glob(f"{region.id}-*.json.gz"):
        if path != keep:
            path.unlink(missing_ok=True)
