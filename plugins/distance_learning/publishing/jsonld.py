"""A course as schema.org Course, for search engines. A data block: no browser runs it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.models import DistanceCourse

MAX_DESCRIPTION = 500


def course_data(course: DistanceCourse, centres: Sequence[LearningCentre], *, url: str) -> Markup:
    """The content of a `<script type="application/ld+json">`."""
    instance: dict[str, Any] = {"@type": "CourseInstance", "courseMode": "Blended" if course.sessions or course.exams else "Online"}
    if course.starts_on:
        instance["startDate"] = course.starts_on.isoformat()
    if course.ends_on:
        instance["endDate"] = course.ends_on.isoformat()
    if centres:
        instance["location"] = [place(centre) for centre in centres]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "url": url,
        "description": course.description[:MAX_DESCRIPTION] or course.title,
        "provider": {"@type": "Organization", "name": course.provider_name},
        "hasCourseInstance": [instance],
    }
    if course.credits:
        data["numberOfCredits"] = {"@type": "StructuredValue", "value": course.credits, "unitText": course.credits_unit}
    return block(data)


def place(centre: LearningCentre) -> dict[str, Any]:
    """A centre as schema.org Place."""
    address = {"streetAddress": centre.street_address, "postalCode": centre.postal_code, "addressLocality": centre.town}
    said = {key: value for key, value in address.items() if value}
    found: dict[str, Any] = {"@type": "Place", "name": centre.name}
    if said:
        found["address"] = {"@type": "PostalAddress", "addressCountry": "SE", **said}
    if centre.latitude is not None and centre.longitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": centre.latitude, "longitude": centre.longitude}
    return found


def block(data: dict[str, Any]) -> Markup:
    """JSON with everything escaped that could end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # nosec B704  # nothing is left that could end the element
