"""What is asked when a dossier is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.demand_pooling.dossier.models import Dossier, Kind, Role
from plugins.demand_pooling.dossier.texts import EXAMS, FORMS, HOSTS, KIND_LABELS, MAX_TEXT, ROLE_LABELS, TEXTS


def _offered(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Values with their labels, as a field offers them."""
    return [SelectChoice(str(value), label) for value, label in labels.items()]


class VersionedForm(Form):
    """A form that remembers which version of the dossier its writer saw."""

    version = HiddenField(validators=[Length(max=12)])

    @property
    def seen(self) -> int:
        """The version that was seen; 0 when it cannot be read, which is never a dossier's."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class NewForm(Form):
    """What the dossier is for."""

    kind = RadioField(
        _l("Vad ska underlaget användas till?"),
        [InputRequired(_l("Välj vad underlaget ska användas till."))],
        choices=_offered(KIND_LABELS),
    )
    title = StringField(_l("Rubrik"), [Length(max=200)], description=_l("Lämna tomt, så sätter vi en rubrik."))


def texts_form(dossier: Dossier, formdata: Any, **data: Any) -> VersionedForm:
    """The form of the own texts that this kind of dossier has."""

    class TextsForm(VersionedForm):
        title = StringField(_l("Rubrik"), [InputRequired(_l("Skriv en rubrik.")), Length(max=200)])

    for text in TEXTS[dossier.kind]:
        setattr(TextsForm, text.name, TextAreaField(text.label, [Optional(), Length(max=MAX_TEXT)], description=text.hint))
    return TextsForm(formdata, data=data)


def _number(label: Any, most: int, hint: Any = "") -> Any:
    return IntegerField(
        label,
        [Optional(), NumberRange(0, most, message=_l("Skriv ett helt tal från 0 till %(max)s."))],
        default=0,
        description=hint,
    )


class PlanForm(VersionedForm):
    """The planned programme: what both kinds have."""

    provider = StringField(_l("Anordnare"), [Length(max=200)], description=_l("Vem ska ge utbildningen?"))
    form = SelectField(_l("Studieform"), choices=_offered(FORMS))
    place = SelectField(_l("Studieort"), choices=[])
    start = StringField(_l("Första start"), [Length(max=40)], description=_l("Till exempel hösten 2027."))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place.choices = _offered({"": _("Inte bestämt"), **dict(places)})


class YhForm(PlanForm):
    """An application to the vocational colleges."""

    exam = SelectField(_l("Examen"), choices=_offered(EXAMS))
    points = _number(_l("Yrkeshögskolepoäng"), 1_000, _l("Fem poäng är en vecka på heltid."))
    pace = _number(_l("Studietakt i procent"), 100)
    starts = _number(_l("Utbildningsomgångar"), 20)
    students = _number(_l("Platser per omgång"), 500)
    weeks = _number(_l("Veckor lärande i arbete per studerande"), 120)
    periods = _number(_l("Antal perioder lärande i arbete"), 12)


class OrderForm(PlanForm):
    """Commissioned education."""

    orderer = StringField(_l("Beställare"), [Length(max=200)], description=_l("En juridisk person, med sitt fulla namn."))
    host = SelectField(_l("Utbildningsform"), choices=_offered(HOSTS))
    students = _number(_l("Antal deltagare"), 500)
    price = _number(_l("Pris i kronor"), 100_000_000)


class LettersForm(VersionedForm):
    """Which letters of intent it leans on. Whether they hold is the service's to say."""

    def offer(self, labels: Mapping[str, str]) -> None:
        """What can be chosen, by ref."""
        self.letters.choices = _offered(labels)

    letters = SelectMultipleField(
        _l("Avsiktsförklaringar"), choices=[], validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class SeatForm(Form):
    """A proposed member of the steering group."""

    role = SelectField(_l("Företräder"), choices=_offered(ROLE_LABELS))
    organisation = StringField(_l("Organisation"), [InputRequired(_l("Skriv vilken organisation ledamoten kommer från.")), Length(max=200)])
    position = StringField(
        _l("Befattning"), [Length(max=120)], description=_l("Skriv befattningen, inte namnet. Till exempel verksamhetschef.")
    )

    @property
    def chosen(self) -> Role:
        """The role."""
        return Role(self.role.data)


class SendForm(VersionedForm):
    """Who it goes to."""

    sent_to = StringField(_l("Vem skickar du underlaget till?"), [InputRequired(_l("Skriv vem underlaget skickas till.")), Length(max=200)])


def kind_of(form: NewForm) -> Kind:
    """The chosen kind."""
    return Kind(form.kind.data)
