"""What is asked of an action, an indicator, an outcome and a status report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.records.people import protected_addresses, shown_contact
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.regional_plans.actions.models import Action, ActionStatus, Indicator
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.fields import EMAIL, line, owner_field, version_field
from plugins.regional_plans.plans.models import TEXT_LENGTH, TITLE_LENGTH, Plan
from plugins.regional_plans.status.models import STATUS_TEXT_LENGTH

BIG = 10**12
_NAMES = ("title", "description", "contact_name", "contact_email", "funding", "amount", "starts_on", "ends_on")


class FilterForm(Form):
    """Which actions to show. A value that is not among the choices is passed over, never an error."""

    status = SelectField(_l("Läge"), choices=())
    owner = SelectField(_l("Ägare"), choices=())
    late = SelectField(_l("Tid"), choices=())

    def __init__(self, owners: Sequence[tuple[int, str]], arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.status.choices = [SelectChoice("", _l("Alla lägen")), *(SelectChoice(key.value, label) for key, label in STATUS.items())]
        self.owner.choices = [SelectChoice("", _l("Alla ägare")), *(SelectChoice(str(number), name) for number, name in owners)]
        self.late.choices = [SelectChoice("", _l("Alla tider")), SelectChoice("1", _l("Sista dagen har passerat"))]
        for field in self:
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""


class ActionForm(Form):
    """An action."""

    version = version_field()
    title = StringField(_l("Insats"), [DataRequired(_l("Skriv vad som ska göras.")), Length(max=TITLE_LENGTH)])
    focus_area_id = SelectField(_l("Fokusområde"), [InputRequired(_l("Välj ett fokusområde."))], choices=())
    description = TextAreaField(_l("Beskrivning"), [Optional(), Length(max=TEXT_LENGTH)])
    organisation_id = owner_field(_l("Ägare"), [InputRequired(_l("Välj vem som äger insatsen."))])
    contact_name = StringField(_l("Kontaktperson"), [Optional(), Length(max=120)])
    contact_email = StringField(
        _l("Kontaktpersonens e-post"),
        [Optional(), Length(max=254), EMAIL],
        description=_l("Hit kommer frågan om läget före varje möte. Visas inte för allmänheten."),
    )
    partners = SelectMultipleField(
        _l("Fler som deltar"), [Optional()], choices=(), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    funding = StringField(_l("Finansiering"), [Optional(), Length(max=1000)], description=_l("Till exempel egna medel eller ESF+."))
    amount = WholeField(_l("Belopp i kronor"), [Optional()], limits=(0, BIG))
    starts_on = DayField(_l("Börjar"), [InputRequired(_l("Skriv när insatsen börjar."))])
    ends_on = DayField(_l("Slutar"), [InputRequired(_l("Skriv när insatsen är slut."))])

    def __init__(
        self,
        plan: Plan,
        action: Action | None,
        areas: list[SelectChoice],
        owners: list[SelectChoice],
        partners: list[int],
        formdata: Any = None,
    ) -> None:
        data: dict[str, Any] = {"starts_on": today().replace(day=1), "ends_on": today().replace(year=plan.last_year, month=12, day=31)}
        if action is not None:
            data = {name: getattr(action, name) for name in (*_NAMES, "version")}
            data |= {"organisation_id": str(action.organisation_id or ""), "focus_area_id": str(action.focus_area_id)}
            data["partners"] = [str(each) for each in partners]
            data["contact_name"], data["contact_email"] = shown_contact(action.contact_email, action.contact_name, action.contact_email)
        super().__init__(formdata, data=data)
        self.keeps_contact = action is not None and bool(protected_addresses([action.contact_email]))
        if self.keeps_contact:  # who it is cannot be shown, and stays when nothing is written
            self.contact_name.description = _l("Visas inte. Lämna namn och e-post tomma för att behålla dem.")
        self.focus_area_id.choices = areas
        self.organisation_id.choices = [SelectChoice("", _l("Välj organisation")), *owners]
        self.partners.choices = owners

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for the focus area and the partners."""
        found = {name: self[name].data for name in _NAMES}
        found |= {
            "title": line(self.title.data),
            "description": (self.description.data or "").strip(),
            "contact_name": line(self.contact_name.data),
            "contact_email": (self.contact_email.data or "").strip().lower(),
            "funding": line(self.funding.data),
            "organisation_id": int(self.organisation_id.data),
        }
        if self.keeps_contact and not found["contact_name"] and not found["contact_email"]:
            del found["contact_name"], found["contact_email"]
        return found


class IndicatorForm(Form):
    """An indicator."""

    version = version_field()
    title = StringField(
        _l("Indikator"),
        [DataRequired(_l("Skriv vad som mäts.")), Length(max=TITLE_LENGTH)],
        description=_l("Till exempel Antal som har börjat en utbildning."),
    )
    unit = StringField(_l("Enhet"), [Optional(), Length(max=60)], description=_l("Till exempel personer eller procent."))
    baseline = NumberField(_l("Utgångsläge"), [Optional(), NumberRange(-BIG, BIG)])
    target = NumberField(_l("Mål"), [InputRequired(_l("Skriv målet som ett tal.")), NumberRange(-BIG, BIG)])
    due_on = DayField(_l("Ska vara nått"), [InputRequired(_l("Skriv när målet ska vara nått."))])

    def __init__(self, indicator: Indicator | None, formdata: Any = None) -> None:
        names = ("title", "unit", "baseline", "target", "due_on", "version")
        super().__init__(formdata, data={name: getattr(indicator, name) for name in names} if indicator else None)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "title": line(self.title.data),
            "unit": line(self.unit.data),
            "baseline": self.baseline.data,
            "target": self.target.data,
            "due_on": self.due_on.data,
        }


class MeasureForm(Form):
    """The outcome of an indicator."""

    measured_on = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag utfallet gäller."))])
    value = NumberField(_l("Utfall"), [InputRequired(_l("Skriv utfallet som ett tal.")), NumberRange(-BIG, BIG)])
    note = StringField(_l("Kommentar"), [Optional(), Length(max=500)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"measured_on": today()})


class ReportForm(Form):
    """How an action goes."""

    status = RadioField(
        _l("Hur går det?"),
        [InputRequired(_l("Välj hur det går."))],
        choices=[SelectChoice(key.value, STATUS[key]) for key in ActionStatus if key != ActionStatus.NOT_STARTED],
    )
    text = TextAreaField(
        _l("Kommentar"),
        [Optional(), Length(max=STATUS_TEXT_LENGTH)],
        description=_l("En mening räcker. Den kommer med i årsrapporten, så skriv inget om enskilda personer."),
    )

    def __init__(self, action: Action, formdata: Any = None) -> None:
        super().__init__(formdata, data={"status": action.status.value if action.status_at else None})
