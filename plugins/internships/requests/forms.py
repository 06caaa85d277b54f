"""What is asked of an order, of a unit, and of its reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.clock import today
from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from core.taxonomy.search import resolve
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.internships.offers.forms import EMAIL
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.requests.models import PlacementRequest

MOST = 500
TWO_WEEKS = timedelta(weeks=2)


class RequestForm(Form):
    """Who orders what of whom."""

    period_id = SelectField(_l("Period"), [InputRequired(_l("Välj en period."))], choices=())
    school_id = SelectField(_l("Skola"), [InputRequired(_l("Välj en skola."))], choices=())
    receiver_id = SelectField(
        _l("Beställ av"),
        [InputRequired(_l("Välj vem beställningen går till."))],
        choices=(),
        description=_l("Kommuner, och arbetsgivare som har erbjudit platser eller har samverkansavtal."),
    )
    programme = StringField(
        _l("Utbildning"),
        [DataRequired(_l("Skriv vilken utbildning platserna är till för.")), Length(max=200)],
        description=_l("Till exempel barn- och fritidsprogrammet, årskurs 2."),
    )
    occupation = StringField(
        _l("Yrke"), [Optional(), Length(max=200)], description=_l("Ett yrke i ord, eller fyra siffror enligt SSYK 2012.")
    )
    places = WholeField(_l("Platser"), [InputRequired(_l("Skriv hur många platser skolan behöver."))], limits=(1, MOST))
    reply_by = DayField(_l("Svara senast"), [InputRequired(_l("Skriv när svaret behövs."))])
    text = TextAreaField(_l("Mer om beställningen"), [Optional(), Length(max=2000)], description=_l("Skriv inget om enskilda elever."))

    def __init__(
        self, periods: Sequence[PlacementPeriod], schools: Sequence[Organisation], receivers: Sequence[Organisation], formdata: Any = None
    ) -> None:
        day = min((today() + TWO_WEEKS, *(each.offers_by for each in periods)))
        super().__init__(formdata, data={"reply_by": day})
        for field, found, empty in (
            (self.period_id, [(each.id, each.title) for each in periods], _("Välj period")),
            (self.school_id, [(each.id, each.name) for each in schools], _("Välj skola")),
            (self.receiver_id, [(each.id, each.name) for each in receivers], _("Välj mottagare")),
        ):
            field.choices = [SelectChoice(str(key), label) for key, label in found]
            if len(found) != 1:
                field.choices.insert(0, SelectChoice("", empty))

    def validate_occupation(self, field: Any) -> None:
        """Something that leads to one group."""
        if " ".join((field.data or "").split()) and not self.group():
            raise ValidationError(
                _("Det går inte att avgöra vilket yrke som menas. Skriv fyra siffror enligt SSYK 2012, eller ett annat ord.")
            )

    def group(self) -> str:
        """The occupation group that was written; empty when there is none."""
        text = " ".join((self.occupation.data or "").split())
        if not text:
            return ""
        if text[:4].isdigit():
            return text[:4] if taxonomy.group(text[:4]) is not None else ""
        found = resolve(text)
        return found.group_code if found else ""

    def facts(self) -> dict[str, Any]:
        """What was filled in of the order itself."""
        return {
            "programme": " ".join((self.programme.data or "").split()),
            "occupation_group": self.group(),
            "places": self.places.data,
            "reply_by": self.reply_by.data,
            "text": (self.text.data or "").strip(),
        }


class UnitForm(Form):
    """Whom to ask, for how many."""

    workplace = StringField(
        _l("Enhet"), [DataRequired(_l("Skriv vad enheten heter.")), Length(max=200)], description=_l("Till exempel Björkens förskola.")
    )
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en av regionens kommuner."))], choices=())
    email = StringField(
        _l("Enhetens e-post"),
        [DataRequired(_l("Skriv vart frågan ska skickas.")), Length(max=254), EMAIL],
        description=_l("Hit skickas en länk. Den som har länken kan svara för enheten."),
    )
    asked = WholeField(
        _l("Platser att fråga om"), [InputRequired(_l("Skriv hur många platser enheten ska få frågan om."))], limits=(1, MOST)
    )

    def __init__(self, region: Region, request: PlacementRequest, left: int, town: str, formdata: Any = None) -> None:
        super().__init__(formdata, data={"asked": max(1, min(left, request.places)), "municipality_code": town})
        self.municipality_code.choices = [
            SelectChoice("", _("Välj kommun")),
            *(SelectChoice(code, name) for code, name in municipality_choices([each.code for each in municipalities(region)])),
        ]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "workplace": " ".join((self.workplace.data or "").split()),
            "municipality_code": self.municipality_code.data,
            "email": (self.email.data or "").strip().lower(),
            "asked": self.asked.data,
        }


class ReplyForm(Form):
    """How many a unit takes."""

    places = WholeField(
        _l("Platser som ni kan ta emot"),
        [InputRequired(_l("Skriv hur många ni kan ta emot. Skriv 0 om ni inte kan."))],
        limits=(0, MOST),
        description=_l("Skriv 0 om ni inte kan ta emot någon."),
    )
    note = TextAreaField(
        _l("Något skolan behöver veta"), [Optional(), Length(max=500)], description=_l("Skriv inget om enskilda personer.")
    )
