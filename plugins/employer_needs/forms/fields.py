"""Fields that take numbers, dates and choices as people write them, and the form base of the employer's pages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget
from wtforms.widgets import Select as SelectWidget

from core.i18n import gettext as _
from core.web.forms import Form

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f.']")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"may": 5, "oct": 10}
LATER = "later"  # what the buttons of a draft's page post as `action`
MORE = "more"


def clean_line(text: str | None) -> str:
    """One line of text: no control characters, no doubled or outer spaces."""
    return " ".join(_CONTROL.sub(" ", text or "").split())


def clean_text(text: str | None) -> str:
    """Text in paragraphs: no control characters, plain line ends, no outer spaces."""
    return _CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


class LineField(StringField):  # type: ignore[misc]
    """A line of text, tidied."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = clean_line(valuelist[0])


class ParagraphsField(TextAreaField):  # type: ignore[misc]
    """A longer text, tidied."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = clean_text(valuelist[0])


class ForgivingIntegerField(IntegerField):  # type: ignore[misc]
    """A whole number, with spaces or points between groups if one likes: "1 200", "1.200". Empty is 0."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        typed = _SPACES.sub("", valuelist[0])
        self.data = None
        if not typed:
            self.data = 0
        elif typed.lstrip("+").isdecimal() and len(typed) <= 12:
            self.data = int(typed)
        elif re.fullmatch(r"[-\u2212]\d+", typed):
            raise ValueError(_("Antalet kan inte vara mindre än 0."))
        elif re.fullmatch(r"\+?\d+,\d+", typed):
            raise ValueError(_("Skriv ett helt antal, utan decimaler."))
        else:
            raise ValueError(_("Skriv antalet med siffror, till exempel 3."))


class AtMost:
    """An upper limit for a number, in words."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and field.data > self.limit:
            raise ValidationError(
                _(
                    "Antalet får vara högst %(limit)s. Kontrollera om du har skrivit en siffra för mycket.",
                    limit=f"{self.limit:,}".replace(",", " "),
                )
            )


def read_date(text: str) -> date:
    """A day as people write it: 2026-11-24, 20261124, 24/11 2026, 24.11.2026, "24 november 2026".

    Raises:
        ValueError: when it is none.
    """
    text = " ".join(text.lower().split())
    if found := re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})", text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(?:den )?(\d{1,2}):?e? ([a-z]{3})[a-z]*\.? (\d{4})", text):
        month = _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else _ENGLISH.get(found[2], 0)
        return date(int(found[3]), month, int(found[1]))
    raise ValueError(text)


class ForgivingDateField(DateField):  # type: ignore[misc]
    """A day, in any of the usual ways to write one."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = None
        if typed := valuelist[0].strip():
            try:
                self.data = read_date(typed)
            except ValueError:
                raise ValueError(_("Skriv datumet som år-månad-dag, till exempel 2026-11-24. Kontrollera att dagen finns.")) from None


class ChoiceField(RadioField):  # type: ignore[misc]
    """One of a few. Nothing chosen is for `Needed` to judge; what is not among them is refused."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in (None, "") and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise ValidationError(_("Välj ett av alternativen."))


class SeveralField(SelectMultipleField):  # type: ignore[misc]
    """Any of a few, as tick boxes. What is not among them is refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - {str(value) for value, *_rest in self.iter_choices()}:
            raise ValidationError(_("Välj bland alternativen."))


class MaybeIntegerField(ForgivingIntegerField):
    """A whole number that may be left out: empty is None, and 0 is 0."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if valuelist and not _SPACES.sub("", valuelist[0]):
            self.data = None


class GroupedSelect(SelectWidget):  # type: ignore[misc]
    """A select with an empty first choice before its groups."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        html = str(super().__call__(field, **kwargs))
        opening, end, rest = html.partition(">")
        return Markup(opening + end + '<option value=""></option>' + rest)  # nosec B704  # WTForms has escaped it


GroupedSelect.__name__ = "Select"  # the UI kit draws by the widget's name


class PickField(SelectField):  # type: ignore[misc]
    """One of many. The empty choice is for `Needed` to judge."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in (None, ""):
            super().pre_validate(form)


class Needed:
    """The field must be answered, with a message that says what to do. Who saves for later may leave it."""

    def __init__(self, message: Any) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        if field.data in (None, "", []):
            raise StopValidation("" if form.later else str(self.message))


class DraftForm(Form):
    """A page of the employer's draft.

    `seen` is a digest of what was saved when the page was shown. If something else is saved when the page comes back, another tab or
    another person was there in between.
    """

    seen = HiddenField()
    later = False

    def validate(self, extra_validators: Any = None) -> bool:
        """As usual; a message without words (something left for later) is no error."""
        super().validate(extra_validators)
        for field in self:
            field.errors = [error for error in field.errors if str(error)]
        return not self.errors

    def show(self, saved: Mapping[str, Any]) -> None:
        """Remember what is saved while the page is shown."""
        self.seen.data = fingerprint(saved)

    def conflict(self, saved: Mapping[str, Any]) -> list[str]:
        """The fields in which something else was saved since the page was shown, and that were typed differently here."""
        if self.seen.data == fingerprint(saved):
            return []
        return [name for name, value in saved.items() if name in self and _plain(self[name].data) != _plain(value)]


def _plain(value: Any) -> str:
    return "" if value in (None, 0, False, []) else str(value)


def fingerprint(saved: Mapping[str, Any]) -> str:
    """A short digest of saved values."""
    text = json.dumps({name: _plain(value) for name, value in saved.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
