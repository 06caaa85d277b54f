"""An applicant's statuses as one reads them."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.applicants.models import ApplicantStatus, SelfFoundStatus

STATUS: dict[ApplicantStatus, Any] = {
    ApplicantStatus.INVITED: _l("Har inte svarat"),
    ApplicantStatus.WISHING: _l("Fyller i"),
    ApplicantStatus.READY: _l("Har önskat"),
    ApplicantStatus.WITHDRAWN: _l("Tillbakadragen"),
}
TAG: dict[ApplicantStatus, str] = {ApplicantStatus.READY: "success", ApplicantStatus.INVITED: "warning"}
OWN: dict[SelfFoundStatus, Any] = {
    SelfFoundStatus.ASKED: _l("Väntar på svar"),
    SelfFoundStatus.APPROVED: _l("Godkänd"),
    SelfFoundStatus.REFUSED: _l("Inte godkänd"),
}
OWN_TAG: dict[SelfFoundStatus, str] = {
    SelfFoundStatus.ASKED: "warning",
    SelfFoundStatus.APPROVED: "success",
    SelfFoundStatus.REFUSED: "neutral",
}
