"""The form that narrows the list."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.forms import Form
from plugins.demand_pooling.levels import LABELS
from plugins.demand_pooling.queries import Filters, Sort, Status

STATUSES = {
    Status.VIABLE: _l("Räcker till en klass"),
    Status.ALMOST: _l("Nästan klart"),
    Status.SHORT: _l("För få än"),
}
SORTS = {Sort.PEOPLE: _l("Flest personer"), Sort.MISSING: _l("Minst som saknas"), Sort.NAME: _l("Yrke")}
MAX_QUERY = 100


class FilterForm(Form):
    """What to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Yrke, titel eller ort"), [Length(max=MAX_QUERY)])
    status = SelectField(_l("Läge"), choices=())
    level = SelectField(_l("Nivå"), choices=())
    municipality = SelectField(_l("Kommun"), choices=())
    sort = SelectField(_l("Ordning"), choices=())

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        everything = ("", _("Alla"))
        self.status.choices = [everything, *((status.value, str(label)) for status, label in STATUSES.items())]
        self.level.choices = [everything, *((level.value, str(label)) for level, label in LABELS.items())]
        self.municipality.choices = [everything, *municipality_choices([m.code for m in municipalities(region)])]
        self.sort.choices = [(sort.value, str(label)) for sort, label in SORTS.items()]
        for name in ("status", "level", "municipality", "sort"):
            field = self[name]
            if field.data not in [value for value, _label in field.choices]:
                field.data = field.choices[0][0]

    def filters(self) -> Filters:
        """The chosen filters."""
        return Filters(
            query=(self.q.data or "").strip()[:MAX_QUERY],
            level=self.level.data,
            status=self.status.data,
            municipality=self.municipality.data,
            sort=Sort(self.sort.data),
        )

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.q.data.strip())] if (self.q.data or "").strip() else []
        for name in ("status", "level", "municipality"):
            label = dict(self[name].choices)[self[name].data]
            if self[name].data:
                found.append((name, str(label)))
        return found
