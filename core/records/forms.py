"""What archivists and administrators are asked."""

from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.i18n import lazy_gettext as _l
from core.records.models import Decision
from core.records.retention import MAX_YEARS
from core.web.forms import Form

FOREVER, FOR_A_TIME = "forever", "time"


class RuleForm(Form):
    """A decision on how long a kind of record is kept."""

    keep = RadioField(
        _l("Vad har ni beslutat?"),
        [InputRequired(_l("Välj om handlingarna ska bevaras eller gallras."))],
        choices=[SelectChoice(FOREVER, _l("Bevaras")), SelectChoice(FOR_A_TIME, _l("Gallras efter en tid"))],
    )
    years = IntegerField(_l("Antal år"), [Optional(), NumberRange(0, MAX_YEARS, _l("Skriv ett tal från 0 till 100."))])
    months = IntegerField(_l("Antal månader utöver åren"), [Optional(), NumberRange(0, 11, _l("Skriv ett tal från 0 till 11."))])
    decision = StringField(
        _l("Beslutets beteckning"),
        [InputRequired(_l("Skriv beslutets beteckning, till exempel RS 2026/123 § 45.")), Length(max=120)],
        description=_l("Till exempel RS 2026/123 § 45."),
    )
    decided_by = StringField(
        _l("Vem beslutade?"),
        [InputRequired(_l("Skriv vem som beslutade.")), Length(max=120)],
        description=_l("Till exempel regionstyrelsen eller arkivmyndigheten."),
    )
    decided_on = DateField(_l("Vilken dag beslutades det?"), [InputRequired(_l("Skriv vilken dag det beslutades."))])


class HoldForm(Form):
    """A stop."""

    record_type = SelectField(_l("Sorts handlingar"), [Optional()], choices=())
    subject = StringField(
        _l("Bara en handling eller person"), [Length(max=160)], description=_l("Beteckningen i systemet, till exempel core:mail:17.")
    )
    reason = StringField(_l("Varför får de inte gallras?"), [InputRequired(_l("Skriv varför.")), Length(max=300)])


class PersonForm(Form):
    """Whose data."""

    email = StringField(_l("Personens e-postadress"), [InputRequired(_l("Skriv personens e-postadress.")), Length(max=254)])


class EraseForm(Form):
    """Why somebody is erased although something speaks against it."""

    despite = StringField(_l("Varför ska personen raderas ändå?"), [Length(max=300)])


class OpenForm(Form):
    """Why a protected person is shown."""

    reason = StringField(_l("Varför behöver du se uppgifterna?"), [InputRequired(_l("Skriv varför.")), Length(max=300)])


class CaseForm(Form):
    """A request for public records."""

    request = TextAreaField(_l("Vad vill personen ta del av?"), [InputRequired(_l("Skriv vad begäran gäller.")), Length(max=5_000)])
    received_on = DateField(_l("När kom begäran in?"), [InputRequired(_l("Skriv vilken dag begäran kom in."))])
    requester = StringField(
        _l("Vart ska svaret skickas?"),
        [Length(max=254)],
        description=_l("Lämna tomt om personen vill vara anonym. Du får inte fråga vem det är eller vad handlingen ska användas till."),
    )


class FindForm(Form):
    """Which records."""

    q = StringField(_l("Sök bland regionens handlingar"), [Length(max=120)])


class DecisionForm(Form):
    """How a request is answered."""

    decision = RadioField(
        _l("Beslut"),
        [InputRequired(_l("Välj ett beslut."))],
        choices=[
            SelectChoice(Decision.DISCLOSED, _l("Lämnas ut")),
            SelectChoice(Decision.PARTLY, _l("Lämnas ut delvis")),
            SelectChoice(Decision.REFUSED, _l("Lämnas inte ut")),
        ],
        coerce=Decision,
    )
    reasons = TextAreaField(
        _l("Skäl"), [Length(max=5_000)], description=_l("Krävs när något inte lämnas ut. Personen får läsa skälen och hur man överklagar.")
    )
