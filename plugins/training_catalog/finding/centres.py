"""Reads: at which learning centres occasions can be followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from core.db import db
from plugins.training_catalog.course import Course, Occasion
from plugins.training_catalog.facts import event_ref
from plugins.training_catalog.finding import receiving
from plugins.training_catalog.finding.models import Receiving


def centres_of(event_ids: Collection[int]) -> dict[int, list[Receiving]]:
    """The receiving centres by occasion, in order of name."""
    found: defaultdict[int, list[Receiving]] = defaultdict(list)
    if event_ids:
        statement = select(Receiving).where(Receiving.event_id.in_(sorted(event_ids))).order_by(Receiving.centre, Receiving.id)
        for row in db.session.execute(statement).scalars():
            found[row.event_id or 0].append(row)
    return found


def slot_facts(course: Course, occasions: Sequence[Occasion]) -> list[tuple[Occasion, dict[str, Any]]]:
    """Occasions with what the slot `training_catalog.event` is told of each, and the refs of all, so that one read serves all."""
    told = [(occasion, _occasion_facts(course, occasion)) for occasion in occasions]
    refs = tuple(ref for _occasion, facts in told for ref in (facts["ref"], facts["course_ref"]) if ref)
    return [(occasion, {**facts, "refs": refs}) for occasion, facts in told]


def _occasion_facts(course: Course, occasion: Occasion) -> dict[str, Any]:
    """The same facts as the hook `education_facts` gives, and the centres' own course where the occasion is one."""
    event, info = occasion.event, course.info
    return {
        "ref": event_ref(event.id),
        "course_ref": receiving.course_ref(event.identifier),
        "title": info.title,
        "provider": occasion.provider,
        "school_form": info.school_form,
        "level": info.level,
        "credits": info.credits,
        "credits_unit": info.credits_unit,
        "pace": event.pace,
        "starts_on": event.start,
        "ends_on": event.end,
        "apply_by": event.application_last,
        "language": event.languages.partition(",")[0],
        "is_distance": event.is_distance,
        "sessions": event.mandatory_sessions if event.is_distance else None,
        "seats": event.places,
        "occupation_groups": [lead.code for lead in course.leads],
    }
