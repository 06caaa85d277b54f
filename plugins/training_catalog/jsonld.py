"""An education as schema.org Course with its CourseInstances, for search engines. A data block: no browser runs it.

Sources: schema.org 29, Course and CourseInstance; Google, "Course list" and "Course info" structured data. Whether an education costs
anything is not known, so no price is said.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from plugins.training_catalog.codes import LEVEL_LABELS
from plugins.training_catalog.course import Course, Occasion

MAX_INSTANCES = 20
MAX_DESCRIPTION = 500
FULL_TIME = 40  # hours a week
# ISO 639-2 as EMIL writes it, into BCP 47 as the web does.
_TAGS = {
    "swe": "sv", "eng": "en", "fin": "fi", "nor": "no", "dan": "da", "ger": "de", "fre": "fr", "spa": "es", "sme": "se", "ara": "ar",
}  # fmt: skip


def course_data(course: Course, *, url: str) -> Markup:
    """The content of a `<script type="application/ld+json">`, with everything escaped that could end it."""
    info = course.info
    providers = [_named("Organization", provider.name, provider.url) for provider in course.providers]
    level = str(LEVEL_LABELS[info.level]) if info.level in LEVEL_LABELS and info.level != "none" else ""
    cancelled = [occasion for occasion in course.past if occasion.event.is_cancelled]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": url,
        "name": info.title,
        "url": url,
        "inLanguage": _languages(course.occasions[0].event.languages) if course.occasions else "sv",
        "description": info.description[:MAX_DESCRIPTION] or info.title,
        "courseCode": info.code,
        "provider": providers,
        "publisher": providers[:1],
        "sameAs": info.url,
        "alternateName": info.title_en,
        "educationalLevel": level,
        "coursePrerequisites": info.eligibility[:MAX_DESCRIPTION],
        "educationalCredentialAwarded": info.degree,
        "teaches": [lead.name for lead in course.leads],
        "numberOfCredits": {"@type": "StructuredValue", "value": info.credits, "unitText": info.credits_unit} if info.credits else None,
        "dateModified": info.last_edited.isoformat() if info.last_edited else None,
        "hasCourseInstance": [_instance(info.title, occasion) for occasion in [*course.occasions, *cancelled][:MAX_INSTANCES]],
    }
    text = json.dumps(_said(data), ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # nosec B704  # nothing is left that could end the element


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _named(kind: str, name: str, url: str) -> dict[str, str]:
    return {"@type": kind, "name": name, **({"url": url} if url else {})}


def _languages(text: str) -> Any:
    """Stored languages, "swe,eng", as tags; one alone stands by itself."""
    tags = [_TAGS.get(code, code) for code in text.split(",") if code]
    return tags if len(tags) > 1 else (tags or ["sv"])[0]


def _instance(title: str, occasion: Occasion) -> dict[str, Any]:
    event = occasion.event
    places = [_place(place) for place in occasion.places]
    mode = "Onsite" if not event.is_distance else "Blended" if event.mandatory_sessions else "Online"
    offer = {
        "@type": "Offer",
        "url": event.application_url or event.url,
        "availabilityStarts": event.application_first.isoformat() if event.application_first else None,
        "availabilityEnds": event.application_last.isoformat() if event.application_last else None,
    }
    return _said(
        {
            "@type": "CourseInstance",
            "name": event.title or title,
            "courseMode": mode,
            "eventStatus": f"https://schema.org/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
            "url": event.url,
            "description": event.description[:MAX_DESCRIPTION],
            "inLanguage": _languages(event.languages),
            "startDate": event.start.isoformat() if event.start else None,
            "endDate": event.end.isoformat() if event.end else None,
            "courseSchedule": _schedule(event),
            "courseWorkload": f"PT{_hours(event)}H" if event.pace and not event.start else None,
            "location": [*places, {"@type": "VirtualLocation"}] if event.is_distance and places else places,
            "organizer": _named("Organization", occasion.provider, "") if occasion.provider else None,
            "maximumAttendeeCapacity": event.places,
            "offers": _said(offer) if len(_said(offer)) > 1 else None,
        }
    )


def _hours(event: Any) -> int:
    return max(1, round(FULL_TIME * float(event.pace) / 100))


def _schedule(event: Any) -> dict[str, Any] | None:
    """How many hours a week, from when to when."""
    if not event.pace or not event.start:
        return None
    return _said(
        {
            "@type": "Schedule",
            "repeatFrequency": "Weekly",
            "duration": f"PT{_hours(event)}H",
            "startDate": event.start.isoformat(),
            "endDate": event.end.isoformat() if event.end else None,
        }
    )


def _place(place: Any) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.municipality or place.name,
        "streetAddress": place.address,
        "addressCountry": "SE",
    }
    return {"@type": "Place", "name": place.name, "address": _said(address)}
