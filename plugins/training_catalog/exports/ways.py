"""The ways to get the catalogue as open data, besides the rows that core makes files of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.plugins import Distribution

if TYPE_CHECKING:
    from core.regions.models import Region

EMIL3 = ("https://www.sis.se/produkter/ss-107002024/", "SS 10700:2024 (EMIL 3)")


def distributions(region: Region) -> list[Distribution]:
    """EMIL 3 as it is and compressed, the calendar of last days to apply, and the API."""
    pages, api = f"/r/{region.slug}/training-catalog", f"/api/v1/regions/{region.slug}/training-catalog"
    return [
        Distribution(_l("EMIL 3 (JSON), hela katalogen"), f"{pages}/emil3.json", "application/json", EMIL3),
        Distribution(_l("EMIL 3 (JSON), hela katalogen, komprimerad"), f"{pages}/emil3.json.gz", "application/gzip", EMIL3),
        Distribution(_l("Sista ansökningsdagar (iCalendar)"), f"{pages}/apply.ics", "text/calendar"),
        Distribution(_l("Utbildningar (API)"), f"{api}/educations", "application/json", service=True),
        Distribution(_l("Utbildningstillfällen (API)"), f"{api}/events", "application/json", service=True),
    ]
