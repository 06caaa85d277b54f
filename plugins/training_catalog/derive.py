"""What the catalogue works out from its own rows: what is current, what the list shows, what can be found, what it leads to.

Everything that changes a record only marks its education stale; `refresh()` visits the stale ones a few hundred at a time, and may be
cut off anywhere. `refresh_state()` then counts the catalogue as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update

from core.db import db, insert_many, sort_key
from core.geo.queries import county_of, name_of
from core.search import index
from plugins.training_catalog import occupations, repeats
from plugins.training_catalog.codes import FLEXIBLE_CONDITIONS, school_form_label
from plugins.training_catalog.dates import NO_DATE
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationOccupation, EducationProvider, EventLocation
from plugins.training_catalog.subjects import field_of

KIND = "training_catalog.info"
BATCH = 250
MAX_SEARCHABLE = 3_000
_SHOWN = 4


@dataclass
class _Around:
    """What surrounds one education: its events, and the names of their providers and places."""

    events: list[Any] = field(default_factory=list)
    providers: dict[int, str] = field(default_factory=dict)
    towns: dict[str, None] = field(default_factory=dict)
    municipalities: dict[str, None] = field(default_factory=dict)


def is_current(event: Any, today: date) -> bool:
    """Whether an event can still be looked forward to: not cancelled, not expired, not begun.

    One whose dates are set by the student or the provider, or with continuous admission, stays current until it ends. One without
    a start stays until its last application day has passed.
    """
    if event.is_cancelled or event.removed_at is not None or event.info_id is None or event.provider_id is None:
        return False
    if event.expires is not None and event.expires < today:
        return False
    if event.condition in FLEXIBLE_CONDITIONS or event.application_continuous:
        return event.end is None or event.end >= today
    if event.start is not None:
        return bool(event.start >= today)
    return event.application_last is None or bool(event.application_last >= today)


def refresh(region: Any, today: date, limit: int = BATCH) -> int:
    """Work out anew what some stale educations show. Returns how many were visited; 0 when none is stale."""
    statement = (
        select(EducationInfo)
        .where(EducationInfo.region_id == region.id, EducationInfo.is_stale.is_(True))
        .order_by(EducationInfo.id)
        .limit(limit)
    )
    infos = db.session.execute(statement.execution_options(populate_existing=True)).scalars().all()
    if not infos:
        return 0
    around = _surroundings([info.id for info in infos])
    turned: dict[bool, list[int]] = {True: [], False: []}
    texts = []
    folded = repeats.fold({info_id: its.events for info_id, its in around.items()})
    led = _lead(region, infos)
    groups = _groups(infos)
    for info in infos:
        its = around[info.id]
        info.field = field_of(subjects=info.subjects, title=info.title, school_form=info.school_form, groups=groups[info.id])
        alive = info.removed_at is None and (info.expires is None or info.expires >= today)
        current = []
        for event in its.events:
            now = alive and event.id not in folded and is_current(event, today)
            if now != event.is_current:
                turned[now].append(event.id)
            if now:
                current.append(event)
        _show(info, current, its, today)
        if info.removed_at is None:
            texts.append((info.id, _searchable(info, its, led[info.id])))
    for value, ids in turned.items():
        for start in range(0, len(ids), 500):
            changed = update(EducationEvent).where(EducationEvent.id.in_(ids[start : start + 500])).values(is_current=value)
            db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.flush()
    index.put_many(KIND, region, texts)
    index.remove(KIND, [info.id for info in infos if info.removed_at is not None])
    return len(infos)


def _surroundings(ids: Sequence[int]) -> defaultdict[int, _Around]:
    found: defaultdict[int, _Around] = defaultdict(_Around)
    columns = (
        EducationEvent.id, EducationEvent.info_id, EducationEvent.provider_id, EducationEvent.is_current, EducationEvent.is_cancelled,
        EducationEvent.removed_at, EducationEvent.expires, EducationEvent.condition, EducationEvent.application_continuous,
        EducationEvent.start, EducationEvent.end, EducationEvent.application_last, EducationEvent.is_distance, EducationEvent.pace,
        EducationEvent.title, EducationEvent.folded_into_id, *repeats.COLUMNS,
        EducationProvider.name.label("provider"),
    )  # fmt: skip
    events = (
        select(*columns)
        .outerjoin(EducationProvider, EducationProvider.id == EducationEvent.provider_id)
        .where(EducationEvent.info_id.in_(ids))
        .order_by(EducationEvent.info_id, EducationEvent.start, EducationEvent.id)
    )
    for event in db.session.execute(events):
        its = found[event.info_id or 0]
        its.events.append(event)
        if event.provider_id is not None and event.removed_at is None:
            its.providers[event.provider_id] = event.provider
    places = (
        select(EducationEvent.info_id, EventLocation.municipality_code, EventLocation.town)
        .join(EducationEvent, EducationEvent.id == EventLocation.event_id)
        .where(EducationEvent.info_id.in_(ids), EducationEvent.removed_at.is_(None))
        .distinct()
    )
    for info_id, code, town in db.session.execute(places):
        its = found[info_id or 0]
        if code:
            its.municipalities[code] = None
        if name := town or (name_of(code) if code else ""):
            its.towns[name] = None
    return found


def _show(info: EducationInfo, current: Sequence[Any], its: _Around, today: date) -> None:
    """What the list shows of an education."""
    info.is_stale = False
    info.is_current = bool(current)
    info.event_count = len(current)
    info.next_start = min((event.start for event in current if event.start and event.start >= today), default=NO_DATE)
    info.next_deadline = min(
        (event.application_last for event in current if event.application_last and event.application_last >= today), default=NO_DATE
    )
    shown = current or [event for event in its.events if event.removed_at is None]
    info.has_distance = any(event.is_distance for event in shown)
    info.paces = ",".join(f"{pace:g}" for pace in sorted({event.pace for event in shown if event.pace}))[:60]
    info.provider_names = listed(sorted(set(its.providers.values()), key=sort_key))[:400]
    info.place_names = listed(sorted(its.towns, key=sort_key))[:400]


def listed(names: Sequence[str]) -> str:
    """Names with commas; of many the first few, and how many more there are after a plus sign."""
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[: _SHOWN - 1])} +{len(names) - _SHOWN + 1}"


def _searchable(info: EducationInfo, its: _Around, occupations_named: Sequence[str]) -> str:
    """Everything an education is found by; the title twice, so that a hit there ranks above one in passing.

    The occupations it leads to are among it: who searches for *sjuksköterska* means the *sjuksköterskeprogram*.
    """
    labels = [str(subject.get("label", "")) for subject in info.subjects if isinstance(subject, dict)]
    parts = [
        info.title,
        info.title,
        info.title_en,
        info.code,
        *{event.title for event in its.events if event.title},
        school_form_label(info.school_form),
        *labels,
        *list(its.providers.values())[:40],
        *list(its.towns)[:60],
        *(name_of(code) for code in list(its.municipalities)[:60]),
        *{county_of(code) for code in its.municipalities},
        *occupations_named,
        info.degree,
        info.description[:MAX_SEARCHABLE],
    ]
    return "\n".join(part for part in parts if part)


def _groups(infos: Sequence[EducationInfo]) -> defaultdict[int, list[str]]:
    """The occupation groups that the educations lead to, by education."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    leads = select(EducationOccupation.info_id, EducationOccupation.group_code).where(
        EducationOccupation.info_id.in_([info.id for info in infos])
    )
    for info_id, code in db.session.execute(leads):
        found[info_id].append(code)
    return found


