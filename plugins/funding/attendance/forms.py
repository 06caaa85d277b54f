"""What is asked of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, NumberField
from core.web.forms import Form
from plugins.funding.attendance.models import AttendanceRecord
from plugins.funding.participants.models import Participant
from plugins.funding.participants.queries import shown_names

_TICKS: dict[str, Any] = {"option_widget": CheckboxInput(), "widget": ListWidget(prefix_label=False)}
_HOURS = NumberRange(0, 24, _l("Skriv timmar från en kvart (0,25) till 24."))


class SessionForm(Form):
    """Hours of several participants on a day. `chosen` are ticked already, on any page; `people` are those of this page."""

    day = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det var."))])
    hours = NumberField(_l("Timmar"), [InputRequired(_l("Skriv hur många timmar.")), _HOURS], description=_l("Till exempel 1,5."))
    activity = StringField(_l("Vad ni gjorde"), [Optional(), Length(max=200)])
    by_leader = BooleanField(
        _l("Deltagarna har signerat en lista på papper"), description=_l("Spara listan. Finansiären kan vilja se den.")
    )
    chosen = SelectMultipleField(_l("Redan valda"), [Optional()], choices=(), validate_choice=False, **_TICKS)
    q = StringField(_l("Sök deltagare"), [Optional(), Length(max=100)], description=_l("Namn, eller nummer i projektet."))
    organisation = SelectField(_l("Organisation"), choices=(), validate_choice=False)
    people = SelectMultipleField(_l("Deltagare att markera"), choices=(), validate_choice=False, **_TICKS)
    page = HiddenField(validators=[Length(max=9)])

    def __init__(self, organisations: Sequence[str], formdata: Any = None) -> None:
        super().__init__(formdata, data={"day": today()})
        self.organisation.choices = [SelectChoice("", _l("Alla organisationer")), *(SelectChoice(name, name) for name in organisations)]

    def show(self, ticked: Sequence[Participant], others: Sequence[Participant]) -> None:
        """Put the participants on the page: those who are ticked, and those whom one can tick."""
        names = shown_names([*ticked, *others])
        for field, rows in ((self.chosen, ticked), (self.people, others)):
            field.choices = [
                SelectChoice(str(each.number), _l("%(name)s, nr %(number)s", name=names[each.id], number=each.number)) for each in rows
            ]
        self.chosen.data, self.people.data = [str(each.number) for each in ticked], []

    def validate_people(self, field: Any) -> None:
        """At least one must be ticked, on this page or before."""
        if not self.chosen.data:
            raise StopValidation(_("Välj minst en deltagare."))


class CorrectionForm(Form):
    """Other hours for a day, and why."""

    version = HiddenField(validators=[Length(max=12)])
    hours = NumberField(
        _l("Rätt antal timmar"), [InputRequired(_l("Skriv hur många timmar.")), _HOURS], description=_l("0 om personen inte var där.")
    )
    reason = StringField(_l("Varför"), [DataRequired(_l("Skriv varför timmarna ändras.")), Length(max=500)])

    def __init__(self, row: AttendanceRecord, formdata: Any = None) -> None:
        super().__init__(formdata, data={"hours": row.hours, "version": row.version})
