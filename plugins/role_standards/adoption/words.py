"""Words for adoption."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.role_standards.adoption.models import AdoptionStatus

STATUS: dict[AdoptionStatus, Any] = {
    AdoptionStatus.NOT_STARTED: _l("Inte börjat"),
    AdoptionStatus.IN_PROGRESS: _l("På väg"),
    AdoptionStatus.ADOPTED: _l("Infört"),
    AdoptionStatus.DEVIATES: _l("Gör på ett annat sätt"),
}
TAG: dict[AdoptionStatus, str] = {
    AdoptionStatus.NOT_STARTED: "neutral",
    AdoptionStatus.IN_PROGRESS: "info",
    AdoptionStatus.ADOPTED: "success",
    AdoptionStatus.DEVIATES: "warning",
}
