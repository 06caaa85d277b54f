"""A learning centre as schema.org EducationalOrganization with its opening hours. A data block: no browser runs it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.jsonld import block, place

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def centre_data(centre: LearningCentre, *, url: str) -> Markup:
    """The content of a `<script type="application/ld+json">`."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        **place(centre),
        "@type": ["EducationalOrganization", "LocalBusiness"],
        "url": url,
    }
    for name, value in (
        ("email", centre.email),
        ("telephone", centre.phone),
        ("sameAs", centre.url),
        ("description", centre.description[:500]),
    ):
        if value:
            data[name] = value
    if centre.opening_hours:
        data["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{WEEK[int(row['day'])]}",
                "opens": row["opens"],
                "closes": "23:59" if row["closes"] == "24:00" else row["closes"],
            }
            for row in centre.opening_hours
        ]
    if centre.closures:
        data["specialOpeningHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "validFrom": row["first"],
                "validThrough": row["last"],
                "opens": "00:00",
                "closes": "00:00",
            }
            for row in centre.closures
        ]
    return block(data)
