"""What one looks for: an occupation, in a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.forms import Form
from plugins.guidance.adapted.needs import Need, needs

MAX_QUERY = 100


class SearchForm(Form):
    """The search. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Yrke"), [Length(max=MAX_QUERY)], description=_l("Till exempel undersköterska eller svetsare."))
    municipality = SelectField(_l("Kommun"), choices=())
    need = SelectMultipleField(_l("Vad behöver du?"), choices=(), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        among = [each.code for each in municipalities(region)]
        self.municipality.choices = [SelectChoice("", _("Hela regionen")), *(SelectChoice(*pair) for pair in choices(among))]
        if self.municipality.data not in [choice.value for choice in self.municipality.choices]:
            self.municipality.data = ""
        known = needs(region)
        self.need.choices = [SelectChoice(each.code, each.title) for each in known]
        self.chosen: Sequence[Need] = [each for each in known if each.code in (self.need.data or ())]
        self.need.data = [each.code for each in self.chosen]

    @property
    def place(self) -> str:
        """The municipality's code; empty for the whole region."""
        return self.municipality.data or ""

    @property
    def needs(self) -> list[str]:
        """The codes of the chosen needs, for addresses."""
        return [each.code for each in self.chosen]

    @property
    def text(self) -> str:
        """What was typed."""
        return (self.q.data or "").strip()[:MAX_QUERY]
