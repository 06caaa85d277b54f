"""Words for referrals."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.referral.words import STATUS, STATUS_TAG
from plugins.role_standards.referral.models import Stance

__all__ = ["STANCE", "STANCE_TAG", "STATUS", "STATUS_TAG"]

STANCE: dict[Stance, Any] = {
    Stance.SUPPORTS: _l("Ställer sig bakom rollen"),
    Stance.WITH_CHANGES: _l("Ställer sig bakom rollen med ändringar"),
    Stance.OBJECTS: _l("Ställer sig inte bakom rollen"),
}
STANCE_TAG: dict[Stance, str] = {Stance.SUPPORTS: "success", Stance.WITH_CHANGES: "warning", Stance.OBJECTS: "error"}
