"""What one looks for: an occupation, in a municipality."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.forms import Form

MAX_QUERY = 100


class SearchForm(Form):
    """The search. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Yrke"), [Length(max=MAX_QUERY)], description=_l("Till exempel undersköterska eller svetsare."))
    municipality = SelectField(_l("Kommun"), choices=())

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        among = [each.code for each in municipalities(region)]
        self.municipality.choices = [SelectChoice("", _("Hela regionen")), *(SelectChoice(*pair) for pair in choices(among))]
        if self.municipality.data not in [choice.value for choice in self.municipality.choices]:
            self.municipality.data = ""

    @property
    def place(self) -> str:
        """The municipality's code; empty for the whole region."""
        return self.municipality.data or ""

    @property
    def text(self) -> str:
        """What was typed."""
        return (self.q.data or "").strip()[:MAX_QUERY]
