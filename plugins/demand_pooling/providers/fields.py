"""Fields that take figures and days as people write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import DateField, IntegerField, StringField

from core.i18n import gettext as _

_SPACES = re.compile(r"\s|\u00a0|kr\.?$|%$")


class DayField(DateField):  # type: ignore[misc]
    """A day. What cannot be one is said with how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("Skriv datumet som år, månad och dag: 2026-11-24.")) from None


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number, with or without spaces between the thousands."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0] if valuelist else "")
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValueError(_("Skriv ett heltal, till exempel 12 500."))
        self.data = int(text)


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
