"""The forms that narrow the lists of the gap view."""

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
from plugins.training_catalog.codes import LEVEL_LABELS, SCHOOL_FORMS
from plugins.training_catalog.gap.queries import NeedFilters, UnaskedFilters
from plugins.training_catalog.gap.words import FITS, SORTS

MAX_QUERY = 100


class _Choices(Form):
    """A value that is not among the choices is passed over, never an error."""

    _selects: tuple[str, ...] = ()

    def _settle(self) -> None:
        for name in self._selects:
            field = self[name]
            if field.data not in [value for value, _label in field.choices]:
                field.data = field.choices[0][0]

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        query = (self["q"].data or "").strip()
        found = [("q", f"”{query}”")] if query else []
        for name in self._selects:
            if self[name].data and name != "sort":
                found.append((name, str(dict(self[name].choices)[self[name].data])))
        return found


class NeedForm(_Choices):
    """Which needs to show."""

    _selects = ("fit", "level", "municipality", "sort")
    q = StringField(_l("Yrke eller SSYK-kod"), [Length(max=MAX_QUERY)])
    fit = SelectField(_l("Utbildningar"), choices=())
    level = SelectField(_l("Nivå"), choices=())
    municipality = SelectField(_l("Kommun"), choices=())
    sort = SelectField(_l("Ordning"), choices=())

    def __init__(self, region: Region, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        everything = ("", _("Alla"))
        self.fit.choices = [everything, *((value, str(label)) for value, label in FITS.items())]
        self.level.choices = [everything, *((value, str(label)) for value, label in LEVEL_LABELS.items())]
        self.municipality.choices = [everything, *municipality_choices([m.code for m in municipalities(region)])]
        self.sort.choices = [(value, str(label)) for value, label in SORTS.items()]
        self._settle()

    def filters(self) -> NeedFilters:
        """The chosen filters."""
        query = " ".join((self.q.data or "").split())[:MAX_QUERY]
        return NeedFilters(query, self.fit.data, self.level.data, self.municipality.data, self.sort.data)


class UnaskedForm(_Choices):
    """Which educations to show."""

    _selects = ("form", "leads")
    q = StringField(_l("Ord i namnet"), [Length(max=MAX_QUERY)])
    form = SelectField(_l("Skolform"), choices=())
    leads = SelectField(_l("Slag"), choices=())

    def __init__(self, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.form.choices = [("", _("Alla")), *((value, str(label)) for value, label in SCHOOL_FORMS.items())]
        self.leads.choices = [("", _("Leder till ett yrke")), ("all", _("Alla utbildningar"))]
        self._settle()

    def filters(self) -> UnaskedFilters:
        """The chosen filters."""
        return UnaskedFilters(" ".join((self.q.data or "").split())[:MAX_QUERY], self.form.data, self.leads.data)
