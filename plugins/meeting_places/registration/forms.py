"""What is asked of those who register. Nothing is asked that the meeting or its statistics do not use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import OrganisationKind
from core.organisations.naming import KINDS
from core.web.format import format_time
from core.web.forms import Form
from plugins.meeting_places.fields import EmailField, TicksField, choices
from plugins.meeting_places.meetings.models import Meeting, MeetingMode, ProgrammeSession
from plugins.meeting_places.meetings.words import MODES
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.registration.queries import left, ways
from plugins.meeting_places.registration.words import STATUS
from plugins.meeting_places.roles import ROLES


class RegisterForm(Form):
    """A registration."""

    version = HiddenField(validators=[Length(max=12)])
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv ditt namn.")), Length(max=200)], description=_l("Det står på intyget."))
    email = EmailField(
        _l("E-post"), [DataRequired(_l("Skriv din e-postadress.")), Length(max=254)], description=_l("Hit skickar vi din egen länk.")
    )
    mode = RadioField(_l("Hur vill du delta?"), [DataRequired(_l("Välj hur du vill delta."))], choices=())
    organisation_name = StringField(_l("Var arbetar du?"), [DataRequired(_l("Skriv var du arbetar.")), Length(max=200)])
    organisation_kind = SelectField(_l("Vad är det för slags organisation?"), [DataRequired(_l("Välj slag."))], choices=())
    municipality_code = SelectField(_l("I vilken kommun arbetar du?"), [DataRequired(_l("Välj kommun."))], choices=())
    role = SelectField(_l("Vad arbetar du med?"), [DataRequired(_l("Välj vad du arbetar med."))], choices=())
    sessions = TicksField(_l("Vilka delar vill du vara med på?"), [Optional()], choices=(), description=_l("Du binder dig inte."))
    needs = TextAreaField(
        _l("Behöver du något särskilt för att kunna delta?"),
        [Optional(), Length(max=1000)],
        description=_l("Till exempel tolk, plats för rullstol eller kost. Skriv inte varför. Bara de som ordnar mötet läser det."),
    )
    consent = BooleanField(
        _l("Det är okej att arrangören sparar mina uppgifter för mötet och för statistik utan namn"),
        [DataRequired(_l("Kryssa i rutan. Utan den kan vi inte ta emot anmälan."))],
    )

    def __init__(
        self,
        formdata: Any = None,
        *,
        meeting: Meeting,
        programme: Sequence[ProgrammeSession] = (),
        registration: Registration | None = None,
        needs: str = "",
        with_email: bool = True,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        said: dict[str, Any] = dict(data or {})
        if registration is not None:
            said |= {name: getattr(registration, name) for name in ("name", "organisation_name", "role")}
            said |= {"version": str(registration.version), "mode": registration.mode.value, "needs": needs}
            said |= {
                "organisation_kind": str(registration.organisation_kind or ""),
                "sessions": [str(each) for each in registration.sessions],
            }
            said["municipality_code"] = registration.municipality_code or ""
        super().__init__(formdata, data=said)
        self.organisation_kind.choices = choices(KINDS, _("Välj slag"))
        self.municipality_code.choices = choices(municipality_choices(), _("Välj kommun"))
        self.role.choices = choices(ROLES, _("Välj vad du arbetar med"))
        self.sessions.choices = choices([(part.id, _part(part)) for part in programme])
        self.mode.choices = choices([(mode, _way(meeting, mode)) for mode in ways(meeting)])
        if len(ways(meeting)) == 1:
            del self.mode
        if not programme:
            del self.sessions
        if registration is not None:
            del self.consent
        if registration is not None or not with_email:
            del self.email

    def facts(self) -> dict[str, Any]:
        """What was filled in, but for the address."""
        return {
            "name": " ".join((self.name.data or "").split()),
            "organisation_name": " ".join((self.organisation_name.data or "").split()),
            "organisation_kind": OrganisationKind(self.organisation_kind.data),
            "municipality_code": self.municipality_code.data,
            "role": self.role.data,
            "mode": MeetingMode(self.mode.data) if "mode" in self else None,
            "sessions": [int(each) for each in self.sessions.data or ()] if "sessions" in self else [],
            "needs": (self.needs.data or "").strip(),
        }


def _part(part: ProgrammeSession) -> str:
    name = f"{format_time(part.starts_at)} {part.title}"
    return _("%(name)s (%(track)s)", name=name, track=part.track) if part.track else name


def _way(meeting: Meeting, mode: MeetingMode) -> str:
    free = left(meeting, mode)
    if free == 0:
        return _("%(way)s (fullt, du hamnar på väntelistan)", way=MODES[mode])
    return str(MODES[mode])


class ParticipantFilter(Form):
    """Which registrations to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Namn, e-post eller organisation"), [Length(max=100)])
    status = SelectField(_l("Läge"), choices=())

    def __init__(self, arguments: Any) -> None:
        super().__init__(formdata=arguments)
        self.status.choices = choices([(status, label) for status, (label, _kind) in STATUS.items()], _("Alla lägen"))
        if self.status.data not in [choice.value for choice in self.status.choices]:
            self.status.data = ""
        self.q.data = " ".join((self.q.data or "").split())[:100]

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words)."""
        found = [("q", self.q.data)] if self.q.data else []
        if self.status.data:
            found.append(("status", str(STATUS[RegistrationStatus(self.status.data)][0])))
        return found
