"""The form. Its texts are in Swedish; the catalogue in translations/ has the English."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.distance_learning.models import TEXT_LENGTH, TITLE_LENGTH


class NoteForm(Form):
    """Write a note."""

    title = StringField(_l("Rubrik"), [DataRequired(_l("Skriv en rubrik.")), Length(max=TITLE_LENGTH)])
    text = TextAreaField(_l("Anteckning"), [DataRequired(_l("Skriv en anteckning.")), Length(max=TEXT_LENGTH)])
