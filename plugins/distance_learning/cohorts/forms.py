"""What a person is asked who is interested in a course: no more than what is needed; and what is asked of those who decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, IntegerField, RadioField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.geo.queries import choices as places
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.models import REASON_LENGTH

OUTSIDE = "0"  # a municipality outside the region
MAX_PEOPLE = 10_000
Centres = Sequence[LearningCentre]


def key_of(text: Any) -> int:
    """The id that a choice names; 0 for none."""
    words = str(text or "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


class _Line(StringField):  # type: ignore[misc]
    """A line of text, without doubled spaces."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = " ".join(valuelist[0].split())


class InterestForm(Form):
    """Register interest."""

    centre_id = RadioField(_l("Var vill du läsa?"), [InputRequired(_l("Välj ett lärcentrum."))], coerce=str)
    name = _Line(_l("Namn"), [InputRequired(_l("Skriv vad du heter.")), Length(max=120)], render_kw={"autocomplete": "name"})
    email = EmailField(_l("E-post"), [InputRequired(_l("Skriv din e-postadress.")), Length(max=254)], render_kw={"autocomplete": "email"})
    municipality_code = SelectField(_l("Kommun där du bor"), [InputRequired(_l("Välj kommun."))])
    phone = TelField(_l("Telefon"), [Optional(), Length(max=40)], render_kw={"autocomplete": "tel"})
    employer_paid = BooleanField(_l("Min arbetsgivare har lovat betald studietid"))
    consent = BooleanField(_l("Jag samtycker till att uppgifterna används så"))

    def __init__(self, centres: Centres, municipalities: Sequence[str], chosen: int = 0) -> None:
        super().__init__(data={"centre_id": str(chosen) if chosen else None})
        self.centre_id.choices = [(str(centre.id), centre.name) for centre in centres]
        self.municipality_code.choices = [("", _("Välj kommun")), *places(municipalities), (OUTSIDE, _("Annan kommun"))]

    def validate_consent(self, field: Any) -> None:
        """Without it nothing is kept."""
        if not field.data:
            raise ValidationError(_("Kryssa i att du samtycker. Utan det kan vi inte spara din anmälan."))

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        home = self.municipality_code.data
        return {
            "centre_id": key_of(self.centre_id.data),
            "name": self.name.data,
            "email": self.email.data,
            "municipality_code": "" if home == OUTSIDE else home,
            "phone": self.phone.data or "",
            "employer_paid": bool(self.employer_paid.data),
        }


class CentreForm(Form):
    """Another centre."""

    centre_id = SelectField(_l("Lärcentrum"), [InputRequired(_l("Välj ett lärcentrum."))])

    def __init__(self, centres: Centres, chosen: int | None) -> None:
        super().__init__(data={"centre_id": str(chosen or "")})
        self.centre_id.choices = [(str(centre.id), centre.name) for centre in centres]


class CancelForm(Form):
    """Why it is not held, and what there is instead."""

    reason = TextAreaField(
        _l("Varför"),
        [InputRequired(_l("Skriv varför kursen ställs in. De anmälda får läsa det.")), Length(max=REASON_LENGTH)],
        description=_l("De anmälda får läsa det i ett mejl."),
    )
    alternative = SelectField(_l("Vad de kan läsa i stället"), description=_l("De kan flytta sin anmälan dit med ett klick."))

    def __init__(self, others: Sequence[tuple[str, str]], formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.alternative.choices = [("", _("Inget att föreslå")), *others]


def numbers_form(centres: Centres, before: Mapping[int, int], formdata: Any = None) -> Form:
    """How many there are at each centre.

    Args:
        before: The numbers to begin with.
    """
    fields = {
        f"at_{centre.id}": IntegerField(
            centre.name,
            [
                InputRequired(_l("Skriv antalet med siffror, till exempel 3.")),
                NumberRange(0, MAX_PEOPLE, _l("Skriv ett antal från 0 och uppåt.")),
            ],
        )
        for centre in centres
    }
    made: Form = type("NumbersForm", (Form,), {**fields, "kind": HiddenField()})(
        formdata=formdata, data={f"at_{centre.id}": before.get(centre.id, 0) for centre in centres}
    )
    return made


def numbers_of(form: Form, centres: Centres) -> dict[int, int]:
    """The typed numbers by centre."""
    return {centre.id: form[f"at_{centre.id}"].data or 0 for centre in centres}
