"""What is said of a kept course, between form and table, and what must hold of it whoever says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core.errors import DomainError
from core.i18n import gettext as _
from plugins.training_catalog import cleaning
from plugins.training_catalog.codes import CREDIT_UNITS, LANGUAGES, SCHOOL_FORMS, TIME_OF_STUDY, credit_unit_of
from plugins.training_catalog.places import known_code

MAX_SEATS, MAX_SESSIONS, MAX_CREDITS, MAX_PLACES = 10_000, 365, 10_000, 3
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Education:
    """An education as its form says it."""

    title: str
    school_form: str = ""
    code: str = ""
    description: str = ""
    url: str = ""
    credits: float | None = None
    credits_unit: str = ""
    eligibility: str = ""


@dataclass(frozen=True)
class Occasion:
    """An occasion as its form says it. A place is a municipality's code and an address in words."""

    start: date | None = None
    end: date | None = None
    application_last: date | None = None
    application_continuous: bool = False
    application_url: str = ""
    pace: float | None = None
    time_of_study: str = ""
    language: str = "swe"
    is_distance: bool = False
    sessions: int | None = None
    seats: int | None = None
    places: tuple[tuple[str, str], ...] = ()


def checked_education(said: Education) -> Education:
    """The same, tidied.

    Raises:
        DomainError: at its field.
    """
    title = cleaning.line(said.title)
    if not title:
        raise DomainError(_("Skriv vad utbildningen heter."), field="title")
    if said.school_form and said.school_form not in SCHOOL_FORMS:
        raise DomainError(_("Välj en skolform i listan."), field="school_form")
    if said.credits is not None and not 0 < said.credits <= MAX_CREDITS:
        raise DomainError(_("Skriv poängen som ett tal mellan 0,5 och 10 000."), field="credits")
    unit = said.credits_unit or credit_unit_of(said.school_form)
    if said.credits is not None and unit not in CREDIT_UNITS:
        raise DomainError(_("Välj vilken sorts poäng det är. 100 av ett slag är inte 100 av ett annat."), field="credits_unit")
    return replace(
        said,
        title=title[:300],
        code=cleaning.line(said.code)[:60],
        description=cleaning.plain_text(said.description),
        eligibility=cleaning.plain_text(said.eligibility),
        url=_address(said.url, "url"),
        credits_unit=unit if said.credits is not None else "",
    )


def checked_occasion(said: Occasion) -> Occasion:
    """The same, tidied.

    Raises:
        DomainError: at its field.
    """
    for name, day in (("start", said.start), ("end", said.end), ("application_last", said.application_last)):
        if day is not None and not FIRST <= day < LAST:
            raise DomainError(_("Kontrollera årtalet."), field=name)
    if said.start and said.end and said.end < said.start:
        raise DomainError(_("Sista dagen är före den första. Ändra någon av dem."), field="end")
    if said.application_last and said.end and said.application_last > said.end:
        raise DomainError(_("Sista ansökningsdagen är efter utbildningens sista dag. Ändra någon av dem."), field="application_last")
    if said.pace is not None and not 1 <= said.pace <= 100:
        raise DomainError(_("Skriv studietakten i procent av heltid, mellan 1 och 100."), field="pace")
    if said.time_of_study and said.time_of_study not in TIME_OF_STUDY:
        raise DomainError(_("Välj en tid i listan."), field="time_of_study")
    if said.language not in LANGUAGES:
        raise DomainError(_("Välj ett språk i listan."), field="language")
    if said.sessions is not None and not 0 <= said.sessions <= MAX_SESSIONS:
        raise DomainError(_("Skriv ett antal träffar mellan 0 och 365."), field="sessions")
    if said.seats is not None and not 1 <= said.seats <= MAX_SEATS:
        raise DomainError(_("Skriv ett antal platser mellan 1 och 10 000."), field="seats")
    places = []
    for number, (code, address) in enumerate(said.places, 1):
        address = cleaning.line(address)[:200]
        if not code and not address:
            continue
        if not known_code(code):
            raise DomainError(_("Välj vilken kommun platsen ligger i."), field=f"place_{number}")
        places.append((code, address))
    return replace(
        said,
        application_url=_address(said.application_url, "application_url"),
        sessions=said.sessions if said.is_distance else None,
        places=tuple(places[:MAX_PLACES]),
    )


def _address(text: str, field: str) -> str:
    try:
        return cleaning.url(text)
    except cleaning.Unreadable:
        raise DomainError(_("Skriv en hel webbadress, till exempel https://skolan.example/kurs."), field=field) from None
