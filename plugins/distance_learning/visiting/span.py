"""Forms that ask for a day, when something begins and when it stops."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms.validators import ValidationError

from core.i18n import gettext as _
from core.web.forms import Form
from plugins.distance_learning.visiting.fields import ClockField
from plugins.distance_learning.visiting.times import moment


class SpanForm(Form):
    """What such forms share. Each has the fields `day`, `start` and `stop` where they belong among its own."""

    day: Any
    start: Any
    stop: Any

    def validate_stop(self, field: ClockField) -> None:
        """It ends after it has begun."""
        if field.at and self.start.at and field.at <= self.start.at:
            raise ValidationError(_("Sluttiden ska vara efter starttiden."))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The time, from a form that is valid."""
        assert self.day.data is not None and self.start.at is not None and self.stop.at is not None
        return moment(self.day.data, self.start.at), moment(self.day.data, self.stop.at)
