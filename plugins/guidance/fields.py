"""What several of the plugin's forms ask in the same way."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from core.clock import SWEDEN
from core.errors import DomainError
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website

EMAIL = Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+\Z", message=_l("Skriv en hel e-postadress, till exempel namn@kommun.se."))


def line(text: str | None) -> str:
    """One line of text, without spaces to spare."""
    return " ".join((text or "").split())


def version_field() -> HiddenField:
    """The version that a form was filled in from."""
    return HiddenField(validators=[Length(max=12)])


def clock_field(label: Any, missing: Any) -> StringField:
    """A time of day."""
    pattern = Regexp(r"\s*([01]?\d|2[0-3])[:.]([0-5]\d)\s*\Z", message=_l("Skriv tiden så här: 09:30."))
    return StringField(label, [InputRequired(missing), pattern], description=_l("Till exempel 09:30."))


def moment(day: Any, clock: str | None) -> datetime:
    """The moment of a day and a time in Sweden."""
    hours, minutes = re.split(r"[:.]", (clock or "").strip())
    return datetime.combine(day, time(int(hours), int(minutes)), tzinfo=SWEDEN)


def groups_field() -> StringField:
    """Occupation groups as codes."""
    return StringField(
        _l("Yrkesgrupper"),
        [Optional(), Length(max=200)],
        description=_l("Koder enligt SSYK 2012, till exempel 5321, 5330. Då visas ni på de yrkenas sidor."),
    )


def check_url(text: str | None) -> None:
    """That it is an address of the web, if it is anything.

    Raises:
        ValidationError: when it is not.
    """
    try:
        normalise_website(text or "", field="url")
    except DomainError as error:
        raise ValidationError(error.message) from error
