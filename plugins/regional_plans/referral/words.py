"""Words for referrals."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.referral.words import STATUS, STATUS_TAG
from plugins.regional_plans.referral.models import Met, Stance

__all__ = ["MET", "MET_TAG", "STANCE", "STANCE_TAG", "STATUS", "STATUS_TAG"]

STANCE: dict[Stance, Any] = {
    Stance.SUPPORTS: _l("Ställer sig bakom förslaget"),
    Stance.WITH_CHANGES: _l("Ställer sig bakom förslaget med ändringar"),
    Stance.OBJECTS: _l("Ställer sig inte bakom förslaget"),
    Stance.NO_REMARK: _l("Har inga synpunkter"),
}
STANCE_TAG: dict[Stance, str] = {
    Stance.SUPPORTS: "success",
    Stance.WITH_CHANGES: "warning",
    Stance.OBJECTS: "error",
    Stance.NO_REMARK: "neutral",
}
MET: dict[Met, Any] = {
    Met.OPEN: _l("Inte bemött än"),
    Met.TAKEN_IN: _l("Tas in"),
    Met.PARTLY: _l("Tas in till en del"),
    Met.NOT: _l("Tas inte in"),
}
MET_TAG: dict[Met, str] = {Met.OPEN: "warning", Met.TAKEN_IN: "success", Met.PARTLY: "info", Met.NOT: "neutral"}
