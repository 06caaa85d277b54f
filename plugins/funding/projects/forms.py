"""What is asked of a project and its parts."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH
from plugins.funding.fields import MOST, line, money, version_field
from plugins.funding.projects.models import PackageStatus, Project, ProjectIndicator, ProjectPartner, WorkPackage
from plugins.funding.projects.words import KIND, PACKAGE

_KINDS = [SelectChoice(key.value, label) for key, label in KIND.items()]


class _Part(Form):
    """A form whose fields are the columns of a row."""

    names: tuple[str, ...] = ()

    def __init__(self, row: Any, formdata: Any = None) -> None:
        data = {name: getattr(row, name) for name in self.names} | {"version": row.version} if row is not None else {}
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in: lines without spaces to spare, texts without empty ends."""
        return {name: _clean(self[name]) for name in self.names}


def _clean(field: Any) -> Any:
    if isinstance(field, TextAreaField):
        return (field.data or "").strip()
    return line(field.data) if isinstance(field, StringField) else field.data


class ProjectForm(_Part):
    """A project's own facts."""

    version = version_field()
    title = StringField(_l("Projekt"), [DataRequired(_l("Skriv vad projektet heter.")), Length(max=TITLE_LENGTH)])
    organisation_id = SelectField(_l("Projektägare"), [InputRequired(_l("Välj vem som äger projektet."))], choices=())
    funder = StringField(_l("Finansiär"), [DataRequired(_l("Skriv vem som betalar.")), Length(max=120)])
    reference = StringField(_l("Finansiärens diarienummer"), [Optional(), Length(max=60)])
    purpose = TextAreaField(_l("Syfte"), [Optional(), Length(max=TEXT_LENGTH)])
    starts_on = DayField(_l("Börjar"), [InputRequired(_l("Skriv när projektet börjar."))])
    ends_on = DayField(_l("Slutar"), [InputRequired(_l("Skriv när projektet är slut."))])
    amount = money(_l("Beviljat belopp i kronor"), [InputRequired(_l("Skriv hur mycket som är beviljat."))])
    names = ("title", "organisation_id", "funder", "reference", "purpose", "starts_on", "ends_on", "amount")

    def __init__(self, project: Project | None, owners: list[SelectChoice], formdata: Any = None) -> None:
        super().__init__(project, formdata)
        self.organisation_id.choices = [SelectChoice("", _l("Välj organisation")), *owners]
        if project is not None and formdata is None:
            self.organisation_id.data = str(project.organisation_id or "")

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return super().facts() | {"organisation_id": int(self.organisation_id.data)}


class PartnerForm(_Part):
    """A partner and what it puts in."""

    version = version_field()
    name = StringField(_l("Part"), [DataRequired(_l("Skriv vad organisationen heter.")), Length(max=200)])
    role = StringField(_l("Vad parten gör"), [Optional(), Length(max=200)])
    cash = money(_l("Medfinansiering i pengar, kronor"), [InputRequired(_l("Skriv ett belopp. 0 om inget."))])
    time_value = money(
        _l("Medfinansiering i tid, kronor"), [InputRequired(_l("Skriv ett belopp. 0 om inget."))], description=_l("Vad tiden är värd.")
    )
    names = ("name", "role", "cash", "time_value")

    def __init__(self, row: ProjectPartner | None, formdata: Any = None) -> None:
        super().__init__(row, formdata)
        if row is None and formdata is None:
            self.cash.data = self.time_value.data = 0


class PackageForm(_Part):
    """A work package."""

    version = version_field()
    title = StringField(_l("Arbetspaket"), [DataRequired(_l("Skriv vad arbetspaketet heter.")), Length(max=TITLE_LENGTH)])
    description = TextAreaField(_l("Beskrivning"), [Optional(), Length(max=4000)])
    responsible = StringField(_l("Ansvarig organisation"), [Optional(), Length(max=200)])
    starts_on = DayField(_l("Börjar"), [InputRequired(_l("Skriv när arbetspaketet börjar."))])
    ends_on = DayField(_l("Slutar"), [InputRequired(_l("Skriv när arbetspaketet är slut."))])
    status = SelectField(_l("Läge"), choices=[SelectChoice(key.value, label) for key, label in PACKAGE.items()])
    names = ("title", "description", "responsible", "starts_on", "ends_on", "status")

    def __init__(self, row: WorkPackage | None, formdata: Any = None) -> None:
        super().__init__(row, formdata)
        if row is not None and formdata is None:
            self.status.data = row.status.value

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return super().facts() | {"status": PackageStatus(self.status.data)}


class IndicatorForm(_Part):
    """An indicator."""

    version = version_field()
    title = StringField(_l("Indikator"), [DataRequired(_l("Skriv vad som mäts.")), Length(max=TITLE_LENGTH)])
    unit = StringField(_l("Enhet"), [Optional(), Length(max=60)], description=_l("Till exempel personer eller procent."))
    target = NumberField(_l("Mål"), [InputRequired(_l("Skriv målet som ett tal.")), NumberRange(0, MOST)])
    due_on = DayField(_l("Ska vara nått"), [InputRequired(_l("Skriv när målet ska vara nått."))])
    names = ("title", "unit", "target", "due_on")

    def __init__(self, row: ProjectIndicator | None, formdata: Any = None) -> None:
        super().__init__(row, formdata)


class BudgetForm(Form):
    """What is budgeted for a kind of cost in a year."""

    kind = SelectField(_l("Kostnadsslag"), [InputRequired(_l("Välj ett kostnadsslag."))], choices=_KINDS)
    year = WholeField(_l("År"), [InputRequired(_l("Skriv ett år."))], limits=(2000, 2100))
    amount = money(_l("Belopp i kronor"), [InputRequired(_l("Skriv ett belopp."))], description=_l("0 tar bort raden."))

    def __init__(self, project: Project, formdata: Any = None) -> None:
        super().__init__(formdata, data={"year": project.starts_on.year})


class CostForm(Form):
    """What was spent on a kind of cost in a month."""

    kind = SelectField(_l("Kostnadsslag"), [InputRequired(_l("Välj ett kostnadsslag."))], choices=_KINDS)
    month = DayField(_l("Månad"), [InputRequired(_l("Skriv en dag i månaden."))], description=_l("Vilken dag som helst i månaden."))
    amount = money(
        _l("Belopp i kronor"),
        [InputRequired(_l("Skriv ett belopp."))],
        least=-MOST,
        description=_l("Minus framför det som har betalats tillbaka. 0 tar bort beloppet."),
    )
    note = StringField(_l("Kommentar"), [Optional(), Length(max=500)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"month": today().replace(day=1)})


class MeasureForm(Form):
    """The outcome of an indicator."""

    measured_on = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag utfallet gäller."))])
    value = NumberField(_l("Utfall"), [InputRequired(_l("Skriv utfallet som ett tal.")), NumberRange(0, MOST)])
    note = StringField(_l("Kommentar"), [Optional(), Length(max=500)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"measured_on": today()})


class NoteForm(Form):
    """What the steering group noted."""

    noted_on = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det var."))])
    text = TextAreaField(_l("Anteckning"), [DataRequired(_l("Skriv vad styrgruppen kom fram till.")), Length(max=4000)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"noted_on": today()})


PARTS: dict[str, tuple[Any, Any]] = {
    "partner": (ProjectPartner, PartnerForm),
    "package": (WorkPackage, PackageForm),
    "indicator": (ProjectIndicator, IndicatorForm),
}
