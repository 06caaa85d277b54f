"""Education that answers a need: what leads to an occupation group, is to come, and can be followed from where the need is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, exists, or_, select

from core.db import db
from core.errors import NotFound
from core.geo.distance import distance_km, within
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import Supply, fits_of_title
from core.web.format import format_number
from plugins.training_catalog import occupations, wording
from plugins.training_catalog.finding.centres import centres_of
from plugins.training_catalog.finding.conditions import no_travel, received_in
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EducationProvider, EventLocation
from plugins.training_catalog.scope import catalogue_scope, info_path
from plugins.training_catalog.settings import settings_in

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_EVENTS = 300
MAX_SUPPLIES = 30
FULL_TIME = 100  # per cent
SIGN_LANGUAGES = {"swl", "sgn"}  # ISO 639-3 and 639-2

Event = EducationEvent


def supply_for(region: Region, occupation_group: str, municipalities: Sequence[str]) -> list[Supply]:
    """Educations that lead to the group, each by its soonest event that can be followed from one of the municipalities.

    An event can be followed when it is given by distance without sessions one must come to, or held, or received by a learning
    centre, within the region's `reach_km` of one of them. With no municipality named, every event counts. Soonest first; at most thirty.
    """
    return [each.supply for each in ways_for(region, occupation_group, municipalities)]


class Way(NamedTuple):
    """An education as supply, and what its soonest event is known to offer and to lack (`core.plugins.FITS`)."""

    supply: Supply
    fits: list[str]
    lacks: list[str]


def ways_for(region: Region, occupation_group: str, municipalities: Sequence[str]) -> list[Way]:
    """As `supply_for`, with what is known of each."""
    with catalogue_scope(region):
        near = _within_reach(municipalities, settings_in(region).reach_km)
        events = _events(occupation_group, near if municipalities else None)
        numbers = {row.event_id for row in events.values()}
        places, centres = _places(numbers, near), _centres(numbers, near)
    found = []
    for row in list(events.values())[:MAX_SUPPLIES]:
        place, centre = places.get(row.event_id, ""), centres.get(row.event_id)
        supply = _supply(region, row, place, centre, municipalities)
        found.append(Way(supply, _fits(row, place, centre, municipalities), _lacks(row, place, centre, municipalities)))
    return found


def _fits(row: Any, place: str, centre: Receiving | None, municipalities: Sequence[str]) -> list[str]:
    """What the event itself says that it offers."""
    found = set(fits_of_title(row.title))
    if row.school_form == "VUXSFI":  # Swedish for immigrants that leads to an occupation
        found.add("swedish")
    if row.is_distance:
        found.add("distance")
    here = [place, centre.municipality_code if centre is not None else ""]
    if len(municipalities) == 1 and municipalities[0] in here:
        found.add("near")
    if row.pace and row.pace < FULL_TIME:
        found.add("part_time")
    if "kväll" in row.time_of_study.casefold():
        found.add("evening")
    if SIGN_LANGUAGES & set(row.languages.split(",")):
        found.add("sign_language")
    return sorted(found)


def _lacks(row: Any, place: str, centre: Receiving | None, municipalities: Sequence[str]) -> list[str]:
    """What the event says that it does not offer; what it says nothing of is not here."""
    found = ["evening"] if row.time_of_study.casefold().strip() == "dag" else []
    elsewhere = place and not row.is_distance and centre is None and len(municipalities) == 1 and place != municipalities[0]
    if elsewhere:
        found.append("near")
    paces = [float(part) for part in row.paces.split(",") if part]
    return [*found, "part_time"] if paces and min(paces) >= FULL_TIME else found


def _within_reach(municipalities: Sequence[str], reach_km: int) -> set[str]:
    near: set[str] = set()
    for code in municipalities:
        try:
            near.update(other for other, _km in within(code, reach_km))
        except NotFound:  # a code that has been retired
            continue
    return near


def _events(group: str, near: Collection[str] | None) -> dict[int, Any]:
    """The soonest event of each education, in order of start."""
    statement = (
        select(
            EducationInfo.id.label("info_id"),
            EducationInfo.title,
            Event.id.label("event_id"),
            Event.start,
            Event.is_distance,
            EducationInfo.school_form,
            EducationInfo.paces,
            Event.pace,
            Event.time_of_study,
            Event.languages,
            Event.mandatory_sessions,
            Event.optional_sessions,
            Event.mandatory_remote_sessions,
            EducationProvider.name.label("provider"),
            EducationOccupation.rule,
            EducationOccupation.term,
        )
        .join(EducationInfo, EducationInfo.id == EducationOccupation.info_id)
        .join(Event, Event.info_id == EducationInfo.id)
        .outerjoin(EducationProvider, EducationProvider.id == Event.provider_id)
        .where(EducationOccupation.group_code == group, Event.is_current.is_(True))
        .order_by(case((Event.start.is_(None), 1), else_=0), Event.start, Event.id)
        .limit(MAX_EVENTS)
    )
    if near is not None:
        held = exists().where(EventLocation.event_id == Event.id, EventLocation.municipality_code.in_(sorted(near)))
        statement = statement.where(or_(no_travel(), held, received_in(sorted(near))))
    found: dict[int, Any] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.info_id, row)
    return found


def _places(event_ids: Collection[int], near: Collection[str]) -> dict[int, str]:
    """Where each event is held: a municipality's code, one within reach if there is one."""
    statement = (
        select(EventLocation.event_id, EventLocation.municipality_code)
        .where(EventLocation.event_id.in_(sorted(event_ids)), EventLocation.municipality_code.is_not(None))
        .order_by(EventLocation.id)
    )
    found: dict[int, str] = {}
    for event_id, code in db.session.execute(statement):
        if code and (event_id not in found or (code in near and found[event_id] not in near)):
            found[event_id] = code
    return found


def _centres(event_ids: Collection[int], near: Collection[str]) -> dict[int, Receiving]:
    """The first learning centre within reach that receives each event."""
    found: dict[int, Receiving] = {}
    for event_id, rows in centres_of(event_ids).items():
        row = next((row for row in rows if row.municipality_code in near), None)
        if row is not None:
            found[event_id] = row
    return found


def _supply(region: Region, row: Any, place: str, centre: Receiving | None, municipalities: Sequence[str]) -> Supply:
    return Supply(
        ref=f"training_catalog:info:{row.info_id}",
        title=row.title,
        url=info_path(region, row.info_id),
        provider=row.provider or "",
        start=row.start,
        place=name_of(centre.municipality_code) if centre is not None else name_of(place) if place and not row.is_distance else "",
        distance=row.is_distance,
        reason=f"{occupations.reason(row.rule, row.term)} {_reach(row, place, centre, municipalities)}".strip(),
    )


def _reach(row: Any, place: str, centre: Receiving | None, municipalities: Sequence[str]) -> str:
    if centre is not None:
        return _("Kan följas på %(centre)s i %(place)s.", centre=centre.centre, place=name_of(centre.municipality_code))
    if row.is_distance and not (row.mandatory_sessions and place):
        return _("Kan följas hemifrån: %(how)s.", how=wording.sessions(row).lower())
    if not place:
        return ""
    if place in municipalities:
        return _("Ges i %(place)s, där behovet finns.", place=name_of(place))
    try:
        nearest = min(((distance_km(code, place), code) for code in municipalities), default=None)
    except NotFound:
        nearest = None
    if nearest is None:
        return _("Ges i %(place)s.", place=name_of(place))
    return _("Ges i %(place)s, %(km)s km från %(near)s.", place=name_of(place), km=format_number(nearest[0], 0), near=name_of(nearest[1]))
