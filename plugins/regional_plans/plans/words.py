"""Words for plans."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.regional_plans.plans.models import PlanStatus

STATUS: dict[PlanStatus, Any] = {
    PlanStatus.DRAFT: _l("Utkast"),
    PlanStatus.REFERRAL: _l("På remiss"),
    PlanStatus.BOARD: _l("Hos nämnden"),
    PlanStatus.IN_FORCE: _l("Gäller nu"),
    PlanStatus.CLOSED: _l("Avslutad"),
}
TAG: dict[str, str] = {
    PlanStatus.DRAFT: "neutral",
    PlanStatus.REFERRAL: "info",
    PlanStatus.BOARD: "info",
    PlanStatus.IN_FORCE: "success",
    PlanStatus.CLOSED: "neutral",
}
