"""What is asked of a cap."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.regions.queries import municipalities
from core.web.fields import WholeField
from core.web.forms import Form
from plugins.internships.offers.queries import schools
from plugins.internships.periods.caps import agreements, employers
from plugins.internships.periods.models import Cap, CapScope, PlacementPeriod

MAX_PLACEMENTS = 10_000


class CapForm(Form):
    """Over what, how many, and why."""

    version = HiddenField(validators=[Length(max=12)])
    subject = SelectField(
        _l("Taket gäller"),
        [InputRequired(_l("Välj vad taket gäller."))],
        choices=(),
        description=_l("En arbetsgivare, en skola eller en kommun."),
    )
    maximum = WholeField(
        _l("Högsta antal placeringar"),
        [InputRequired(_l("Skriv hur många det får vara."))],
        limits=(0, MAX_PLACEMENTS),
        description=_l("0 betyder att ingen placeras där."),
    )
    reason = StringField(
        _l("Varför?"),
        [DataRequired(_l("Skriv varför taket finns. Det visas när taket avgör en fördelning.")), Length(max=500)],
        description=_l("Visas när taket avgör en fördelning. Skriv inget om enskilda personer."),
    )
    agreement_id = SelectField(_l("Kommer från avtalet"), [Optional()], choices=())

    def __init__(self, region: Region, period: PlacementPeriod, cap: Cap | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if cap is not None:
            data = {name: getattr(cap, name) for name in ("maximum", "reason", "version")}
            data |= {"subject": _value(cap), "agreement_id": str(cap.agreement_id or "")}
        super().__init__(formdata, data=data)
        self.subject.choices = [
            SelectChoice("", _("Välj")),
            *(SelectChoice(f"employer:{each.id}", _("Arbetsgivare: %(name)s", name=each.name)) for each in employers(region, period)),
            *(SelectChoice(f"school:{each.id}", _("Skola: %(name)s", name=each.name)) for each in schools(region)),
            *(
                SelectChoice(f"area:{code}", _("Kommun: %(name)s", name=name))
                for code, name in municipality_choices([each.code for each in municipalities(region)])
            ),
        ]
        known = {choice.value for choice in self.subject.choices}
        if cap is not None and _value(cap) not in known:  # kept, though it can no longer be chosen
            self.subject.choices.append(SelectChoice(_value(cap), _("Det som taket gäller nu")))
        self.agreement_id.choices = [
            SelectChoice("", _("Inget avtal")),
            *(SelectChoice(str(each.id), each.title) for each in agreements(region)),
        ]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        scope, _colon, which = self.subject.data.partition(":")
        is_area = scope == CapScope.AREA
        return {
            "scope": CapScope(scope),
            "organisation_id": None if is_area else int(which),
            "municipality_code": which if is_area else "",
            "maximum": self.maximum.data,
            "reason": " ".join((self.reason.data or "").split()),
            "agreement_id": int(self.agreement_id.data) if self.agreement_id.data else None,
        }


def _value(cap: Cap) -> str:
    return f"{cap.scope.value}:{cap.municipality_code if cap.scope == CapScope.AREA else cap.organisation_id}"
