"""Words for placements."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.rounds.models import PlacementStatus

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
    "over": _l("Gäller inte längre"),
    "at_withdrawn": _l("Arbetsplatsen är tillbakadragen"),
}
