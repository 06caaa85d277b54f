"""What has happened in a region, for consumers that no webhook can reach: they ask again and again, from where they were."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Query, operation, require_principal
from core.api.queries import events_after, tellable
from core.db.query import MAX_INTEGER
from core.web.access import signed_in
from core.web.context import current_region

bp = Blueprint("core_api_events", __name__)
EventName = Annotated[str, Field(max_length=160, pattern="^[a-z0-9_.]*$")]


class EventQuery(Query):
    """From where, and how many."""

    after: Annotated[int, Field(ge=0, le=MAX_INTEGER, description="The `next` of the last answer; 0 for all that is kept.")] = 0
    limit: Annotated[int, Field(ge=1, le=100, description="At most so many.")] = 50
    type: list[EventName] = Field(default_factory=list, max_length=20, description="Only these events.")


class EventOut(ApiModel):
    """Something that has happened."""

    id: int
    type: str
    timestamp: datetime
    data: dict[str, Any]


class Events(ApiModel):
    """Events in the order of their ids, and where to go on."""

    items: list[EventOut]
    next: int = Field(description="Send it as `after` the next time.")


@bp.get("/regions/<region>/events")
@signed_in("GET")
@operation("Events since a cursor", tag="Events", query=EventQuery, answer=Events)
def events(query: EventQuery) -> Events:
    """What the token's scopes let it hear of.

    Events are kept for 30 days, and stand here some ten seconds after they happened. The same events can be had by webhook.
    """
    region, principal = current_region(), require_principal()
    names = tellable(region, principal.granted_in(region)) if region.id == principal.region_id else []
    if query.type:
        names = [name for name in names if name in query.type]
    rows = events_after(region, names, after=query.after, limit=query.limit)
    items = [EventOut(id=row.id, type=row.name, timestamp=row.created_at, data=dict(row.payload)) for row in rows]
    return Events(items=items, next=items[-1].id if items else query.after)
