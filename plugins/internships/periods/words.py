"""Words for periods."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.periods.models import CapScope, PeriodStatus, Policy, WishMode

STATUS: dict[str, Any] = {
    PeriodStatus.PLANNING: _l("Planeras"),
    PeriodStatus.COLLECTING: _l("Platser samlas in"),
    PeriodStatus.WISHING: _l("De sökande önskar"),
    PeriodStatus.MATCHING: _l("Platserna fördelas"),
    PeriodStatus.PUBLISHED: _l("Placeringarna är klara"),
    PeriodStatus.RUNNING: _l("Praktiken pågår"),
    PeriodStatus.ENDED: _l("Avslutad"),
}
TAG: dict[str, str] = {
    PeriodStatus.COLLECTING: "info",
    PeriodStatus.WISHING: "info",
    PeriodStatus.MATCHING: "warning",
    PeriodStatus.PUBLISHED: "success",
    PeriodStatus.RUNNING: "success",
}
NEXT: dict[str, Any] = {
    PeriodStatus.PLANNING: _l("Arbetsgivare kan inte erbjuda platser än. Öppna insamlingen när uppgifterna stämmer."),
    PeriodStatus.COLLECTING: _l("Arbetsgivare erbjuder platser. Öppna för önskemål när platserna räcker."),
    PeriodStatus.WISHING: _l("De sökande önskar. Nya platser kan inte läggas till, men ändras och dras tillbaka."),
    PeriodStatus.MATCHING: _l("Önskemålen är låsta medan platserna fördelas."),
    PeriodStatus.PUBLISHED: _l("De sökande har fått veta var de ska vara."),
    PeriodStatus.RUNNING: _l("De sökande är på sina platser."),
    PeriodStatus.ENDED: _l("Perioden är över. Uppgifterna finns kvar tills de gallras."),
}
STEPS: dict[str, Any] = {
    PeriodStatus.PLANNING: _l("Tillbaka till planering"),
    PeriodStatus.COLLECTING: _l("Öppna insamlingen av platser"),
    PeriodStatus.WISHING: _l("Öppna för önskemål"),
    PeriodStatus.MATCHING: _l("Stäng önskemålen"),
    PeriodStatus.RUNNING: _l("Praktiken har börjat"),
    PeriodStatus.ENDED: _l("Avsluta perioden"),
}
BACK: dict[str, Any] = {
    PeriodStatus.COLLECTING: _l("Gå tillbaka till insamlingen"),
    PeriodStatus.WISHING: _l("Öppna önskemålen igen"),
}
POLICY: dict[Policy, Any] = {
    Policy.STABLE: _l("Stabil: ingen sökande och ingen plats kan hitta en bättre lösning tillsammans"),
    Policy.MOST_PLACED: _l("Flest placerade: så många som möjligt får en plats, sedan nära hemmet"),
}
WISHES: dict[WishMode, Any] = {
    WishMode.RANKED: _l("Rangordnar platser"),
    WishMode.WISHES: _l("Önskar yrke, sektor och ort"),
}
SCOPE: dict[CapScope, Any] = {
    CapScope.EMPLOYER: _l("Arbetsgivare"),
    CapScope.SCHOOL: _l("Skola"),
    CapScope.AREA: _l("Kommun"),
}
