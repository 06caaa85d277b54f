"""What is asked of a period."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.queries import kinds
from plugins.internships.kinds.words import kind_name
from plugins.internships.periods.models import TITLE_LENGTH, PlacementPeriod, Policy, WishMode
from plugins.internships.periods.words import POLICY, WISHES
from plugins.internships.settings import internship_settings

_NAMES = ("title", "starts_on", "ends_on", "weeks", "offers_by", "wishes_by", "accept_days", "policy", "wish_mode", "travel_limit_km")


def _day(label: Any, missing: Any) -> Any:
    return DayField(label, [InputRequired(missing)])


class PeriodForm(Form):
    """A period and its rules."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(
        _l("Namn"),
        [DataRequired(_l("Skriv vad perioden heter.")), Length(max=TITLE_LENGTH)],
        description=_l("Till exempel LIA våren 2027."),
    )
    kind_id = SelectField(_l("Slag av praktik"), [InputRequired(_l("Välj ett slag."))], choices=(), coerce=str)
    starts_on = _day(_l("Första dag på arbetsplatsen"), _l("Skriv när praktiken börjar."))
    ends_on = _day(_l("Sista dag på arbetsplatsen"), _l("Skriv när praktiken slutar."))
    weeks = WholeField(_l("Veckor på arbetsplatsen"), [InputRequired(_l("Skriv ett antal veckor."))], limits=(1, 104))
    offers_by = _day(_l("Sista dag att erbjuda platser"), _l("Skriv när platserna ska vara insamlade."))
    wishes_by = _day(_l("Sista dag att önska"), _l("Skriv när önskemålen stänger."))
    accept_days = WholeField(_l("Dagar att tacka ja"), [InputRequired(_l("Skriv ett antal dagar."))], limits=(1, 60))
    wish_mode = RadioField(_l("De sökande"), choices=[SelectChoice(key.value, label) for key, label in WISHES.items()])
    policy = RadioField(_l("Så fördelas platserna"), choices=[SelectChoice(key.value, label) for key, label in POLICY.items()])
    travel_limit_km = WholeField(
        _l("Högsta resväg i kilometer"), [Optional()], limits=(1, 2000), description=_l("Lämna tomt för att följa slagets regler.")
    )

    def __init__(self, region: Region, period: PlacementPeriod | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {
            "accept_days": internship_settings(region).accept_days,
            "policy": Policy.STABLE.value,
            "wish_mode": WishMode.RANKED.value,
        }
        if period is not None:
            data = {name: getattr(period, name) for name in (*_NAMES, "version")} | {"kind_id": str(period.kind_id)}
        super().__init__(formdata, data=data)
        offered = [kind for kind in kinds(region) if kind.is_active or (period is not None and kind.id == period.kind_id)]
        self.kind_id.choices = [SelectChoice("", _("Välj slag")), *(SelectChoice(str(kind.id), _said(kind)) for kind in offered)]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {name: self[name].data for name in _NAMES}
        return found | {
            "title": " ".join((self.title.data or "").split()),
            "kind_id": int(self.kind_id.data),
            "policy": Policy(self.policy.data),
            "wish_mode": WishMode(self.wish_mode.data),
        }


def _said(kind: PlacementKindPolicy) -> str:
    return kind_name(kind)
