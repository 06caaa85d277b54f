"""What can be done with series and themes. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import count, db, sort_key
from core.errors import Conflict, DomainError
from core.geo.places import counties
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.service import in_region
from plugins.meeting_places.series.models import (
    MeetingPlace,
    MeetingPlaceCounty,
    MeetingPlaceOrganiser,
    MeetingPlaceTheme,
    SeriesStatus,
    Theme,
)
from plugins.meeting_places.series.queries import own_themes

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_THEMES = 100
MAX_SERIES = 1_000
MAX_ORGANISERS = 60


def save_theme(*, region: Region, name: str, description: str = "", theme: Theme | None = None, is_active: bool = True) -> Theme:
    """Add a theme, or change one.

    Raises:
        DomainError: when the region has one of the name, or too many.
    """
    key = sort_key(name)
    same = select(Theme.id).where(Theme.region_id == region.id, Theme.sort_key == key)
    if theme is not None:
        same = same.where(Theme.id != theme.id)
    if db.session.execute(same.limit(1)).first():
        raise DomainError(_("Det finns redan ett tema som heter så. Skriv ett annat namn."), field="name")
    if theme is None:
        if count(select(Theme).where(Theme.region_id == region.id)) >= MAX_THEMES:
            raise DomainError(_("Regionen kan ha högst %(n)s teman.", n=MAX_THEMES))
        theme = Theme(region_id=region.id)
        db.session.add(theme)
    theme.name, theme.sort_key, theme.description, theme.is_active = name, key, description, is_active
    db.session.flush()
    record("meeting_places.theme.saved", region=region, subject=f"meeting_places:theme:{theme.id}", title=name)
    return theme


def make(*, region: Region, organisation: Organisation, title: str, aim: str = "", **parts: Iterable[Any]) -> MeetingPlace:
    """Add a series, which nobody else sees yet. `parts` are those of `change`.

    Raises:
        DomainError: when there are too many.
    """
    if count(select(MeetingPlace).where(MeetingPlace.region_id == region.id)) >= MAX_SERIES:
        raise DomainError(_("Regionen kan ha högst %(n)s mötesplatser.", n=MAX_SERIES))
    made = MeetingPlace(region_id=region.id, organisation_id=organisation.id, title=title, sort_key=sort_key(title), aim=aim)
    db.session.add(made)
    db.session.flush()
    _set_parts(region, made, **parts)
    record("meeting_places.series.made", region=region, subject=made.ref, title=title)
    return made


def change(*, region: Region, series: MeetingPlace, title: str, aim: str, **parts: Iterable[Any]) -> MeetingPlace:
    """Change what is said of it, its `themes` (ids), `counties` (two digits) and `organisers` (ids)."""
    series.title, series.sort_key, series.aim = title, sort_key(title), aim
    _set_parts(region, series, **parts)
    db.session.flush()
    record("meeting_places.series.changed", region=region, subject=series.ref, title=title)
    return series


def publish(*, region: Region, series: MeetingPlace) -> MeetingPlace:
    """Let everybody see it."""
    if series.status != SeriesStatus.PUBLISHED:
        series.status = SeriesStatus.PUBLISHED
        db.session.flush()
        record("meeting_places.series.published", region=region, subject=series.ref, title=series.title)
    return series


def end(*, region: Region, series: MeetingPlace) -> MeetingPlace:
    """It has no more meetings. It can still be read.

    Raises:
        Conflict: when it was never published.
    """
    if series.status == SeriesStatus.DRAFT:
        raise Conflict(_("Mötesplatsen visas inte än. Visa den först."))
    if series.status != SeriesStatus.ENDED:
        series.status = SeriesStatus.ENDED
        db.session.flush()
        record("meeting_places.series.ended", region=region, subject=series.ref, title=series.title)
    return series


def organisations_named(region: Region, numbers: str) -> list[Organisation]:
    """The organisations whose numbers stand in a text, one on each line.

    Raises:
        DomainError: when one of them is unknown, or there are too many.
    """
    lines = [line.strip() for line in numbers.splitlines() if line.strip()]
    if len(lines) > MAX_ORGANISERS:
        raise DomainError(_("Skriv högst %(n)s organisationer.", n=MAX_ORGANISERS), field="organisers")
    found = []
    for line in lines:
        number = line.split()[0]
        try:
            found.append(in_region(region, number, field="organisers"))
        except DomainError as error:
            raise DomainError(_("Raden ”%(line)s”: %(fault)s", line=line[:40], fault=error.message), field="organisers") from None
    return found


def _set_parts(
    region: Region, series: MeetingPlace, *, themes: Iterable[int] = (), counties: Iterable[str] = (), organisers: Iterable[int] = ()
) -> None:
    allowed = {theme.id for theme in own_themes(region)}
    lead = series.organisation_id
    _replace(region, series, MeetingPlaceTheme, "theme_id", sorted(set(themes) & allowed))
    _replace(region, series, MeetingPlaceCounty, "county_code", sorted(set(counties) & _counties()))
    _replace(region, series, MeetingPlaceOrganiser, "organisation_id", sorted({each for each in organisers if each != lead}))


def _counties() -> set[str]:
    return set(counties())


def _replace(region: Region, series: MeetingPlace, model: type[Any], column: str, values: Iterable[Any]) -> None:
    there = {getattr(row, column) for row in db.session.execute(select(model).where(model.series_id == series.id)).scalars()}
    wanted = set(values)
    if gone := there - wanted:
        db.session.execute(delete(model).where(model.series_id == series.id, getattr(model, column).in_(gone)))
    facts: Mapping[str, Any] = {"region_id": region.id, "series_id": series.id}
    db.session.add_all(model(**facts, **{column: value}) for value in sorted(wanted - there))
    db.session.flush()
