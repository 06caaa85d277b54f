"""What is asked of those who have a link, and of those who keep placements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.internships.after.evaluations import LENGTH
from plugins.internships.after.queries import Asked
from plugins.internships.offers.models import Supervisor


class SignForm(Form):
    """A signature."""

    fingerprint = HiddenField(validators=[Length(max=64)])
    name = StringField(_l("Ditt namn"), [DataRequired(_l("Skriv ditt namn.")), Length(max=120)])
    title = StringField(_l("Din roll"), [Optional(), Length(max=120)], description=_l("Till exempel rektor eller enhetschef."))
    agreed = BooleanField(
        _l("Jag har läst avtalet och skriver under för min del"), [InputRequired(_l("Kryssa i att du har läst avtalet och skriver under."))]
    )


class WeekForm(Form):
    """A week's attendance."""

    days = WholeField(_l("Dagar på arbetsplatsen"), [InputRequired(_l("Skriv hur många dagar. Ingen alls är 0."))], limits=(0, 7))
    hours = NumberField(_l("Timmar"), [Optional()], description=_l("Tillsammans under veckan. Lämna tomt om ni bara räknar dagar."))
    absent = WholeField(_l("Dagar borta"), [Optional()], limits=(0, 7), description=_l("Skriv inte varför."))


class InterruptForm(Form):
    """Why a placement ends before its time."""

    last_day = DayField(_l("Sista dagen"), [InputRequired(_l("Välj den sista dagen."))])
    reason = TextAreaField(
        _l("Varför avbryts praktiken?"),
        [DataRequired(_l("Skriv kort varför praktiken avbryts.")), Length(max=500)],
        description=_l("Skriv inget om hälsa eller annat känsligt."),
    )


class IntroductionForm(Form):
    """Who supervises, and what is gone through at the start."""

    supervisor_id = SelectField(_l("Handledare"), [Optional()], choices=())
    introduction = TextAreaField(
        _l("Introduktion"), [Optional(), Length(max=4000)], description=_l("Vad ni går igenom första tiden, och var man ska vara.")
    )
    introduced_on = DayField(_l("Introduktionen är genomförd"), [Optional()], description=_l("Lämna tomt tills den är gjord."))

    def __init__(self, supervisors: Sequence[Supervisor], formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, data=values)
        self.supervisor_id.choices = [SelectChoice("", _("Ingen än")), *(SelectChoice(str(each.id), each.name) for each in supervisors)]


def evaluation_form(asked: Asked, formdata: Any = None) -> Form:
    """A field for each question."""
    fields, before = {}, {}
    for number, (question, answer) in enumerate(asked.pairs):
        name = f"answer_{number}"
        fields[name], before[name] = TextAreaField(question, [Optional(), Length(max=LENGTH)]), answer
    made: type[Form] = type("EvaluationForm", (Form,), fields)
    return made(formdata, data=before)
