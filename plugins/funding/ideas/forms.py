"""What is asked of an idea, its partners, its budget, and the decision."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH
from plugins.funding.fields import EMAIL, line, money, version_field
from plugins.funding.ideas.models import IdeaPartner, ProjectIdea
from plugins.funding.projects.words import KIND

_NAMES = ("title", "purpose", "target_group", "focus_refs", "starts_on", "ends_on", "answer_by")


class IdeaForm(Form):
    """An idea."""

    version = version_field()
    title = StringField(_l("Projektidé"), [DataRequired(_l("Skriv vad projektet ska heta.")), Length(max=TITLE_LENGTH)])
    organisation_id = SelectField(_l("Vem som söker"), [InputRequired(_l("Välj vem som söker."))], choices=())
    call_id = SelectField(_l("Utlysning"), [Optional()], choices=())
    purpose = TextAreaField(_l("Syfte"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Tillfrågade parter läser det här."))
    target_group = TextAreaField(_l("Målgrupp"), [Optional(), Length(max=2000)])
    focus_refs = SelectMultipleField(
        _l("Planens fokusområden"), [Optional()], choices=(), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    starts_on = DayField(_l("Börjar"), [InputRequired(_l("Skriv när projektet börjar."))])
    ends_on = DayField(_l("Slutar"), [InputRequired(_l("Skriv när projektet är slut."))])
    answer_by = DayField(_l("Parter svarar senast"), [Optional()])

    def __init__(
        self,
        idea: ProjectIdea | None,
        owners: list[SelectChoice],
        calls: list[SelectChoice],
        areas: list[SelectChoice],
        formdata: Any = None,
    ) -> None:
        data: dict[str, Any] = {}
        if idea is not None:
            data = {name: getattr(idea, name) for name in (*_NAMES, "version")}
            data |= {"organisation_id": str(idea.organisation_id or ""), "call_id": str(idea.call_id or "")}
        super().__init__(formdata, data=data)
        self.organisation_id.choices = [SelectChoice("", _l("Välj organisation")), *owners]
        self.call_id.choices = [SelectChoice("", _l("Ingen utlysning än")), *calls]
        self.focus_refs.choices = areas
        if not areas:
            del self.focus_refs

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {name: self[name].data for name in _NAMES if name in self}
        return found | {
            "title": line(self.title.data),
            "purpose": (self.purpose.data or "").strip(),
            "target_group": (self.target_group.data or "").strip(),
            "organisation_id": int(self.organisation_id.data),
            "call_id": int(self.call_id.data) if self.call_id.data else None,
        }


class PartnerForm(Form):
    """Whom to ask."""

    name = StringField(_l("Organisation"), [DataRequired(_l("Skriv vilken organisation det är.")), Length(max=200)])
    contact_name = StringField(_l("Kontaktperson"), [Optional(), Length(max=120)])
    contact_email = StringField(_l("Kontaktpersonens e-post"), [DataRequired(_l("Skriv vart frågan ska mejlas.")), Length(max=254), EMAIL])


class AnswerForm(Form):
    """A partner's declaration."""

    joins = RadioField(
        _l("Vill ni vara med?"),
        [InputRequired(_l("Välj om ni vill vara med."))],
        choices=[SelectChoice("yes", _l("Ja, vi vill vara med")), SelectChoice("no", _l("Nej, inte den här gången"))],
    )
    role = StringField(_l("Vad ni gör i projektet"), [Optional(), Length(max=500)])
    cash = money(_l("Vi sätter in pengar, kronor"), [Optional()])
    hours = NumberField(
        _l("Vi sätter in arbetstid, timmar"), [Optional(), NumberRange(0, 1_000_000, _l("Skriv ett tal från 0 till 1 000 000."))]
    )
    hourly_rate = WholeField(_l("Vad en timme är värd, kronor"), [Optional()], limits=(0, 10_000))
    note = TextAreaField(_l("Något mer"), [Optional(), Length(max=1000)])

    def __init__(self, partner: IdeaPartner, formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if partner.answered_at is not None:
            data = {name: getattr(partner, name) for name in ("role", "cash", "hours", "hourly_rate", "note")}
            data["joins"] = partner.answer.value
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "joins": self.joins.data == "yes",
            "role": line(self.role.data),
            "cash": self.cash.data or 0,
            "hours": self.hours.data or 0.0,
            "hourly_rate": self.hourly_rate.data or 0,
            "note": (self.note.data or "").strip(),
        }


class BudgetForm(Form):
    """What a kind of cost is budgeted at in a year."""

    kind = SelectField(
        _l("Kostnadsslag"),
        [InputRequired(_l("Välj ett kostnadsslag."))],
        choices=[SelectChoice(k.value, label) for k, label in KIND.items()],
    )
    year = WholeField(_l("År"), [InputRequired(_l("Skriv ett år."))], limits=(2000, 2100))
    amount = money(_l("Belopp i kronor"), [InputRequired(_l("Skriv ett belopp."))], description=_l("0 tar bort raden."))

    def __init__(self, idea: ProjectIdea, formdata: Any = None) -> None:
        super().__init__(formdata, data={"year": idea.starts_on.year})


class DecisionForm(Form):
    """What the funder decided."""

    granted = RadioField(
        _l("Finansiärens beslut"),
        [InputRequired(_l("Välj vad finansiären beslutade."))],
        choices=[SelectChoice("yes", _l("Beviljad")), SelectChoice("no", _l("Avslag"))],
    )
    amount = money(_l("Beviljat belopp i kronor"), [Optional()])
    reference = StringField(_l("Finansiärens diarienummer"), [Optional(), Length(max=60)])
    decided_on = DayField(_l("Beslutsdag"), [InputRequired(_l("Skriv vilken dag beslutet fattades."))])
    text = TextAreaField(_l("Beslutet i ord"), [Optional(), Length(max=4000)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"decided_on": today()})
