"""What is asked before a run, of a decision beforehand, and of a question of what would be."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import WholeField
from core.web.forms import Form
from plugins.internships.periods.models import PlacementPeriod, Policy
from plugins.internships.periods.words import POLICY
from plugins.internships.rounds import queries
from plugins.internships.rounds.models import PinKind
from plugins.internships.rounds.service import LIMITS
from plugins.internships.rounds.words import PIN

CAP = "cap"


class StartForm(Form):
    """How to match."""

    policy = RadioField(_l("Så fördelas platserna"), choices=[SelectChoice(key.value, label) for key, label in POLICY.items()])
    seconds = SelectField(
        _l("Räkna som längst"),
        choices=[SelectChoice(str(each), "") for each in LIMITS],
        description=_l("Oftast räcker en minut. Räcker inte tiden sparas det bästa som hittades, och det står att det inte är bevisat."),
    )

    def __init__(self, period: PlacementPeriod, formdata: Any = None) -> None:
        super().__init__(formdata, data={"policy": period.policy.value, "seconds": "60"})
        self.seconds.choices = [SelectChoice(str(each), _("%(n)s sekunder", n=each)) for each in LIMITS]

    @property
    def chosen(self) -> Policy:
        """The policy."""
        return Policy(self.policy.data)


class PinForm(Form):
    """A decision beforehand."""

    applicant_id = SelectField(_l("Sökande"), [InputRequired(_l("Välj en sökande."))], choices=())
    offer_id = SelectField(_l("Plats"), [InputRequired(_l("Välj en plats."))], choices=())
    kind = RadioField(_l("Vad är bestämt?"), choices=[SelectChoice(key.value, label) for key, label in PIN.items()])
    reason = StringField(
        _l("Skäl"),
        [DataRequired(_l("Skriv varför det är bestämt.")), Length(max=500)],
        description=_l("Visas för samordnare. Skriv inget om hälsa eller annat känsligt."),
    )

    def __init__(self, period: PlacementPeriod, formdata: Any = None) -> None:
        super().__init__(formdata, data={"kind": PinKind.MUST.value})
        self.applicant_id.choices = [
            SelectChoice("", _("Välj sökande")),
            *(SelectChoice(*one) for one in queries.applicant_choices(period)),
        ]
        self.offer_id.choices = [SelectChoice("", _("Välj plats")), *(SelectChoice(*one) for one in queries.offer_choices(period))]


class WhatIfForm(Form):
    """One thing that would be different."""

    what = RadioField(
        _l("Vad skulle vara annorlunda?"),
        choices=[
            SelectChoice("offer", _l("En arbetsplats tar emot fler")),
            SelectChoice("travel_km", _l("Högsta resväg är längre")),
            SelectChoice(CAP, _l("En gräns tas bort")),
        ],
    )
    offer = SelectField(_l("Arbetsplats"), [Optional()], choices=())
    more = WholeField(_l("Så många fler"), [Optional()], limits=(1, 50))
    travel_km = WholeField(_l("Högsta resväg i kilometer"), [Optional()], limits=(1, 2000))
    cap = SelectField(_l("Gräns"), [Optional()], choices=())

    def __init__(self, period: PlacementPeriod, caps: list[tuple[str, str]], formdata: Any = None, start: Any = None) -> None:
        super().__init__(formdata, data={"what": "offer", "more": 1, **(start or {})})
        self.offer.choices = [SelectChoice("", _("Välj plats")), *(SelectChoice(*one) for one in queries.offer_choices(period))]
        self.cap.choices = [SelectChoice("", _("Välj gräns")), *(SelectChoice(*one) for one in caps)]

    def change(self) -> dict[str, Any]:
        """What would be different.

        Raises:
            DomainError: when what belongs to the choice is not filled in.
        """
        if self.what.data == "offer":
            if not self.offer.data:
                raise DomainError(_("Välj en arbetsplats."), field="offer")
            if not self.more.data:
                raise DomainError(_("Skriv hur många fler platsen tar emot."), field="more")
            return {"offer": int(self.offer.data), "more": self.more.data}
        if self.what.data == "travel_km":
            if not self.travel_km.data:
                raise DomainError(_("Skriv hur långt man får resa."), field="travel_km")
            return {"travel_km": self.travel_km.data}
        if not self.cap.data:
            raise DomainError(_("Välj en gräns."), field="cap")
        return {"cap": self.cap.data}
