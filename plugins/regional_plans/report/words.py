"""Words for yearly reports."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.regional_plans.report.models import ReportStatus

STATUS: dict[ReportStatus, Any] = {ReportStatus.DRAFT: _l("Utkast"), ReportStatus.ADOPTED: _l("Antagen")}
STATUS_TAG: dict[ReportStatus, str] = {ReportStatus.DRAFT: "neutral", ReportStatus.ADOPTED: "success"}
