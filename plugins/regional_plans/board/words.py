"""Words for board cases."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.regional_plans.board.models import CaseStatus, Outcome

STATUS: dict[CaseStatus, Any] = {
    CaseStatus.PREPARING: _l("Förbereds"),
    CaseStatus.SENT: _l("Väntar på beslut"),
    CaseStatus.DECIDED: _l("Beslutat"),
}
STATUS_TAG: dict[CaseStatus, str] = {CaseStatus.PREPARING: "neutral", CaseStatus.SENT: "info", CaseStatus.DECIDED: "success"}
OUTCOME: dict[Outcome, Any] = {
    Outcome.APPROVED: _l("Godkänd"),
    Outcome.AMENDED: _l("Godkänd med ändringar"),
    Outcome.RETURNED: _l("Återremitterad"),
}
OUTCOME_TAG: dict[Outcome, str] = {Outcome.APPROVED: "success", Outcome.AMENDED: "warning", Outcome.RETURNED: "error"}
