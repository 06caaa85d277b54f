"""What is asked of a link, of who registers, and of the leader."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.clock import today
from core.errors import DomainError
from core.geo.queries import choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.funding.fields import EMAIL, line, version_field
from plugins.funding.participants import numbers
from plugins.funding.participants.models import Education, Work
from plugins.funding.participants.words import EDUCATION, WORK
from plugins.funding.projects.models import Project
from plugins.funding.registration.models import Registration
from plugins.funding.registration.service import first_day
from plugins.funding.registration.wording import information

MAX_MAILS = 50
MAX_TEXT = 4_000
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


class LinkForm(Form):
    """A link of a project."""

    title = StringField(
        _l("Vad länken är till"),
        [DataRequired(_l("Skriv vad länken är till.")), Length(max=120)],
        description=_l("Till exempel en kurs, en grupp eller en mötesplats."),
    )
    organisation = StringField(
        _l("Organisation"), [Optional(), Length(max=200)], description=_l("Den som deltagarna kommer från. Lämna tomt om de är från flera.")
    )
    closes_on = DayField(_l("Sista dag att anmäla sig"), [InputRequired(_l("Skriv vilken dag länken slutar gälla."))])
    most = WholeField(_l("Högst så många anmälningar"), [InputRequired(_l("Skriv hur många som kan anmäla sig."))], limits=(1, 2_000))
    contact = StringField(
        _l("Vem man vänder sig till"),
        [DataRequired(_l("Skriv namn och telefonnummer eller e-post.")), Length(max=300)],
        description=_l("Namn och telefon eller e-post. Hit ringer den som har frågor, eller som har skyddade personuppgifter."),
    )
    text = TextAreaField(
        _l("Information till den som anmäler sig"),
        [DataRequired(_l("Skriv vad uppgifterna används till.")), Length(max=MAX_TEXT)],
        description=_l("Texten sparas ordagrant och kan inte ändras sedan. Stryk inget som lagen kräver."),
    )

    def __init__(self, region: Region, project: Project, formdata: Any = None) -> None:
        closes = min(max(project.ends_on, today()), today() + timedelta(days=30))
        super().__init__(formdata, data={"closes_on": closes, "most": 30, "text": information(region, project)})

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        plain = {name: line(self[name].data) for name in ("title", "organisation", "contact")}
        text = (self.text.data or "").replace("\r\n", "\n").strip()
        return {**plain, "closes_on": self.closes_on.data, "most": self.most.data, "text": text}


class JoinForm(Form):
    """What a participant tells. Only what the fund asks for."""

    personal_number = StringField(
        _l("Personnummer eller samordningsnummer"),
        [DataRequired(_l("Skriv ditt personnummer.")), Length(max=20)],
        description=_l("Till exempel 19850102-1234. Det lagras krypterat."),
    )
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv ditt namn.")), Length(max=120)], render_kw={"autocomplete": "name"})
    email = StringField(
        _l("E-post"),
        [Optional(), Length(max=254), EMAIL],
        description=_l("Hit skickar vi ett kvitto, och sedan länken där du signerar dina timmar."),
        render_kw={"autocomplete": "email"},
    )
    phone = StringField(
        _l("Telefon"),
        [Optional(), Length(max=40)],
        description=_l("Behövs om du inte har e-post."),
        render_kw={"autocomplete": "tel"},
    )
    municipality_code = SelectField(_l("Kommun där du bor"), [DataRequired(_l("Välj kommun."))], choices=())
    work = RadioField(_l("Vad gör du i dag?"), [InputRequired(_l("Välj ett av svaren."))], choices=())
    education = RadioField(_l("Vilken är din högsta utbildning?"), [InputRequired(_l("Välj ett av svaren."))], choices=())
    consent = BooleanField(_l("Jag har läst informationen ovan och vill vara med i projektet."))
    website = StringField(_l("Lämna det här fältet tomt"), [Optional(), Length(max=200)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.municipality_code.choices = [SelectChoice("", _l("Välj kommun")), *(SelectChoice(*pair) for pair in choices())]
        silent = _l("Vill inte svara")
        for field, words, unknown in ((self.work, WORK, Work.UNKNOWN), (self.education, EDUCATION, Education.UNKNOWN)):
            known = [SelectChoice(str(key.value), label) for key, label in words.items() if key != unknown]
            field.choices = [*known, SelectChoice(str(unknown.value), silent)]

    def validate_personal_number(self, field: Any) -> None:
        """That the number holds together."""
        try:
            numbers.read(field.data or "")
        except DomainError as error:
            raise ValidationError(error.message) from None

    def validate_phone(self, field: Any) -> None:
        """That there is a way to reach the person, and that a telephone number is one."""
        if field.data and not 5 <= sum(each.isdigit() for each in field.data) <= 20:
            raise ValidationError(_("Skriv telefonnumret med siffror, till exempel 070-123 45 67."))

    def validate_consent(self, field: Any) -> None:
        """That the person has read what is stored, and why."""
        if not field.data:
            raise ValidationError(_("Läs informationen och kryssa i rutan. Annars kan du inte anmäla dig."))

    def validate(self, extra_validators: Any = None) -> bool:
        """As any form; and either an address or a telephone number must be there."""
        right = super().validate(extra_validators)
        if not (self.email.data or "").strip() and not (self.phone.data or "").strip():
            self.email.errors = [*self.email.errors, _("Skriv e-post eller telefon, så att projektet kan nå dig.")]
            return False
        return bool(right)

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        return {
            "personal_number": self.personal_number.data,
            "name": line(self.name.data),
            "email": (self.email.data or "").strip().lower(),
            "phone": line(self.phone.data),
            "municipality_code": self.municipality_code.data,
            "work": Work(self.work.data),
            "education": Education(self.education.data),
        }


class ConfirmForm(Form):
    """From when somebody takes part."""

    version = version_field()
    starts_on = DayField(_l("Börjar i projektet"), [InputRequired(_l("Skriv när personen börjar i projektet."))])

    def __init__(self, project: Project, row: Registration, formdata: Any = None) -> None:
        super().__init__(formdata, data={"version": row.version, "starts_on": first_day(project, row)})


class MailForm(Form):
    """To whom the link is mailed. The addresses are not kept."""

    addresses = TextAreaField(
        _l("E-postadresser"),
        [DataRequired(_l("Skriv minst en adress.")), Length(max=6_000)],
        description=_l("En per rad, högst 50. Adresserna sparas inte i projektet."),
    )

    def validate_addresses(self, field: Any) -> None:
        """That each is an address, and that there are not too many."""
        written = [each for each in re.split(r"[\s,;]+", field.data or "") if each]
        wrong = next((each for each in written if not _ADDRESS.fullmatch(each)), None)
        if wrong is not None:
            raise ValidationError(_("%(text)s är ingen hel e-postadress. Rätta den, eller ta bort den.", text=wrong[:100]))
        if len(set(written)) > MAX_MAILS:
            raise ValidationError(_("Skriv högst 50 adresser åt gången."))

    def chosen(self) -> list[str]:
        """Each address once."""
        return list(dict.fromkeys(each.lower() for each in re.split(r"[\s,;]+", self.addresses.data or "") if each))
