"""Which period the common indicators are of."""

from __future__ import annotations

from typing import Any

from wtforms.validators import Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form


class PeriodForm(Form):
    """A period; open at either end."""

    first = DayField(_l("Från och med"), [Optional()])
    last = DayField(_l("Till och med"), [Optional()])

    def validate_last(self, field: Any) -> None:
        """The period does not end before it begins."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_("Sista dagen ligger före den första. Byt plats på dem, eller ändra en av dem."))
