"""Words for participants, in the fund's own terms (ESF+ common indicators)."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.funding.participants.models import Education, ReadWhere, Result, Work

WORK: dict[Work, Any] = {
    Work.UNKNOWN: _l("Inte angivet"),
    Work.UNEMPLOYED: _l("Arbetslös"),
    Work.LONG_TERM: _l("Långtidsarbetslös"),
    Work.INACTIVE: _l("Utanför arbetskraften"),
    Work.EMPLOYED: _l("Sysselsatt eller egenföretagare"),
}
EDUCATION: dict[Education, Any] = {
    Education.UNKNOWN: _l("Inte angivet"),
    Education.LOWER: _l("Högst grundskola"),
    Education.UPPER: _l("Gymnasium eller eftergymnasialt utan högskola"),
    Education.TERTIARY: _l("Högskola"),
}
RESULT: dict[Result, Any] = {
    Result.NONE: _l("Inget av detta, eller inte känt"),
    Result.SEEKING: _l("Söker arbete"),
    Result.EDUCATION: _l("I utbildning"),
    Result.QUALIFICATION: _l("Har fått en kvalifikation"),
    Result.EMPLOYMENT: _l("I arbete eller eget företag"),
}
WHERE: dict[ReadWhere, Any] = {
    ReadWhere.PAGE: _l("På deltagarens sida"),
    ReadWhere.CERTIFICATE: _l("I ett intyg"),
    ReadWhere.DRAFT: _l("I ett utkast till månadsfil"),
    ReadWhere.FILE: _l("I en månadsfil"),
}
