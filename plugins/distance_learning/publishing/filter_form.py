"""The form that narrows the public list. A value that is not among the choices is passed over, never an error."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.format import format_number
from core.web.forms import Form
from plugins.distance_learning.publishing.listing import Filters
from plugins.distance_learning.settings import distance_settings

MAX_QUERY = 100


class FilterForm(Form):
    """What to show."""

    q = StringField(_l("Sökord"), [Length(max=MAX_QUERY)], description=_l("Kurs, yrke eller anordnare"))
    home = SelectField(_l("Jag bor i"), choices=())
    reach = SelectField(_l("Så långt kan jag åka"), choices=())
    start = SelectField(_l("Startar"), choices=())
    open = BooleanField(_l("Öppen för ansökan nu"))

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        near = format_number(distance_settings(region).near_km)
        self.home.choices = [("", _("Hela regionen")), *municipality_choices([m.code for m in municipalities(region)])]
        self.reach.choices = [("", _("Högst %(km)s km", km=near)), ("here", _("Bara i kommunen")), ("all", _("Spelar ingen roll"))]
        self.start.choices = [
            ("", _("När som helst")),
            ("3", _("Inom tre månader")),
            ("6", _("Inom ett halvår")),
            ("any", _("Utan fast start")),
        ]
        for field in (self.home, self.reach, self.start):
            if field.data not in [value for value, _label in field.choices]:
                field.data = ""

    def filters(self) -> Filters:
        """The chosen filters."""
        return Filters(
            q=(self.q.data or "").strip()[:MAX_QUERY],
            home=self.home.data,
            reach=self.reach.data if self.home.data else "",
            start=self.start.data,
            open=bool(self.open.data),
        )

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        filters = self.filters()
        found = [("q", filters.q)] if filters.q else []
        for name in ("home", "reach", "start"):
            if value := getattr(filters, name):
                found.append((name, str(dict(self[name].choices)[value])))
        return [*found, ("open", str(self.open.label.text))] if filters.open else found
