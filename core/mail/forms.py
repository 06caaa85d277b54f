"""Forms of the administrators' pages of mail."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from core.i18n import lazy_gettext as _l
from core.mail.sandbox import MAX_BODY, MAX_SUBJECT
from core.web.forms import Form


class WordsForm(Form):
    subject = StringField(_l("Ämne"), [Length(max=MAX_SUBJECT)])
    body = TextAreaField(_l("Text"), [Length(max=MAX_BODY)])
    version = HiddenField(validators=[Length(max=12)])
