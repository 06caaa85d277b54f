"""The form of a receiving centre."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.forms import Form

MAX_SEATS = 5_000


class CentreForm(Form):
    """A place that can hold or receive a class."""

    version = HiddenField()
    name = StringField(_l("Namn"), [InputRequired(_l("Skriv vad platsen heter.")), Length(max=200)])
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en av regionens kommuner."))], choices=())
    seats = IntegerField(
        _l("Platser"),
        [InputRequired(_l("Skriv hur många platser det finns.")), NumberRange(0, MAX_SEATS, _l("Skriv ett antal mellan 0 och 5 000."))],
        description=_l("Så många nya studerande kan platsen ta emot per termin."),
    )
    receives = BooleanField(_l("Tar emot klasser"), description=_l("Bara platser som tar emot klasser används i planer."))

    def __init__(self, region: Region, **values: Any) -> None:
        super().__init__(**values)
        self.municipality_code.choices = [("", _("Välj kommun")), *choices([m.code for m in municipalities(region)])]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "name": " ".join((self.name.data or "").split()),
            "municipality_code": self.municipality_code.data,
            "seats": self.seats.data,
            "receives": bool(self.receives.data),
        }
