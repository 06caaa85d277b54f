"""Words for agreements."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.agreements.models import AgreementStatus, Side

STATUS: dict[AgreementStatus, Any] = {
    AgreementStatus.DRAFT: _l("Utkast"),
    AgreementStatus.IN_FORCE: _l("Gäller nu"),
    AgreementStatus.ENDED: _l("Har upphört"),
}
TAG: dict[str, str] = {AgreementStatus.DRAFT: "neutral", AgreementStatus.IN_FORCE: "success", AgreementStatus.ENDED: "warning"}
STEPS: dict[AgreementStatus, Any] = {
    AgreementStatus.IN_FORCE: _l("Avtalet gäller"),
    AgreementStatus.ENDED: _l("Avsluta avtalet"),
}
SIDE: dict[Side, Any] = {Side.SCHOOL: _l("Skola"), Side.EMPLOYER: _l("Arbetsgivare")}
