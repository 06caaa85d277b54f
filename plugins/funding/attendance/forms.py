"""What is asked of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, NumberField
from core.web.forms import Form
from plugins.funding.attendance.models import AttendanceRecord
from plugins.funding.participants.models import Participant
from plugins.funding.participants.queries import shown_names

_HOURS = NumberRange(0, 24, _l("Skriv timmar från en kvart (0,25) till 24."))


class SessionForm(Form):
    """Hours of several participants on a day."""

    day = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det var."))])
    hours = NumberField(_l("Timmar"), [InputRequired(_l("Skriv hur många timmar.")), _HOURS], description=_l("Till exempel 1,5."))
    activity = StringField(_l("Vad ni gjorde"), [Optional(), Length(max=200)])
    people = SelectMultipleField(
        _l("Vilka som var med"),
        [InputRequired(_l("Välj minst en deltagare."))],
        choices=(),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    by_leader = BooleanField(
        _l("Deltagarna har signerat en lista på papper"), description=_l("Spara listan. Finansiären kan vilja se den.")
    )

    def __init__(self, people: Sequence[Participant], formdata: Any = None) -> None:
        super().__init__(formdata, data={"day": today()})
        names = shown_names(people)
        self.people.choices = [
            SelectChoice(str(each.id), _l("%(name)s, nr %(number)s", name=names[each.id], number=each.number)) for each in people
        ]


class CorrectionForm(Form):
    """Other hours for a day, and why."""

    version = HiddenField(validators=[Length(max=12)])
    hours = NumberField(
        _l("Rätt antal timmar"), [InputRequired(_l("Skriv hur många timmar.")), _HOURS], description=_l("0 om personen inte var där.")
    )
    reason = StringField(_l("Varför"), [DataRequired(_l("Skriv varför timmarna ändras.")), Length(max=500)])

    def __init__(self, row: AttendanceRecord, formdata: Any = None) -> None:
        super().__init__(formdata, data={"hours": row.hours, "version": row.version})
