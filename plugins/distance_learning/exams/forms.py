"""What is asked of those who want to write an examination, and of the centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.distance_learning.exams.models import Asker, Attendance, Delivery
from plugins.distance_learning.visiting.fields import ClockField, EmailField, needed
from plugins.distance_learning.visiting.span import SpanForm
from plugins.distance_learning.visiting.times import moment

ASKERS: Mapping[Asker, Any] = {Asker.STUDENT: _l("Jag som ska skriva"), Asker.PROVIDER: _l("Skolan eller anordnaren")}
DELIVERIES: Mapping[Delivery, Any] = {Delivery.DIGITAL: _l("Digitalt"), Delivery.POST: _l("Med post")}
ATTENDANCE: Mapping[Attendance, Any] = {
    Attendance.UNKNOWN: _l("Inte noterad"),
    Attendance.PRESENT: _l("Närvarande"),
    Attendance.ABSENT: _l("Kom inte"),
}


def choices(labels: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Choices of a field, in the reader's language."""
    return [(str(value), str(label)) for value, label in labels.items()]


class RequestForm(Form):
    """A seat for an examination. `wish` is left out when a time has been chosen."""

    asker = RadioField(_l("Vem begär platsen?"), [needed(_l("Välj vem som begär platsen."))], choices=(), coerce=str)
    exam = StringField(_l("Kurs eller tentamen"), [needed(_l("Skriv vilken kurs eller tentamen det är.")), Length(max=200)])
    provider = StringField(_l("Skola eller anordnare"), [needed(_l("Skriv vilken skola som ger tentamen.")), Length(max=200)])
    day = DayField(_l("Dag"), [needed(_l("Skriv vilken dag tentamen ska skrivas."))])
    start = ClockField(_l("Klockslag"), [needed(_l("Skriv när tentamen börjar.")), Length(max=20)], description=_l("Till exempel 09:00."))
    minutes = WholeField(_l("Längd i minuter"), [needed(_l("Skriv hur lång tentamen är."))], limits=(15, 600))
    delivery = RadioField(_l("Hur kommer tentamen till lärcentrumet?"), [needed(_l("Välj hur tentamen kommer."))], choices=(), coerce=str)
    aids = TextAreaField(_l("Tillåtna hjälpmedel"), [Length(max=1000)])
    contact_name = StringField(_l("Kontaktperson på skolan"), [Length(max=120)])
    contact_email = EmailField(_l("Kontaktpersonens e-post"), [Length(max=254)])
    arrangements = TextAreaField(
        _l("Särskilda arrangemang"),
        [Length(max=1000)],
        description=_l("Till exempel längre tid eller eget rum. Skriv inte varför. Bara de som ordnar din tentamen ser det."),
    )
    name = StringField(_l("Namn på den som ska skriva"), [needed(_l("Skriv namnet på den som ska skriva.")), Length(max=120)])
    email = EmailField(
        _l("E-post"),
        [needed(_l("Skriv en e-postadress.")), Length(max=254)],
        description=_l("Vi mejlar en länk som du bekräftar med. Utan den är inget bokat."),
    )
    municipality = SelectField(_l("Hemkommun"), [Optional()], choices=(), description=_l("Används bara i statistik."))

    def __init__(self, municipalities: Sequence[tuple[str, str]], *, with_time: bool, formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.asker.choices, self.delivery.choices = choices(ASKERS), choices(DELIVERIES)
        self.municipality.choices = [("", _("Välj kommun")), *municipalities]
        if not with_time:
            del self.day, self.start


class SlotForm(SpanForm):
    """A time for examinations."""

    centre = SelectField(_l("Lärcentrum"), [needed()], choices=(), coerce=int)
    room = SelectField(_l("Sal"), [needed(_l("Välj en sal."))], choices=(), coerce=int)
    day = DayField(_l("Dag"), [needed(_l("Skriv vilken dag."))])
    start = ClockField(_l("Börjar"), [needed(_l("Skriv när det börjar.")), Length(max=20)], description=_l("Till exempel 09:00."))
    stop = ClockField(_l("Slutar"), [needed(_l("Skriv när det slutar.")), Length(max=20)], description=_l("Till exempel 13:00."))
    seats = WholeField(_l("Antal platser"), [needed(_l("Skriv hur många platser det finns."))], limits=(1, 500))
    invigilator = StringField(_l("Tentamensvakt"), [Length(max=40)], description=_l("Roll eller initialer, inte hela namnet."))
    is_open = BooleanField(_l("Vem som helst får boka en plats direkt"))


class PlaceForm(Form):
    """Which time somebody gets."""

    slot = SelectField(_l("Tid"), [needed(_l("Välj en tid."))], choices=(), coerce=int)
    version = HiddenField()


class ReasonForm(Form):
    """Why somebody gets no seat, or loses it."""

    reason = TextAreaField(
        _l("Vad vill du svara?"),
        [needed(_l("Skriv varför, och gärna en annan tid.")), Length(max=500)],
        description=_l("Skriv varför, och vilken annan tid som går."),
    )


def wish(form: RequestForm) -> tuple[datetime, timedelta]:
    """The wished time and its length, from a form that is valid and asks for one."""
    assert form.day.data is not None and form.start.at is not None
    return moment(form.day.data, form.start.at), timedelta(minutes=form.minutes.data or 0)
