"""Fields that take days and figures as people write them."""

from __future__ import annotations

import math
import re
from datetime import date

from wtforms import DateField, FloatField, IntegerField

from core.i18n import gettext as _

_SPACES = re.compile(r"\s|\u00a0|%$")


class DayField(DateField):  # type: ignore[misc]
    """A day. What cannot be one is said with how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError:
                raise ValueError(_("Skriv datumet som år, månad och dag: 2026-11-24.")) from None


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0] if valuelist else "")
        self.data = None
        if text:
            if not re.fullmatch(r"-?[0-9]{1,9}", text):
                raise ValueError(_("Skriv ett heltal, till exempel 24."))
            self.data = int(text)


class AmountField(FloatField):  # type: ignore[misc]
    """A number, with a decimal comma or point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0] if valuelist else "").replace(",", ".")
        self.data = None
        if text:
            try:
                found = float(text)
            except ValueError:
                found = math.nan
            if not math.isfinite(found) or len(text) > 12:
                raise ValueError(_("Skriv ett tal, till exempel 7,5."))
            self.data = found

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""
