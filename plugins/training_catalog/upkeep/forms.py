"""What is asked of those who keep courses: little at a time, and only the title before the first thing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.training_catalog.cleaning import MAX_URL
from plugins.training_catalog.codes import CREDIT_UNITS, LANGUAGES, SCHOOL_FORMS, TIME_OF_STUDY
from plugins.training_catalog.upkeep import values
from plugins.training_catalog.upkeep.cancelling import MAX_REASON

MAX_DESCRIPTION = 10_000
PLACES = range(1, values.MAX_PLACES + 1)
PACES = ("100", "75", "50", "33", "25", "20", "10")


def labelled(labels: Mapping[Any, Any], empty: Any) -> list[tuple[str, str]]:
    """Choices of a select, with an empty one first."""
    return [("", str(empty)), *((str(value), str(label)) for value, label in labels.items())]


def seen(field: Any) -> int | None:
    """The version that a form was made from; None when it says none."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class EducationForm(Form):
    """What an education is."""

    version = HiddenField()
    organisation = SelectField(_l("Vem ger utbildningen?"), choices=())
    title = StringField(
        _l("Utbildningens namn"), [InputRequired(_l("Skriv vad utbildningen heter.")), Length(max=300)],
        description=_l("Som den sökande känner igen den, till exempel Undersköterska, vård och omsorg."),
    )  # fmt: skip
    school_form = SelectField(_l("Skolform"), choices=())
    credits = NumberField(_l("Poäng"))
    credits_unit = SelectField(_l("Sorts poäng"), choices=(), description=_l("Följer skolformen om du inte väljer."))
    description = TextAreaField(
        _l("Beskrivning"), [Length(max=MAX_DESCRIPTION)],
        description=_l("Vad man lär sig, för vem det är och vad man kan arbeta med sedan. Skriv kort."),
    )  # fmt: skip
    eligibility = TextAreaField(_l("Behörighet"), [Length(max=MAX_DESCRIPTION)])
    code = StringField(_l("Kurskod"), [Length(max=60)])
    url = StringField(_l("Utbildningens egen webbsida"), [Length(max=MAX_URL)])

    def __init__(self, owners: Sequence[Any], formdata: Any = None, obj: Any = None) -> None:
        super().__init__(formdata=formdata, obj=obj)
        self.school_form.choices = labelled(SCHOOL_FORMS, _("Välj skolform"))
        self.credits_unit.choices = labelled(CREDIT_UNITS, _("Efter skolformen"))
        self.organisation.choices = [(str(each.id), each.name) for each in owners]
        if len(owners) != 1:
            self.organisation.choices.insert(0, ("", _("Välj organisation")))
        if obj is not None or len(owners) == 1:
            del self.organisation
        if formdata is None and obj is not None:
            self.version.data = str(obj.version)

    def said(self) -> values.Education:
        """What was written, as far as it can be read."""
        words = {
            name: self[name].data or "" for name in ("title", "school_form", "code", "description", "url", "credits_unit", "eligibility")
        }
        return values.Education(**words, credits=self.credits.data)


class _Occasion(Form):
    version = HiddenField()
    start = DayField(_l("Första dagen"))
    end = DayField(_l("Sista dagen"))
    application_last = DayField(_l("Ansök senast"))
    application_continuous = BooleanField(_l("Man kan ansöka och börja löpande"))
    application_url = StringField(_l("Webbadress till ansökan"), [Length(max=MAX_URL)])
    is_distance = BooleanField(_l("Kan följas på distans"))
    sessions = WholeField(_l("Obligatoriska träffar på plats"), description=_l("Bara för distans. Skriv 0 om det inte finns några."))
    pace = SelectField(_l("Studietakt"), choices=())
    time_of_study = SelectField(_l("Tid på dagen"), choices=())
    language = SelectField(_l("Undervisningsspråk"), choices=())
    seats = WholeField(_l("Antal platser"))

    def said(self) -> values.Occasion:
        """What was written, as far as it can be read."""
        plain = ("start", "end", "application_last", "application_continuous", "is_distance", "sessions", "seats")
        return values.Occasion(
            **{name: self[name].data for name in plain},
            application_url=self.application_url.data or "",
            pace=float(self.pace.data) if self.pace.data else None,
            time_of_study=self.time_of_study.data or "",
            language=self.language.data or "swe",
            places=tuple((self[f"place_{n}"].data or "", self[f"address_{n}"].data or "") for n in PLACES),
        )


