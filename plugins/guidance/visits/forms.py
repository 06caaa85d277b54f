"""What is asked of a visit and of a booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import SWEDEN
from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy.fields import check_groups, group_codes
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.guidance.fields import EMAIL, clock_field, groups_field, line, moment, version_field
from plugins.guidance.visits.models import Visit, VisitKind
from plugins.guidance.visits.service import MAX_SEATS
from plugins.guidance.visits.words import KIND

_PLAIN = ("title", "place", "municipality_code", "about", "ages", "seats", "needs_answer")


class VisitForm(Form):
    """A visit."""

    version = version_field()
    organisation_id = SelectField(_l("Arbetsgivare"), [InputRequired(_l("Välj arbetsgivare."))], choices=())
    title = StringField(_l("Vad ni erbjuder"), [DataRequired(_l("Skriv vad ni erbjuder.")), Length(max=200)])
    kind = RadioField(
        _l("Slag"), [InputRequired(_l("Välj ett slag."))], choices=[SelectChoice(key.value, label) for key, label in KIND.items()]
    )
    day = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det är."))])
    starts = clock_field(_l("Börjar klockan"), _l("Skriv när det börjar."))
    ends = clock_field(_l("Slutar klockan"), _l("Skriv när det slutar."))
    place = StringField(_l("Plats"), [DataRequired(_l("Skriv var det är.")), Length(max=200)])
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj kommun."))], choices=())
    seats = WholeField(_l("Antal platser"), [InputRequired(_l("Skriv hur många som får plats."))], limits=(1, MAX_SEATS))
    ages = StringField(_l("För vilka"), [Optional(), Length(max=100)], description=_l("Till exempel årskurs 8 eller vuxna."))
    about = TextAreaField(_l("Vad man får se och göra"), [Optional(), Length(max=2000)])
    occupation_groups = groups_field()
    needs_answer = BooleanField(_l("Vi vill säga ja till varje bokning"))

    def __init__(self, region: Region, visit: Visit | None, organisations: Sequence[Organisation], formdata: Any = None) -> None:
        data: dict[str, Any] = {"kind": VisitKind.VISIT.value}
        if visit is not None:
            start, end = visit.starts_at.astimezone(SWEDEN), visit.ends_at.astimezone(SWEDEN)
            data = {name: getattr(visit, name) for name in (*_PLAIN, "version")}
            data |= {
                "kind": visit.kind.value,
                "day": start.date(),
                "starts": f"{start:%H:%M}",
                "ends": f"{end:%H:%M}",
                "occupation_groups": ", ".join(visit.occupation_groups),
            }
        super().__init__(formdata, data=data)
        among = [each.code for each in municipalities(region)]
        self.municipality_code.choices = [SelectChoice("", _("Välj kommun")), *(SelectChoice(*pair) for pair in choices(among))]
        if visit is not None:
            del self.organisation_id
        else:
            named = [SelectChoice(str(each.id), each.name) for each in organisations]
            self.organisation_id.choices = named if len(named) == 1 else [SelectChoice("", _("Välj arbetsgivare")), *named]

    def validate_occupation_groups(self, field: Any) -> None:
        """Only codes that there are."""
        check_groups(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for the employer."""
        return {
            "title": line(self.title.data),
            "kind": VisitKind(self.kind.data),
            "starts_at": moment(self.day.data, self.starts.data),
            "ends_at": moment(self.day.data, self.ends.data),
            "place": line(self.place.data),
            "municipality_code": self.municipality_code.data,
            "seats": self.seats.data,
            "ages": line(self.ages.data),
            "about": (self.about.data or "").strip(),
            "occupation_groups": group_codes(self.occupation_groups.data),
            "needs_answer": bool(self.needs_answer.data),
        }


class BookingForm(Form):
    """A booking."""

    school = StringField(_l("Skola och grupp"), [DataRequired(_l("Skriv vilken skola och grupp det gäller.")), Length(max=200)])
    people = WholeField(_l("Antal som kommer"), [InputRequired(_l("Skriv hur många ni är, med lärare."))], limits=(1, MAX_SEATS))
    contact_name = StringField(_l("Kontaktperson"), [DataRequired(_l("Skriv vem arbetsgivaren kan höra av sig till.")), Length(max=120)])
    contact_email = StringField(_l("E-post"), [DataRequired(_l("Skriv en e-postadress.")), Length(max=254), EMAIL])
    note = StringField(
        _l("Något arbetsgivaren behöver veta"), [Optional(), Length(max=500)], description=_l("Skriv inget om enskilda elever.")
    )

    def __init__(self, name: str, email: str, formdata: Any = None) -> None:
        super().__init__(formdata, data={"contact_name": name, "contact_email": email})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "school": line(self.school.data),
            "people": self.people.data,
            "contact_name": line(self.contact_name.data),
            "contact_email": (self.contact_email.data or "").strip().lower(),
            "note": line(self.note.data),
        }
