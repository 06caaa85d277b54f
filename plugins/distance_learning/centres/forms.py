"""What is asked of those who keep a learning centre."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.distance_learning.centres import hours
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.quality import ANSWERS, Answered
from plugins.distance_learning.centres.words import DAYS, ROOM_KINDS

MAX_SEATS = 2_000
EMAIL = Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+\Z", message=_l("Skriv en hel e-postadress, till exempel namn@kommun.se."))


class VersionedForm(Form):
    """A form that remembers which version its writer saw."""

    version = HiddenField(validators=[Length(max=12)])


def _line(label: Any, most: int, hint: Any = "", *more: Any) -> Any:
    return StringField(label, [Optional(), Length(max=most), *more], description=hint)


def _text(label: Any, hint: Any = "") -> Any:
    return TextAreaField(label, [Optional(), Length(max=4000)], description=hint)


class AboutForm(VersionedForm):
    """What it is."""

    name = StringField(_l("Namn"), [InputRequired(_l("Skriv vad lärcentrumet heter.")), Length(max=200)])
    description = _text(_l("Om lärcentrumet"), _l("Vem kan studera här, och vad finns här? Två eller tre meningar räcker."))
    support_text = _text(_l("Stöd"), _l("Vilken hjälp får man: vägledning, studiestöd, hjälp med tekniken?"))
    accessibility_text = _text(_l("Tillgänglighet"), _l("Till exempel hiss, hörslinga, höj- och sänkbara bord och parkering."))


class ContactForm(VersionedForm):
    """How to reach it."""

    email = _line(_l("E-post"), 254, _l("Helst en gemensam adress. Den visas för alla."), EMAIL)
    phone = _line(_l("Telefon"), 40)
    url = _line(_l("Webbplats"), 300)

    def facts_of_url(self) -> str:
        """The address with its scheme.

        Raises:
            DomainError: when it is none.
        """
        return normalise_website(self.url.data or "", field="url")


class PlaceForm(VersionedForm):
    """Where it is."""

    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en av regionens kommuner."))], choices=())
    street_address = _line(_l("Gatuadress"), 200)
    postal_code = _line(_l("Postnummer"), 10)
    town = _line(_l("Ort"), 100)
    latitude = NumberField(
        _l("Latitud"),
        [Optional(), NumberRange(55, 70, _l("Skriv en latitud i Sverige, till exempel 64.595."))],
        description=_l("Med punkt."),
    )
    longitude = NumberField(
        _l("Longitud"),
        [Optional(), NumberRange(10, 25, _l("Skriv en longitud i Sverige, till exempel 18.676."))],
        description=_l("Med punkt."),
    )

    def __init__(self, region: Region, **values: Any) -> None:
        super().__init__(**values)
        self.municipality_code.choices = [("", _("Välj kommun")), *choices([m.code for m in municipalities(region)])]


class OfferForm(VersionedForm):
    """What it can take."""

    seats = WholeField(
        _l("Studieplatser"),
        [InputRequired(_l("Skriv hur många platser det finns.")), NumberRange(0, MAX_SEATS, _l("Skriv ett antal mellan 0 och 2 000."))],
        description=_l("Så många kan studera här samtidigt."),
    )
    receives = BooleanField(_l("Kurser och klasser kan följas här"))
    invigilates = BooleanField(_l("Man kan skriva tentamen här"))


class HoursForm(VersionedForm):
    """The week, one line a day."""

    def spans(self) -> dict[int, list[tuple[str, str]]] | None:
        """What was written; None when a day cannot be understood, with the fault at its field."""
        found: dict[int, list[tuple[str, str]]] = {}
        for day in range(7):
            field = self[f"day_{day}"]
            try:
                found[day] = hours.parse_day(field.data or "")
            except hours.HoursError:
                field.errors = [*field.errors, _("Skriv tider så här: 8–16.30, eller 8–12, 13–17. Lämna tomt när det är stängt.")]
        return found if len(found) == 7 else None


def hours_form(centre: LearningCentre, formdata: Any = None) -> HoursForm:
    """The form of opening hours, filled with those that are kept."""
    week = hours.by_day(centre.opening_hours)
    fields = {f"day_{day}": StringField(str(DAYS[day]).capitalize(), [Optional(), Length(max=60)]) for day in range(7)}
    data = {f"day_{day}": hours.written(week[day]) for day in range(7)}
    form: HoursForm = type("WeekForm", (HoursForm,), fields)(formdata, data={**data, "version": centre.version})
    return form


class ClosureForm(Form):
    """Days off."""

    first = DayField(_l("Första dag"), [InputRequired(_l("Skriv vilken dag det stänger."))])
    last = DayField(_l("Sista dag"), [Optional()], description=_l("Lämna tomt om det bara är en dag."))
    reason = _line(_l("Varför"), 100, _l("Till exempel jul eller studiedag."))


class NewCentreForm(Form):
    """A centre that is not in the register."""

    name = StringField(_l("Namn"), [InputRequired(_l("Skriv vad lärcentrumet heter.")), Length(max=200)])
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en av regionens kommuner."))], choices=())

    def __init__(self, region: Region, **values: Any) -> None:
        super().__init__(**values)
        self.municipality_code.choices = [("", _("Välj kommun")), *choices([m.code for m in municipalities(region)])]


class RoomForm(VersionedForm):
    """A room."""

    name = StringField(_l("Namn"), [InputRequired(_l("Skriv vad salen heter.")), Length(max=200)])
    kind = SelectField(_l("Typ"), choices=[SelectChoice(kind.value, label) for kind, label in ROOM_KINDS.items()])
    seats = WholeField(
        _l("Platser"), [InputRequired(_l("Skriv hur många platser det finns.")), NumberRange(1, MAX_SEATS, _l("Skriv ett antal från 1."))]
    )
    is_accessible = BooleanField(_l("Går att nå med rullstol"))
    note = _line(_l("Kommentar"), 500, _l("Till exempel skärm, kamera eller hörslinga."))
    is_active = BooleanField(_l("Används"))

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return _facts(self, "name", "kind", "seats", "is_accessible", "note", "is_active")


class EquipmentForm(VersionedForm):
    """Equipment."""

    name = StringField(_l("Vad"), [InputRequired(_l("Skriv vad det är.")), Length(max=200)])
    amount = WholeField(
        _l("Antal"), [InputRequired(_l("Skriv hur många det finns.")), NumberRange(1, MAX_SEATS, _l("Skriv ett antal från 1."))]
    )
    is_bookable = BooleanField(_l("Går att boka"))
    is_active = BooleanField(_l("Används"))

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return _facts(self, "name", "amount", "is_bookable", "is_active")


def _facts(form: Form, *names: str) -> dict[str, Any]:
    found = {name: form[name].data for name in names}
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in found.items()}


class CheckForm(Form):
    """Answers to the criteria; the fields are made by `check_form`."""


def check_form(rows: list[Answered], formdata: Any = None) -> CheckForm:
    """A question and a note for each criterion, filled with what was answered last."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for row in rows:
        key = row.criterion.key
        fields[f"answer_{key}"] = RadioField(
            row.criterion.text,
            [InputRequired(_l("Välj ett svar."))],
            choices=[SelectChoice(answer.value, str(label)) for answer, label in ANSWERS.items()],
        )
        fields[f"note_{key}"] = _line(_l("Vad saknas, eller vad gör ni åt det?"), 500)
        data |= {f"answer_{key}": row.answer.value if row.answer else None, f"note_{key}": row.note}
    form: CheckForm = type("CriteriaForm", (CheckForm,), fields)(formdata, data=data)
    return form


def check_answers(form: CheckForm, rows: list[Answered]) -> dict[str, tuple[str, str]]:
    """What was answered, by criterion."""
    keys = [row.criterion.key for row in rows]
    return {key: (form[f"answer_{key}"].data, " ".join((form[f"note_{key}"].data or "").split())) for key in keys}
