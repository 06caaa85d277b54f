"""What is asked about a meeting, and about the parts of its programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.encrypted import unseal
from core.errors import DomainError
from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.web.fields import DayField, NumberField, WholeField
from core.web.forms import Form
from plugins.meeting_places.fields import ClockField, TicksField, choices, is_email
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, ProgrammeSession
from plugins.meeting_places.meetings.words import ACCESS, MODES
from plugins.meeting_places.series.forms import OwnerForm
from plugins.meeting_places.series.models import MeetingPlace, Theme
from plugins.meeting_places.times import clock, moment, wall

MAX_LINKS = 30
MAX_INVITED = 500


class MeetingForm(OwnerForm):
    """A meeting."""

    version = HiddenField(validators=[Length(max=12)])
    series = SelectField(_l("Mötesplats"), [Optional()], choices=())
    title = StringField(_l("Namn"), [DataRequired(_l("Skriv vad mötet heter.")), Length(max=200)])
    description = TextAreaField(
        _l("Vad handlar mötet om?"),
        [DataRequired(_l("Skriv vad mötet handlar om.")), Length(max=6000)],
        description=_l("Skriv vem mötet är till för och vad man får med sig."),
    )
    themes = TicksField(_l("Teman"), [Optional()], choices=())
    day = DayField(_l("Dag"), [DataRequired(_l("Skriv vilken dag mötet är."))])
    start = ClockField(_l("Börjar"), [DataRequired(_l("Skriv när mötet börjar.")), Length(max=20)], description=_l("Till exempel 09:00."))
    stop = ClockField(_l("Slutar"), [DataRequired(_l("Skriv när mötet slutar.")), Length(max=20)], description=_l("Till exempel 12:00."))
    last_day = DayField(_l("Sista dag, om mötet är flera dagar"), [Optional()])
    mode = RadioField(_l("Var deltar man?"), [DataRequired(_l("Välj var man deltar."))], choices=())
    place = StringField(_l("Lokal och adress"), [Optional(), Length(max=300)])
    municipality_code = SelectField(_l("Kommun"), [Optional()], choices=())
    join_link = StringField(
        _l("Länk till mötet på webben"),
        [Optional(), Length(max=600)],
        description=_l("Visas bara för den som är anmäld, och först nära mötet."),
    )
    link_minutes = WholeField(_l("Visa länken så många minuter före"), [Optional()], limits=(0, 10_080))
    seats_on_site = WholeField(_l("Platser i lokalen"), [Optional()], limits=(0, 20_000), description=_l("Tomt: hur många som helst."))
    seats_digital = WholeField(_l("Platser på webben"), [Optional()], limits=(0, 100_000), description=_l("Tomt: hur många som helst."))
    access = RadioField(_l("Vem får anmäla sig?"), [DataRequired(_l("Välj vem som får anmäla sig."))], choices=())
    register_day = DayField(_l("Sista dag att anmäla sig"), [Optional()], description=_l("Tomt: ända till mötet slutar."))
    certified_hours = NumberField(_l("Timmar att intyga"), [Optional()], description=_l("Det som står på intyget. Tomt: inget intyg ges."))

    def __init__(
        self,
        formdata: Any = None,
        *,
        meeting: Meeting | None = None,
        themes: Sequence[Theme] = (),
        theme_ids: Sequence[int] = (),
        series: Sequence[MeetingPlace] = (),
    ) -> None:
        said: dict[str, Any] = {"mode": "digital", "access": "open", "link_minutes": 60, "themes": [str(each) for each in theme_ids]}
        if meeting is not None:
            said |= _said(meeting)
        super().__init__(formdata, data=said)
        self.mode.choices, self.access.choices = choices(MODES), choices(ACCESS)
        self.municipality_code.choices = choices(municipality_choices(), _("Ingen särskild"))
        self.themes.choices = choices([(theme.id, theme.name) for theme in themes])
        self.series.choices = choices([(each.id, each.title) for each in series], _("Ingen, mötet är fristående"))
        if not themes:
            del self.themes
        if not series:
            del self.series

    def validate_join_link(self, field: Any) -> None:
        """An address of the web."""
        try:
            field.data = normalise_website(field.data or "")
        except DomainError as error:
            raise ValidationError(error.message) from None

    def validate_place(self, field: Any) -> None:
        """Who is to come must know where."""
        if self.mode.data in (MeetingMode.ON_SITE, MeetingMode.BOTH) and not (field.data or "").strip():
            raise ValidationError(_("Skriv lokal och adress, så att den som ska komma hittar."))

    def validate_certified_hours(self, field: Any) -> None:
        """A certificate of some hours."""
        if field.data is not None and not 0 <= field.data <= 200:
            raise ValidationError(_("Skriv ett antal timmar från 0 till 200."))

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for who arranges it, its themes and its link."""
        assert self.day.data is not None and self.start.at is not None and self.stop.at is not None
        starts_at = moment(self.day.data, self.start.at)
        register_by = moment(self.register_day.data, time(23, 59)) if self.register_day.data else None
        ends_at = moment(self.last_day.data or self.day.data, self.stop.at)
        return {
            "series_id": int(self.series.data) if "series" in self and self.series.data else None,
            "title": " ".join((self.title.data or "").split()),
            "description": (self.description.data or "").strip(),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "mode": MeetingMode(self.mode.data),
            "access": Access(self.access.data),
            "place": " ".join((self.place.data or "").split()),
            "municipality_code": self.municipality_code.data or None,
            "link_minutes": 60 if self.link_minutes.data is None else self.link_minutes.data,
            "seats_on_site": self.seats_on_site.data or 0,
            "seats_digital": self.seats_digital.data or 0,
            "register_by": min(register_by, ends_at) if register_by else None,
            "certified_hours": self.certified_hours.data or 0.0,
        }

    def theme_ids(self) -> list[int]:
        """The chosen themes."""
        return [int(each) for each in self.themes.data or ()] if "themes" in self else []


