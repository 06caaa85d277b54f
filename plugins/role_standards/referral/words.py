"""Words for referrals."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.role_standards.referral.models import ReferralStatus, Stance

STATUS: dict[ReferralStatus, Any] = {
    ReferralStatus.DRAFT: _l("Inte skickad än"),
    ReferralStatus.OPEN: _l("Ute på remiss"),
    ReferralStatus.CLOSED: _l("Avslutad"),
}
STATUS_TAG: dict[ReferralStatus, str] = {
    ReferralStatus.DRAFT: "neutral",
    ReferralStatus.OPEN: "info",
    ReferralStatus.CLOSED: "success",
}
STANCE: dict[Stance, Any] = {
    Stance.SUPPORTS: _l("Ställer sig bakom rollen"),
    Stance.WITH_CHANGES: _l("Ställer sig bakom rollen med ändringar"),
    Stance.OBJECTS: _l("Ställer sig inte bakom rollen"),
}
STANCE_TAG: dict[Stance, str] = {Stance.SUPPORTS: "success", Stance.WITH_CHANGES: "warning", Stance.OBJECTS: "error"}
