"""What is asked of a place that an applicant has found, and of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.internships.offers.forms import EMAIL

_TEXTS = ("organisation_name", "workplace", "contact_name")


class OwnPlaceForm(Form):
    """A place that an applicant has found."""

    organisation_name = StringField(_l("Arbetsgivare"), [DataRequired(_l("Skriv vad arbetsgivaren heter.")), Length(max=200)])
    workplace = StringField(
        _l("Arbetsplats"),
        [Optional(), Length(max=200)],
        description=_l("Till exempel en avdelning eller butik."),
    )
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en kommun."))], choices=())
    contact_name = StringField(_l("Kontaktperson"), [DataRequired(_l("Skriv vem du har talat med.")), Length(max=120)])
    contact_email = StringField(
        _l("Kontaktpersonens e-post"), [DataRequired(_l("Skriv kontaktpersonens e-postadress.")), Length(max=254), EMAIL]
    )

    def __init__(self, places: Sequence[tuple[str, str]], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.municipality_code.choices = [SelectChoice("", _("Välj kommun")), *(SelectChoice(*each) for each in places)]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            **{name: " ".join((self[name].data or "").split()) for name in _TEXTS},
            "municipality_code": self.municipality_code.data,
            "contact_email": (self.contact_email.data or "").strip().lower(),
        }


class AnswerForm(Form):
    """Yes or no to a place."""

    version = HiddenField(validators=[Length(max=12)])
    answer = RadioField(
        _l("Kan platsen godkännas?"),
        [InputRequired(_l("Välj ja eller nej."))],
        choices=[SelectChoice("yes", _l("Ja, den sökande får platsen")), SelectChoice("no", _l("Nej"))],
    )
    orgnr = StringField(
        _l("Arbetsgivarens organisationsnummer"), [Optional(), Length(max=20)], description=_l("Vid ja. Lämna tomt om du inte vet det.")
    )
    reason = TextAreaField(_l("Varför inte?"), [Optional(), Length(max=500)], description=_l("Vid nej. Den sökande får läsa det."))