def _said(meeting: Meeting) -> dict[str, Any]:
    first, last = wall(meeting.starts_at), wall(meeting.ends_at)
    return {
        **{name: getattr(meeting, name) for name in ("title", "description", "mode", "access", "place", "link_minutes")},
        "version": str(meeting.version),
        "series": str(meeting.series_id or ""),
        "day": first.date(),
        "start": clock(meeting.starts_at),
        "stop": clock(meeting.ends_at),
        "last_day": last.date() if last.date() != first.date() else None,
        "municipality_code": meeting.municipality_code or "",
        "join_link": unseal(meeting, "join_link"),
        "seats_on_site": meeting.seats_on_site or None,
        "seats_digital": meeting.seats_digital or None,
        "register_day": wall(meeting.register_by).date() if meeting.register_by else None,
        "certified_hours": meeting.certified_hours or None,
    }


class PartForm(Form):
    """A part of the programme."""

    version = HiddenField(validators=[Length(max=12)])
    title = StringField(_l("Vad"), [DataRequired(_l("Skriv vad delen heter.")), Length(max=200)])
    day = DayField(_l("Dag"), [DataRequired(_l("Skriv vilken dag."))])
    start = ClockField(_l("Börjar"), [DataRequired(_l("Skriv när delen börjar.")), Length(max=20)])
    stop = ClockField(_l("Slutar"), [DataRequired(_l("Skriv när delen slutar.")), Length(max=20)])
    track = StringField(
        _l("Spår"), [Optional(), Length(max=80)], description=_l("Skriv bara när delar går samtidigt, till exempel Spår A.")
    )
    room = StringField(_l("Sal eller rum på webben"), [Optional(), Length(max=120)])
    speakers = StringField(_l("Medverkande"), [Optional(), Length(max=500)], description=_l("Namn visas för alla. Fråga dem först."))
    description = TextAreaField(_l("Mer om delen"), [Optional(), Length(max=2000)])

    def __init__(self, formdata: Any = None, *, meeting: Meeting, part: ProgrammeSession | None = None) -> None:
        said: dict[str, Any] = {"day": wall(meeting.starts_at).date()}
        if part is not None:
            said = {name: getattr(part, name) for name in ("title", "track", "room", "speakers", "description")}
            said |= {"version": str(part.version), "day": wall(part.starts_at).date()}
            said |= {"start": clock(part.starts_at), "stop": clock(part.ends_at)}
        super().__init__(formdata, data=said)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        assert self.day.data is not None and self.start.at is not None and self.stop.at is not None
        lines = {name: " ".join((self[name].data or "").split()) for name in ("title", "track", "room", "speakers")}
        span = {"starts_at": moment(self.day.data, self.start.at), "ends_at": moment(self.day.data, self.stop.at)}
        return {**lines, **span, "description": (self.description.data or "").strip()}


