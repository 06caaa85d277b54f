"""What is asked about a local solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import DomainError
from core.geo.queries import choices as municipality_choices
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.facts import normalise_website
from core.organisations.models import Organisation
from core.records.people import protected_addresses, shown_contact
from core.web.forms import Form
from plugins.meeting_places.solutions.models import Solution

MAX_LINKS = 10


class SolutionForm(Form):
    """A solution. Whose it is stands only in a new one, and only when one acts for several."""

    version = HiddenField(validators=[Length(max=12)])
    organisation_id = SelectField(_l("Vems lösning är det?"), [DataRequired(_l("Välj vems lösning det är."))], choices=())
    organisation = StringField(
        _l("Organisationens nummer"), [DataRequired(_l("Skriv organisationens nummer.")), Length(max=30)], description=_l("Tio siffror.")
    )
    title = StringField(_l("Vad kallar ni lösningen?"), [DataRequired(_l("Skriv vad lösningen heter.")), Length(max=150)])
    what = TextAreaField(
        _l("Vad gör ni?"),
        [DataRequired(_l("Skriv vad ni gör.")), Length(max=4000)],
        description=_l("Skriv så att någon i en annan kommun kan göra likadant."),
    )
    for_whom = TextAreaField(_l("För vem är det?"), [DataRequired(_l("Skriv vem lösningen är till för.")), Length(max=1000)])
    result = TextAreaField(_l("Vad har det gett?"), [Optional(), Length(max=2000)], description=_l("Gärna med siffror."))
    cost = TextAreaField(_l("Vad kostar det?"), [Optional(), Length(max=1000)], description=_l("Pengar, tid och lokaler."))
    municipality_code = SelectField(_l("Kommun"), [Optional()], choices=())
    themes = SelectMultipleField(
        _l("Teman"), [Optional()], choices=(), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    contact_name = StringField(_l("Vem kan man fråga?"), [Optional(), Length(max=200)], description=_l("Namnet visas för alla."))
    contact_email = StringField(
        _l("Kontaktens e-post"),
        [Optional(), Length(max=254), Email(_l("Skriv e-postadressen så här: namn@exempel.se."))],
        description=_l("Visas för alla. Till den kommer också frågan om lösningen fortfarande stämmer, en gång om året."),
    )
    links = TextAreaField(
        _l("Länkar"), [Optional(), Length(max=4000)], description=_l("En på varje rad: namnet först och sedan adressen. Högst tio.")
    )

    def __init__(
        self,
        formdata: Any = None,
        *,
        solution: Solution | None = None,
        organisations: Sequence[Organisation] | None = None,
        municipalities: Sequence[str] = (),
        themes: Sequence[tuple[int, str]] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        said: dict[str, Any] = dict(data or {})
        if solution is not None:
            plain = ("title", "what", "for_whom", "result", "cost", "contact_name", "contact_email")
            said |= {name: getattr(solution, name) for name in plain}
            said |= {"municipality_code": solution.municipality_code or "", "version": str(solution.version)}
            names = ("contact_name", "contact_email")
            said |= dict(zip(names, shown_contact(solution.contact_email, *(said[name] for name in names)), strict=True))
            said["links"] = "\n".join(f"{each['title']} {each['url']}".strip() for each in solution.links)
        if organisations is not None and len(organisations) == 1:
            said.setdefault("organisation_id", str(organisations[0].id))
        super().__init__(formdata, data=said)
        self.keeps_contact = solution is not None and bool(protected_addresses([solution.contact_email]))
        self.municipality_code.choices = [SelectChoice("", _("Hela regionen")), *_choices(municipality_choices(list(municipalities)))]
        self.themes.choices = _choices([(str(key), name) for key, name in themes])
        if organisations is None:
            del self.organisation_id
        else:
            del self.organisation
            first = [SelectChoice("", _("Välj organisation"))] if len(organisations) > 1 else []
            self.organisation_id.choices = [*first, *_choices([(str(each.id), each.name) for each in organisations])]

    def validate_links(self, field: Any) -> None:
        """Each line ends in an address."""
        read_links(field.data or "")

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        longer = {name: (self[name].data or "").strip() for name in ("what", "for_whom", "result", "cost")}
        lines = {name: " ".join((self[name].data or "").split()) for name in ("title", "contact_name")}
        address = (self.contact_email.data or "").strip().lower()
        place = self.municipality_code.data or None
        found = {**longer, **lines, "contact_email": address, "municipality_code": place, "links": read_links(self.links.data or "")}
        if self.keeps_contact and not address and not found["contact_name"]:  # somebody who is not shown here stays as they are
            del found["contact_name"], found["contact_email"]
        return found

    def theme_ids(self) -> list[int]:
        """The chosen themes."""
        return [int(each) for each in self.themes.data or ()]


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
        found.append({"title": " ".join(words[:-1])[:200], "url": address})
    if len(found) > MAX_LINKS:
        raise ValidationError(_("Skriv högst %(n)s länkar.", n=MAX_LINKS))
    return found


def _choices(pairs: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SendBackForm(Form):
    """What the region wants changed."""

    note = TextAreaField(
        _l("Vad behöver ändras?"),
        [DataRequired(_l("Skriv vad som behöver ändras.")), Length(max=1000)],
        description=_l("Skickas till dem som skrev lösningen."),
    )


class WithdrawForm(Form):
    """Why a solution is taken away."""

    reason = TextAreaField(
        _l("Varför tas lösningen bort?"),
        [DataRequired(_l("Skriv varför.")), Length(max=500)],
        description=_l("Visas på lösningens sida för den som har sparat adressen."),
    )


class UseForm(Form):
    """That an organisation does the same."""

    organisation_id = SelectField(_l("Vilka använder den?"), [DataRequired(_l("Välj organisation."))], choices=())
    note = StringField(_l("Så gör vi"), [Optional(), Length(max=500)], description=_l("Till exempel vad ni har gjort annorlunda."))

    def among(self, organisations: Sequence[Organisation]) -> None:
        """Offer these."""
        first = [SelectChoice("", _("Välj organisation"))] if len(organisations) > 1 else []
        self.organisation_id.choices = [*first, *_choices([(str(each.id), each.name) for each in organisations])]


class FilterForm(Form):
    """What to show. A value that is not among the choices is passed over, never an error."""

    q = StringField(_l("Sökord"), [Length(max=100)], description=_l("Till exempel handledare eller språkstöd"))
    theme = SelectField(_l("Tema"), choices=())
    municipality = SelectField(_l("Kommun"), choices=())
    sort = SelectField(_l("Ordning"), choices=())
    fresh = SelectField(_l("Visa"), choices=())

    def __init__(self, arguments: Any, *, themes: Sequence[str], municipalities: Sequence[str]) -> None:
        super().__init__(formdata=arguments)
        self.theme.choices = [SelectChoice("", _("Alla teman")), *_choices([(name, name) for name in themes])]
        self.municipality.choices = [SelectChoice("", _("Alla kommuner")), *_choices(municipality_choices(list(municipalities)))]
        self.sort.choices = _choices([("", _("Senast tillagda först")), ("used", _("Mest använda först")), ("title", _("Namn"))])
        self.fresh.choices = _choices([("", _("Alla lösningar")), ("1", _("Bara de som nyligen är sedda över"))])
        for field in (self.theme, self.municipality, self.sort, self.fresh):
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""

    def chosen(self) -> list[tuple[str, str]]:
        """The active filters, as (name of the field, what was chosen in words). The order is no filter."""
        found = [("q", self.q.data.strip())] if (self.q.data or "").strip() else []
        for name in ("theme", "municipality", "fresh"):
            if self[name].data:
                found.append((name, str(next(choice.label for choice in self[name].choices if choice.value == self[name].data))))
        return found
