"""Words for profiles."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.guidance.employers.models import ProfileStatus

STATUS: dict[ProfileStatus, Any] = {
    ProfileStatus.DRAFT: _l("Utkast"),
    ProfileStatus.WAITING: _l("Väntar på regionen"),
    ProfileStatus.PUBLISHED: _l("Visas för alla"),
}
TAG: dict[str, str] = {ProfileStatus.DRAFT: "neutral", ProfileStatus.WAITING: "warning", ProfileStatus.PUBLISHED: "success"}
STEPS: dict[ProfileStatus, Any] = {
    ProfileStatus.WAITING: _l("Lämna till regionen"),
    ProfileStatus.PUBLISHED: _l("Visa för alla"),
    ProfileStatus.DRAFT: _l("Ta tillbaka till utkast"),
}
