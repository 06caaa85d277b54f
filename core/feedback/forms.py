"""What visitors may say, and how it is answered."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from core.feedback.models import FeedbackKind
from core.feedback.service import MAX_TEXT
from core.i18n import lazy_gettext as _l
from core.web.forms import Form

KINDS = [
    SelectChoice(FeedbackKind.ACCESSIBILITY, _l("Något går inte att använda eller förstå")),
    SelectChoice(FeedbackKind.PAGE, _l("Något på en sida är fel")),
    SelectChoice(FeedbackKind.SUGGESTION, _l("Ett förslag")),
]


class FeedbackForm(Form):
    """A case."""

    kind = RadioField(_l("Vad gäller det?"), [InputRequired(_l("Välj vad det gäller."))], choices=KINDS, coerce=FeedbackKind)
    text = TextAreaField(
        _l("Vad vill du framföra?"),
        [InputRequired(_l("Skriv vad du vill framföra.")), Length(max=MAX_TEXT)],
        description=_l("Skriv inga känsliga uppgifter om dig själv eller andra."),
    )
    email = EmailField(
        _l("E-postadress"),
        [Optional(), Length(max=254)],
        description=_l("Bara om du vill ha svar. Annars är du anonym."),
        render_kw={"autocomplete": "email"},
    )
    endpoint = HiddenField(validators=[Optional(), Length(max=120)])


class AnswerForm(Form):
    """An answer to a case."""

    answer = TextAreaField(_l("Svar"), [Optional(), Length(max=MAX_TEXT)])


class VoteForm(Form):
    """The question under every page."""

    useful = StringField(validators=[InputRequired(), Length(max=3)])
    endpoint = StringField(validators=[Optional(), Length(max=120)])
    text = StringField(validators=[Optional(), Length(max=MAX_TEXT)])
