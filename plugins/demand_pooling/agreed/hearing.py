"""What is heard of agreed roles. Nothing here commits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db, utcnow
from core.plugins import Subscription
from core.regions.models import Region
from core.search.folding import fold
from plugins.demand_pooling.agreed.models import AgreedRole
from plugins.demand_pooling.service import locked_state

TITLES_AGREED = "role_standards.titles_agreed.v1"
MOST_TITLES = 5_000


class TitlesAgreed(BaseModel):
    """The part of the event that is read here."""

    model_config = ConfigDict(extra="ignore")

    standard_id: int
    title: str
    occupation_group: str
    titles: list[str]
    withdrawn: bool = False
    revision: int = 0


def on_titles_agreed(region: Region, said: TitlesAgreed) -> None:
    """A role was agreed, got or lost a title, or is no longer used. The same word twice changes nothing; an older one is passed over."""
    locked_state(region)  # so that two events that are heard at once do not both make the row
    wanted = select(AgreedRole).where(AgreedRole.region_id == region.id, AgreedRole.standard_id == said.standard_id)
    found = db.session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        found = AgreedRole(region_id=region.id, standard_id=said.standard_id)
        db.session.add(found)
    elif said.revision < found.revision:
        return
    found.title, found.occupation_group, found.revision = said.title[:200], said.occupation_group[:4], said.revision
    found.titles = sorted({folded for each in [said.title, *said.titles][:MOST_TITLES] if (folded := fold(each))})
    found.withdrawn_at = (found.withdrawn_at or utcnow()) if said.withdrawn else None
    db.session.flush()


SUBSCRIPTIONS = [Subscription(TITLES_AGREED, TitlesAgreed, on_titles_agreed, "demand_pooling.record_agreed_titles")]
