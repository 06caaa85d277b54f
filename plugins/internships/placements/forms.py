"""What is asked when somebody changes placements by hand."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements.queries import shown_applicant, with_room, without_place

MAX_REASON = 300


class EndForm(Form):
    """Why a placement ends, and what then."""

    reason = StringField(
        _l("Varför gäller placeringen inte längre?"),
        [DataRequired(_l("Skriv varför. Den sökande läser det.")), Length(max=MAX_REASON)],
        description=_l("Den sökande läser det. Skriv inget om hälsa."),
    )
    then = RadioField(
        _l("Vad händer sedan?"),
        [InputRequired(_l("Välj vad som ska hända."))],
        choices=[
            SelectChoice("again", _l("Den sökande ska ha en annan plats")),
            SelectChoice("leaves", _l("Den sökande ska inte ha någon plats i perioden")),
        ],
    )


class TimeForm(Form):
    """A new last day."""

    accept_by = DayField(_l("Sista dagen att svara"), [InputRequired(_l("Skriv vilken dag som är den sista att svara."))])


class HandForm(Form):
    """Who is placed where, and why."""

    applicant_id = SelectField(_l("Sökande"), [InputRequired(_l("Välj en sökande."))], choices=())
    offer_id = SelectField(_l("Plats"), [InputRequired(_l("Välj en plats."))], choices=())
    reason = StringField(
        _l("Varför placeras den sökande för hand?"),
        [DataRequired(_l("Skriv varför. Den sökande läser det.")), Length(max=MAX_REASON)],
        description=_l("Den sökande läser det. Skriv inget om hälsa."),
    )

    def __init__(self, period: PlacementPeriod, formdata: Any = None, *, applicant: int = 0) -> None:
        super().__init__(formdata, data={"applicant_id": str(applicant)} if applicant else None)
        people = without_place(period, also=applicant)
        self.applicant_id.choices = [
            SelectChoice("", _("Välj sökande")),
            *(SelectChoice(str(each.id), f"{shown_applicant(each)}, {each.programme}".rstrip(", ")) for each in people),
        ]
        self.offer_id.choices = [
            SelectChoice("", _("Välj plats")),
            *(SelectChoice(str(offer.id), _place(offer, free)) for offer, free in with_room(period)),
        ]


def _place(offer: PlacementOffer, free: int) -> str:
    return _("%(name)s, %(town)s, lediga: %(n)s", name=offer.workplace, town=name_of(offer.municipality_code), n=free)
