"""What is asked of local titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.role_standards.fields import line, version_field
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.titles.models import TITLE_LENGTH, LocalTitle, TitleState
from plugins.role_standards.titles.words import STATE

MAX_LINES = 2_000
OTHER = "other"


class PasteForm(Form):
    """A municipality's list of titles."""

    municipality = SelectField(_l("Kommun"), [DataRequired(_l("Välj en kommun."))], choices=())
    titles = TextAreaField(
        _l("Titlar"),
        [DataRequired(_l("Skriv eller klistra in minst en titel.")), Length(max=200_000)],
        description=_l("En titel per rad, till exempel kopierad ur ett kalkylark. Du bekräftar varje titel i nästa steg."),
    )

    def __init__(self, places: Sequence[tuple[str, str]], formdata: Any = None) -> None:
        super().__init__(formdata)
        first = [SelectChoice("", _("Välj en kommun"))] if len(places) > 1 else []
        self.municipality.choices = [*first, *(SelectChoice(code, name) for code, name in places)]

    def validate_titles(self, field: Any) -> None:
        """Say which line is too long."""
        rows = self.rows()
        if len(rows) > MAX_LINES:
            raise ValidationError(_("Högst %(n)s titlar åt gången.", n=MAX_LINES))
        for number, row in enumerate(rows, 1):
            if len(row) > TITLE_LENGTH:
                raise ValidationError(
                    _("Titel nummer %(n)s har fler än %(most)s tecken. Dela upp den på flera rader.", n=number, most=TITLE_LENGTH)
                )

    def rows(self) -> list[str]:
        """The titles. Of a row of a spreadsheet the first column counts."""
        found = [line(row.split("\t")[0]) for row in (self.titles.data or "").splitlines()]
        return [row for row in found if row]


class TitleForm(Form):
    """Which standard a title is."""

    version = version_field()
    choice = SelectField(_l("Titeln är"), choices=())

    def __init__(self, row: LocalTitle, standards: Sequence[RoleStandard], formdata: Any = None) -> None:
        now = str(row.standard_id or "") if row.state is not TitleState.OTHER else OTHER
        super().__init__(formdata, data={"version": row.version, "choice": now})
        self.choice.choices = choices(standards)


def choices(standards: Sequence[RoleStandard]) -> list[SelectChoice]:
    """Every standard, none of them, and not yet."""
    return [
        SelectChoice("", _("Vänta med att koppla")),
        *(SelectChoice(str(each.id), each.title) for each in standards),
        SelectChoice(OTHER, STATE[TitleState.OTHER]),
    ]


class FilterForm(Form):
    """Which titles to show."""

    q = StringField(_l("Titel"), [Length(max=100)])
    place = SelectField(_l("Kommun"), choices=())
    state = SelectField(_l("Läge"), choices=())

    def __init__(self, places: Sequence[tuple[str, str]], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.place.choices = [SelectChoice("", _("Alla kommuner")), *(SelectChoice(code, name) for code, name in places)]
        self.state.choices = [SelectChoice("", _("Alla lägen")), *(SelectChoice(key.value, STATE[key]) for key in TitleState)]
