"""What a school says of its applicants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.taxonomy import queries as taxonomy
from core.web.forms import Form
from plugins.internships.applicants.mine_form import few, group_of, rows_of
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.models import PlacementPeriod

MOST_ROWS = 200
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


class ClassForm(Form):
    """A class, one row per person, as it is pasted from a spreadsheet."""

    period_id = SelectField(_l("Period"), [InputRequired(_l("Välj en period."))], choices=())
    school_id = SelectField(_l("Skola"), [InputRequired(_l("Välj en skola."))], choices=())
    programme = StringField(_l("Utbildning"), [Optional(), Length(max=200)], description=_l("Till exempel barn- och fritidsprogrammet."))
    people = TextAreaField(
        _l("Namn och e-post"),
        [DataRequired(_l("Skriv minst en person.")), Length(max=60_000)],
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
            if not 0 < len(name) <= 120 or len(email) > 254 or not EMAIL.fullmatch(email):
                raise ValidationError(_("Rad %(row)s: skriv ett namn, semikolon och en hel e-postadress.", row=number))
            if (first := seen.setdefault(email, number)) != number:
                raise ValidationError(_("Rad %(row)s: samma adress står redan på rad %(first)s.", row=number, first=first))


class ApplicantForm(Form):
    """What the school knows of an applicant. What they wish they say themselves."""

    version = HiddenField(validators=[Length(max=12)])
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv ett namn.")), Length(max=120)])
    programme = StringField(_l("Utbildning"), [Optional(), Length(max=200)])
    phone = StringField(_l("Telefon"), [Optional(), Length(max=40)])
    municipality_code = SelectField(_l("Hemkommun"), [Optional()], choices=())
    town = StringField(_l("Ort"), [Optional(), Length(max=100)], description=_l("Skriv ingen gatuadress."))
    occupations = TextAreaField(
        _l("Yrken som praktiken kan vara i"),
        [Optional(), Length(max=2000)],
        description=_l("Ett per rad, i ord eller fyra siffror enligt SSYK 2012. Lämna tomt om alla går bra."),
    )
    documents = TextAreaField(
        _l("Intyg som är visade"),
        [Optional(), Length(max=2000)],
        description=_l("Ett per rad, med samma ord som hos arbetsgivaren. Till exempel utdrag ur belastningsregistret."),
    )

    def __init__(self, applicant: Applicant, formdata: Any = None) -> None:
        groups = [taxonomy.group(code) for code in applicant.occupation_groups]
        known = {name: getattr(applicant, name) for name in ("name", "programme", "phone", "municipality_code", "town")}
        known |= {
            "version": str(applicant.version),
            "occupations": "\n".join(f"{group.code} {group.name}" for group in groups if group),
            "documents": "\n".join(applicant.documents),
        }
        super().__init__(formdata, data=known)
        self.municipality_code.choices = [SelectChoice("", _("Inte känd")), *(SelectChoice(*each) for each in municipality_choices())]

    def validate_occupations(self, field: Any) -> None:
        """Every row is an occupation."""
        few(field)
        for row in rows_of(field.data):
            if not group_of(row):
                raise ValidationError(_("Det går inte att avgöra vilket yrke ”%(row)s” är. Skriv fyra siffror enligt SSYK 2012.", row=row))

    def validate_documents(self, field: Any) -> None:
        """Few and short."""
        few(field)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        plain = {name: " ".join((self[name].data or "").split()) for name in ("name", "programme", "phone", "town")}
        return {
            **plain,
            "municipality_code": self.municipality_code.data or "",
            "occupation_groups": list(dict.fromkeys(group_of(row) for row in rows_of(self.occupations.data))),
            "documents": rows_of(self.documents.data),
        }


class NeedForm(Form):
    """What an applicant needs at the workplace."""

    version = HiddenField(validators=[Length(max=12)])
    text = TextAreaField(
        _l("Särskilda behov på arbetsplatsen"),
        [Optional(), Length(max=2000)],
        description=_l("Skriv vad som behövs, inte varför. Skriv inga diagnoser. Lämna tomt för att ta bort."),
    )


class PairForm(Form):
    """Whom an applicant travels with."""

    email = StringField(
        _l("Kamratens e-post"), [Optional(), Length(max=254)], description=_l("Lämna tomt för att ta bort paret. Båda går i samma skola.")
    )


def _choices(nothing: str, more: list[tuple[str, str]]) -> list[SelectChoice]:
    return [*([] if len(more) == 1 else [SelectChoice("", nothing)]), *(SelectChoice(*each) for each in more)]
