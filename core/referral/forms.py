"""What is asked about a referral, and what every answer has."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.referral.columns import NAME_LENGTH, TITLE_LENGTH, ConsultedColumns, ReferralColumns
from core.web.fields import DayField
from core.web.forms import Form

MAX_TEXT = 20_000
MAX_LINES = 300
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def one_line(text: str | None) -> str:
    """Text without line feeds and double spaces."""
    return " ".join((text or "").split())


class ReferralForm(Form):
    """A referral."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Namn på remissen"), [DataRequired(_l("Skriv vad remissen heter.")), Length(max=TITLE_LENGTH)])
    answer_by = DayField(_l("Sista dagen att svara"), [InputRequired(_l("Skriv sista dagen att svara."))])
    message = TextAreaField(
        _l("Meddelande till dem som svarar"),
        [Optional(), Length(max=4_000)],
        description=_l("Står i mejlet. Skriv till exempel vad du särskilt vill ha synpunkter på."),
    )

    def __init__(self, referral: ReferralColumns | None, formdata: Any = None, **data: Any) -> None:
        names = ("version", "title", "answer_by", "message")
        super().__init__(formdata, data={name: getattr(referral, name) for name in names} if referral else data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"title": one_line(self.title.data), "answer_by": self.answer_by.data, "message": (self.message.data or "").strip()}


class AskedForm(Form):
    """Who is to answer."""

    asked = TextAreaField(
        _l("De som ska svara"),
        [DataRequired(_l("Skriv minst en organisation.")), Length(max=MAX_TEXT)],
        description=_l(
            "En organisation per rad: namn, kommatecken, mejladress. Adressen kan vara tom för den som ni frågar på något annat sätt."
        ),
    )

    def validate_asked(self, field: Any) -> None:
        """Say which line cannot be read."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(_("Högst %(n)s rader åt gången.", n=MAX_LINES))
        for number, line in enumerate(lines, 1):
            name, email = _parted(line)
            if not name or len(name) > NAME_LENGTH:
                raise ValidationError(_("Rad %(n)s: skriv organisationens namn först.", n=number))
            if email and not _EMAIL.fullmatch(email):
                raise ValidationError(_("Rad %(n)s: %(email)s är ingen mejladress.", n=number, email=email))

    def rows(self) -> list[tuple[str, str]]:
        """Names and addresses, each name once."""
        found: dict[str, tuple[str, str]] = {}
        for line in (self.asked.data or "").splitlines():
            if line.strip():
                name, email = _parted(line)
                found.setdefault(name.casefold(), (name, email))
        return list(found.values())


def _parted(line: str) -> tuple[str, str]:
    """The name and the address of a line; an address is what stands last and has an at sign."""
    words = [word for word in re.split(r"[,;\t]", line) if word.strip()]
    last = words[-1].strip() if words else ""
    if "@" in last and len(words) > 1:
        return one_line(", ".join(word.strip() for word in words[:-1])), last.lower()
    return one_line(", ".join(word.strip() for word in words)), ""


def who_field() -> StringField:
    """Who answers. Called where the field is to stand among the form's."""
    return StringField(
        _l("Vem svarar?"),
        [DataRequired(_l("Skriv vem som svarar.")), Length(max=NAME_LENGTH)],
        description=_l("Namn eller funktion, till exempel kommunstyrelsens ordförande. Svaret blir en allmän handling."),
    )


def official_field() -> StringField:
    """The organisation's own number of the case, or the day of its decision."""
    return StringField(_l("Ert diarienummer eller beslutsdatum"), [Optional(), Length(max=120)])


class AnswerBase(Form):
    """An answer. A plugin's form has the fields `version`, `stance`, `text`, `answered_by` and `official`, in the order of its page."""

    def __init__(self, consulted: ConsultedColumns, formdata: Any = None) -> None:
        names = ("version", "text", "answered_by", "official")
        stance = consulted.stance.value if consulted.stance else None
        super().__init__(formdata, data={name: getattr(consulted, name) for name in names} | {"stance": stance})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "stance": self["stance"].data,
            "text": (self["text"].data or "").strip(),
            "answered_by": one_line(self["answered_by"].data),
            "official": one_line(self["official"].data),
        }
