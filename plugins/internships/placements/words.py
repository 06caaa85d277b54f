"""Words for placements."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.rounds.models import Placement, PlacementStatus, RunStatus

STATUS: dict[str, Any] = {
    PlacementStatus.PROPOSED: _l("Förslag"),
    PlacementStatus.PUBLISHED: _l("Väntar på svar"),
    PlacementStatus.ACCEPTED: _l("Har tackat ja"),
    PlacementStatus.DECLINED: _l("Har tackat nej"),
    PlacementStatus.WITHDRAWN: _l("Gäller inte längre"),
    PlacementStatus.UNDER_WAY: _l("Pågår"),
    PlacementStatus.COMPLETED: _l("Genomförd"),
    PlacementStatus.INTERRUPTED: _l("Avbruten"),
}
TAG: dict[str, str] = {
    PlacementStatus.PUBLISHED: "warning",
    PlacementStatus.ACCEPTED: "success",
    PlacementStatus.DECLINED: "error",
    PlacementStatus.UNDER_WAY: "success",
    PlacementStatus.COMPLETED: "success",
    PlacementStatus.INTERRUPTED: "error",
}
STANDING: dict[str, Any] = {
    "waits": _l("Väntar på svar"),
    "overdue": _l("Har inte svarat i tid"),
    "yes": _l("Har tackat ja"),
    "unsigned": _l("Avtalet är inte underskrivet av alla"),
    "over": _l("Gäller inte längre"),
    "at_withdrawn": _l("Arbetsplatsen är tillbakadragen"),
}
CAUSE: dict[str, Any] = {
    "withdrawn": _l("Arbetsgivaren har dragit tillbaka platsen."),
    "left": _l("Den sökande är inte längre med i perioden."),
    "new": _l("En plats har blivit ledig."),
    "better": _l("En plats som den sökande hellre ville ha har blivit ledig."),
    "room": _l("Platsen behövdes för att någon annan skulle få en plats."),
}
RUN: dict[str, Any] = {
    RunStatus.QUEUED: _l("Väntar på att räknas"),
    RunStatus.RUNNING: _l("Räknas"),
    RunStatus.DONE: _l("Går att läsa"),
    RunStatus.FAILED: _l("Misslyckades"),
    RunStatus.REFUSED: _l("Underkänd"),
    RunStatus.PUBLISHED: _l("Publicerad"),
}
RUN_TAG: dict[str, str] = {
    RunStatus.DONE: "info",
    RunStatus.FAILED: "error",
    RunStatus.REFUSED: "error",
    RunStatus.PUBLISHED: "success",
}


def status_of(placement: Placement) -> Any:
    """How a placement stands; who did not answer has not said no."""
    if placement.status == PlacementStatus.DECLINED and placement.answered_at is None:
        return _l("Svarade inte i tid")
    return STATUS[placement.status]
