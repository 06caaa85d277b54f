"""Requests and offers in words, for pages and mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.records.people import shown_contact
from core.web.format import format_date, format_number
from plugins.demand_pooling.providers.choices import FORMS
from plugins.demand_pooling.providers.models import AskedProvider, PricePer, ProviderOffer, ProviderRequest, StudyForm


def form_label(form: str) -> str:
    """A form of study in words; the value itself when it is unknown."""
    return str(FORMS[StudyForm(form)]) if form in set(StudyForm) else form


def price(offer: ProviderOffer) -> str:
    """A price in words."""
    amount = _("%(amount)s kr", amount=format_number(offer.price))
    return _("%(amount)s per person", amount=amount) if offer.price_per is PricePer.PERSON else _("%(amount)s för gruppen", amount=amount)


def whole_price(offer: ProviderOffer, people: int) -> int:
    """What the class costs in all for so many people, within the offered seats: by this two kinds of price can be compared."""
    seats = min(max(people, offer.seats_min), offer.seats_max)
    return offer.price * seats if offer.price_per is PricePer.PERSON else offer.price


def contact(offer: ProviderOffer) -> str:
    """Whom to call at the provider; nothing of somebody with protected identity."""
    name, email = shown_contact(offer.contact_email, offer.contact_name, offer.contact_email)
    return ", ".join(each for each in (name, email) if each)


def address(asked: AskedProvider) -> str:
    """Where a request was sent, as it may be seen."""
    return shown_contact(asked.email, asked.email)[0]


def comparison(request: ProviderRequest, answers: Sequence[tuple[AskedProvider, ProviderOffer]]) -> list[list[str]]:
    """The offers side by side: a row for each thing, a column for each offer."""
    people = int(request.evidence.get("people", 0))
    offers = [offer for _asked, offer in answers]
    rows = [
        [_("Form"), *(form_label(offer.form) for offer in offers)],
        [_("Pris"), *(price(offer) for offer in offers)],
        [
            _("Hela kostnaden för gruppen"),
            *(_("%(amount)s kr", amount=format_number(whole_price(offer, people))) for offer in offers),
        ],
        [_("Första dagen"), *(format_date(offer.starts_on) for offer in offers)],
        [_("Platser"), *(_("%(min)s–%(max)s", min=offer.seats_min, max=offer.seats_max) for offer in offers)],
        [_("Räcker platserna?"), *(_enough(offer, people) for offer in offers)],
        [_("Tas emot i"), *(offer.centres or _("Inte angivet") for offer in offers)],
        [_("Villkor"), *(offer.conditions or _("Inga angivna") for offer in offers)],
        [_("Gäller till"), *(format_date(offer.valid_until) for offer in offers)],
        [_("Kontakt"), *(contact(offer) or _("Visas inte") for offer in offers)],
    ]
    return [[str(cell) for cell in row] for row in rows]


def comparison_rows(offer: ProviderOffer) -> list[tuple[str, str]]:
    """One offer as rows, without its contact."""
    return [
        (_("Form"), form_label(offer.form)),
        (_("Pris"), price(offer)),
        (_("Första dagen"), format_date(offer.starts_on)),
        (_("Platser"), _("%(min)s–%(max)s", min=offer.seats_min, max=offer.seats_max)),
        (_("Tas emot i"), offer.centres),
        (_("Villkor"), offer.conditions),
        (_("Gäller till"), format_date(offer.valid_until)),
    ]


def _enough(offer: ProviderOffer, people: int) -> str:
    if people < offer.seats_min:
        short = offer.seats_min - people
        return ngettext("%(n)s person saknas till den minsta gruppen", "%(n)s personer saknas till den minsta gruppen", short, n=short)
    if people > offer.seats_max:
        over = people - offer.seats_max
        return ngettext("%(n)s person får inte plats", "%(n)s personer får inte plats", over, n=over)
    return _("Ja")


def evidence_rows(request: ProviderRequest) -> list[tuple[str, str]]:
    """The figures of a request, as rows of a summary."""
    facts: Mapping[str, Any] = request.evidence
    soon, later, last = [*facts.get("horizons", []), 0, 0, 0][:3]
    rows = [
        (_("Personer"), format_number(facts.get("people", 0))),
        (_("Arbetsgivare"), format_number(facts.get("employers", 0))),
        (_("Behövs inom ett år"), format_number(soon)),
        (_("Behövs om ett till tre år"), format_number(later)),
        (_("Behövs om tre till fem år"), format_number(last)),
        (_("Kan läsa på distans"), format_number(facts.get("by_distance", 0))),
        (_("Praktikplatser som erbjuds"), format_number(facts.get("placements", 0))),
    ]
    if facts.get("skills"):
        rows.append((_("Kompetenser som nämns"), ", ".join(facts["skills"])))
    if facts.get("titles"):
        rows.append((_("Arbetsgivarnas egna titlar"), ", ".join(facts["titles"])))
    if request.forms:
        rows.append((_("Former som passar"), ", ".join(form_label(form) for form in request.forms)))
    if request.start_wish:
        rows.append((_("Önskad start"), request.start_wish))
    rows.append((_("Sista dagen att svara"), format_date(request.answer_by)))
    return [(str(label), str(value)) for label, value in rows]


def place_rows(request: ProviderRequest) -> list[list[str]]:
    """Municipality by municipality, as they may be told."""
    places = request.evidence.get("places", [])
    return [
        [place["name"], _("Färre än tre arbetsgivare") if place["people"] is None else format_number(place["people"])] for place in places
    ]


def name_rows(request: ProviderRequest) -> list[list[str]]:
    """The employers that let themselves be named."""
    return [[each["name"], name_of(each["municipality"])] for each in request.evidence.get("names", [])]
