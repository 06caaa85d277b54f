"""What is said of cohorts and interest: statuses in words, and what the audit log says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.distance_learning.cohorts.models import CohortStatus, InterestStatus

COHORT: dict[CohortStatus, Any] = {
    CohortStatus.COLLECTING: _l("Samlar intresse"),
    CohortStatus.REACHED: _l("Tillräckligt många"),
    CohortStatus.CONFIRMED: _l("Blir av"),
    CohortStatus.STARTED: _l("Har startat"),
    CohortStatus.COMPLETED: _l("Genomförd"),
    CohortStatus.CANCELLED: _l("Inställd"),
}
KINDS: dict[CohortStatus, str] = {
    CohortStatus.COLLECTING: "neutral",
    CohortStatus.REACHED: "info",
    CohortStatus.CONFIRMED: "success",
    CohortStatus.STARTED: "success",
    CohortStatus.COMPLETED: "neutral",
    CohortStatus.CANCELLED: "warning",
}
INTEREST: dict[InterestStatus, Any] = {
    InterestStatus.WAITING_CONFIRMATION: _l("Inte bekräftad"),
    InterestStatus.INTERESTED: _l("Intresserad"),
    InterestStatus.OFFERED: _l("Erbjuden plats"),
    InterestStatus.JOINED: _l("Har tackat ja"),
    InterestStatus.WAITING_LIST: _l("På väntelistan"),
    InterestStatus.WITHDRAWN: _l("Har ångrat sig"),
    InterestStatus.EXPIRED: _l("Svarade inte i tid"),
}


def describe(action: str, detail: Mapping[str, Any]) -> str | None:
    """An entry of the audit log in words. It says that somebody did, never who registered."""
    title = detail.get("title", "")
    match action.removeprefix("distance_learning."):
        case "interest.registered":
            return _("En intresseanmälan till %(title)s kom in", title=title)
        case "interest.confirmed":
            return _("En intresseanmälan till %(title)s bekräftades", title=title)
        case "interest.withdrawn":
            return _("En intresseanmälan till %(title)s togs tillbaka", title=title)
        case "interest.erased":
            return _("Uppgifterna i en intresseanmälan till %(title)s raderades", title=title)
        case "interest.changed_centre":
            return _("En anmäld till %(title)s bytte lärcentrum", title=title)
        case "interest.moved":
            return _("En anmälan flyttades till %(title)s", title=title)
        case "interest.joined":
            return _("En anmäld tackade ja till en plats på %(title)s", title=title)
        case "interest.expired":
            return _("Ett erbjudande om plats på %(title)s gick ut", title=title)
        case "interest.exported":
            return _("Tog ut listan över anmälda som fil (rader: %(n)s)", n=detail.get("rows", 0))
        case "cohort.reached":
            return _("Intresset för %(title)s räcker till en studiegrupp: %(n)s", title=title, n=detail.get("counted", ""))
        case "cohort.collecting":
            return _("Öppnade intresseanmälan till %(title)s igen", title=title)
        case "cohort.confirmed":
            return _("Beslutade att studiegruppen i %(title)s blir av", title=title)
        case "cohort.started":
            return _("Studiegruppen i %(title)s startade", title=title)
        case "cohort.completed":
            return _("Studiegruppen i %(title)s är genomförd", title=title)
        case "cohort.cancelled":
            return _("Studiegruppen i %(title)s ställdes in", title=title)
        case _:
            return None
