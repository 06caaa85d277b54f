"""How far a cluster has come on the way from a signal to an outcome, and which way it may go. Pure; no database."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from core.i18n import lazy_gettext as _l


class Progress(StrEnum):
    """The statuses, in order; the last three end a cluster's work."""

    SIGNAL = "signal"
    VALIDATED = "validated"
    CLUSTERED = "clustered"
    POOLED = "pooled"
    REQUESTED = "requested"
    OFFERED = "offered"
    FUNDING = "funding"
    DECIDED = "decided"
    IN_CATALOGUE = "in_catalogue"
    COHORT = "cohort"
    STARTED = "started"
    COMPLETED = "completed"
    OUTCOME = "outcome"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """Who made a cluster: the rule, a published plan, or a person."""

    RULE = "rule"
    PLAN = "plan"
    HAND = "hand"


LABELS: dict[Progress, Any] = {
    Progress.SIGNAL: _l("Signal"),
    Progress.VALIDATED: _l("Bekräftat"),
    Progress.CLUSTERED: _l("Samlat i kluster"),
    Progress.POOLED: _l("Räcker till en klass"),
    Progress.REQUESTED: _l("Förfrågan skickad"),
    Progress.OFFERED: _l("Erbjudande finns"),
    Progress.FUNDING: _l("Finansiering prövas"),
    Progress.DECIDED: _l("Beslutat"),
    Progress.IN_CATALOGUE: _l("I kurskatalogen"),
    Progress.COHORT: _l("Studiegrupp bildas"),
    Progress.STARTED: _l("Utbildningen har startat"),
    Progress.COMPLETED: _l("Utbildningen är genomförd"),
    Progress.OUTCOME: _l("Resultatet är uppföljt"),
    Progress.CANCELLED: _l("Avbrutet"),
}

ORDER = list(Progress)
EARLY = frozenset({Progress.SIGNAL, Progress.VALIDATED, Progress.CLUSTERED, Progress.POOLED})
ENDED = frozenset({Progress.OUTCOME, Progress.CANCELLED})
_STEPS_BACK: dict[Progress, tuple[Progress, ...]] = {
    Progress.OFFERED: (Progress.REQUESTED,),
    Progress.FUNDING: (Progress.REQUESTED, Progress.OFFERED),
    Progress.DECIDED: (Progress.FUNDING,),
    Progress.COHORT: (Progress.IN_CATALOGUE,),
}
_LAST_FORWARD = ORDER.index(Progress.OUTCOME)


def allowed(current: Progress) -> list[Progress]:
    """Where a cluster may go from a status: forward past none or several steps, back where the field does so, or cancelled.

    Education that has started is no longer cancelled as a group of needs: it is completed, however it went.
    """
    if current in ENDED:
        return [Progress.CLUSTERED] if current is Progress.CANCELLED else []
    place = ORDER.index(current)
    forward = [status for status in ORDER[place + 1 : _LAST_FORWARD + 1] if _reachable(current, status)]
    if current in EARLY:
        back = [status for status in ORDER[:place] if status in EARLY]
    else:
        back = list(_STEPS_BACK.get(current, (Progress.POOLED,) if current is Progress.REQUESTED else ()))
    end = [Progress.CANCELLED] if place < ORDER.index(Progress.STARTED) else []
    return [*back, *forward, *end]


def _reachable(current: Progress, status: Progress) -> bool:
    """An outcome is of something completed, and what is completed has started; everything before may be skipped."""
    if status is Progress.OUTCOME:
        return current is Progress.COMPLETED
    if status is Progress.COMPLETED:
        return current is Progress.STARTED
    return True


def progress_label(status: str) -> str:
    """A status in words; the value itself when a newer version wrote one that this one does not know."""
    try:
        return str(LABELS[Progress(status)])
    except ValueError:
        return status
