"""Which days the figures are of."""

from __future__ import annotations

from wtforms.validators import Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form


class SpanForm(Form):
    """The first and the last day."""

    first = DayField(_l("Från och med"), [Optional()])
    last = DayField(_l("Till och med"), [Optional()])

    def validate_last(self, field: DayField) -> None:
        """Not before the first."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_("Den sista dagen kan inte vara före den första."))