def occasion_form(region: Region, obj: Any = None, formdata: Any = None) -> Any:
    """The form of an occasion, with room for three places; the region's own municipalities first."""
    rows: dict[str, Any] = {}
    for number in PLACES:
        rows[f"place_{number}"] = SelectField(_l("Kommun"), choices=())
        rows[f"address_{number}"] = StringField(_l("Adress eller lokal"), [Length(max=200)])
    form = type("OccasionForm", (_Occasion,), rows)(formdata=formdata, obj=obj)
    own = {row.code for row in municipalities(region)}
    known = choices()
    places: dict[str, list[tuple[str, str]]] = {
        "": [("", _("Ingen vald"))],
        _("I regionen"): [each for each in known if each[0] in own],
        _("Andra kommuner"): [each for each in known if each[0] not in own],
    }
    pace = f"{obj.pace:g}" if obj is not None and obj.pace else ""
    paces = dict.fromkeys([*PACES, *filter(None, [pace])])
    paces = dict.fromkeys([*PACES, *filter(None, [pace])])
    form.pace.choices = [("", _("Inte angiven")), *((each, _("%(n)s procent av heltid", n=each)) for each in paces)]
    form.time_of_study.choices = labelled(TIME_OF_STUDY, _("Inte angiven"))
    form.language.choices = [(code, str(label)) for code, label in LANGUAGES.items()]
    for number in PLACES:
        form[f"place_{number}"].choices = {name: each for name, each in places.items() if each}
    if formdata is None:
        form.pace.data = pace
        if obj is None:
            form.language.data = "swe"
        else:
            form.version.data = str(obj.version)
            for number, place in zip(PLACES, obj.places, strict=False):
                form[f"place_{number}"].data, form[f"address_{number}"].data = place["code"], place["address"]
    return form


class ReviewForm(Form):
    """What an education leads to, and that it may be shown."""

    version = HiddenField()
    groups = SelectMultipleField(
        _l("Utbildningen leder till"), choices=(), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    more = StringField(_l("Lägg till ett yrke"), [Length(max=200)], description=_l("Till exempel undersköterska eller svetsare."))

    def __init__(self, known: Mapping[str, str], formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.groups.choices = list(known.items())


class CancelForm(Form):
    """Why an occasion is cancelled, and what there is instead."""

    version = HiddenField()
    reason = TextAreaField(
        _l("Varför ställs tillfället in?"), [InputRequired(_l("Skriv varför tillfället ställs in.")), Length(max=MAX_REASON)],
        description=_l("Visas på utbildningens sida och skickas till dem som väntar. Skriv inte om enskilda personer."),
    )  # fmt: skip
    alternative = RadioField(_l("Vad kan man göra i stället?"), choices=(), coerce=str)

    def __init__(self, known: Sequence[tuple[int, str]], version: int, formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.alternative.choices = [*((str(number), label) for number, label in known), ("0", _("Inget annat tillfälle just nu"))]
        if formdata is None:
            self.version.data, self.alternative.data = str(version), self.alternative.choices[0][0]


class _Copies(Form):
    """New dates for each occasion that is copied."""


def copy_form(dates: Mapping[int, values.Occasion], formdata: Any = None) -> Any:
    """Three days for each occasion, filled in with where they move."""
    labels = {"start": _l("Första dagen"), "end": _l("Sista dagen"), "application_last": _l("Ansök senast")}
    rows = {f"{name}_{key}": DayField(label) for key in dates for name, label in labels.items()}
    form = type("CopyForm", (_Copies,), rows)(formdata=formdata)
    if formdata is None:
        for key, said in dates.items():
            for name in labels:
                form[f"{name}_{key}"].data = getattr(said, name)
    return form


def copied(form: Any, keys: Sequence[int]) -> dict[int, values.Occasion]:
    """The new dates, by the occasion that is copied."""
    return {
        key: values.Occasion(
            start=form[f"start_{key}"].data, end=form[f"end_{key}"].data, application_last=form[f"application_last_{key}"].data
        )
        for key in keys
    }
