"""An education as schema.org Course with its CourseInstances, for search engines. A data block: no browser runs it."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from plugins.training_catalog.course import Course, Occasion

MAX_INSTANCES = 20
MAX_DESCRIPTION = 500


def course_data(course: Course, *, url: str) -> Markup:
    """The content of a `<script type="application/ld+json">`, with everything escaped that could end it."""
    info = course.info
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": info.title,
        "url": url,
        "inLanguage": "sv",
        "description": info.description[:MAX_DESCRIPTION] or info.title,
    }
    if info.code:
        data["courseCode"] = info.code
    if course.providers:
        data["provider"] = [_named("Organization", provider.name, provider.url) for provider in course.providers]
    if info.credits:
        data["numberOfCredits"] = {"@type": "StructuredValue", "value": info.credits, "unitText": info.credits_unit}
    cancelled = [occasion for occasion in course.past if occasion.event.is_cancelled]
    if course.occasions or cancelled:
        data["hasCourseInstance"] = [_instance(occasion) for occasion in [*course.occasions, *cancelled][:MAX_INSTANCES]]
    text = json.dumps(data, ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # nosec B704  # nothing is left that could end the element


def _named(kind: str, name: str, url: str) -> dict[str, str]:
    return {"@type": kind, "name": name, **({"url": url} if url else {})}


def _instance(occasion: Occasion) -> dict[str, Any]:
    event = occasion.event
    instance: dict[str, Any] = {"@type": "CourseInstance", "courseMode": "Online" if event.is_distance else "Onsite"}
    if event.is_distance and event.mandatory_sessions:
        instance["courseMode"] = "Blended"
    instance["eventStatus"] = f"https://schema.org/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}"
    if event.start:
        instance["startDate"] = event.start.isoformat()
    if event.end:
        instance["endDate"] = event.end.isoformat()
    if occasion.places:
        instance["location"] = [{"@type": "Place", "name": place.name} for place in occasion.places]
    return instance
