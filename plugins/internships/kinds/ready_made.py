"""The kinds that a region begins with, read from the file beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from plugins.internships.kinds.models import PlacementKindPolicy

if TYPE_CHECKING:
    from core.regions.models import Region

_FILE = Path(__file__).with_name("ready_made.toml")


@cache
def _read() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(_FILE.read_text("utf-8"))["kind"])


def _asked(evaluations: Mapping[str, Mapping[str, list[list[str]]]]) -> dict[str, Any]:
    return {
        phase: {side: [{"text": text, "text_en": text_en} for text, text_en in pairs] for side, pairs in sides.items()}
        for phase, sides in evaluations.items()
    }


def add_missing(region: Region) -> None:
    """Make those of the ready-made kinds that the region does not have. Those that it has stay as they are."""
    there = set(db.session.execute(select(PlacementKindPolicy.code).where(PlacementKindPolicy.region_id == region.id)).scalars())
    for position, kind in enumerate(_read(), start=1):
        if kind["code"] not in there:
            facts = {**kind, "evaluations": _asked(kind["evaluations"]), "documents": [dict(each) for each in kind["documents"]]}
            db.session.add(PlacementKindPolicy(region_id=region.id, position=position, **facts))
    db.session.flush()
