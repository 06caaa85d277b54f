"""What learning centres say of themselves: each is a receiving centre here. Nothing here commits.

One that somebody here keeps by hand is only linked: its seats and whether it receives stay as they were decided here.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select

from core.audit.service import record
from core.db import db
from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.demand_pooling.runs.centres import MAX_CENTRES, centres, ref
from plugins.demand_pooling.runs.models import ReceivingCentre

CENTRE_PUBLISHED = "distance_learning.centre_published.v1"


class CentrePublished(BaseModel):
    """The part of the event that is read here."""

    model_config = ConfigDict(extra="ignore")

    centre_id: int
    organisation_id: int | None = None
    centre_name: str
    municipality_code: str
    seats: int = 0
    receives: bool = True
    published: bool = True
    revision: int = 0


def on_centre_published(region: Region, said: CentrePublished) -> None:
    """A learning centre was published, changed or taken away. An older word than the last one is passed over."""
    organisation_id = _known_organisation(said.organisation_id)
    found = _found(region, said, organisation_id)
    if found is None:
        if said.published and said.municipality_code in {m.code for m in municipalities(region)} and len(centres(region)) < MAX_CENTRES:
            found = ReceivingCentre(region_id=region.id, organisation_id=organisation_id, by_hand=False)
            db.session.add(found)
            _follow(found, said)
            db.session.flush()
            record("demand_pooling.centre.added", region=region, subject=ref(found), name=found.name, seats=found.seats)
        return
    if found.learning_centre_id == said.centre_id and said.revision < found.learning_centre_revision:
        return
    if found.by_hand:
        found.learning_centre_id, found.learning_centre_revision = said.centre_id, said.revision
        found.organisation_id = found.organisation_id or organisation_id
    else:
        _follow(found, said)
    db.session.flush()


def _follow(found: ReceivingCentre, said: CentrePublished) -> None:
    found.learning_centre_id, found.learning_centre_revision = said.centre_id, said.revision
    found.name, found.municipality_code, found.seats = said.centre_name[:200], said.municipality_code, said.seats
    found.receives = said.receives and said.published


def _found(region: Region, said: CentrePublished, organisation_id: int | None) -> ReceivingCentre | None:
    """The centre that is linked already; else that of the organisation; else, in the same municipality, that of the name."""
    own = select(ReceivingCentre).where(ReceivingCentre.region_id == region.id).order_by(ReceivingCentre.id).limit(1).with_for_update()
    free = own.where(ReceivingCentre.learning_centre_id.is_(None))
    named = free.where(
        func.lower(ReceivingCentre.name) == said.centre_name.lower(), ReceivingCentre.municipality_code == said.municipality_code
    )
    asked = [own.where(ReceivingCentre.learning_centre_id == said.centre_id)]
    asked += [free.where(ReceivingCentre.organisation_id == organisation_id)] if organisation_id else []
    for statement in (*asked, named):
        if (found := db.session.execute(statement).scalar_one_or_none()) is not None:
            return found
    return None


def _known_organisation(organisation_id: int | None) -> int | None:
    """The organisation, if it is still there: an event can be older than a merger."""
    if organisation_id is None:
        return None
    return db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id)).scalar_one_or_none()
