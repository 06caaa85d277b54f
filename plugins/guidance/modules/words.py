"""Words for modules and their steps."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.guidance.modules.models import ModuleStatus, StepKind

STATUS: dict[ModuleStatus, Any] = {
    ModuleStatus.DRAFT: _l("Utkast"),
    ModuleStatus.PUBLISHED: _l("Publicerad"),
    ModuleStatus.ARCHIVED: _l("Arkiverad"),
}
TAG: dict[str, str] = {ModuleStatus.DRAFT: "warning", ModuleStatus.PUBLISHED: "success", ModuleStatus.ARCHIVED: "neutral"}
KIND: dict[StepKind, Any] = {
    StepKind.TEXT: _l("Läs"),
    StepKind.LINK: _l("Länk"),
    StepKind.OCCASION: _l("Träff"),
    StepKind.QUESTION: _l("Fråga att tänka över"),
}
ADD: dict[StepKind, Any] = {
    StepKind.TEXT: _l("Lägg till en text"),
    StepKind.LINK: _l("Lägg till en länk"),
    StepKind.OCCASION: _l("Lägg till en träff"),
    StepKind.QUESTION: _l("Lägg till en fråga"),
}
# What one can be with a module.
STATES: dict[str, Any] = {"new": _l("Inte börjat"), "begun": _l("Påbörjad"), "finished": _l("Klar")}
STATE_TAG: dict[str, str] = {"new": "neutral", "begun": "info", "finished": "success"}
