"""A share in percent, as people write it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import StringField

from core.i18n import gettext as _

_SPACES = re.compile(r"\s|\u00a0|%$")


class PercentField(StringField):  # type: ignore[misc]
    """A percentage with at most two decimals; `hundredths` is what it comes to."""

    hundredths: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        text = _SPACES.sub("", self.data or "").replace(",", ".")
        self.hundredths = None
        if not text:
            return
        try:
            value = Decimal(text) * 100
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= 10_000:
            raise ValueError(_("Skriv andelen i procent med högst två decimaler, till exempel 33,34."))
        self.hundredths = int(value)
