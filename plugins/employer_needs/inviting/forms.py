"""Forms of asking: whom to invite, when to remind, a call, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, EmailField, SelectField
from wtforms.validators import Length, NumberRange

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations import sizes, sni
from core.organisations.naming import KINDS
from core.web.forms import Form
from plugins.employer_needs.forms.fields import ChoiceField, ForgivingDateField, ForgivingIntegerField, LineField, Needed, ParagraphsField
from plugins.employer_needs.inviting.choosing import ANSWERED, SILENT, Choice
from plugins.employer_needs.inviting.models import Anchor, CallResult
from plugins.employer_needs.inviting.service import MAX_DAYS

CALL_RESULT = {
    CallResult.NO_ANSWER: _l("Ingen svarade"),
    CallResult.WILL_ANSWER: _l("Ska svara i formuläret"),
    CallResult.ANSWERED: _l("Svarade på telefon"),
    CallResult.WRONG_PERSON: _l("Fel person"),
    CallResult.DECLINED: _l("Vill inte svara"),
}
ANCHOR = {
    Anchor.AFTER_OPENING: _l("dagar efter att omgången öppnar"),
    Anchor.BEFORE_CLOSING: _l("dagar före sista svarsdagen"),
}


class ChoiceForm(Form):
    """Whom to invite. Read from the address; a value that is not among the choices is passed over, never an error."""

    kind = SelectField(_l("Typ av organisation"))
    municipality = SelectField(_l("Kommun"))
    section = SelectField(_l("Bransch"))
    size = SelectField(_l("Storlek"))
    last = SelectField(_l("Förra omgången"))

    def __init__(self, *args: Any, municipalities: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("Alla"))
        self.kind.choices = [every, *((kind.value, label) for kind, label in KINDS.items())]
        self.municipality.choices = [every, *municipalities]
        self.section.choices = [every, *sni.sections()]
        self.size.choices = [every, *sizes.choices()]
        self.last.choices = [every, (ANSWERED, _("De som svarade")), (SILENT, _("De som inte svarade"))]

    def choice(self) -> Choice:
        """What was chosen."""
        chosen = {field.name: field.data for field in self if field.data in {value for value, *_rest in field.iter_choices()}}
        return Choice(**chosen)


class ReminderForm(Form):
    """When to remind."""

    later = False
    days = ForgivingIntegerField(
        _l("Antal dagar"), [NumberRange(1, MAX_DAYS, _l("Skriv ett antal dagar mellan 1 och 120."))], render_kw={"inputmode": "numeric"}
    )
    anchor = ChoiceField(_l("Räknat från"), [Needed(_l("Välj vad dagarna räknas från."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchor.choices = [(anchor.value, label) for anchor, label in ANCHOR.items()]


class CallForm(Form):
    """A call."""

    later = False
    result = ChoiceField(_l("Hur gick det?"), [Needed(_l("Välj hur det gick."))])
    note = ParagraphsField(
        _l("Anteckning"), [Length(max=1_000)], description=_l("Anteckningen är en allmän handling. Skriv inga känsliga personuppgifter.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = [(result.value, label) for result, label in CALL_RESULT.items()]


class DelegateForm(Form):
    """The colleague who takes over."""

    later = False
    to_name = LineField(_l("Kollegans namn"), [Needed(_l("Skriv din kollegas namn.")), Length(max=120)])
    to_email = EmailField(_l("Kollegans e-postadress"), [Needed(_l("Skriv din kollegas e-postadress.")), Length(max=254)])


class CopyForm(Form):
    """A round after another's pattern."""

    later = False
    title = LineField(_l("Namn på omgången"), [Needed(_l("Skriv vad omgången ska heta, till exempel Hösten 2026.")), Length(max=120)])
    opens_on = ForgivingDateField(_l("Första dagen"), [Needed(_l("Skriv vilken dag omgången ska börja."))])
    closes_on = ForgivingDateField(_l("Sista dagen att svara"), [Needed(_l("Skriv vilken dag som är den sista att svara."))])
    with_invitations = BooleanField(_l("Bjud in samma arbetsgivare"))
