"""What is asked of an agreement, its parties, their promises and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.internships.agreements.models import CooperationAgreement, Side
from plugins.internships.agreements.words import SIDE
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.words import kind_name
from plugins.internships.offers.forms import EMAIL

YEARS = (2000, 2100)
_NAMES = ("title", "starts_on", "ends_on", "renew_by", "terms")


class AgreementForm(Form):
    """An agreement."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(
        _l("Namn"),
        [DataRequired(_l("Skriv vad avtalet heter.")), Length(max=200)],
        description=_l("Till exempel Vårdpraktik i inlandet."),
    )
    starts_on = DayField(_l("Gäller från"), [InputRequired(_l("Skriv när avtalet börjar gälla."))])
    ends_on = DayField(_l("Gäller till och med"), [Optional()], description=_l("Lämna tomt om det gäller tills vidare."))
    renew_by = DayField(
        _l("Säg senast om det fortsätter"),
        [Optional()],
        description=_l("Du får veta det en månad i förväg. Dagen finns också i kalendern."),
    )
    terms = TextAreaField(_l("Villkor"), [Optional(), Length(max=8000)], description=_l("Det viktigaste som parterna är överens om."))

    def __init__(self, agreement: CooperationAgreement | None, formdata: Any = None) -> None:
        super().__init__(formdata, data={name: getattr(agreement, name) for name in (*_NAMES, "version")} if agreement else None)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        found = {name: self[name].data for name in _NAMES}
        return found | {"title": " ".join((self.title.data or "").split()), "terms": (self.terms.data or "").strip()}


class PartyForm(Form):
    """A party and its contact."""

    organisation_id = SelectField(_l("Part"), [InputRequired(_l("Välj en part."))], choices=())
    side = RadioField(
        _l("Parten är"),
        [InputRequired(_l("Välj om parten är skola eller arbetsgivare."))],
        choices=[SelectChoice(key.value, SIDE[key]) for key in Side],
    )
    contact_name = StringField(_l("Kontaktperson"), [Optional(), Length(max=120)])
    contact_email = StringField(_l("Kontaktpersonens e-post"), [Optional(), Length(max=254), EMAIL])

    def __init__(self, organisations: Sequence[Organisation], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.organisation_id.choices = [
            SelectChoice("", _("Välj part")),
            *(SelectChoice(str(each.id), each.name) for each in organisations),
        ]

    def facts(self) -> dict[str, Any]:
        """What was filled in of the party."""
        return {
            "side": Side(self.side.data),
            "contact_name": " ".join((self.contact_name.data or "").split()),
            "contact_email": (self.contact_email.data or "").strip().lower(),
        }


class PromiseForm(Form):
    """So many places in a year."""

    organisation_id = SelectField(_l("Arbetsgivare"), [InputRequired(_l("Välj arbetsgivare."))], choices=())
    kind_id = SelectField(_l("Slag av praktik"), [InputRequired(_l("Välj ett slag."))], choices=())
    year = WholeField(_l("År"), [InputRequired(_l("Skriv ett år."))], limits=YEARS)
    places = WholeField(
        _l("Lovade platser"),
        [InputRequired(_l("Skriv hur många platser som är lovade."))],
        limits=(0, 10_000),
        description=_l("0 tar bort löftet."),
    )

    def __init__(self, employers: Sequence[Organisation], kinds: Sequence[PlacementKindPolicy], formdata: Any = None) -> None:
        super().__init__(formdata, data={"year": today().year})
        self.organisation_id.choices = [
            SelectChoice("", _("Välj arbetsgivare")),
            *(SelectChoice(str(each.id), each.name) for each in employers),
        ]
        self.kind_id.choices = [SelectChoice("", _("Välj slag")), *(SelectChoice(str(each.id), kind_name(each)) for each in kinds)]


class ReviewForm(Form):
    """How a year has gone."""

    year = WholeField(_l("År"), [InputRequired(_l("Skriv ett år."))], limits=YEARS)
    score = WholeField(
        _l("Betyg"), [InputRequired(_l("Skriv ett betyg."))], limits=(1, 5), description=_l("Från 1, mycket dåligt, till 5, mycket bra.")
    )
    text = TextAreaField(
        _l("Så har samverkan fungerat"),
        [DataRequired(_l("Skriv hur samverkan har fungerat.")), Length(max=4000)],
        description=_l("Skriv inget om enskilda personer."),
    )

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, data={"year": today().year})
