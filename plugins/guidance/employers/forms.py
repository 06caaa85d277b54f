"""What is asked of a profile and of an open house day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.organisations.models import Organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy.fields import check_groups, group_codes
from core.web.fields import DayField
from core.web.forms import Form
from plugins.guidance.employers.models import EmployerProfile
from plugins.guidance.fields import check_url, clock_field, groups_field, line, moment, version_field


class ProfileForm(Form):
    """A profile."""

    version = version_field()
    organisation_id = SelectField(_l("Organisation"), [InputRequired(_l("Välj vilken organisation profilen gäller."))], choices=())
    municipality_code = SelectField(_l("Kommun"), [Optional()], choices=())
    about = TextAreaField(
        _l("Vad vi gör"),
        [DataRequired(_l("Skriv vad ni gör.")), Length(max=2000)],
        description=_l("Skriv så att en femtonåring förstår. Vad gör man hos er en vanlig dag?"),
    )
    story = TextAreaField(
        _l("Någon som arbetar här berättar"),
        [Optional(), Length(max=4000)],
        description=_l("Skriv bara namn om personen har sagt ja till det."),
    )
    url = StringField(_l("Webbadress"), [Optional(), Length(max=300)])
    occupation_groups = groups_field()

    def __init__(
        self, region: Region, profile: EmployerProfile | None, organisations: Sequence[Organisation], formdata: Any = None
    ) -> None:
        data: dict[str, Any] = {}
        if profile is not None:
            data = {name: getattr(profile, name) for name in ("version", "about", "story", "url")}
            data |= {
                "municipality_code": profile.municipality_code or "",
                "occupation_groups": ", ".join(profile.occupation_groups),
            }
        super().__init__(formdata, data=data)
        among = [each.code for each in municipalities(region)]
        self.municipality_code.choices = [SelectChoice("", _("Hela regionen")), *(SelectChoice(*pair) for pair in choices(among))]
        if profile is not None:
            del self.organisation_id
        else:
            named = [SelectChoice(str(each.id), each.name) for each in organisations]
            self.organisation_id.choices = named if len(named) == 1 else [SelectChoice("", _("Välj organisation")), *named]

    def validate_occupation_groups(self, field: Any) -> None:
        """Only codes that there are."""
        check_groups(field.data)

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        check_url(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for the organisation."""
        return {
            "municipality_code": self.municipality_code.data or None,
            "about": (self.about.data or "").strip(),
            "story": (self.story.data or "").strip(),
            "url": normalise_website(self.url.data or "", field="url"),
            "occupation_groups": group_codes(self.occupation_groups.data),
        }


class DayForm(Form):
    """An open house day."""

    day = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det är."))])
    clock = clock_field(_l("Klockan"), _l("Skriv när det börjar."))
    place = StringField(_l("Plats"), [Optional(), Length(max=200)])
    text = StringField(_l("Vad man får se"), [Optional(), Length(max=500)])
    url = StringField(
        _l("Anmälan, webbadress"), [Optional(), Length(max=300)], description=_l("Lämna tomt om man inte behöver anmäla sig.")
    )

    def validate_url(self, field: Any) -> None:
        """A whole address."""
        check_url(field.data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "starts_at": moment(self.day.data, self.clock.data),
            "place": line(self.place.data),
            "text": line(self.text.data),
            "url": normalise_website(self.url.data or "", field="url"),
        }
