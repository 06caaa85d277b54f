"""Fields that take days and figures as people write them, and say how when they cannot be read."""

from __future__ import annotations

import re
from datetime import date

from wtforms import DateField, FloatField, IntegerField

from core.i18n import gettext as _

_SPACES = re.compile(r"\s|%$")


class DayField(DateField):  # type: ignore[misc]
    """A day."""

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
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0] if valuelist else "")
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValueError(_("Skriv ett heltal, till exempel 12."))
        self.data = int(text)


class NumberField(FloatField):  # type: ignore[misc]
    """A number, with a comma or a full stop."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _SPACES.sub("", valuelist[0] if valuelist else "").replace(",", ".")
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,8})?", text):
            raise ValueError(_("Skriv ett tal, till exempel 7,5."))
        self.data = float(text)
