"""The form that narrows the list of placements. A value that is not among the choices is passed over, never an error."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.web.forms import Form
from plugins.internships.periods.queries import periods
from plugins.internships.placements.queries import Filters
from plugins.internships.placements.words import STANDING

MAX_QUERY = 100


class FilterForm(Form):
    """What to show."""

    q = StringField(_l("Sökord"), [Length(max=MAX_QUERY)], description=_l("Namn, utbildning, arbetsgivare eller arbetsplats"))
    period = SelectField(_l("Period"), choices=())
    standing = SelectField(_l("Läge"), choices=())

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        running = [(str(row.period.id), row.period.title) for row in periods(region, size=100).items]
        self.period.choices = _choices(_("Alla perioder"), running)
        self.standing.choices = _choices(_("Alla lägen"), list(STANDING.items()))
        for field in (self.period, self.standing):
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""

    def filters(self) -> Filters:
        """The chosen filters."""
        return Filters(q=(self.q.data or "").strip()[:MAX_QUERY], period=int(self.period.data or 0), standing=self.standing.data or "")

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.filters().q)] if self.filters().q else []
        for field in (self.period, self.standing):
            if field.data:
                found.append((field.name, str(next(choice.label for choice in field.choices if choice.value == field.data))))
        return found


def _choices(everything: str, more: list[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(value, str(label)) for value, label in more)]
