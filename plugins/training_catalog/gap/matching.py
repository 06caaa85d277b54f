"""Which educations answer a need: by occupation or skill, level, reach and date. Reads only; nothing here writes.

An education that leads to the occupation answers *wholly* when its level is the one asked for, every municipality of the need can
follow it, and it starts no later than the class is planned for. Otherwise, or when it only gives a skill, it answers *in part*.
One that no municipality can follow is told of, but is no answer.

Who can follow it is as in search: everybody, when it is given by distance without sessions one must come to (none said is none);
else who has the place, or a learning centre that receives it, within the region's travel limit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, select

from core.db import db
from core.errors import NotFound
from core.geo.distance import distance_km
from core.search import index
from core.search.folding import fold
from plugins.training_catalog.derive import KIND
from plugins.training_catalog.finding.centres import centres_of
from plugins.training_catalog.gap.models import ClusterNeed, Fit
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EventLocation
from plugins.training_catalog.state import term_span

MAX_EVENTS = 400
MAX_BY_SKILL = 30
MAX_SKILLS = 8
MAX_ANSWERS = 40
Info, Event = EducationInfo, EducationEvent


@dataclass(frozen=True)
class Found:
    """An education that answers a need; the fields are those of `Answer`."""

    info_id: int
    event_id: int
    fit: Fit
    rule: str
    term: str
    skills: list[str]
    same_level: bool
    in_time: bool
    reached: str
    km: float | None


@dataclass
class _Candidate:
    """An education that may answer, and why it was looked at."""

    level: str
    rule: str = ""
    term: str = ""
    skills: list[str] = field(default_factory=list)


def answers_to(need: ClusterNeed, reach_km: int) -> list[Found]:
    """The educations to come that answer a need, the best first; at most forty."""
    candidates = _by_occupation(need)
    _note_skills(need, candidates)
    events = _events(candidates)
    places = _places([event.id for event in events if not no_travel(event)])
    best: dict[int, tuple[Any, Found]] = {}
    for event in events:
        found = _found(need, candidates[event.info_id], event, places.get(event.id, ()), reach_km)
        order = (list(Fit).index(found.fit), -len(found.reached), -len(found.skills), event.start is None, event.start, event.id)
        if event.info_id not in best or order < best[event.info_id][0]:
            best[event.info_id] = (order, found)
    return [found for _order, found in sorted(best.values(), key=lambda pair: pair[0])][:MAX_ANSWERS]


def _by_occupation(need: ClusterNeed) -> dict[int, _Candidate]:
    statement = (
        select(Info.id, Info.level, EducationOccupation.rule, EducationOccupation.term)
        .join(EducationOccupation, EducationOccupation.info_id == Info.id)
        .where(EducationOccupation.group_code == need.occupation_group, Info.is_current.is_(True))
        .order_by(Info.next_start, Info.id)
        .limit(MAX_EVENTS)
    )
    return {row.id: _Candidate(row.level, row.rule, row.term) for row in db.session.execute(statement)}


def _note_skills(need: ClusterNeed, candidates: dict[int, _Candidate]) -> None:
    """Which of the need's skills the candidates name, and educations with a skill in their very title."""
    for skill in [str(skill) for skill in need.skills][:MAX_SKILLS]:
        said = index.matching(KIND, skill)
        named = select(Info.id).where(Info.id.in_(sorted(candidates)), Info.id.in_(said))
        for info_id in db.session.execute(named).scalars():
            candidates[info_id].skills.append(skill)
        titled = (
            select(Info.id, Info.level, Info.title)
            .where(Info.is_current.is_(True), Info.id.in_(said), Info.title.icontains(skill, autoescape=True))
            .order_by(Info.next_start, Info.id)
            .limit(MAX_BY_SKILL)
        )
        for row in db.session.execute(titled):
            if f" {fold(skill)}" in f" {fold(row.title)}":
                known = candidates.setdefault(row.id, _Candidate(row.level))
                if skill not in known.skills:
                    known.skills.append(skill)


def _events(ids: Collection[int]) -> Sequence[Any]:
    statement = (
        select(Event.id, Event.info_id, Event.start, Event.is_distance, Event.mandatory_sessions)
        .where(Event.info_id.in_(sorted(ids)), Event.is_current.is_(True))
        .order_by(case((Event.start.is_(None), 1), else_=0), Event.start, Event.id)
        .limit(2 * MAX_EVENTS)
    )
    return db.session.execute(statement).all()


def no_travel(event: Any) -> bool:
    """Whether an event is given by distance with no session one must come to. The same as in search, of an event that has been read."""
    return bool(event.is_distance) and not event.mandatory_sessions


def _places(event_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The municipalities where events are held, and those where learning centres receive them."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    statement = select(EventLocation.event_id, EventLocation.municipality_code).where(
        EventLocation.event_id.in_(event_ids), EventLocation.municipality_code.is_not(None)
    )
    for event_id, code in db.session.execute(statement.order_by(EventLocation.id)):
        found[event_id].append(str(code))
    for event_id, centres in centres_of(event_ids).items():
        found[event_id] += [centre.municipality_code for centre in centres]
    return found


def _found(need: ClusterNeed, candidate: _Candidate, event: Any, places: Sequence[str], reach_km: int) -> Found:
    codes = need.codes
    away = {} if no_travel(event) else {code: km for code in codes if (km := nearest(code, places)) is not None}
    reached = codes if no_travel(event) else [code for code in codes if away.get(code, reach_km + 1) <= reach_km]
    same_level = need.level in ("", "none") or candidate.level == need.level
    span = term_span(need.start)
    in_time = span is None or event.start is None or event.start <= span[1]
    fit = Fit.PART
    if codes and not reached:
        fit = Fit.NONE
    elif candidate.rule and same_level and in_time and len(reached) == len(codes):
        fit = Fit.WHOLE
    km = min(away.values(), default=None) if codes and not reached else None
    skills = list(candidate.skills)
    return Found(event.info_id, event.id, fit, candidate.rule, candidate.term, skills, same_level, in_time, ",".join(reached), km)


def nearest(code: str, places: Iterable[str]) -> float | None:
    """Kilometres from a municipality to the nearest of some; None when there is none, or one is no more."""
    try:
        return min((distance_km(code, place) for place in places), default=None)
    except NotFound:  # a code that has been retired
        return None
