"""Words for local titles."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.role_standards.titles.models import TitleState

STATE: dict[TitleState, Any] = {
    TitleState.WAITING: _l("Inte kopplad än"),
    TitleState.IS: _l("Kopplad"),
    TitleState.OTHER: _l("Hör inte till någon gemensam roll"),
}
TAG: dict[TitleState, str] = {TitleState.WAITING: "warning", TitleState.IS: "success", TitleState.OTHER: "neutral"}
