"""What is asked of a call, and of the list of calls."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.errors import DomainError
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.taxonomy.fields import check_groups, group_codes
from core.web.fields import DayField, NumberField
from core.web.forms import Form
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH, FundingCall
from plugins.funding.fields import groups_field, line, money, version_field

MAX_QUERY = 100
MAX_WORDS = 20
_PLAIN = (
    "title", "funder", "programme", "description", "eligible", "opens_on", "closes_on", "amount_min", "amount_max", "co_financing", "url",
)  # fmt: skip


class CallForm(Form):
    """A call."""

    version = version_field()
    title = StringField(_l("Utlysning"), [DataRequired(_l("Skriv vad utlysningen heter.")), Length(max=TITLE_LENGTH)])
    funder = StringField(_l("Finansiär"), [DataRequired(_l("Skriv vem som utlyser.")), Length(max=120)])
    programme = StringField(_l("Program"), [Optional(), Length(max=200)])
    opens_on = DayField(_l("Öppnar"), [Optional()])
    closes_on = DayField(_l("Stänger"), [InputRequired(_l("Skriv sista dagen att söka."))])
    description = TextAreaField(_l("Vad den gäller"), [Optional(), Length(max=TEXT_LENGTH)])
    eligible = TextAreaField(_l("Vem som får söka"), [Optional(), Length(max=2000)])
    amount_min = money(_l("Lägsta belopp i kronor"))
    amount_max = money(_l("Högsta belopp i kronor"))
    co_financing = NumberField(
        _l("Medfinansiering i procent"),
        [Optional(), NumberRange(0, 100, _l("Skriv ett tal från 0 till 100."))],
        description=_l("Så stor del av kostnaderna måste de som söker stå för."),
    )
    url = StringField(_l("Webbadress"), [Optional(), Length(max=500)])
    occupation_groups = groups_field()
    words = StringField(
        _l("Nyckelord"),
        [Optional(), Length(max=400)],
        description=_l("Ord som hittar planens fokusområden, med komma emellan. Till exempel validering, distans."),
    )

    def __init__(self, call: FundingCall | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if call is not None:
            data = {name: getattr(call, name) for name in (*_PLAIN, "version")}
            data |= {"occupation_groups": ", ".join(call.occupation_groups), "words": ", ".join(call.words)}
        super().__init__(formdata, data=data)

    def validate_occupation_groups(self, field: Any) -> None:
        """Only codes that there are."""
        check_groups(field.data)

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        try:
            normalise_website(field.data or "", field="url")
        except DomainError as error:
            raise ValidationError(error.message) from error

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {name: self[name].data for name in _PLAIN}
        return found | {
            "title": line(self.title.data),
            "funder": line(self.funder.data),
            "programme": line(self.programme.data),
            "description": (self.description.data or "").strip(),
            "eligible": (self.eligible.data or "").strip(),
            "url": normalise_website(self.url.data or "", field="url"),
            "occupation_groups": group_codes(self.occupation_groups.data),
            "words": words_of(self.words.data),
        }


def words_of(text: str | None) -> list[str]:
    """Words with commas between, each once."""
    return list(dict.fromkeys(line(part)[:60] for part in (text or "").split(",") if part.strip()))[:MAX_WORDS]


class FilterForm(Form):
    """Which calls to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Sökord"), [Length(max=MAX_QUERY)], description=_l("Namn, finansiär eller program."))
    when = SelectField(_l("Tid"), choices=())
    funder = SelectField(_l("Finansiär"), choices=())

    def __init__(self, funders: list[str], arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.when.choices = [
            SelectChoice("", _l("Öppna och kommande")),
            SelectChoice("open", _l("Går att söka nu")),
            SelectChoice("closed", _l("Stängda")),
            SelectChoice("watched", _l("Som jag bevakar")),
        ]
        self.funder.choices = [SelectChoice("", _l("Alla finansiärer")), *(SelectChoice(name, name) for name in funders)]
        for field in (self.when, self.funder):
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""
