"""What is asked of strategists and of providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.clock import today
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.models import Organisation
from core.web.fields import DayField, WholeField
from core.web.forms import Form
from plugins.demand_pooling.providers.answering import Terms
from plugins.demand_pooling.providers.choices import FORMS, PRICES
from plugins.demand_pooling.providers.deciding import Share
from plugins.demand_pooling.providers.fields import PercentField
from plugins.demand_pooling.providers.models import Orderer, PricePer, ProviderOffer, StudyForm
from plugins.demand_pooling.providers.queries import Candidate
from plugins.demand_pooling.work.opening import MAX_TEXT

MAX_EMAIL = 254
WEEKS_TO_ANSWER = 4


def _labelled(labels: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in labels.items()]


class _Ask(Form):
    version = HiddenField()
    forms = SelectMultipleField(
        _l("Former som passar"),
        choices=(),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Lämna tomt om alla former passar."),
    )
    start_wish = StringField(_l("Önskad start"), [Length(max=100)], description=_l("Till exempel augusti 2027."))
    answer_by = DayField(_l("Sista dagen att svara"), [InputRequired(_l("Skriv vilken dag som är den sista att svara."))])
    message = TextAreaField(_l("Meddelande till anordnarna"), [Length(max=MAX_TEXT)])

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.forms.choices = _labelled(FORMS)


def ask_form(found: Sequence[Candidate], version: int, formdata: Any = None) -> Any:
    """The form of a request, with a box and an address for each provider."""
    rows: dict[str, Any] = {}
    for each in found:
        key = each.organisation.id
        rows[f"ask_{key}"] = BooleanField(each.organisation.name)
        rows[f"email_{key}"] = StringField(_l("E-post"), [Length(max=MAX_EMAIL)])
    form = type("AskForm", (_Ask,), rows)(formdata=formdata)
    if formdata is None:
        form.version.data = str(version)
        form.answer_by.data = today() + timedelta(weeks=WEEKS_TO_ANSWER)
        for each in found:
            form[f"email_{each.organisation.id}"].data = each.email
    return form


def chosen(form: Any, found: Sequence[Candidate]) -> dict[int, str]:
    """The addresses of those that were ticked, by organisation."""
    keys = [each.organisation.id for each in found]
    return {key: form[f"email_{key}"].data or "" for key in keys if form[f"ask_{key}"].data}


class OfferForm(Form):
    """An offer."""

    revision = HiddenField()
    form = RadioField(_l("Form"), [InputRequired(_l("Välj hur utbildningen ges."))], choices=(), coerce=str)
    price = WholeField(_l("Pris i kronor (SEK), utan moms"), [InputRequired(_l("Skriv ett pris. Kostar utbildningen inget, skriv 0."))])
    price_per = RadioField(
        _l("Vad priset gäller"),
        [InputRequired(_l("Välj vad priset gäller."))],
        choices=(),
        coerce=str,
    )
    starts_on = DayField(_l("Första dagen"), [InputRequired(_l("Skriv vilken dag utbildningen börjar."))])
    seats_min = WholeField(_l("Minsta antal platser"), [InputRequired(_l("Skriv hur många som minst behövs."))])
    seats_max = WholeField(_l("Högsta antal platser"), [InputRequired(_l("Skriv hur många som högst får plats."))])
    centres = StringField(_l("Orter eller lärcentrum som tar emot"), [Length(max=1000)])
    conditions = TextAreaField(_l("Villkor"), [Length(max=MAX_TEXT)])
    valid_until = DayField(_l("Erbjudandet gäller till"), [InputRequired(_l("Skriv hur länge erbjudandet gäller."))])
    contact_name = StringField(_l("Kontaktperson"), [InputRequired(_l("Skriv vem regionen ska kontakta.")), Length(max=200)])
    contact_email = StringField(_l("Kontaktpersonens e-post"), [InputRequired(_l("Skriv en e-postadress.")), Length(max=MAX_EMAIL)])

    def __init__(self, offer: ProviderOffer | None, formdata: Any = None) -> None:
        super().__init__(formdata=formdata, obj=offer)
        self.form.choices, self.price_per.choices = _labelled(FORMS), _labelled(PRICES)
        if formdata is None:
            self.revision.data = str(offer.revision if offer else 0)

    def terms(self) -> Terms:
        """What is offered, from a form that is valid."""
        facts: dict[str, Any] = {name: self[name].data for name in ("price", "starts_on", "seats_min", "seats_max", "valid_until")}
        for name in ("centres", "conditions", "contact_name", "contact_email"):
            facts[name] = (self[name].data or "").strip()
        return Terms(form=StudyForm(self.form.data), price_per=PricePer(self.price_per.data), **facts)


class DeclineForm(Form):
    """A no."""

    reason = TextAreaField(_l("Varför tackar ni nej?"), [InputRequired(_l("Skriv varför ni tackar nej.")), Length(max=MAX_TEXT)])


class DecideForm(Form):
    """Which offer is accepted."""

    version = HiddenField()
    accepted = RadioField(_l("Beslut"), [InputRequired(_l("Välj ett erbjudande, eller att inget antas."))], coerce=str)
    reason = TextAreaField(
        _l("Motivering"),
        [InputRequired(_l("Skriv varför ni beslutar så.")), Length(max=MAX_TEXT)],
        description=_l("Sparas i klustrets historik. Beslutet är en allmän handling."),
    )

    def __init__(self, offers: Sequence[tuple[int, str]], version: int, formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.accepted.choices = [(str(key), _("Anta erbjudandet från %(name)s", name=name)) for key, name in offers]
        self.accepted.choices.append(("none", _("Anta inget av erbjudandena")))
        if formdata is None:
            self.version.data = str(version)


class WithdrawForm(Form):
    """Why a request is taken back."""

    version = HiddenField()
    withdraw_reason = TextAreaField(_l("Varför återtas förfrågan?"), [Length(max=MAX_TEXT)], description=_l("Anordnarna får läsa det."))


class _Shares(Form):
    version = HiddenField()


def shares_form(organisations: Sequence[Organisation], saved: Sequence[Orderer], version: int, formdata: Any = None) -> Any:
    """A row for each that could order: how many persons, and which share of the cost."""
    rows: dict[str, Any] = {}
    for each in organisations:
        rows[f"persons_{each.id}"] = WholeField(_l("Personer"), [Optional()])
        rows[f"share_{each.id}"] = PercentField(_l("Andel i procent"), [Length(max=10)])
    form = type("SharesForm", (_Shares,), rows)(formdata=formdata)
    if formdata is None:
        form.version.data = str(version)
        for row in saved:
            if f"persons_{row.organisation_id}" in form:
                form[f"persons_{row.organisation_id}"].data = row.persons
                form[f"share_{row.organisation_id}"].data = f"{row.share / 100:.2f}".replace(".", ",")
    return form


def shares(form: Any, organisations: Sequence[Organisation]) -> list[Share]:
    """The rows in which something was written."""
    found = []
    for each in organisations:
        persons, share = form[f"persons_{each.id}"].data, form[f"share_{each.id}"].hundredths
        if persons or share:
            found.append(Share(each.id, persons or 0, share or 0))
    return found
