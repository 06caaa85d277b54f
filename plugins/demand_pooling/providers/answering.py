"""What a provider does with a request: offers, changes the offer, or declines. Nothing here commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError, Gone, NotFound
from core.i18n import gettext as _
from core.mailed_links import digest
from core.regions.models import Region
from core.users.models import User
from core.users.service import normalise_email
from plugins.demand_pooling import notices
from plugins.demand_pooling.providers.asking import asked_of, note, own_request
from plugins.demand_pooling.providers.days import link_ends
from plugins.demand_pooling.providers.models import (
    AskedProvider,
    AskedState,
    PricePer,
    ProviderOffer,
    ProviderRequest,
    RequestState,
    StudyForm,
)
from plugins.demand_pooling.work.opening import checked_text
from plugins.demand_pooling.work.progress import Progress
from plugins.demand_pooling.work.statuses import progress

MAX_PRICE = 100_000_000
MAX_SEATS = 2_000


@dataclass(frozen=True)
class Terms:
    """What is offered."""

    form: StudyForm
    price: int
    price_per: PricePer
    starts_on: date
    seats_min: int
    seats_max: int
    centres: str
    conditions: str
    valid_until: date
    contact_name: str
    contact_email: str


def by_token(region: Region, token: str) -> AskedProvider:
    """The provider's part that a mailed link leads to.

    Raises:
        NotFound: when there is none.
        Gone: when the link has expired.
    """
    statement = select(AskedProvider).where(AskedProvider.token_hash == digest(token), AskedProvider.region_id == region.id)
    asked = db.session.execute(statement).scalar_one_or_none()
    if asked is None:
        raise NotFound(_("Länken stämmer inte. Kontrollera att hela adressen kom med, eller be regionen om en ny."))
    request = request_of(asked)
    if today() > link_ends(request.answer_by):
        raise Gone(_("Länken har gått ut. Kontakta regionen om du behöver uppgifterna."))
    return asked


def request_of(asked: AskedProvider) -> ProviderRequest:
    """The request that a provider's part belongs to."""
    statement = select(ProviderRequest).where(ProviderRequest.id == asked.request_id)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


def offer_of(asked: AskedProvider) -> ProviderOffer | None:
    """A provider's offer, if there is one."""
    return db.session.execute(select(ProviderOffer).where(ProviderOffer.asked_id == asked.id)).scalar_one_or_none()


def offer(*, region: Region, asked_id: int, seen: int | None, terms: Terms, actor: User | None) -> ProviderOffer:
    """Leave an offer, or change the one that was left. After the last day too, as long as nothing is decided.

    Args:
        seen: The offer's revision that the provider had before it; 0 for none yet.

    Raises:
        DomainError: at its field.
        Conflict: when the request is decided, or somebody at the provider has changed the offer meanwhile.
    """
    request, asked = _open(region, asked_id)
    _check(terms)
    found = offer_of(asked)
    if seen is not None and (found.revision if found else 0) != seen:
        raise Conflict(_("Någon hos er har ändrat erbjudandet under tiden. Läs det först, och ändra sedan."), code="changed_meanwhile")
    first = found is None
    if found is None:
        found = ProviderOffer(region_id=region.id, asked_id=asked.id, revision=0)
        db.session.add(found)
    for name, value in asdict(terms).items():
        setattr(found, name, value)
    found.revision += 1
    asked.state, asked.answered_at, asked.reason = AskedState.OFFERED, utcnow(), ""
    db.session.flush()
    _tell(region, request, asked, actor, "offered" if first else "offer_changed", terms=_plain(terms))
    return found


def decline(*, region: Region, asked_id: int, reason: str, actor: User | None) -> None:
    """Say no, and why. An offer that was left is taken back by it; the history keeps its words.

    Raises:
        DomainError: without a reason.
        Conflict: when the request is decided.
    """
    request, asked = _open(region, asked_id)
    reason = checked_text(reason)
    if not reason:
        raise DomainError(_("Skriv varför ni tackar nej. Det hjälper regionen att fråga rätt nästa gång."), field="reason")
    earlier = offer_of(asked)
    if earlier is not None:
        db.session.delete(earlier)
    asked.state, asked.answered_at, asked.reason = AskedState.DECLINED, utcnow(), reason
    db.session.flush()
    _tell(region, request, asked, actor, "declined")


def _open(region: Region, asked_id: int) -> tuple[ProviderRequest, AskedProvider]:
    statement = select(AskedProvider.request_id).where(AskedProvider.id == asked_id, AskedProvider.region_id == region.id)
    request_id = db.session.execute(statement).scalar_one_or_none()
    if request_id is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    request, _cluster = own_request(region, request_id)
    if request.state is not RequestState.OPEN:
        raise Conflict(_("Förfrågan är avgjord, så svaret kan inte ändras. Kontakta regionen om något är fel."), code="decided")
    return request, next(each for each in asked_of(request) if each.id == asked_id)


def _tell(region: Region, request: ProviderRequest, asked: AskedProvider, actor: User | None, what: str, **facts: Any) -> None:
    _request, cluster = own_request(region, request.id)
    note(region, cluster, request, what, actor, provider=asked.organisation_name, **facts)
    notices.tell_answer(region, cluster, request, asked)
    if what == "offered" and cluster.status is Progress.REQUESTED:
        progress(region, cluster, Progress.OFFERED, actor=actor, facts={"offers": 1})


def _check(terms: Terms) -> None:
    if not 0 <= terms.price <= MAX_PRICE:
        raise DomainError(_("Priset ska vara mellan 0 och 100 miljoner kronor."), field="price")
    if terms.starts_on < today():
        raise DomainError(_("Startdagen har passerat. Välj en dag som kommer."), field="starts_on")
    if not 1 <= terms.seats_min <= MAX_SEATS:
        raise DomainError(_("Skriv hur många platser det minst blir, mellan 1 och %(max)s.", max=MAX_SEATS), field="seats_min")
    if not terms.seats_min <= terms.seats_max <= MAX_SEATS:
        raise DomainError(_("Det högsta antalet platser ska vara minst lika stort som det lägsta."), field="seats_max")
    if terms.valid_until < today():
        raise DomainError(_("Dagen har passerat. Skriv hur länge erbjudandet gäller."), field="valid_until")
    normalise_email(terms.contact_email, field="contact_email")


def _plain(terms: Terms) -> dict[str, str | int]:
    """The terms for the history, without the person who left them."""
    facts = {name: value for name, value in asdict(terms).items() if not name.startswith("contact_")}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
