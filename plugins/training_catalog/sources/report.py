"""What was inferred when a source was read, counted from what is stored: for those who want to know how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select

from core.db import db
from core.geo.queries import name_of
from plugins.training_catalog.models import EducationEvent, EducationInfo, EventLocation, Source

MAX_NAMED = 8


@dataclass
class Inferred:
    """What a source's present events and educations say by themselves, and what was worked out.

    Args:
        given: Events whose municipality the source gives.
        by_place: Events whose municipality comes from the name of the place, by municipality.
        by_provider: The same, from the provider's name or address.
        nowhere: Events on site without a municipality.
        distance: Events at a distance.
        folded: Events that repeat another one in a further municipality.
        without_form: Educations without a school form.
        units: Educations by unit of credits; "" for credits without one.
    """

    events: int = 0
    educations: int = 0
    given: int = 0
    by_place: Counter[str] = field(default_factory=Counter)
    by_provider: Counter[str] = field(default_factory=Counter)
    nowhere: int = 0
    distance: int = 0
    folded: int = 0
    without_form: int = 0
    units: Counter[str] = field(default_factory=Counter)


def inferred(source: Source) -> Inferred:
    """Count a source."""
    found = Inferred()
    here = (EducationEvent.source_id == source.id) & EducationEvent.removed_at.is_(None)
    flags = select(EducationEvent.is_distance, EducationEvent.folded_into_id.is_not(None), func.count(EducationEvent.id))
    for distance, folded, number in db.session.execute(
        flags.where(here).group_by(EducationEvent.is_distance, EducationEvent.folded_into_id.is_not(None))
    ):
        found.events += number
        found.distance += number if distance else 0
        found.folded += number if folded else 0
    own = func.coalesce(EventLocation.origin_id, EventLocation.event_id)
    places = (
        select(EventLocation.inferred_from, EventLocation.municipality_code, func.count(func.distinct(own)))
        .join(EducationEvent, EducationEvent.id == own)
        .where(here, EventLocation.municipality_code.is_not(None))
        .group_by(EventLocation.inferred_from, EventLocation.municipality_code)
    )
    for how, code, number in db.session.execute(places):
        if how == "place":
            found.by_place[name_of(str(code))] += number
        elif how == "provider":
            found.by_provider[name_of(str(code))] += number
        else:
            found.given += number
    located = select(own).where(EventLocation.municipality_code.is_not(None), EventLocation.region_id == source.region_id)
    lost = here & EducationEvent.is_distance.is_(False) & EducationEvent.id.not_in(located)
    found.nowhere = db.session.execute(select(func.count(EducationEvent.id)).where(lost)).scalar_one()
    _educations(source, found)
    return found


def _educations(source: Source, found: Inferred) -> None:
    statement = (
        select(EducationInfo.school_form, EducationInfo.credits.is_not(None), EducationInfo.credits_unit, func.count(EducationInfo.id))
        .where(EducationInfo.source_id == source.id, EducationInfo.removed_at.is_(None))
        .group_by(EducationInfo.school_form, EducationInfo.credits.is_not(None), EducationInfo.credits_unit)
    )
    for form, has_credits, unit, number in db.session.execute(statement):
        found.educations += number
        found.without_form += 0 if form else number
        if has_credits:
            found.units[unit] += number


def lines(found: Inferred) -> list[str]:
    """The report, in English, for an operator."""
    said = [
        f"{found.events} events of {found.educations} educations; {found.distance} at a distance, "
        f"{found.folded} repeat another event in a further municipality.",
        f"Municipality: given for {found.given}; inferred from the place for {_counted(found.by_place)}; "
        f"inferred from the provider for {_counted(found.by_provider)}; unknown for {found.nowhere}.",
    ]
    units = ", ".join(f"{unit or 'no unit'} {number}" for unit, number in sorted(found.units.items()))
    said.append(f"Credits: {units or 'none'}. No school form: {found.without_form} educations.")
    return said


def _counted(by_name: Counter[str]) -> str:
    if not by_name:
        return "0"
    most = by_name.most_common(MAX_NAMED)
    rest = len(by_name) - len(most)
    return f"{by_name.total()} ({', '.join(f'{name} {number}' for name, number in most)}{f' and {rest} more' if rest > 0 else ''})"
