"""Forms."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length

from core.web.forms import Form


class MeetingForm(Form):
    """Book a meeting, or change it."""

    title = StringField("Rubrik", [DataRequired("Skriv en rubrik."), Length(max=120)])
    seats = IntegerField("Platser", [DataRequired("Skriv ett antal.")], default=10)
