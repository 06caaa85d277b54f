"""What a school says of its applicants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.web.forms import Form
from plugins.internships.periods.models import PlacementPeriod

MOST_ROWS = 200
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


class ClassForm(Form):
    """A class, one row per person, as it is pasted from a spreadsheet."""

    period_id = SelectField(_l("Period"), [InputRequired(_l("Välj en period."))], choices=())
    school_id = SelectField(_l("Skola"), [InputRequired(_l("Välj en skola."))], choices=())
    programme = StringField(_l("Utbildning"), [Optional(), Length(max=200)], description=_l("Till exempel barn- och fritidsprogrammet."))
    people = TextAreaField(
        _l("Namn och e-post"),
        [InputRequired(_l("Skriv minst en person.")), Length(max=60_000)],
        description=_l("En person per rad: namn, semikolon, e-postadress. Det går att klistra in två kolumner från ett kalkylark."),
    )

    def __init__(self, periods: Sequence[PlacementPeriod], schools: Sequence[Organisation], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.period_id.choices = _choices(_("Välj period"), [(str(each.id), each.title) for each in periods])
        self.school_id.choices = _choices(_("Välj skola"), [(str(each.id), each.name) for each in schools])

    def rows(self) -> list[tuple[int, str, str]]:
        """(row, name, address) of each row that says something."""
        found = []
        for number, line in enumerate((self.people.data or "").splitlines(), start=1):
            name, _mark, email = re.sub(r"[\t;]", ";", line).partition(";")
            if line.strip():
                found.append((number, " ".join(name.split()), email.strip().strip(";").strip().lower()))
        return found

    def validate_people(self, _field: Any) -> None:
        """Every row is a name and an address, and nobody stands twice."""
        rows = self.rows()
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("Skriv högst %(n)s personer åt gången.", n=MOST_ROWS))
        seen: dict[str, int] = {}
        for number, name, email in rows:
            if not 0 < len(name) <= 120 or len(email) > 254 or not _EMAIL.fullmatch(email):
                raise ValidationError(_("Rad %(row)s: skriv ett namn, semikolon och en hel e-postadress.", row=number))
            if (first := seen.setdefault(email, number)) != number:
                raise ValidationError(_("Rad %(row)s: samma adress står redan på rad %(first)s.", row=number, first=first))


class PairForm(Form):
    """Whom an applicant travels with."""

    email = StringField(
        _l("Kamratens e-post"), [Optional(), Length(max=254)], description=_l("Lämna tomt för att ta bort paret. Båda går i samma skola.")
    )


def _choices(nothing: str, more: list[tuple[str, str]]) -> list[SelectChoice]:
    return [*([] if len(more) == 1 else [SelectChoice("", nothing)]), *(SelectChoice(*each) for each in more)]
