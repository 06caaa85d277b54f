"""What is asked about a referral, and in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.referral.forms import MAX_TEXT, AnswerBase, AskedForm, ReferralForm, official_field, who_field
from core.web.forms import Form
from plugins.regional_plans.referral.models import Consulted, Met, Remark, Stance
from plugins.regional_plans.referral.words import MET, STANCE

__all__ = ["AnswerForm", "AskedForm", "ReferralForm"]


class RemarkForm(Form):
    """A remark on a part of the draft."""

    version = HiddenField(validators=[Length(max=12)])
    text = TextAreaField(
        _l("Er synpunkt"),
        [Optional(), Length(max=8_000)],
        description=_l("Skriv vad ni vill ändra och varför. Lämna tomt för att ta bort synpunkten."),
    )

    def __init__(self, remark: Remark | None, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": remark.version if remark else 0, "text": remark.text if remark else ""})


class AnswerForm(AnswerBase):
    """The answer as a whole."""

    version = HiddenField(validators=[Length(max=12)])
    stance = RadioField(
        _l("Vad tycker ni om utkastet som helhet?"),
        [InputRequired(_l("Välj vad ni tycker om utkastet som helhet."))],
        choices=[SelectChoice(key.value, STANCE[key]) for key in Stance],
    )
    text = TextAreaField(_l("Synpunkter på helheten"), [Optional(), Length(max=MAX_TEXT)])
    answered_by = who_field()
    official = official_field()


class MeetForm(Form):
    """What becomes of a remark."""

    version = HiddenField(validators=[Length(max=12)])
    met = RadioField(
        _l("Hur möter ni synpunkten?"),
        [InputRequired(_l("Välj hur synpunkten möts."))],
        choices=[SelectChoice(key.value, MET[key]) for key in Met],
    )
    reply = TextAreaField(
        _l("Varför?"),
        [Optional(), Length(max=4_000)],
        description=_l("Behövs när synpunkten inte tas in som den är. De som svarade får läsa det."),
    )

    def __init__(self, remark: Remark, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": remark.version, "met": remark.met.value, "reply": remark.reply})


class RemarkFilter(Form):
    """Which remarks to show."""

    part = SelectField(_l("Del av planen"), choices=())
    met = SelectField(_l("Läge"), choices=())
    who = SelectField(_l("Organisation"), choices=())

    def __init__(self, parts: Sequence[tuple[Any, int, str]], asked: Sequence[Consulted], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.part.choices = [SelectChoice("", _("Alla delar")), *(SelectChoice(f"{kind}:{key}", label) for kind, key, label in parts)]
        self.met.choices = [SelectChoice("", _("Alla lägen")), *(SelectChoice(key.value, MET[key]) for key in Met)]
        self.who.choices = [
            SelectChoice("", _("Alla organisationer")),
            *(SelectChoice(str(each.id), each.name) for each in asked if each.answered_at),
        ]
