"""Fields that take times and addresses as people write them, and give back what cannot be read as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget

from core.i18n import gettext as _
from core.users.service import normalise_email

_TIME = re.compile(r"(?:kl\.?\s*)?([01]?[0-9]|2[0-3])(?:[.:]?([0-5][0-9]))?")
_EMAIL = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"']{2,}")
MAX_EMAIL = 254


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


def is_email(text: str) -> bool:
    """Whether a text can be an address for mail."""
    return len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) is not None


class EmailField(StringField):  # type: ignore[misc]
    """An address for mail."""

    widget = EmailInput()
    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        text = str(self.data or "").strip()
        if validation_stopped or not text:
            return
        if not is_email(text):
            raise ValidationError(_("Skriv e-postadressen så här: namn@exempel.se."))
        self.data = normalise_email(text)


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """Several of some choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(pairs: Iterable[tuple[Any, Any]] | Mapping[Any, Any], first: Any = None) -> list[SelectChoice]:
    """What a field offers, in the reader's language; `first` stands for nothing chosen."""
    found = pairs.items() if isinstance(pairs, Mapping) else pairs
    start = [] if first is None else [SelectChoice("", str(first))]
    return [*start, *(SelectChoice(str(value), str(label)) for value, label in found)]
