"""Words for orders."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.requests.models import RequestStatus

STATUS: dict[RequestStatus, Any] = {
    RequestStatus.SENT: _l("Skickad"),
    RequestStatus.DISTRIBUTED: _l("Enheter tillfrågade"),
    RequestStatus.ANSWERED: _l("Besvarad"),
    RequestStatus.CLOSED: _l("Stängd"),
}
TAG: dict[str, str] = {
    RequestStatus.SENT: "warning",
    RequestStatus.DISTRIBUTED: "info",
    RequestStatus.ANSWERED: "success",
    RequestStatus.CLOSED: "neutral",
}
