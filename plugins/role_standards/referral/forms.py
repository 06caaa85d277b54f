"""What is asked about a referral, and in it."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.referral.forms import MAX_TEXT, AnswerBase, AskedForm, ReferralForm, official_field, who_field
from plugins.role_standards.referral.models import Stance
from plugins.role_standards.referral.words import STANCE

__all__ = ["AnswerForm", "AskedForm", "ReferralForm"]


class AnswerForm(AnswerBase):
    """The answer as a whole."""

    version = HiddenField(validators=[Length(max=12)])
    stance = RadioField(
        _l("Vad tycker ni om utkastet?"),
        [InputRequired(_l("Välj vad ni tycker om utkastet."))],
        choices=[SelectChoice(key.value, STANCE[key]) for key in Stance],
    )
    text = TextAreaField(
        _l("Synpunkter"),
        [Optional(), Length(max=MAX_TEXT)],
        description=_l("Behövs om ni vill ändra något eller inte ställer er bakom rollen."),
    )
    answered_by = who_field()
    official = official_field()
