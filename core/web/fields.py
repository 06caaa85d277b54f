"""Fields that take days and figures as people write them, and give back what cannot be read as it was typed."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

from wtforms import DateField, FloatField, IntegerField

from core.i18n import gettext as _

_AROUND = re.compile(r"\s|\u00a0|kr\.?$|%$")
MAX_CHARACTERS = 12  # of a number


def _typed(valuelist: list[str]) -> str:
    return _AROUND.sub("", valuelist[0] if valuelist else "")


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
    """A whole number, with or without spaces between the thousands. Where it has limits, the error names them."""

    def __init__(self, label: Any = None, validators: Any = (), *, limits: tuple[int, int] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.limits = limits

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _typed(valuelist)
        self.data = None
        if not text:
            return
        found = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if self.limits and (found is None or not self.limits[0] <= found <= self.limits[1]):
            raise ValueError(_("Skriv ett heltal från %(least)s till %(most)s.", least=self.limits[0], most=self.limits[1]))
        if found is None:
            raise ValueError(_("Skriv ett heltal, till exempel 12."))
        self.data = found


class NumberField(FloatField):  # type: ignore[misc]
    """A number, with a comma or a full stop."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = _typed(valuelist).replace(",", ".")
        self.data = None
        if not text:
            return
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not math.isfinite(found) or len(text) > MAX_CHARACTERS:
            raise ValueError(_("Skriv ett tal, till exempel 7,5."))
        self.data = found

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:.10g}".replace(".", ",") if self.data is not None else ""
