"""The mailed link of a person without account: their only key to what they have registered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core import mailed_links
from core.db import db
from core.regions.models import Region
from plugins.distance_learning import tokens
from plugins.distance_learning.cohorts.models import Interest

PURPOSE = "interest"


def new_key() -> dict[str, Any]:
    """The secret columns of a new row."""
    seed = mailed_links.new_seed()
    return {"seed": seed, "token_hash": mailed_links.digest(tokens.token_of(PURPOSE, seed))}


def token_of(interest: Interest) -> str:
    """The secret of a person's link."""
    return tokens.token_of(PURPOSE, interest.seed)


def by_token(region: Region, token: str) -> Interest | None:
    """The interest behind a mailed link; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Interest).where(Interest.token_hash == mailed_links.digest(token), Interest.region_id == region.id)
    return db.session.execute(statement).scalar_one_or_none()
