"""What is asked of a municipality's adoption."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.role_standards.adoption.models import Adoption, AdoptionStatus
from plugins.role_standards.adoption.words import STATUS
from plugins.role_standards.fields import line, version_field


class AdoptionForm(Form):
    """How far a municipality has come."""

    version = version_field()
    status = RadioField(
        _l("Hur långt har kommunen kommit?"),
        [InputRequired(_l("Välj hur långt kommunen har kommit."))],
        choices=[SelectChoice(key.value, STATUS[key]) for key in AdoptionStatus],
    )
    since = DayField(_l("Från och med"), [Optional()], description=_l("Dagen då det började eller ska börja gälla."))
    decision = StringField(
        _l("Kommunens beslut"), [Optional(), Length(max=300)], description=_l("Nämnd och paragraf, diarienummer eller adress.")
    )
    reason = TextAreaField(
        _l("Hur gör kommunen i stället, och varför?"),
        [Optional(), Length(max=4_000)],
        description=_l("Behövs när kommunen gör på ett annat sätt."),
    )

    def __init__(self, adoption: Adoption | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {"version": 0, "status": AdoptionStatus.NOT_STARTED.value}
        if adoption is not None:
            data = {name: getattr(adoption, name) for name in ("version", "since", "decision", "reason")}
            data["status"] = adoption.status.value
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "status": AdoptionStatus(self.status.data),
            "since": self.since.data,
            "decision": line(self.decision.data),
            "reason": (self.reason.data or "").strip(),
        }


class StatusFilter(Form):
    """Which municipalities to show."""

    status = SelectField(_l("Läge"), choices=())

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.status.choices = [SelectChoice("", _("Alla lägen")), *(SelectChoice(key.value, STATUS[key]) for key in AdoptionStatus)]
