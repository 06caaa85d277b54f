"""Words for projects."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.funding.projects.models import BudgetKind, PackageStatus, ProjectStatus

STATUS: dict[ProjectStatus, Any] = {
    ProjectStatus.PLANNED: _l("Planeras"),
    ProjectStatus.RUNNING: _l("Pågår"),
    ProjectStatus.ENDED: _l("Avslutat"),
}
TAG: dict[str, str] = {ProjectStatus.PLANNED: "neutral", ProjectStatus.RUNNING: "success", ProjectStatus.ENDED: "neutral"}
STEPS: dict[ProjectStatus, Any] = {ProjectStatus.RUNNING: _l("Starta projektet"), ProjectStatus.ENDED: _l("Avsluta projektet")}
KIND: dict[BudgetKind, Any] = {
    BudgetKind.STAFF: _l("Personal"),
    BudgetKind.EXTERNAL: _l("Externa tjänster"),
    BudgetKind.TRAVEL: _l("Resor och logi"),
    BudgetKind.EQUIPMENT: _l("Utrustning och material"),
    BudgetKind.FLAT_RATE: _l("Indirekta kostnader (schablon)"),
    BudgetKind.OTHER: _l("Övrigt"),
}
PACKAGE: dict[PackageStatus, Any] = {
    PackageStatus.NOT_STARTED: _l("Inte påbörjat"),
    PackageStatus.ON_TRACK: _l("Går enligt plan"),
    PackageStatus.DELAYED: _l("Försenat"),
    PackageStatus.DONE: _l("Klart"),
}
PACKAGE_TAG: dict[str, str] = {
    PackageStatus.NOT_STARTED: "neutral",
    PackageStatus.ON_TRACK: "success",
    PackageStatus.DELAYED: "warning",
    PackageStatus.DONE: "info",
}
