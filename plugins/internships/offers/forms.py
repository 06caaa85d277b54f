"""What is asked of an offer, of a supervisor, and of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.records.people import protected_addresses, shown_contact
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from core.taxonomy.search import resolve
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.internships.offers.models import HomeHelp, PlacementOffer, Supervisor
from plugins.internships.offers.words import HOME_HELP
from plugins.internships.periods.models import PlacementPeriod

EMAIL = Regexp(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+\Z", message=_l("Skriv en hel e-postadress, till exempel namn@foretag.se."))
MAX_LINES, LINE = 20, 100
_LISTS = ("skills", "languages", "clearance")
_TEXTS = ("description", "accessibility_text")
_CONTACT = ("contact_name", "contact_email", "contact_phone")
_PLAIN = ("workplace", "title", "address", *_CONTACT, "home_help_text")


def _line(label: Any, most: int, hint: Any = "", *more: Any) -> Any:
    return StringField(label, [Optional(), Length(max=most), *more], description=hint)


def _lines(label: Any, hint: Any) -> Any:
    return TextAreaField(label, [Optional(), Length(max=3000)], description=hint)


def _one(text: str | None) -> str:
    return " ".join((text or "").split())


class OfferForm(Form):
    """Places at a workplace."""

    version = HiddenField(validators=[Length(max=12)])
    period_id = SelectField(_l("Period"), [InputRequired(_l("Välj en period."))], choices=())
    organisation_id = SelectField(_l("Arbetsgivare"), [InputRequired(_l("Välj arbetsgivare."))], choices=())
    orgnr = StringField(
        _l("Arbetsgivarens organisationsnummer"),
        [DataRequired(_l("Skriv arbetsgivarens organisationsnummer.")), Length(max=20)],
        description=_l("Arbetsgivaren måste finnas i regionens register."),
    )
    workplace = StringField(
        _l("Arbetsplats"),
        [DataRequired(_l("Skriv vilken arbetsplats det gäller.")), Length(max=200)],
        description=_l("Till exempel Björkens förskola."),
    )
    municipality_code = SelectField(_l("Kommun"), [InputRequired(_l("Välj en av regionens kommuner."))], choices=())
    address = _line(_l("Adress"), 300)
    title = StringField(
        _l("Vad den som kommer gör"),
        [DataRequired(_l("Skriv i några ord vad man gör.")), Length(max=200)],
        description=_l("Till exempel barnskötare."),
    )
    occupation = _line(_l("Yrke"), 200, _l("Ett yrke i ord, eller fyra siffror enligt SSYK 2012."))
    capacity = WholeField(_l("Platser"), [InputRequired(_l("Skriv hur många platser det finns."))], limits=(1, 500))
    minimum = WholeField(
        _l("Minst så många"), [Optional()], limits=(0, 500), description=_l("Tar ni bara emot flera samtidigt? Skriv det minsta antalet.")
    )
    supervisor_id = SelectField(_l("Handledare"), [Optional()], choices=())
    contact_name = _line(_l("Kontaktperson"), 120, _l("Visas bara för regionens samordnare."))
    contact_email = _line(_l("Kontaktpersonens e-post"), 254, _l("Hit kommer frågan om ni vill ta emot någon nästa gång."), EMAIL)
    contact_phone = _line(_l("Kontaktpersonens telefon"), 40)
    description = TextAreaField(_l("Om platsen"), [Optional(), Length(max=4000)])
    skills = _lines(_l("Bra att kunna"), _l("En sak per rad."))
    languages = _lines(_l("Språk som behövs"), _l("Ett per rad, till exempel svenska."))
    driving_licence = BooleanField(_l("Körkort behövs"))
    clearance = _lines(_l("Intyg som måste visas upp"), _l("Ett per rad, till exempel utdrag ur belastningsregistret."))
    accessibility_text = TextAreaField(
        _l("Tillgänglighet"), [Optional(), Length(max=4000)], description=_l("Till exempel hiss, hörslinga eller lugn miljö.")
    )
    home_help = SelectField(
        _l("Hjälp till den som bor långt bort"), choices=[SelectChoice(key.value, label) for key, label in HOME_HELP.items()]
    )
    home_help_text = _line(_l("Mer om hjälpen"), 500)

    def __init__(
        self,
        region: Region,
        offer: PlacementOffer | None,
        formdata: Any = None,
        *,
        periods: Sequence[PlacementPeriod] = (),
        organisations: Sequence[Organisation] | None = None,
        supervisors: Sequence[Supervisor] = (),
        data: dict[str, Any] | None = None,
    ) -> None:
        """
        Args:
            organisations: Among whom one chooses; None: the number is typed.
        """
        super().__init__(formdata, data=_data(offer) if offer is not None else {"capacity": 1, "home_help": "none", **(data or {})})
        self.keeps_contact = offer is not None and bool(protected_addresses([offer.contact_email]))
        if self.keeps_contact:  # kept, though not named
            self.contact_name.description = _("Lämna namn, e-post och telefon tomma för att behålla den som är vald nu.")
        self.municipality_code.choices = [
            SelectChoice("", _("Välj kommun")),
            *(SelectChoice(code, name) for code, name in municipality_choices([each.code for each in municipalities(region)])),
        ]
        self.supervisor_id.choices = [SelectChoice("", _("Ingen än")), *(SelectChoice(str(each.id), each.name) for each in supervisors)]
        if offer is not None:
            if offer.supervisor_id and offer.supervisor_id not in {each.id for each in supervisors}:  # kept, though not named
                self.supervisor_id.choices.append(SelectChoice(str(offer.supervisor_id), _("Den som är vald nu")))
            del self.period_id, self.organisation_id, self.orgnr
            return
        self.period_id.choices = [SelectChoice(str(each.id), each.title) for each in periods]
        if len(periods) != 1:
            self.period_id.choices.insert(0, SelectChoice("", _("Välj period")))
        del self.supervisor_id  # known first when the employer is
        if organisations is None:
            del self.organisation_id
        else:
            del self.orgnr
            self.organisation_id.choices = [SelectChoice(str(each.id), each.name) for each in organisations]
            if len(organisations) != 1:
                self.organisation_id.choices.insert(0, SelectChoice("", _("Välj arbetsgivare")))

    def validate_occupation(self, field: Any) -> None:
        """Something that leads to one group."""
        if _one(field.data) and not self.group():
            raise ValidationError(
                _("Det går inte att avgöra vilket yrke som menas. Skriv fyra siffror enligt SSYK 2012, eller ett annat ord.")
            )

    def group(self) -> str:
        """The occupation group that was written; empty when there is none."""
        text = _one(self.occupation.data)
        if not text:
            return ""
        if text[:4].isdigit():
            return text[:4] if taxonomy.group(text[:4]) is not None else ""
        found = resolve(text)
        return found.group_code if found else ""

    def _rows(self, field: Any) -> None:
        rows = _split(field.data)
        if len(rows) > MAX_LINES or any(len(row) > LINE for row in rows):
            raise ValidationError(_("Skriv högst %(n)s rader med högst %(most)s tecken i varje.", n=MAX_LINES, most=LINE))

    validate_skills = validate_languages = validate_clearance = _rows

    def facts(self) -> dict[str, Any]:
        """What was filled in of the offer itself."""
        found: dict[str, Any] = {name: _one(self[name].data) for name in _PLAIN}
        if "supervisor_id" in self:
            found["supervisor_id"] = int(self.supervisor_id.data) if self.supervisor_id.data else None
        if self.keeps_contact and not any(found[name] for name in _CONTACT):
            found = {name: value for name, value in found.items() if name not in _CONTACT}
        return {
            **found,
            **{name: (self[name].data or "").strip() for name in _TEXTS},
            **{name: _split(self[name].data) for name in _LISTS},
            "municipality_code": self.municipality_code.data,
            "occupation_group": self.group(),
            "capacity": self.capacity.data,
            "minimum": self.minimum.data or 0,
            "driving_licence": bool(self.driving_licence.data),
            "home_help": HomeHelp(self.home_help.data),
        }


def _split(text: str | None) -> list[str]:
    return [found for line in (text or "").splitlines() if (found := _one(line))]


def _data(offer: PlacementOffer) -> dict[str, Any]:
    found = {
        name: getattr(offer, name) for name in (*_PLAIN, *_TEXTS, "municipality_code", "capacity", "minimum", "driving_licence", "version")
    }
    group = taxonomy.group(offer.occupation_group) if offer.occupation_group else None
    return {
        **found,
        **dict(zip(_CONTACT, shown_contact(offer.contact_email, *(found[name] for name in _CONTACT)), strict=True)),
        **{name: "\n".join(getattr(offer, name)) for name in _LISTS},
        "occupation": f"{group.code} {group.name}" if group else "",
        "supervisor_id": str(offer.supervisor_id or ""),
        "home_help": offer.home_help.value,
    }


class WithdrawForm(Form):
    """Why places are taken back."""

    reason = TextAreaField(
        _l("Varför dras platsen tillbaka?"),
        [DataRequired(_l("Skriv varför. Samordnaren behöver veta det.")), Length(max=500)],
        description=_l("Visas för samordnaren. Skriv inget om enskilda personer."),
    )


class QuotaForm(Form):
    """A school's share."""

    school_id = SelectField(_l("Skola"), [InputRequired(_l("Välj en skola."))], choices=())
    places = WholeField(
        _l("Platser för skolan"),
        [InputRequired(_l("Skriv hur många platser skolan har."))],
        limits=(0, 500),
        description=_l("0 tar bort skolans andel."),
    )

    def __init__(self, schools: Sequence[Organisation], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.school_id.choices = [SelectChoice("", _("Välj skola")), *(SelectChoice(str(each.id), each.name) for each in schools)]


class SupervisorForm(Form):
    """Somebody who supervises."""

    version = HiddenField(validators=[Length(max=12)])
    organisation_id = SelectField(_l("Arbetsgivare"), [InputRequired(_l("Välj arbetsgivare."))], choices=())
    orgnr = StringField(
        _l("Arbetsgivarens organisationsnummer"), [DataRequired(_l("Skriv arbetsgivarens organisationsnummer.")), Length(max=20)]
    )
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv vad handledaren heter.")), Length(max=120)])
    email = _line(_l("E-post"), 254, "", EMAIL)
    phone = _line(_l("Telefon"), 40)
    capacity = WholeField(_l("Kan handleda samtidigt"), [InputRequired(_l("Skriv ett antal personer."))], limits=(1, 50))
    trained_on = DayField(_l("Gick handledarutbildningen"), [Optional()], description=_l("Lämna tomt om det inte är gjort."))

    def __init__(self, supervisor: Supervisor | None, organisations: Sequence[Organisation] | None, formdata: Any = None) -> None:
        names = ("name", "email", "phone", "capacity", "trained_on", "version")
        super().__init__(formdata, data={name: getattr(supervisor, name) for name in names} if supervisor else {"capacity": 1})
        if supervisor is not None:
            del self.organisation_id, self.orgnr
        elif organisations is None:
            del self.organisation_id
        else:
            del self.orgnr
            self.organisation_id.choices = [SelectChoice(str(each.id), each.name) for each in organisations]
            if len(organisations) != 1:
                self.organisation_id.choices.insert(0, SelectChoice("", _("Välj arbetsgivare")))

    def facts(self) -> dict[str, Any]:
        """What was filled in of the person."""
        found = {name: _one(self[name].data) for name in ("name", "email", "phone")}
        return found | {"email": found["email"].lower(), "capacity": self.capacity.data, "trained_on": self.trained_on.data}


class AgainForm(Form):
    """The answer to whether an earlier offer is made again."""

    capacity = WholeField(_l("Platser den här gången"), [InputRequired(_l("Skriv hur många platser ni har."))], limits=(1, 500))
    description = TextAreaField(
        _l("Om platsen"), [Optional(), Length(max=4000)], description=_l("Ändra om något är annorlunda än förra gången.")
    )
