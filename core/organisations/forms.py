"""Forms for the register."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from core.geo import queries as geo
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations import sizes, sni
from core.organisations.models import Organisation, OrganisationKind, Workplace
from core.organisations.naming import KINDS
from core.organisations.queries import CLOSED, OPEN, OrganisationFilter
from core.organisations.service import format_orgnr
from core.web.forms import Form


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


class OrganisationForm(Form):
    """What is known of an organisation. Its number and kind are only asked of those who keep the register."""

    name = StringField(_l("Namn"), [InputRequired(_l("Skriv organisationens namn.")), Length(max=200)])
    orgnr = StringField(
        _l("Organisationsnummer"), [Length(max=20)], description=_l("Tio siffror, till exempel 212000-1234. Aldrig ett personnummer.")
    )
    kind = SelectField(_l("Typ"))
    municipality_code = SelectField(_l("Kommun"))
    sni_code = StringField(_l("Bransch (SNI-kod)"), [Length(max=10)], description=_l("Två till fem siffror, till exempel 41200."))
    sni_version = SelectField(_l("SNI-version"))
    size_class = SelectField(_l("Storlek"))
    website = StringField(_l("Webbplats"), [Length(max=300)])
    closed_on = DateField(
        _l("Nedlagd den"), [Optional()], description=_l("Lämna tomt om organisationen är verksam. Skriv annars som 2026-11-24.")
    )
    version = HiddenField()

    def __init__(self, *args: Any, organisation: Organisation | None = None, manages: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, data=_data(organisation) if organisation else None, **kwargs)
        self.kind.choices = [(kind.value, label) for kind, label in KINDS.items()]
        self.municipality_code.choices = [("", _("Välj kommun")), *geo.choices()]
        self.sni_version.choices = [("", _("Den senaste som har koden")), ("2025", "SNI 2025"), ("2007", "SNI 2007")]
        self.size_class.choices = [("", _("Välj storlek")), *sizes.choices()]
        for field in (self.municipality_code, self.sni_version, self.size_class):
            field.validators = (Optional(),)
        if not manages:
            del self.orgnr, self.kind
        if organisation is None:
            del self.closed_on  # a new one is open, and the page does not ask

    def values(self, organisation: Organisation | None = None) -> dict[str, Any]:
        """What was typed, as `checked_facts` takes it; what was not asked stays as it is."""
        asked = {field.name: field.data for field in self if field.name != "version"}
        kept = {"orgnr": organisation.orgnr, "kind": organisation.kind} if organisation else {}
        return {**kept, **asked, "size_class": _number(self.size_class.data)}


def _data(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "orgnr": format_orgnr(organisation.orgnr),
        "kind": organisation.kind.value,
        "municipality_code": organisation.municipality_code or "",
        "sni_code": organisation.sni_code,
        "sni_version": organisation.sni_version,
        "size_class": "" if organisation.size_class is None else str(organisation.size_class),
        "website": organisation.website,
        "closed_on": organisation.closed_on,
        "version": str(organisation.version),
    }


class WorkplaceForm(Form):
    """A workplace."""

    name = StringField(_l("Namn"), [InputRequired(_l("Skriv arbetsställets namn.")), Length(max=200)])
    address = StringField(_l("Adress"), [Length(max=300)])
    municipality_code = SelectField(_l("Kommun"))
    cfar = StringField(_l("CFAR-nummer"), [Length(max=12)], description=_l("SCB:s nummer på arbetsstället, åtta siffror."))
    closed_on = DateField(
        _l("Nedlagt den"), [Optional()], description=_l("Lämna tomt om arbetsstället finns kvar. Skriv annars som 2026-11-24.")
    )
    version = HiddenField()

    def __init__(self, *args: Any, workplace: Workplace | None = None, **kwargs: Any) -> None:
        names = ("name", "address", "cfar", "closed_on")
        data = {name: getattr(workplace, name) for name in names} if workplace else None
        if data is not None and workplace is not None:
            data |= {"municipality_code": workplace.municipality_code or "", "version": str(workplace.version)}
        super().__init__(*args, data=data, **kwargs)
        self.municipality_code.choices = [("", _("Välj kommun")), *geo.choices()]
        self.municipality_code.validators = (Optional(),)
        if workplace is None:
            del self.closed_on  # a new one is open, and the page does not ask

    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {field.name: field.data for field in self if field.name != "version"}


class FilterForm(Form):
    """What to list. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Namn eller organisationsnummer"), [Length(max=200)])
    kind = SelectField(_l("Typ"))
    municipality = SelectField(_l("Kommun"))
    section = SelectField(_l("Bransch"))
    size = SelectField(_l("Storlek"))
    state = SelectField(_l("Läge"))
    sort = SelectField(_l("Sortera"))

    def __init__(self, arguments: MultiDict[str, str], municipalities: list[tuple[str, str]]) -> None:
        super().__init__(arguments)
        self.kind.choices = [("", _("Alla typer")), *((kind.value, label) for kind, label in KINDS.items())]
        self.municipality.choices = [("", _("Alla kommuner")), *municipalities]
        self.section.choices = [("", _("Alla branscher")), *sni.sections()]
        self.size.choices = [("", _("Alla storlekar")), *sizes.choices()]
        self.state.choices = [("", _("Alla")), (OPEN, _("Verksamma")), (CLOSED, _("Nedlagda"))]
        self.sort.choices = [("name", _("Namn, A till Ö")), ("-name", _("Namn, Ö till A")), ("newest", _("Senast tillagda"))]

    def filter(self) -> OrganisationFilter:
        """The choice, without what is not among the choices."""
        chosen = {}
        for field in (self.kind, self.municipality, self.section, self.size, self.state, self.sort):
            known = {value for value, _label in field.choices or ()}
            chosen[field.name] = field.data if field.data in known else ""
        q = " ".join((self.q.data or "").split())[:200]
        return OrganisationFilter(q=q, **{**chosen, "sort": chosen["sort"] or "name"})


def kind_label(kind: OrganisationKind) -> str:
    """A kind in words."""
    return str(KINDS[kind])
