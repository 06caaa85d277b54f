"""What is asked of a participant."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import today
from core.geo.queries import choices
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.funding.fields import EMAIL, line, version_field
from plugins.funding.participants.models import Education, Participant, Result, Work
from plugins.funding.participants.words import EDUCATION, RESULT, WORK

_PLAIN = ("name", "email", "phone", "organisation", "municipality_code", "starts_on", "left_on", "consented_on", "consent_text")


class ParticipantForm(Form):
    """A participant. The number is never shown here; an empty field leaves it as it is."""

    version = version_field()
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv deltagarens namn.")), Length(max=120)])
    personal_number = StringField(
        _l("Personnummer eller samordningsnummer"),
        [Optional(), Length(max=20)],
        description=_l(
            "Till exempel 19850102-1234. Det lagras krypterat. Lämna tomt om det redan finns, eller om uppgifterna är skyddade."
        ),
    )
    is_protected = BooleanField(
        _l("Har skyddade personuppgifter"),
        description=_l("Då lagras inget personnummer, och namnet visas inte i listor. Finansiären får ett särskilt nummer i stället."),
    )
    born_year = WholeField(_l("Födelseår"), [Optional()], limits=(1900, 2100), description=_l("Bara om uppgifterna är skyddade."))
    sex = RadioField(
        _l("Juridiskt kön"),
        [Optional()],
        choices=[SelectChoice("woman", _l("Kvinna")), SelectChoice("man", _l("Man"))],
        description=_l("Bara om uppgifterna är skyddade."),
    )
    email = StringField(_l("E-post"), [Optional(), Length(max=254), EMAIL], description=_l("Hit skickas länken för att signera närvaro."))
    phone = StringField(_l("Telefon"), [Optional(), Length(max=40)])
    organisation = StringField(_l("Organisation"), [Optional(), Length(max=200)], description=_l("Där personen arbetar eller går."))
    municipality_code = SelectField(_l("Kommun"), [Optional()], choices=())
    starts_on = DayField(_l("Börjar"), [InputRequired(_l("Skriv när personen börjar i projektet."))])
    left_on = DayField(_l("Slutar"), [Optional()], description=_l("Lämna tomt medan personen är kvar."))
    work = SelectField(_l("På arbetsmarknaden vid start"), choices=[SelectChoice(key.value, label) for key, label in WORK.items()])
    education = SelectField(_l("Högsta utbildning vid start"), choices=[SelectChoice(key.value, label) for key, label in EDUCATION.items()])
    result = SelectField(_l("Efter projektet"), choices=[SelectChoice(key.value, label) for key, label in RESULT.items()])
    consented_on = DayField(
        _l("Informerad den"), [Optional()], description=_l("Dagen då personen fick veta vad som sparas, varför och hur länge.")
    )
    consent_text = TextAreaField(_l("Så informerades personen"), [Optional(), Length(max=4000)])

    def __init__(self, row: Participant | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {"starts_on": today()}
        if row is not None:
            data = {name: getattr(row, name) for name in (*_PLAIN, "version", "is_protected")}
            data |= {"work": row.work.value, "education": row.education.value, "result": row.result.value}
            if row.is_protected:
                data |= {"born_year": row.born_year, "sex": "woman" if row.is_woman else "man"}
        super().__init__(formdata, data=data)
        self.municipality_code.choices = [SelectChoice("", _l("Inte angiven")), *(SelectChoice(*pair) for pair in choices())]

    def hide(self) -> None:
        """Leave out name, address and telephone, which are not shown of who has protected identity and stay as they are."""
        del self.name
        del self.email
        del self.phone

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        shown = (
            {"name": line(self.name.data), "email": (self.email.data or "").strip().lower(), "phone": line(self.phone.data)}
            if "name" in self
            else {}
        )
        return shown | {
            **{name: self[name].data for name in ("starts_on", "left_on", "consented_on", "is_protected", "born_year", "personal_number")},
            "organisation": line(self.organisation.data),
            "municipality_code": self.municipality_code.data or "",
            "is_woman": {"woman": True, "man": False}.get(self.sex.data or ""),
            "work": Work(self.work.data),
            "education": Education(self.education.data),
            "result": Result(self.result.data),
            "consent_text": (self.consent_text.data or "").strip(),
        }


class FilterForm(Form):
    """Whom to show."""

    q = StringField(_l("Sökord"), [Length(max=100)], description=_l("Namn, eller nummer i projektet."))
    organisation = SelectField(_l("Organisation"), choices=())

    def __init__(self, organisations: list[str], arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.organisation.choices = [SelectChoice("", _l("Alla organisationer")), *(SelectChoice(name, name) for name in organisations)]
        if self.organisation.data not in [choice.value for choice in self.organisation.choices]:
            self.organisation.data = ""