def _lead(region: Any, infos: Sequence[EducationInfo]) -> defaultdict[int, list[str]]:
    """Bring what the educations lead to up to what the rules say now. Returns the names of the groups, by education."""
    terms = occupations.known_terms()
    wanted = {
        (info.id, lead.group_code): lead
        for info in infos
        if info.removed_at is None
        for lead in occupations.leads_to(
            terms, title=info.title, school_form=info.school_form, subjects=info.subjects, credits=info.credits
        )
    }
    named: defaultdict[int, list[str]] = defaultdict(list)
    for info_id, code in wanted:
        named[info_id].append(terms.groups[code])
    known = select(EducationOccupation).where(EducationOccupation.info_id.in_([info.id for info in infos]))
    for row in db.session.execute(known).scalars().all():
        lead = wanted.pop((row.info_id, row.group_code), None)
        if lead is None:
            db.session.delete(row)
        else:
            row.rule, row.term = lead.rule, lead.term
    own = {"region_id": region.id}
    insert_many(
        EducationOccupation,
        [{**own, "info_id": key, "group_code": code, "rule": lead.rule, "term": lead.term} for (key, code), lead in wanted.items()],
    )
    return named


def outdate(region: Any, today: date) -> int:
    """Mark stale what the passing of days has changed: educations whose events, or whose shown dates, lie behind us. Returns how many."""
    flexible = EducationEvent.condition.in_(FLEXIBLE_CONDITIONS) | EducationEvent.application_continuous.is_(True)
    begun = (EducationEvent.start < today) | (EducationEvent.start.is_(None) & (EducationEvent.application_last < today))
    past = (
        select(EducationEvent.info_id)
        .where(EducationEvent.region_id == region.id, EducationEvent.is_current.is_(True), EducationEvent.info_id.is_not(None))
        .where((EducationEvent.expires < today) | (flexible & (EducationEvent.end < today)) | (~flexible & begun))
    )
    shown_past = (EducationInfo.next_start < today) | (EducationInfo.next_deadline < today) | (EducationInfo.expires < today)
    statement = update(EducationInfo).where(
        EducationInfo.region_id == region.id,
        EducationInfo.is_stale.is_(False),
        EducationInfo.is_current.is_(True),
        shown_past | EducationInfo.id.in_(past),
    )
    result = db.session.execute(statement.values(is_stale=True).execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def mark_all_stale(region: Any) -> None:
    """Mark every education stale: the taxonomy, and so what they lead to, has changed."""
    statement = update(EducationInfo).where(EducationInfo.region_id == region.id, EducationInfo.removed_at.is_(None)).values(is_stale=True)
    db.session.execute(statement.execution_options(synchronize_session=False))
