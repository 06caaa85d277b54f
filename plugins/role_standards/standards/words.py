"""Words for standards."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.role_standards.standards.models import Level, VersionStatus

STATUS: dict[VersionStatus, Any] = {
    VersionStatus.DRAFT: _l("Utkast"),
    VersionStatus.REFERRAL: _l("På remiss"),
    VersionStatus.IN_FORCE: _l("Gäller nu"),
    VersionStatus.REPLACED: _l("Ersatt"),
}
TAG: dict[VersionStatus, str] = {
    VersionStatus.DRAFT: "neutral",
    VersionStatus.REFERRAL: "info",
    VersionStatus.IN_FORCE: "success",
    VersionStatus.REPLACED: "neutral",
}
LEVEL: dict[Level, Any] = {
    Level.KNOWS: _l("Känner till"),
    Level.GUIDED: _l("Utför med stöd"),
    Level.INDEPENDENT: _l("Utför självständigt"),
    Level.LEADS: _l("Leder andra i det"),
}
