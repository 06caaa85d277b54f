"""The columns of the list of needs that hold what is asked on the optional page, for files."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from plugins.employer_needs import presentation, values
from plugins.employer_needs.models import CompetenceNeed


def header() -> list[str]:
    """What the columns are called."""
    return [
        _("Kompetenser med vikt"),
        _("Legitimation, körkort och bevis"),
        _("Språk"),
        _("Så kan de studera"),
        _("Studietakt i procent"),
        _("Träffar per termin, högst"),
        _("Resa till studieort i km, högst"),
        _("Vad de har försökt"),
        _("Vad bristen leder till"),
        _("Sekretessmarkerat"),
        _("Ändrad antal gånger"),
    ]


def row(need: CompetenceNeed) -> list[Any]:
    """One need's values."""
    return [
        ", ".join(map(presentation.skill, need.skills)),
        presentation.words(values.LICENCES, need.licences),
        presentation.words(values.LANGUAGES, need.languages),
        presentation.words(values.STUDY_FORM, need.study_forms),
        need.pace,
        need.sessions_max,
        need.travel_km,
        presentation.words(values.ROUTE, need.routes_tried),
        presentation.words(values.CONSEQUENCE, need.consequences),
        _("ja") if need.secret else _("nej"),
        max(0, need.revision - 1),
    ]
