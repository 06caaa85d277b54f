"""Words for visits."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.guidance.visits.models import BookingStatus, VisitKind

KIND: dict[VisitKind, Any] = {VisitKind.VISIT: _l("Studiebesök"), VisitKind.PRACTICE: _l("Prova-på-dag")}
STATUS: dict[BookingStatus, Any] = {
    BookingStatus.ASKED: _l("Väntar på svar"),
    BookingStatus.CONFIRMED: _l("Bokad"),
    BookingStatus.CANCELLED: _l("Avbokad"),
}
TAG: dict[str, str] = {BookingStatus.ASKED: "warning", BookingStatus.CONFIRMED: "success", BookingStatus.CANCELLED: "neutral"}
