"""An occasion of an education, as the plugin that keeps the catalogue tells it to others. See the hook `education_facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EducationFacts:
    """What there is to know of one occasion (*utbildningstillfälle*). Texts are empty and numbers None where the provider says nothing.

    Args:
        ref: Names the occasion: `"<plugin>:event:<id>"`.
        provider_email: Where the provider takes mail, as it says itself; empty for that of a person with protected identity.
        organisation_id: The provider among the region's organisations, when it is known to be one of them.
        school_form: Code of EMIL's `C_SchoolType`, such as `"YH"`.
        level: One of `short_course`, `upper_secondary`, `vocational`, `higher` and `none`.
        credits_unit: What the credits are: `"hp"`, `"yh"`, `"gy"`, `"vp"`, … Numbers of different units do not compare.
        pace: Per cent of full time.
        language: Three letters (ISO 639-2), the first where there are several.
        sessions: How many times one must come to a place, of an education by distance.
        url: The address of the education's page, from the root.
        occupation_groups: What it leads to (SSYK 2012, four digits).
        is_cancelled: The provider will not give it after all.
    """

    ref: str
    title: str
    description: str = ""
    provider: str = ""
    organisation_id: int | None = None
    school_form: str = ""
    level: str = "none"
    credits: float | None = None
    credits_unit: str = ""
    pace: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    language: str = ""
    is_distance: bool = False
    sessions: int | None = None
    seats: int | None = None
    url: str = ""
    occupation_groups: tuple[str, ...] = ()
    is_cancelled: bool = False
    provider_email: str = ""
