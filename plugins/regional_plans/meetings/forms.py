"""What is asked of a meeting, its agenda, who came, its decisions and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import lazy_gettext as _l
from core.web.fields import DayField
from core.web.forms import Form
from plugins.regional_plans.fields import line, version_field
from plugins.regional_plans.meetings.models import TEXT_LENGTH, AgendaItem, Decision, GroupMeeting
from plugins.regional_plans.meetings.times import ClockField, clock_of, day_of, moment

LINK = Regexp(r"https://[^\s]+\Z", message=_l("Skriv hela adressen. Den börjar med https://."))


class MeetingForm(Form):
    """When and where."""

    version = version_field()
    title = StringField(
        _l("Mötets namn"),
        [DataRequired(_l("Skriv vad mötet heter.")), Length(max=200)],
        description=_l("Till exempel Ledningsgruppen, mars."),
    )
    day = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag mötet är."))])
    starts = ClockField(_l("Börjar"), [InputRequired(_l("Skriv när mötet börjar.")), Length(max=5)], description=_l("Till exempel 09:00."))
    ends = ClockField(_l("Slutar"), [Optional(), Length(max=5)])
    place = StringField(_l("Plats"), [Optional(), Length(max=200)])
    link = StringField(_l("Länk till videomöte"), [Optional(), Length(max=500), LINK])

    def __init__(self, found: GroupMeeting | None, formdata: Any = None) -> None:
        data: dict[str, Any] = {}
        if found is not None:
            data = {name: getattr(found, name) for name in ("version", "title", "place", "link")}
            data |= {"day": day_of(found.starts_at), "starts": clock_of(found.starts_at), "ends": clock_of(found.ends_at)}
        super().__init__(formdata, data=data)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        day, starts = self.day.data, self.starts.data
        if day is None or starts is None:  # the form is asked only when it holds
            raise ValueError("the form has no day or no time")
        return {
            "title": line(self.title.data),
            "starts_at": moment(day, starts),
            "ends_at": moment(day, self.ends.data) if self.ends.data else None,
            "place": line(self.place.data),
            "link": line(self.link.data),
        }


class ItemForm(Form):
    """An item of the agenda, and what was said under it."""

    version = version_field()
    title = StringField(_l("Punkt"), [DataRequired(_l("Skriv vad punkten handlar om.")), Length(max=200)])
    text = TextAreaField(
        _l("Underlag"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Det som deltagarna behöver läsa före mötet.")
    )
    minutes = TextAreaField(
        _l("Anteckningar till protokollet"), [Optional(), Length(max=TEXT_LENGTH)], description=_l("Vad som sades. Beslut skrivs för sig.")
    )

    def __init__(self, found: AgendaItem | None, formdata: Any = None) -> None:
        names = ("version", "title", "text", "minutes")
        super().__init__(formdata, data={name: getattr(found, name) for name in names} if found else None)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {"title": line(self.title.data), "text": (self.text.data or "").strip(), "minutes": (self.minutes.data or "").strip()}


class PresenceForm(Form):
    """Who came."""

    version = version_field()
    members = SelectMultipleField(
        _l("Närvarande"), [Optional()], choices=(), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    introduction = TextAreaField(
        _l("Protokollets inledning"),
        [Optional(), Length(max=TEXT_LENGTH)],
        description=_l("Till exempel vem som öppnade mötet, vem som skrev och vilka som var inbjudna."),
    )

    def __init__(self, found: GroupMeeting, members: Sequence[tuple[int, str, bool]], formdata: Any = None) -> None:
        data = {"version": found.version, "introduction": found.introduction, "members": [str(n) for n, _name, here in members if here]}
        super().__init__(formdata, data=data)
        self.members.choices = [SelectChoice(str(number), name) for number, name, _here in members]


class DecisionForm(Form):
    """A decision."""

    version = version_field()
    text = TextAreaField(
        _l("Beslut"),
        [DataRequired(_l("Skriv vad som beslutades.")), Length(max=TEXT_LENGTH)],
        description=_l("Som det ska stå i protokollet, till exempel: Ledningsgruppen beslutar att …"),
    )
    item_id = SelectField(_l("Under punkten"), [Optional()], choices=())
    amends_id = SelectField(_l("Ändrar ett tidigare beslut"), [Optional()], choices=())
    organisation_id = SelectField(_l("Ansvarig"), [Optional()], choices=())
    due_on = DayField(_l("Ska vara klart"), [Optional()], description=_l("Då kommer beslutet med på mötets dagordning."))

    def __init__(
        self,
        found: Decision | None,
        items: list[SelectChoice],
        earlier: list[SelectChoice],
        organisations: list[SelectChoice],
        formdata: Any = None,
    ) -> None:
        data: dict[str, Any] = {}
        if found is not None:
            data = {"version": found.version, "text": found.text, "due_on": found.due_on}
            data |= {name: str(getattr(found, name) or "") for name in ("item_id", "amends_id", "organisation_id")}
        super().__init__(formdata, data=data)
        self.item_id.choices = [SelectChoice("", _l("Ingen punkt")), *items]
        self.amends_id.choices = [SelectChoice("", _l("Nej, det är ett nytt beslut")), *earlier]
        self.organisation_id.choices = [SelectChoice("", _l("Ingen särskild")), *organisations]

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        chosen = {name: int(self[name].data) if self[name].data else None for name in ("item_id", "amends_id", "organisation_id")}
        return {"text": (self.text.data or "").strip(), "due_on": self.due_on.data, **chosen}


class AdjustForm(Form):
    """The approval of the minutes."""

    version = version_field()
    by = StringField(
        _l("Justerat av"),
        [DataRequired(_l("Skriv vem som har justerat protokollet.")), Length(max=120)],
        description=_l("Namn på den som valdes till justerare."),
    )
    on = DayField(_l("Dag"), [InputRequired(_l("Skriv vilken dag det justerades."))])

    def __init__(self, found: GroupMeeting, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": found.version, "on": today()})


class DecisionFilter(Form):
    """Which decisions to show. A value that is not among the choices is passed over."""

    state = SelectField(
        _l("Läge"),
        choices=[SelectChoice("", _l("Alla")), SelectChoice("open", _l("Inte genomförda")), SelectChoice("done", _l("Genomförda"))],
    )
