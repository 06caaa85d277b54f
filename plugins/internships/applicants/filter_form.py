"""The form that narrows the list of applicants. A value that is not among the choices is passed over, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.web.forms import Form
from plugins.internships.applicants.queries import SILENT, Filters
from plugins.internships.applicants.words import STATUS
from plugins.internships.periods.models import PlacementPeriod

MAX_QUERY = 100
_NAMES = ("period", "school", "status")


class FilterForm(Form):
    """Whom to show."""

    q = StringField(_l("Sökord"), [Length(max=MAX_QUERY)], description=_l("Namn eller utbildning"))
    period = SelectField(_l("Period"), choices=())
    school = SelectField(_l("Skola"), choices=())
    status = SelectField(_l("Läge"), choices=())

    def __init__(self, periods: Sequence[PlacementPeriod], schools: Sequence[Organisation], arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.period.choices = _choices(_("Alla perioder"), [(str(each.id), each.title) for each in periods])
        self.school.choices = _choices(_("Alla skolor"), [(str(each.id), each.name) for each in schools])
        stands = [(SILENT, _("Har inte önskat")), *((key.value, label) for key, label in STATUS.items())]
        self.status.choices = _choices(_("Alla lägen"), stands)
        for name in _NAMES:
            if self[name].data not in [choice.value for choice in self[name].choices]:
                self[name].data = ""

    def filters(self) -> Filters:
        """The chosen filters."""
        return Filters(
            q=(self.q.data or "").strip()[:MAX_QUERY],
            period=int(self.period.data or 0),
            school=int(self.school.data or 0),
            status=self.status.data or "",
        )

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.filters().q)] if self.filters().q else []
        for name in _NAMES:
            if self[name].data:
                found.append((name, str(next(choice.label for choice in self[name].choices if choice.value == self[name].data))))
        return found


def _choices(everything: str, more: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(value, str(label)) for value, label in more)]