class CancelForm(Form):
    """Why a meeting will not be held."""

    reason = TextAreaField(
        _l("Varför ställs mötet in?"),
        [DataRequired(_l("Skriv varför, gärna med en ny tid.")), Length(max=500)],
        description=_l("Skickas till alla som är anmälda, och visas på mötets sida."),
    )


class MaterialsForm(Form):
    """Addresses of material and recordings."""

    version = HiddenField(validators=[Length(max=12)])
    links = TextAreaField(
        _l("Material och inspelningar"),
        [Optional(), Length(max=10_000)],
        description=_l("En länk på varje rad: namnet först och sedan adressen. Visas för alla. Högst trettio."),
    )

    def __init__(self, formdata: Any = None, **more: Any) -> None:
        super().__init__(formdata, **more)
        self.read: list[dict[str, str]] = []

    def validate_links(self, field: Any) -> None:
        """Each line ends in an address."""
        self.read = read_links(field.data or "")


class InviteForm(Form):
    """Whom to invite."""

    addresses = TextAreaField(
        _l("E-postadresser"),
        [DataRequired(_l("Skriv minst en e-postadress.")), Length(max=40_000)],
        description=_l("En på varje rad, eller med komma emellan. Högst 500 på en gång. Den som redan är inbjuden får inget nytt mejl."),
    )

    def validate_addresses(self, field: Any) -> None:
        """Each is an address."""
        found = [each.strip().lower() for line in (field.data or "").splitlines() for each in line.replace(";", ",").split(",")]
        self.read = list(dict.fromkeys(each for each in found if each))
        for each in self.read:
            if not is_email(each):
                raise ValidationError(_("”%(text)s” är ingen e-postadress.", text=each[:60]))
        if len(self.read) > MAX_INVITED:
            raise ValidationError(_("Skriv högst %(n)s adresser på en gång.", n=MAX_INVITED))


class FilterForm(Form):
    """Which meetings to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Sökord"), [Length(max=100)], description=_l("Till exempel handledning eller validering"))
    theme = SelectField(_l("Tema"), choices=())
    mode = SelectField(_l("Var"), choices=())
    when = SelectField(_l("När"), choices=())

    def __init__(self, arguments: Any, themes: Sequence[str]) -> None:
        super().__init__(formdata=arguments)
        self.theme.choices = choices([(name, name) for name in themes], _("Alla teman"))
        self.mode.choices = choices(
            [(MeetingMode.DIGITAL, MODES[MeetingMode.DIGITAL]), (MeetingMode.ON_SITE, MODES[MeetingMode.ON_SITE])],
            _("På plats och på webben"),
        )
        self.when.choices = choices([("past", _("Möten som har varit"))], _("Möten framöver"))
        for field in (self.theme, self.mode, self.when):
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""
        self.q.data = " ".join((self.q.data or "").split())[:100]

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.q.data)] if self.q.data else []
        for name in ("theme", "mode", "when"):
            if self[name].data:
                found.append((name, str(next(choice.label for choice in self[name].choices if choice.value == self[name].data))))
        return found


def read_links(text: str) -> list[dict[str, str]]:
    """Lines of name and address.

    Raises:
        ValidationError: when a line has no address, or there are too many.
    """
    found = []
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        try:
            address = normalise_website(words[-1])
        except DomainError:
            raise ValidationError(_("Det finns ingen webbadress i slutet av raden ”%(line)s”.", line=line.strip()[:60])) from None
        found.append({"title": " ".join(words[:-1])[:200] or address, "url": address})
    if len(found) > MAX_LINKS:
        raise ValidationError(_("Skriv högst %(n)s länkar.", n=MAX_LINKS))
    return found
