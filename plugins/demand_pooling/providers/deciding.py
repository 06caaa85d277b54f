"""The decision: one offer or none, and who orders together. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.regions.models import Region
from core.users.models import User
from core.web.format import format_number
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.providers import mails
from plugins.demand_pooling.providers.answering import offer_of
from plugins.demand_pooling.providers.asking import asked_of, note, own_request
from plugins.demand_pooling.providers.models import AskedProvider, AskedState, Orderer, ProviderRequest, RequestState
from plugins.demand_pooling.work.opening import checked_text
from plugins.demand_pooling.work.progress import ORDER, Progress
from plugins.demand_pooling.work.statuses import progress

WHOLE = 10_000  # 100 percent, in hundredths
MAX_ORDERERS = 200
MAX_PERSONS = 2_000


@dataclass(frozen=True)
class Share:
    """An orderer's part: how many persons, and hundredths of a percent of the cost."""

    organisation_id: int
    persons: int
    share: int


def orderers_of(request: ProviderRequest) -> Sequence[Orderer]:
    """Who orders together."""
    statement = select(Orderer).where(Orderer.request_id == request.id).order_by(Orderer.organisation_name, Orderer.id)
    return db.session.execute(statement).scalars().all()


def set_orderers(*, region: Region, request_id: int, seen: int | None, shares: Sequence[Share], actor: User | None) -> Sequence[Orderer]:
    """Say who orders the education together, and how the cost is shared. None at all is allowed: then nobody pays but the provider.

    Raises:
        DomainError: when the shares are not a hundred percent, or a figure makes no sense.
        Conflict: when the request is decided, or somebody else was first.
    """
    request, cluster = own_request(region, request_id, seen)
    _check_undecided(request)
    _check_shares(shares)
    db.session.execute(delete(Orderer).where(Orderer.request_id == request.id))
    for each in shares:
        try:
            organisation = of_region(region, each.organisation_id)
        except NotFound:
            raise DomainError(_("En beställare finns inte längre i regionens register."), field="shares") from None
        row = Orderer(
            region_id=region.id,
            request_id=request.id,
            organisation_id=organisation.id,
            organisation_name=organisation.name,
            persons=each.persons,
            share=each.share,
        )
        db.session.add(row)
    db.session.flush()
    note(region, cluster, request, "shared", actor, shares=[[each.organisation_id, each.persons, each.share] for each in shares])
    return orderers_of(request)


def _check_shares(shares: Sequence[Share]) -> None:
    if len(shares) > MAX_ORDERERS or len({each.organisation_id for each in shares}) != len(shares):
        raise DomainError(_("Samma beställare finns flera gånger, eller så är de för många."), field="shares")
    for each in shares:
        if not 1 <= each.persons <= MAX_PERSONS or not 0 <= each.share <= WHOLE:
            raise DomainError(_("Varje beställare behöver minst en person och en andel mellan 0 och 100 %."), field="shares")
    total = sum(each.share for each in shares)
    if shares and total != WHOLE:
        raise DomainError(
            _("Andelarna blir %(total)s %%. De ska bli 100 %%.", total=format_number(total / 100, 2)), field="shares", code="not_whole"
        )


def decide(
    *, region: Region, request_id: int, seen: int | None, accepted_id: int | None, reason: str, actor: User | None
) -> ProviderRequest:
    """Accept one offer and none of the others, or none at all. Everybody who was asked is told.

    Args:
        accepted_id: The provider's part (`AskedProvider.id`) whose offer is accepted; None for none.

    Raises:
        DomainError: without a reason, or when the offer has run out.
        Conflict: when it is decided already, or somebody was first.
    """
    request, cluster = own_request(region, request_id, seen)
    _check_undecided(request)
    reason = checked_text(reason)
    if not reason:
        raise DomainError(_("Skriv varför ni beslutar så. Beslutet är en allmän handling."), field="reason")
    everybody = asked_of(request)
    accepted = None
    if accepted_id is not None:
        accepted = next((each for each in everybody if each.id == accepted_id and each.state is AskedState.OFFERED), None)
        found = offer_of(accepted) if accepted else None
        if accepted is None or found is None:
            raise DomainError(_("Erbjudandet finns inte längre. Välj ett annat."), field="accepted")
        if found.valid_until < today():
            raise DomainError(_("Erbjudandet gäller inte längre. Be anordnaren att förlänga det."), field="accepted")
        shares = orderers_of(request)
        if shares:
            _check_shares([Share(each.organisation_id, each.persons, each.share) for each in shares])
    request.state = RequestState.DECIDED if accepted else RequestState.NONE_CHOSEN
    request.ended_at, request.reason, request.ended_by_id = utcnow(), reason, actor.id if actor else None
    for asked in everybody:
        _tell(region, cluster, asked, accepted)
    _go_on(region, cluster, request, accepted, reason, actor)
    return request


def _check_undecided(request: ProviderRequest) -> None:
    if request.state is not RequestState.OPEN:
        raise Conflict(_("Förfrågan är redan avgjord eller återtagen."), code="not_open")


def _tell(region: Region, cluster: DemandCluster, asked: AskedProvider, accepted: AskedProvider | None) -> None:
    if asked.state is AskedState.DECLINED:
        return
    if accepted is not None and asked.id == accepted.id:
        asked.state = AskedState.ACCEPTED
        mails.tell_outcome(region, cluster, asked, _("Vi har antagit ert erbjudande. Vi hör av oss om nästa steg."))
        return
    offered = asked.state is AskedState.OFFERED
    asked.state = AskedState.NOT_CHOSEN
    said = _("Vi har inte antagit ert erbjudande den här gången. Tack för ert svar.") if offered else _("Förfrågan är avslutad.")
    mails.tell_outcome(region, cluster, asked, said)


def _go_on(
    region: Region, cluster: DemandCluster, request: ProviderRequest, accepted: AskedProvider | None, reason: str, actor: User | None
) -> None:
    if accepted is None:
        note(region, cluster, request, "none_chosen", actor)
        others = select(ProviderRequest.id).where(ProviderRequest.cluster_id == cluster.id, ProviderRequest.state == RequestState.OPEN)
        if cluster.status in (Progress.REQUESTED, Progress.OFFERED) and db.session.execute(others).first() is None:
            back = Progress.POOLED if cluster.viable else Progress.CLUSTERED
            progress(region, cluster, back, actor=actor, text=reason)
        return
    note(region, cluster, request, "decided", actor, provider=accepted.organisation_name)
    found = offer_of(accepted)
    if found is not None and ORDER.index(cluster.status) < ORDER.index(Progress.DECIDED):
        facts: dict[str, str | int] = {
            "provider": accepted.organisation_name,
            "starts_on": found.starts_on.isoformat(),
            "form": str(found.form),
        }
        progress(region, cluster, Progress.DECIDED, actor=actor, text=reason, facts=facts)
