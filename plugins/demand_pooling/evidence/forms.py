"""What is asked when a joint judgement is written down."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.demand_pooling.evidence.words import LEVELS

OFFERED = [SelectChoice(level.value, label) for level, label in LEVELS.items()]


class JudgementForm(Form):
    """A level, words, and who judged."""

    level = RadioField(
        _l("Hur är läget?"),
        [InputRequired(_l("Välj hur läget är."))],
        choices=OFFERED,
    )
    words = TextAreaField(_l("Vad bygger bedömningen på?"), [InputRequired(_l("Skriv vad bedömningen bygger på.")), Length(max=4_000)])
    parties = StringField(
        _l("Vilka har bedömt tillsammans?"),
        [InputRequired(_l("Skriv vilka som har bedömt tillsammans.")), Length(max=300)],
        description=_l("Till exempel Kompetensrådet, mötet den 12 november."),
    )
    seen = HiddenField(validators=[Length(max=12)])

    @property
    def seen_id(self) -> int:
        """The judgement that the writer saw; -1 when it cannot be read."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 11 else -1
