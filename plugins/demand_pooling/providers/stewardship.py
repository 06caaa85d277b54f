"""Requests and offers as records: how long they are kept, what can be disclosed, and what they hold back."""

from __future__ import annotations

from sqlalchemy import or_, select

from core.db import all_regions, count, db
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins import RecordType
from core.plugins.declarations import Blocker, PublicRecord, RecordField
from core.records.disposal import old_rows, together
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.providers import presentation, queries
from plugins.demand_pooling.providers.choices import ASKED, STATES
from plugins.demand_pooling.providers.mails import title_of
from plugins.demand_pooling.providers.models import AskedProvider, Orderer, ProviderOffer, ProviderRequest

KIND = "demand_pooling:request:"
MAX_ID = 2**31 - 1
PROCUREMENT = "19:1"  # OSL: the public body's own business, where a loss can be feared
PERSECUTED = "21:3"  # OSL: how somebody who may be persecuted can be reached


def _forget_asked(asked: AskedProvider) -> None:
    asked.email = ""


def _forget_contact(offer: ProviderOffer) -> None:
    offer.contact_name = offer.contact_email = ""


_REQUESTS = old_rows(ProviderRequest, ProviderRequest.ended_at, "demand_pooling:request")
_CONTACTS = together(
    old_rows(AskedProvider, AskedProvider.created_at, "demand_pooling:asked", AskedProvider.email != "", change=_forget_asked),
    old_rows(ProviderOffer, ProviderOffer.updated_at, "demand_pooling:offer", ProviderOffer.contact_email != "", change=_forget_contact),
)
RECORD_TYPES = [
    RecordType(
        "demand_pooling.request",
        _l("Förfrågningar, erbjudanden och beslut"),
        None,
        "Arkivlagen; regionens dokumenthanteringsplan avgör",
        due=_REQUESTS.due,
        dispose=_REQUESTS.dispose,
    ),
    RecordType(
        "demand_pooling.request_contact",
        _l("Kontaktuppgifter i förfrågningar och erbjudanden"),
        2,
        "Dataskyddsförordningen art. 5.1 e",
        due=_CONTACTS.due,
        dispose=_CONTACTS.dispose,
        what=_l("Namn och e-post tas bort. Förfrågningarna och erbjudandena finns kvar."),
    ),
]


def find(region: Region, query: str, limit: int) -> list[PublicRecord]:
    """Requests by occupation or provider, the newest first."""
    statement = (
        select(ProviderRequest, DemandCluster)
        .join(DemandCluster, DemandCluster.id == ProviderRequest.cluster_id)
        .where(ProviderRequest.region_id == region.id)
    )
    if query:
        asked = select(AskedProvider.request_id).where(AskedProvider.organisation_name.icontains(query, autoescape=True))
        statement = statement.where(or_(DemandCluster.occupation_label.icontains(query, autoescape=True), ProviderRequest.id.in_(asked)))
    found = db.session.execute(statement.order_by(ProviderRequest.id.desc()).limit(limit))
    return [PublicRecord(f"{KIND}{request.id}", _title(request, cluster)) for request, cluster in found]


def whole(region: Region, ref: str) -> PublicRecord | None:
    """A request with its offers and the decision. Until it is decided, what is offered may be secret."""
    number = ref.removeprefix(KIND)
    if not ref.startswith(KIND) or not number.isdecimal() or int(number) > MAX_ID:
        return None
    statement = select(ProviderRequest).where(ProviderRequest.id == int(number), ProviderRequest.region_id == region.id)
    request = db.session.execute(statement).scalar_one_or_none()
    if request is None:
        return None
    _request, cluster = queries.get_request(region, request.id)
    fields = [RecordField(f"evidence-{place}", label, value) for place, (label, value) in enumerate(presentation.evidence_rows(request))]
    fields += [RecordField("message", _("Meddelande"), request.message), RecordField("state", _("Läge"), str(STATES[request.state]))]
    fields.append(RecordField("reason", _("Motivering"), request.reason))
    for row in queries.answers(request):
        fields += _answer(row, decided=request.ended_at is not None)
    return PublicRecord(ref, _title(request, cluster), fields)


def _answer(row: queries.Answer, *, decided: bool) -> list[RecordField]:
    asked, offer = row.asked, row.offer
    name = asked.organisation_name
    hidden = protected_addresses([asked.email, offer.contact_email if offer else ""])
    fields = [
        RecordField(f"asked-{asked.id}-state", name, f"{ASKED[asked.state]} {asked.reason}".strip()),
        RecordField(f"asked-{asked.id}-email", _("%(name)s: e-post", name=name), asked.email, PERSECUTED if asked.email in hidden else ""),
    ]
    if offer is None:
        return fields
    paragraph, why = ("", "") if decided else (PROCUREMENT, _("Ärendet är inte avgjort, och förhandlingen kan skadas."))
    for place, (label, value) in enumerate(presentation.comparison_rows(offer)):
        fields.append(RecordField(f"offer-{offer.id}-{place}", _("%(name)s: %(what)s", name=name, what=label), value, paragraph, why))
    secret = PERSECUTED if offer.contact_email in hidden else ""
    contact = ", ".join(each for each in (offer.contact_name, offer.contact_email) if each)
    fields.append(RecordField(f"offer-{offer.id}-contact", _("%(name)s: kontakt", name=name), contact, secret))
    return fields


def _title(request: ProviderRequest, cluster: DemandCluster) -> str:
    return _("Förfrågan om %(title)s, %(day)s", title=title_of(cluster), day=request.created_at.date().isoformat())


def blockers(subject: str) -> list[Blocker]:
    """An organisation that was asked, or that orders, is part of public records."""
    key = subject.removeprefix("core:organisation:")
    if key == subject or not key.isdecimal():
        return []
    with all_regions("whether an organisation may be deleted concerns every region"):
        found = count(select(AskedProvider).where(AskedProvider.organisation_id == int(key)))
        found += count(select(Orderer).where(Orderer.organisation_id == int(key)))
    if not found:
        return []
    said = ngettext(
        "Organisationen finns i %(n)s förfrågan eller beställning. De är allmänna handlingar.",
        "Organisationen finns i %(n)s förfrågningar eller beställningar. De är allmänna handlingar.",
        found,
        n=found,
    )
    return [Blocker(said)]
