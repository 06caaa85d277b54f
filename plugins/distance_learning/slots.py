"""What stands beside an occasion on the catalogue's page: where it can be followed, and for a centre's manager the way to receive it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import g

from core.plugins import Slot
from plugins.distance_learning.centres.queries import managed_centres
from plugins.distance_learning.cohorts.presentation import interest_of
from plugins.distance_learning.permissions import PUBLISH
from plugins.distance_learning.publishing.queries import by_catalogue_ref
from plugins.distance_learning.scope import distance_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

EVENT = "training_catalog.event"


def slot_content(region: Region, user: User | None, slot: str, subject: Any) -> list[Slot]:
    """The page asks once per occasion, and says which others it will ask of: what is known of them all is read once."""
    if slot != EVENT or not isinstance(subject, Mapping) or not subject.get("ref"):
        return []
    ref = str(subject["ref"])
    courses, own, said = _known(region, user, tuple(subject.get("refs", ())) or (ref,))
    course, receiving = courses.get(ref) or courses.get(str(subject.get("course_ref", ""))) or (None, ())
    at = {centre.id for _receiving, centre in receiving}
    may_receive = bool(own - at) and not subject.get("is_cancelled")
    if not receiving and not may_receive:
        return []
    context = {"course": course, "receiving": receiving, "ref": ref, "may_receive": may_receive, "title": subject.get("title", "")}
    context["interest"] = said.get(course.id) if course else None
    return [Slot("distance_learning/slot_event.html", context, weight=40)]


def _known(region: Region, user: User | None, refs: tuple[str, ...]) -> tuple[Mapping[str, Any], set[int], Mapping[int, str]]:
    cache: dict[Any, Any] = g.setdefault("_distance_learning_slots", {})
    key = (region.id, user.id if user else 0, refs)
    if key not in cache:
        with distance_scope(region):
            own = {centre.id for centre in managed_centres(region, user, PUBLISH) if centre.receives} if user else set()
            courses = by_catalogue_ref(region, refs)
            cache[key] = (courses, own, interest_of(region, [course for course, _receiving in courses.values()]))
    found: tuple[Mapping[str, Any], set[int], Mapping[int, str]] = cache[key]
    return found
