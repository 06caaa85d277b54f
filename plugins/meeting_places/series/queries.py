"""Reads on themes and series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import organisations_of
from core.users.queries import organisations_where
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.series.models import (
    MeetingPlace,
    MeetingPlaceCounty,
    MeetingPlaceOrganiser,
    MeetingPlaceTheme,
    SeriesStatus,
    Theme,
)

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User


def themes(region: Region) -> Sequence[Theme]:
    """The themes one can look for: the region's, and those of the regions that share with it."""
    return db.session.execute(select(Theme).where(Theme.is_active.is_(True)).order_by(Theme.sort_key, Theme.id)).scalars().all()


def own_themes(region: Region, *, also_old: bool = False) -> Sequence[Theme]:
    """The region's own themes, which its meetings and solutions can have."""
    wanted = select(Theme).where(Theme.region_id == region.id)
    if not also_old:
        wanted = wanted.where(Theme.is_active.is_(True))
    return db.session.execute(wanted.order_by(Theme.sort_key, Theme.id)).scalars().all()


def own_theme(region: Region, theme_id: int) -> Theme:
    """A theme of this region.

    Raises:
        NotFound: when it is another's.
    """
    found = get(Theme, theme_id)
    if found.region_id != region.id:
        raise _missing()
    return found


def published(region: Region, *, number: int = 1, size: int = 30) -> Page[Any]:
    """The series that everybody sees, those under way first."""
    wanted = select(MeetingPlace).where(MeetingPlace.status.in_([SeriesStatus.PUBLISHED, SeriesStatus.ENDED]))
    return paginate(
        wanted.order_by(MeetingPlace.status == SeriesStatus.ENDED, MeetingPlace.sort_key, MeetingPlace.id), number=number, size=size
    )


def public_series(series_id: int) -> MeetingPlace:
    """A series that everybody sees.

    Raises:
        NotFound: when there is none.
    """
    found = get(MeetingPlace, series_id)
    if found.status == SeriesStatus.DRAFT:
        raise _missing()
    return found


def acting_for(region: Region, user: User | None) -> list[Organisation] | None:
    """For whom one may arrange meetings; None: for anybody."""
    if user is None:
        return []
    reach = organisations_where(user, region, MANAGE)
    return None if reach.everywhere else [each for each in organisations_of(user, region) if each.id in reach]


def own_series(region: Region, user: Any) -> Sequence[MeetingPlace]:
    """The series that one may change: those that one's organisation leads or arranges with others."""
    reach = organisations_where(user, region, MANAGE)
    wanted = select(MeetingPlace).where(MeetingPlace.region_id == region.id)
    if not reach.everywhere:
        also = select(MeetingPlaceOrganiser.series_id).where(MeetingPlaceOrganiser.organisation_id.in_(reach.organisations))
        wanted = wanted.where(or_(MeetingPlace.organisation_id.in_(reach.organisations), MeetingPlace.id.in_(also)))
    return db.session.execute(wanted.order_by(MeetingPlace.sort_key, MeetingPlace.id)).scalars().all()


def one_own(region: Region, user: Any, series_id: int, *, lock: bool = False) -> MeetingPlace:
    """A series that one may change.

    Raises:
        NotFound: when there is none, or it is others'.
    """
    found = get(MeetingPlace, series_id, lock=lock)
    reach = organisations_where(user, region, MANAGE)
    if found.region_id != region.id:
        raise _missing()
    if not reach.everywhere and found.organisation_id not in reach and not any(each in reach for each in organiser_ids(found)):
        raise _missing()
    return found


def organiser_ids(series: MeetingPlace) -> Sequence[int]:
    """Those who arrange it besides the one that leads it."""
    wanted = select(MeetingPlaceOrganiser.organisation_id).where(MeetingPlaceOrganiser.series_id == series.id)
    return db.session.execute(wanted.order_by(MeetingPlaceOrganiser.organisation_id)).scalars().all()


def organisers(series: MeetingPlace) -> list[Organisation]:
    """All who arrange it, the one that leads it first."""
    ids = [*([series.organisation_id] if series.organisation_id else []), *organiser_ids(series)]
    found = db.session.execute(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name_key)).scalars().all()
    return sorted(found, key=lambda each: each.id != series.organisation_id)


def theme_ids(series: MeetingPlace) -> Sequence[int]:
    """Its themes."""
    wanted = select(MeetingPlaceTheme.theme_id).where(MeetingPlaceTheme.series_id == series.id)
    return db.session.execute(wanted.order_by(MeetingPlaceTheme.theme_id)).scalars().all()


def theme_names(series: MeetingPlace) -> Sequence[str]:
    """The names of its themes."""
    wanted = select(Theme.name).join(MeetingPlaceTheme, MeetingPlaceTheme.theme_id == Theme.id)
    return db.session.execute(wanted.where(MeetingPlaceTheme.series_id == series.id).order_by(Theme.sort_key)).scalars().all()


def county_codes(series: MeetingPlace) -> Sequence[str]:
    """The counties that take part."""
    wanted = select(MeetingPlaceCounty.county_code).where(MeetingPlaceCounty.series_id == series.id)
    return db.session.execute(wanted.order_by(MeetingPlaceCounty.county_code)).scalars().all()


def titles(ids: Sequence[int | None]) -> Mapping[int, str]:
    """The titles of series, by id."""
    wanted = select(MeetingPlace.id, MeetingPlace.title).where(MeetingPlace.id.in_({each for each in ids if each}))
    return {key: str(title) for key, title in db.session.execute(wanted)}


def _missing() -> NotFound:
    return NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
