"""The last days to apply, for anybody's calendar program.

They are in the region's public calendar, not in each person's own: there are hundreds, and who wants them subscribes to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.clock import today
from core.db import db
from core.i18n import gettext as _
from core.plugins import CalendarItem
from plugins.training_catalog.export import chosen_conditions
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.models import EducationEvent, EducationInfo
from plugins.training_catalog.scope import catalogue_scope, info_path

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_ITEMS = 300
HORIZON = timedelta(days=365)
UNKNOWN = datetime(2020, 1, 1, tzinfo=UTC)  # when the source does not say when it was edited


def calendar_items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """The last days to apply of the coming year, the nearest first; one item per education and day."""
    return application_days(region, Filters()) if user is None else []


def application_days(region: Region, filters: Filters) -> list[CalendarItem]:
    """The last days to apply among what was chosen."""
    statement = (
        select(EducationInfo.id, EducationInfo.title, EducationEvent.open_until, func.max(EducationEvent.last_edited))
        .join(EducationEvent, EducationEvent.info_id == EducationInfo.id)
        .where(
            EducationEvent.is_current.is_(True),
            EducationEvent.is_cancelled.is_(False),
            EducationEvent.application_continuous.is_(False),
            EducationEvent.open_until >= today(),
            EducationEvent.open_until <= today() + HORIZON,
            *chosen_conditions(filters, today()),
        )
        .group_by(EducationInfo.id, EducationInfo.title, EducationEvent.open_until)
        .order_by(EducationEvent.open_until, EducationInfo.id)
        .limit(MAX_ITEMS)
    )
    with catalogue_scope(region):
        rows = db.session.execute(statement).all()
    return [
        CalendarItem(
            uid=f"training_catalog:info:{info_id}:apply:{day.isoformat()}",
            summary=_("Sista dagen att söka: %(title)s", title=title),
            start=day,
            updated=edited or UNKNOWN,
            url=info_path(region, info_id),
        )
        for info_id, title, day, edited in rows
        if day is not None
    ]
