"""Fields that take times and addresses as people write them, and give back what cannot be read as it was typed."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import EmailInput

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users.service import normalise_email

_TIME = re.compile(r"(?:kl\.?\s*)?([01]?[0-9]|2[0-3])(?:[.:]?([0-5][0-9]))?")


class ClockField(StringField):  # type: ignore[misc]
    """A time of day: 9, 9.30, 09:30 or 0930. `at` is the time."""

    at: time | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.at = None
        text = (self.data or "").strip().lower()
        if not text:
            return
        found = _TIME.fullmatch(text)
        if found is None:
            raise ValueError(_("Skriv klockslaget med timmar och minuter: 09:30."))
        self.at = time(int(found[1]), int(found[2] or 0))


class EmailField(StringField):  # type: ignore[misc]
    """An address for mail."""

    widget = EmailInput()
    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        text = str(self.data or "").strip()
        if validation_stopped or not text:
            return
        if len(text) > 254 or not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]{2,}", text):
            raise ValidationError(_("Skriv en e-postadress, till exempel namn@exempel.se."))
        self.data = normalise_email(text)


def needed(message: Any = None) -> InputRequired:
    """Something must be written."""
    return InputRequired(message or _l("Fyll i det här."))
