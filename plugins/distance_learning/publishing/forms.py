"""What is asked of a centre that publishes a course, or receives one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.publishing.codes import CREDIT_UNITS, LANGUAGES, LEVELS, SCHOOL_FORMS
from plugins.distance_learning.settings import distance_settings

MAX_SEATS = 2_000


def _choices(labels: dict[str, Any], first: Any) -> list[SelectChoice]:
    return [SelectChoice("", first), *(SelectChoice(code, label) for code, label in labels.items())]


def _number(label: Any, hint: Any = "", most: int = MAX_SEATS) -> Any:
    return WholeField(label, [Optional(), NumberRange(0, most, _l("Skriv ett helt tal från 0 till %(max)s."))], description=hint)


class ReceivingForm(Form):
    """What a centre says of a course that it receives. The names differ from the course's, since both stand in one form."""

    version = HiddenField(validators=[Length(max=12)])
    centre_id = SelectField(_l("Lärcentrum"), [InputRequired(_l("Välj vilket lärcentrum det gäller."))], choices=())
    centre_seats = _number(_l("Platser hos oss"), _l("Så många kan följa kursen hos er. Lämna tomt om det inte är bestämt."))
    centre_sessions = _number(_l("Träffar hos oss"), _l("Så många gånger kommer man till lärcentrumet."), 200)
    equipment_text = StringField(
        _l("Utrustning"), [Optional(), Length(max=500)], description=_l("Till exempel dator, kamera eller verkstad.")
    )
    note = StringField(_l("Mer att veta"), [Optional(), Length(max=500)])

    def among(self, centres: Sequence[LearningCentre]) -> None:
        """Offer these centres; one alone is chosen already."""
        self.centre_id.choices = [SelectChoice(str(centre.id), centre.name) for centre in centres]
        if len(centres) > 1:
            self.centre_id.choices.insert(0, SelectChoice("", _("Välj lärcentrum")))

    def receiving(self) -> dict[str, Any]:
        """What was filled in of the centre."""
        return {
            "seats": self.centre_seats.data or 0,
            "sessions": self.centre_sessions.data or 0,
            "equipment_text": _line(self.equipment_text.data),
            "note": _line(self.note.data),
        }


class CourseForm(ReceivingForm):
    """A course, and what the centre says of it."""

    title = StringField(_l("Kursens namn"), [InputRequired(_l("Skriv vad kursen heter.")), Length(max=200)])
    provider_name = StringField(_l("Anordnare"), [InputRequired(_l("Skriv vem som ger kursen.")), Length(max=200)])
    starts_on = DayField(_l("Startar"), [Optional()], description=_l("Lämna tomt om man kan börja när som helst."))
    ends_on = DayField(_l("Slutar"), [Optional()])
    apply_by = DayField(_l("Ansök senast"), [Optional()])
    description = TextAreaField(_l("Om kursen"), [Optional(), Length(max=4000)])
    url = StringField(_l("Sida för ansökan"), [Optional(), Length(max=300)])
    school_form = SelectField(_l("Skolform"), [Optional()], choices=_choices(SCHOOL_FORMS, _l("Inte angivet")))
    level = SelectField(_l("Nivå"), [Optional()], choices=_choices(LEVELS, _l("Inte angivet")))
    pace = NumberField(_l("Studietakt i procent"), [Optional(), NumberRange(1, 200, _l("Skriv ett tal från 1 till 200."))])
    credits = NumberField(_l("Poäng"), [Optional(), NumberRange(0, 5000, _l("Skriv ett tal från 0 till 5 000."))])
    credits_unit = SelectField(_l("Sorts poäng"), [Optional()], choices=_choices(CREDIT_UNITS, _l("Inte angivet")))
    language = SelectField(_l("Språk"), [Optional()], choices=_choices(LANGUAGES, _l("Inte angivet")))
    sessions = _number(_l("Obligatoriska träffar på plats"), "", 200)
    exams = _number(_l("Tentamina på plats"), "", 50)
    threshold = _number(_l("Minsta antal för start"))
    seats = _number(_l("Platser i hela kursen"))
    occupation_groups = StringField(
        _l("Yrkesgrupper som kursen leder till"),
        [Optional(), Length(max=200)],
        description=_l("Fyra siffror enligt SSYK 2012, med komma mellan. Till exempel 5321, 5322."),
    )

    def __init__(self, region: Region, formdata: Any = None, **values: Any) -> None:
        data = {"threshold": distance_settings(region).threshold, **values.pop("data", {})}
        groups = data.get("occupation_groups")
        data["occupation_groups"] = ", ".join(groups) if isinstance(groups, list) else ""
        super().__init__(formdata, data=data, **values)
        for field in (self.school_form, self.level, self.credits_unit, self.language):  # what a catalogue says and we have no word for
            if field.data and field.data not in [choice.value for choice in field.choices]:
                field.choices = [*field.choices, SelectChoice(field.data, field.data)] if not formdata else field.choices

    def validate_occupation_groups(self, field: Any) -> None:
        """Only codes that there are."""
        codes = self.groups()
        known = taxonomy.groups(codes)
        wrong = [code for code in codes if code not in known] or ([field.data] if (field.data or "").strip() and not codes else [])
        if wrong:
            raise ValidationError(_("Det finns ingen yrkesgrupp %(code)s. Skriv fyra siffror enligt SSYK 2012.", code=wrong[0][:20]))

    def validate_ends_on(self, field: Any) -> None:
        """Not before it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Kursen kan inte sluta innan den startar."))

    def validate_seats(self, field: Any) -> None:
        """Room for those who are needed."""
        if field.data and self.threshold.data and field.data < self.threshold.data:
            raise ValidationError(_("Det måste finnas plats för minst så många som krävs för start."))

    def groups(self) -> list[str]:
        """The codes that were written."""
        return re.findall(r"[0-9A-Za-z]+", self.occupation_groups.data or "")[:20]

    def facts(self) -> dict[str, Any]:
        """What was filled in of the course.

        Raises:
            DomainError: when the address is none.
        """
        plain = ("description", "school_form", "level", "credits_unit", "language")
        return {
            "title": _line(self.title.data),
            "provider_name": _line(self.provider_name.data),
            "url": normalise_website(self.url.data or "", field="url"),
            "occupation_groups": self.groups(),
            **{name: (self[name].data or "").strip() for name in plain},
            **{name: self[name].data for name in ("starts_on", "ends_on", "apply_by", "pace", "credits")},
            **{name: self[name].data or 0 for name in ("sessions", "exams", "threshold", "seats")},
        }


class WithdrawForm(Form):
    """Why a course is taken away."""

    reason = TextAreaField(
        _l("Varför tas kursen bort?"),
        [InputRequired(_l("Skriv varför. De som har anmält intresse får veta det.")), Length(max=500)],
        description=_l("Visas på kursens sida och skickas till dem som har anmält intresse."),
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
