"""The form that narrows the coordinators' list. A value that is not among the choices is passed over, never an error."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.forms import Form
from plugins.internships.offers.queries import Filters
from plugins.internships.offers.words import SOURCE, STATUS
from plugins.internships.periods.queries import periods

MAX_QUERY = 100
_NAMES = ("period", "municipality", "status", "source", "supervisor")


class FilterForm(Form):
    """What to show."""

    q = StringField(_l("Sökord"), [Length(max=MAX_QUERY)], description=_l("Arbetsgivare, arbetsplats eller uppgift"))
    period = SelectField(_l("Period"), choices=())
    municipality = SelectField(_l("Kommun"), choices=())
    status = SelectField(_l("Läge"), choices=())
    source = SelectField(_l("Kom hit genom"), choices=())
    supervisor = SelectField(_l("Handledare"), choices=())

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        running = [(str(row.period.id), row.period.title) for row in periods(region, size=100).items]
        places = municipality_choices([each.code for each in municipalities(region)])
        self.period.choices = _choices(_("Alla perioder"), running)
        self.municipality.choices = _choices(_("Hela regionen"), places)
        self.status.choices = _choices(_("Alla lägen"), [(key.value, label) for key, label in STATUS.items()])
        self.source.choices = _choices(_("Alla sätt"), [(key.value, label) for key, label in SOURCE.items()])
        self.supervisor.choices = _choices(_("Med och utan"), [("none", _("Saknas"))])
        for name in _NAMES:
            if self[name].data not in [choice.value for choice in self[name].choices]:
                self[name].data = ""

    def filters(self) -> Filters:
        """The chosen filters."""
        plain = {name: self[name].data for name in ("municipality", "status", "source", "supervisor")}
        return Filters(q=(self.q.data or "").strip()[:MAX_QUERY], period=int(self.period.data or 0), **plain)

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.filters().q)] if self.filters().q else []
        for name in _NAMES:
            if self[name].data:
                found.append((name, str(next(choice.label for choice in self[name].choices if choice.value == self[name].data))))
        return found


def _choices(everything: str, more: list[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(value, str(label)) for value, label in more)]
