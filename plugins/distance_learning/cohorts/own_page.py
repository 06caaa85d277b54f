"""What a person's own page says and lets them do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.db import get
from core.i18n import gettext as _
from core.records.people import shown_contact
from core.regions.models import Region
from core.web.format import format_date
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts import alternatives
from plugins.distance_learning.cohorts.counting import Figures, figures_of
from plugins.distance_learning.cohorts.locking import receiving
from plugins.distance_learning.cohorts.models import COUNTED, CohortStatus, Interest, InterestStatus
from plugins.distance_learning.cohorts.presentation import from_employers, said
from plugins.distance_learning.cohorts.queries import home_of
from plugins.distance_learning.cohorts.words import INTEREST
from plugins.distance_learning.publishing.models import DistanceCourse


@dataclass(frozen=True)
class OwnPage:
    """The page of one registration."""

    course: DistanceCourse
    figures: Figures
    said: str
    from_employers: str
    status: Any
    what: str
    facts: Sequence[tuple[str, str]]
    centres: Sequence[LearningCentre]
    instead: alternatives.Alternative | None
    may_confirm: bool
    may_accept: bool
    may_change: bool
    may_move: bool
    counted: bool


def of(region: Region, interest: Interest) -> OwnPage:
    """The page."""
    course = get(DistanceCourse, interest.course_id)
    found = figures_of(region, course)
    centres = {key: centre for key, (_row, centre) in receiving(course).items()}
    centre = centres.get(interest.centre_id or 0)
    counted, running = interest.status in COUNTED, found.status in (CohortStatus.COLLECTING, CohortStatus.REACHED, CohortStatus.CONFIRMED)
    instead = alternatives.alternative_of(region, found.cohort)
    late = interest.status == InterestStatus.EXPIRED and found.status == CohortStatus.CONFIRMED
    # a forwarded link must not tell of somebody with protected identity
    name, email, phone = shown_contact(interest.email, interest.name, interest.email, interest.phone)
    facts = [(_("Namn"), name), (_("E-post"), email), (_("Telefon"), phone), (_("Hemkommun"), home_of(interest))]
    facts.append((_("Lärcentrum"), centre.name if centre else _("Inget valt")))
    return OwnPage(
        course=course,
        figures=found,
        said=said(found),
        from_employers=from_employers(found),
        status=INTEREST[interest.status],
        what=_what(interest, found),
        facts=[(label, value) for label, value in facts if value],
        centres=list(centres.values()),
        instead=instead,
        may_confirm=interest.status == InterestStatus.WAITING_CONFIRMATION and running,
        may_accept=late or (interest.status == InterestStatus.OFFERED and found.status == CohortStatus.CONFIRMED),
        may_change=counted and running and len(centres) > 1,
        may_move=counted and found.status == CohortStatus.CANCELLED and instead is not None and instead.course_id is not None,
        counted=counted or interest.status == InterestStatus.EXPIRED,
    )


def _what(interest: Interest, found: Figures) -> str:
    """What the status means to the person, and what happens next."""
    if found.status == CohortStatus.CANCELLED and interest.status in COUNTED:
        return _("Kursen är inställd. Din anmälan finns kvar tills du tar bort den.")
    match interest.status:
        case InterestStatus.WAITING_CONFIRMATION:
            return _("Du räknas med när du har bekräftat.")
        case InterestStatus.INTERESTED:
            return _("Du räknas med. Du får ett mejl när det är bestämt om kursen startar.")
        case InterestStatus.OFFERED:
            return _("Du har fått en plats. Svara senast %(day)s, annars går den till nästa.", day=format_date(interest.answer_by))
        case InterestStatus.JOINED:
            return _("Du har en plats.")
        case InterestStatus.WAITING_LIST:
            return _("Platserna är tagna just nu. Du får ett mejl om en blir ledig.")
        case InterestStatus.EXPIRED:
            return _("Du svarade inte i tid. Finns det en plats kvar kan du fortfarande ta den.")
        case _:
            return _("Du är inte längre anmäld. Uppgifterna tas bort senare, eller nu om du vill.")


def answered(interest: Interest) -> str:
    """What came of an answer yes."""
    if interest.status == InterestStatus.JOINED:
        return _("Platsen är din.")
    return _("Någon annan hann före, så platserna är tagna. Du står nu sist på väntelistan.")
