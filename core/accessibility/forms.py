"""What a region writes in its accessibility statement."""

from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.accessibility.models import Level, Method
from core.i18n import lazy_gettext as _l
from core.web.forms import Form

LEVELS = [
    SelectChoice(Level.FULL, _l("Helt förenlig")),
    SelectChoice(Level.PARTIAL, _l("Delvis förenlig")),
    SelectChoice(Level.NONE, _l("Inte förenlig")),
]
METHODS = [
    SelectChoice(Method.SELF, _l("Vi har granskat webbplatsen själva")),
    SelectChoice(Method.EXTERNAL, _l("Någon utomstående har granskat webbplatsen")),
    SelectChoice(Method.AUTOMATIC, _l("Bara automatiska verktyg")),
]


class StatementForm(Form):
    """The statement's own parts."""

    actor_name = StringField(_l("Vem ansvarar för webbplatsen?"), [InputRequired(_l("Skriv vem som ansvarar.")), Length(max=200)])
    service_name = StringField(_l("Vad heter webbplatsen?"), [InputRequired(_l("Skriv webbplatsens namn.")), Length(max=200)])
    level = RadioField(
        _l("Hur väl följer webbplatsen lagens krav?"), [InputRequired(_l("Välj ett av alternativen."))], choices=LEVELS, coerce=Level
    )
    assessed_on = DateField(_l("När bedömde ni det senast?"), [Optional()])
    method = RadioField(_l("Hur gjorde ni bedömningen?"), [InputRequired(_l("Välj ett av alternativen."))], choices=METHODS, coerce=Method)
    method_detail = TextAreaField(_l("Berätta mer om hur ni gjorde"), [Optional(), Length(max=3000)])
    burden = TextAreaField(
        _l("Vad har ni undantagit som oskäligt betungande?"),
        [Optional(), Length(max=3000)],
        description=_l("12 § lagen om tillgänglighet till digital offentlig service. Skriv vad det gäller och varför."),
    )
    out_of_scope = TextAreaField(
        _l("Vad omfattas inte av lagen?"), [Optional(), Length(max=3000)], description=_l("9 § samma lag, till exempel äldre filmer.")
    )
    response_days = IntegerField(
        _l("Inom hur många dagar svarar ni på synpunkter?"),
        [InputRequired(_l("Skriv ett antal dagar.")), NumberRange(1, 30, _l("Skriv ett tal mellan 1 och 30."))],
    )
    phone = StringField(_l("Telefonnummer för frågor om tillgänglighet"), [Optional(), Length(max=60)])


class FaultForm(Form):
    """One known fault."""

    title = StringField(_l("Vad fungerar inte?"), [InputRequired(_l("Skriv vad som inte fungerar.")), Length(max=300)])
    reason = TextAreaField(_l("Varför, och vem drabbas?"), [InputRequired(_l("Skriv varför och vem som drabbas.")), Length(max=2000)])
    plan = TextAreaField(_l("Vad gör ni åt det?"), [Optional(), Length(max=2000)])
    mended_by = DateField(_l("När ska det vara åtgärdat?"), [Optional()])
