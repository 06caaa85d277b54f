"""What everybody is shown of the interest in a course: the total, and per centre where nobody can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from core.web.format import format_number
from plugins.distance_learning.cohorts.alternatives import Alternative, alternative_of
from plugins.distance_learning.cohorts.counting import Figures, figures, figures_of
from plugins.distance_learning.cohorts.locking import receiving, takes_interest
from plugins.distance_learning.cohorts.models import CohortStatus
from plugins.distance_learning.cohorts.provider import told_by_hand
from plugins.distance_learning.cohorts.queries import centres_of, has_to_do
from plugins.distance_learning.cohorts.small_numbers import shown
from plugins.distance_learning.cohorts.words import COHORT, KINDS
from plugins.distance_learning.parts import Part
from plugins.distance_learning.permissions import READ_INTEREST
from plugins.distance_learning.publishing.models import DistanceCourse


@dataclass(frozen=True)
class InterestPart:
    """What a course's page shows.

    Args:
        places: Centres by name with how many are interested there; None where it is not shown.
        by_hand: The provider hears of it only from those who work with the course.
    """

    figures: Figures
    open: bool
    said: str
    from_employers: str
    places: Sequence[tuple[str, int | None]]
    alternative: Alternative | None = None
    may_see: bool = False
    may_follow: bool = False
    by_hand: bool = False

    @property
    def status(self) -> Any:
        """The cohort's status in words."""
        return COHORT[self.figures.status]

    @property
    def kind(self) -> str:
        """The tag's colour."""
        return KINDS[self.figures.status]

    @property
    def cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.figures.status == CohortStatus.CANCELLED


def said(found: Figures) -> str:
    """`7 av 12`, in words."""
    return _("%(n)s av %(threshold)s intresserade", n=format_number(found.interested), threshold=format_number(found.threshold))


def from_employers(found: Figures) -> str:
    """What employers stand behind, apart."""
    if not found.pledged:
        return ""
    return ngettext(
        "och %(n)s plats från arbetsgivare", "och %(n)s platser från arbetsgivare", found.pledged, n=format_number(found.pledged)
    )


def interest_of(region: Region, courses: Sequence[DistanceCourse]) -> dict[int, str]:
    """The interest in courses that still take it, in words, by the course's id."""
    found = figures(region, courses) if courses else {}
    return {
        course.id: f"{said(found[course.id])} {from_employers(found[course.id])}".strip()
        for course in courses
        if takes_interest(course, found[course.id].cohort)
    }


def course_parts(region: Region, user: User | None, course: DistanceCourse) -> list[Part]:
    """The interest, on the course's page."""
    return [Part("content", "distance_learning/cohorts/_interest.html", {"found": interest_part(region, user, course)}, weight=10)]


def interest_part(region: Region, user: User | None, course: DistanceCourse) -> InterestPart:
    """What the page of a course shows."""
    found = figures_of(region, course)
    centres = {key: centre for key, (_row, centre) in receiving(course).items()}
    kept = shown({key: found.by_centre.get(key, 0) for key in {*centres, *found.by_centre}})
    may_follow = user is not None and has_to_do(region, user, course)
    return InterestPart(
        figures=found,
        open=takes_interest(course, found.cohort) and bool(centres),
        said=said(found),
        from_employers=from_employers(found),
        places=[(centre.name, kept.get(key)) for key, centre in centres.items()],
        alternative=alternative_of(region, found.cohort),
        may_see=may(user, region, READ_INTEREST) and user is not None and bool(centres_of(region, user, course)),
        may_follow=may_follow,
        by_hand=may_follow and told_by_hand(region, course, found),
    )
