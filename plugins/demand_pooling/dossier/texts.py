"""The region's own words in a dossier, per kind: what is asked, and in which chapter it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.i18n import lazy_gettext as _l
from core.web.format import format_number
from plugins.demand_pooling.dossier.models import Kind, Role

MAX_TEXT = 8_000


@dataclass(frozen=True)
class OwnText:
    """A text that the region writes.

    Args:
        needed: The dossier is not complete without it.
    """

    name: str
    label: Any
    hint: Any
    needed: bool = True


_PURPOSE = OwnText("purpose", _l("Syfte"), _l("Vad ska utbildningen lösa, och för vem?"))
_DEMAND = OwnText(
    "demand",
    _l("Arbetsmarknadens efterfrågan"),
    _l("Vad ligger bakom siffrorna? Skriv om samtal med arbetsgivare, pensionsavgångar och det som har prövats."),
)
_FORM = OwnText("form", _l("Studieform och ort"), _l("Varför passar formen, takten och orten dem som ska läsa?"))

TEXTS: dict[Kind, tuple[OwnText, ...]] = {
    Kind.YH_APPLICATION: (
        _PURPOSE,
        _DEMAND,
        OwnText("role", _l("Yrkesrollen"), _l("Vad gör man i yrket, och vad måste man kunna?")),
        OwnText(
            "participation",
            _l("Arbetslivets medverkan"),
            _l("Hur har arbetsgivarna varit med och planerat, och hur är de med när utbildningen ges?"),
        ),
        _FORM,
    ),
    Kind.COMMISSIONED_EDUCATION: (
        _PURPOSE,
        _DEMAND,
        OwnText("participants", _l("Deltagare och villkor"), _l("Vilka deltar, vad ska de kunna innan, och hur får de tid att studera?")),
        OwnText("assessment", _l("Examination och intyg"), _l("Hur prövas kunskaperna, och vad får deltagarna för intyg?"), needed=False),
        _FORM,
    ),
}

KIND_LABELS = {
    Kind.YH_APPLICATION: _l("Ansökan till yrkeshögskolan"),
    Kind.COMMISSIONED_EDUCATION: _l("Uppdragsutbildning"),
}
ROLE_LABELS = {
    Role.WORKING_LIFE: _l("Arbetslivet"),
    Role.STUDENT: _l("Studerande"),
    Role.EDUCATION_LEADER: _l("Utbildningsledare"),
    Role.SCHOOL: _l("Skolväsendet"),
    Role.UNIVERSITY: _l("Universitet eller högskola"),
    Role.OTHER: _l("Annan ledamot"),
}
COMMITMENT_LABELS = {
    "hire": (_l("Anställa"), _l("1 person"), _l("%(n)s personer")),
    "placements": (_l("Praktikplatser"), _l("1 plats"), _l("%(n)s platser")),
    "steering_group": (_l("Plats i ledningsgrupp"), "", ""),
    "lecturer": (_l("Lärare eller föreläsare"), _l("1 timme"), _l("%(n)s timmar")),
    "paid_study_time": (_l("Betald studietid"), _l("1 timme"), _l("%(n)s timmar")),
    "co_funding": (_l("Medfinansiering"), _l("1 krona"), _l("%(n)s kronor")),
}
EXAMS = {
    "": _l("Inte bestämt"),
    "none": _l("Ingen examen"),
    "yh": _l("Yrkeshögskoleexamen"),
    "qualified": _l("Kvalificerad yrkeshögskoleexamen"),
}
FORMS = {
    "": _l("Inte bestämt"),
    "on_site": _l("På plats"),
    "centre": _l("På lärcentrum"),
    "distance": _l("Distans"),
    "workplace": _l("På arbetsplatsen"),
}
HOSTS = {
    "": _l("Inte bestämt"),
    "yh": _l("Yrkeshögskolan"),
    "university": _l("Universitet eller högskola"),
    "other": _l("Annan anordnare"),
}


def commitment_words(kind: str, amount: int, period: str) -> str:
    """A commitment in one line, whoever its owner is."""
    label, one, many = COMMITMENT_LABELS.get(kind, (kind, "1", "%(n)s"))
    said = str(one) if amount == 1 else str(many) % {"n": format_number(amount)}
    return " ".join(part for part in (f"{label}{':' if said else ''}", said, period if said else "") if part)
