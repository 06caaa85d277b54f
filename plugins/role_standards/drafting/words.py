"""Words for proposals."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.role_standards.drafting.models import PartField, ProposalStatus

STATUS: dict[ProposalStatus, Any] = {
    ProposalStatus.OPEN: _l("Väntar på svar"),
    ProposalStatus.ACCEPTED: _l("Infört"),
    ProposalStatus.REJECTED: _l("Inte infört"),
}
TAG: dict[ProposalStatus, str] = {ProposalStatus.OPEN: "info", ProposalStatus.ACCEPTED: "success", ProposalStatus.REJECTED: "neutral"}
PART: dict[PartField, Any] = {
    PartField.DESCRIPTION: _l("Beskrivning"),
    PartField.TASKS: _l("Arbetsuppgifter"),
    PartField.TITLE: _l("Kravets namn"),
    PartField.REQUIREMENT: _l("Kravets beskrivning"),
    PartField.MET_BY: _l("Så uppfylls kravet"),
    PartField.VALIDATED_BY: _l("Så valideras kravet"),
    PartField.NEW: _l("Nytt krav"),
}
