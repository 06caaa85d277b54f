"""Words for actions."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.regional_plans.actions.models import ActionStatus

STATUS: dict[ActionStatus, Any] = {
    ActionStatus.NOT_STARTED: _l("Inte påbörjad"),
    ActionStatus.ON_TRACK: _l("Går enligt plan"),
    ActionStatus.DELAYED: _l("Försenad"),
    ActionStatus.STOPPED: _l("Stoppad"),
    ActionStatus.DONE: _l("Klar"),
}
TAG: dict[str, str] = {
    ActionStatus.NOT_STARTED: "neutral",
    ActionStatus.ON_TRACK: "success",
    ActionStatus.DELAYED: "warning",
    ActionStatus.STOPPED: "error",
    ActionStatus.DONE: "info",
}
