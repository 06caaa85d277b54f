"""Where an occasion can be followed: what learning centres tell, kept by revision, so that what is told late or twice changes nothing.

A course that says which occasion of the catalogue it is, adds places to that one. Any other is the centres' own, and becomes an
education of the source "Lärcentrum", through the writer that imports use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.clock import today
from core.db import db
from core.events import emit
from plugins.training_catalog import cleaning, derive, writer
from plugins.training_catalog.codes import CREDIT_UNITS, SCHOOL_FORMS, SSYK_SUBJECTS
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.finding.events import Centre, CoursePublished, CourseWithdrawn
from plugins.training_catalog.finding.models import DistanceCourse, Receiving
from plugins.training_catalog.models import EducationEvent
from plugins.training_catalog.places import known_code
from plugins.training_catalog.records import EventRecord, InfoRecord, ProviderRecord, Removal, key_of
from plugins.training_catalog.service import source_named
from plugins.training_catalog.sources.kept import CENTRES
from plugins.training_catalog.state import refresh_state

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.training_catalog.models import Source

UNKNOWN_PROVIDER = CENTRES
_EVENT_REF = "training_catalog:event:"
_OWN = "distance_learning.course."
_LATE_STARTS = "1"  # C_ExecutionCondition: the dates are set
_STALE_AT_ONCE = 20


def course_published(*, region: Region, course: CoursePublished) -> None:
    """Take in what is told of a course: where it is received, and if it is the centres' own, the course itself."""
    kept = _newer(region, course.course_id, course.revision)
    if kept is None:
        return
    kept.withdrawn = False
    kept.url = course.url[:500]
    counts = writer.Counts()
    event_id = _referred(region, course.catalogue_ref)
    was_own = kept.is_own
    kept.is_own = not course.catalogue_ref
    removed = 0
    if kept.is_own:
        event_id = _own(region, course, counts)
    elif was_own:
        removed = _remove_own(region, course.course_id)
    kept.event_id = event_id
    changed = _receive(region, course, event_id)
    db.session.flush()
    _tell(region, counts.added, counts.changed + changed, removed)


def course_withdrawn(*, region: Region, course: CourseWithdrawn) -> None:
    """Forget where a course was received; the centres' own course leaves the list."""
    kept = _newer(region, course.course_id, course.revision)
    if kept is None:
        return
    kept.withdrawn = True
    gone = db.session.execute(
        delete(Receiving)
        .where(Receiving.region_id == region.id, Receiving.course_id == course.course_id)
        .execution_options(synchronize_session=False)
    )
    removed = _remove_own(region, course.course_id) if kept.is_own else 0
    db.session.flush()
    _tell(region, 0, int(gone.rowcount), removed)  # type: ignore[attr-defined]


def _newer(region: Region, course_id: int, revision: int) -> DistanceCourse | None:
    """The row of a course, locked, with its new revision; None when this or something newer has been heard."""
    statement = select(DistanceCourse).where(DistanceCourse.region_id == region.id, DistanceCourse.course_id == course_id)
    found = db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        found = DistanceCourse(region_id=region.id, course_id=course_id, revision=revision)
        db.session.add(found)
        db.session.flush()
        return found
    if found.revision >= revision:
        return None
    found.revision = revision
    return found


def _referred(region: Region, ref: str) -> int | None:
    """The occasion of the catalogue that a course says it is; None when it says none, or one that is not here."""
    number = ref.removeprefix(_EVENT_REF) if ref.startswith(_EVENT_REF) else ""
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    statement = select(EducationEvent.id).where(EducationEvent.region_id == region.id, EducationEvent.id == int(number))
    return db.session.execute(statement).scalar_one_or_none()


def _identifier(course_id: int) -> str:
    return f"{_OWN}{course_id}"


def course_ref(identifier: str) -> str:
    """What a course of the centres' own is called where it comes from; empty for any other occasion's identifier."""
    return f"distance_learning:course:{identifier.removeprefix(_OWN)}" if identifier.startswith(_OWN) else ""


def _own(region: Region, course: CoursePublished, counts: writer.Counts) -> int | None:
    """Write the centres' own course as an education with one occasion. The same again changes nothing."""
    source = source_named(region=region, name=CENTRES)
    name = cleaning.title(course.provider_name)[:200] or UNKNOWN_PROVIDER
    provider = ProviderRecord(f"distance_learning.provider.{key_of(name)}"[:200], name)
    identifier = _identifier(course.course_id)
    unit = course.credits_unit if course.credits_unit in CREDIT_UNITS and course.credits else ""
    info = InfoRecord(
        identifier,
        cleaning.title(course.title)[:300] or identifier,
        course.school_form if course.school_form in SCHOOL_FORMS else "",
        description=cleaning.plain_text(course.description),
        subjects=[{"type": SSYK_SUBJECTS, "code": code} for code in course.occupation_groups],
        credits=course.credits if unit else None,
        credits_unit=unit,
    )
    event = EventRecord(
        identifier,
        identifier,
        provider.identifier,
        url=_web(course.url),
        condition=_LATE_STARTS if course.starts_on else "",
        start=course.starts_on,
        end=course.ends_on if not (course.starts_on and course.ends_on and course.ends_on < course.starts_on) else None,
        languages=[course.language] if course.language else [],
        pace=course.pace,
        is_distance=True,
        mandatory_sessions=course.sessions,
        places=course.seats or None,
        application_last=course.apply_by,
    )
    done = writer.write(source, [provider, info, event])
    counts.added += done.added
    counts.changed += done.changed
    return writer.ids_by_key(source, EducationEvent, [key_of(identifier)]).get(key_of(identifier))


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _remove_own(region: Region, course_id: int) -> int:
    source: Source = source_named(region=region, name=CENTRES)
    key = key_of(_identifier(course_id))
    return writer.remove(source, [Removal("event", key), Removal("info", key)])


def _receive(region: Region, course: CoursePublished, event_id: int | None) -> int:
    """Bring the receiving centres up to what was told. Returns how many rows differ."""
    statement = select(Receiving).where(Receiving.region_id == region.id, Receiving.course_id == course.course_id)
    known = {row.centre_id: row for row in db.session.execute(statement).scalars()}
    changed = 0
    for centre in course.centres:
        if not known_code(centre.municipality_code):
            continue
        row = known.pop(centre.centre_id, None)
        wanted = _columns(centre, event_id)
        if row is None:
            row = Receiving(region_id=region.id, course_id=course.course_id, centre_id=centre.centre_id, revision=course.revision, **wanted)
            db.session.add(row)
            changed += 1
        elif any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            changed += 1
        row.revision = course.revision
    for row in known.values():
        db.session.delete(row)
        changed += 1
    return changed


def _columns(centre: Centre, event_id: int | None) -> dict[str, object]:
    return {
        "event_id": event_id,
        "municipality_code": centre.municipality_code,
        "centre": centre.name[:200],
        "seats": centre.seats,
        "sessions": centre.sessions,
        "url": centre.url[:500],
    }


def _tell(region: Region, added: int, changed: int, removed: int) -> None:
    """Have the list follow, and tell others that supply may be another now."""
    if not (added or changed or removed):
        return
    while derive.refresh(region, today()):
        pass
    refresh_state(region, today())
    emit(CatalogueChanged(source=CENTRES, added=added, changed=changed, removed=removed), region=region)
