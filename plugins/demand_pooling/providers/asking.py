"""Asking providers: the request, its reminders, and taking it back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.mailed_links import digest, new_seed
from core.organisations.queries import of_region
from core.regions.models import Region
from core.users.models import User
from core.users.service import normalise_email
from plugins.demand_pooling import notices
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.providers import mails
from plugins.demand_pooling.providers.choices import PROVIDER_KINDS
from plugins.demand_pooling.providers.evidence import snapshot
from plugins.demand_pooling.providers.models import AskedProvider, AskedState, ProviderRequest, RequestState, StudyForm
from plugins.demand_pooling.providers.tokens import token_of
from plugins.demand_pooling.service import locked_state
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import StepKind
from plugins.demand_pooling.work.opening import checked_text, opened
from plugins.demand_pooling.work.progress import ORDER, Progress, allowed
from plugins.demand_pooling.work.statuses import progress

MAX_PROVIDERS = 50
MAX_AHEAD = timedelta(days=730)
REMIND_EVERY = timedelta(days=2)


def ask(
    *,
    region: Region,
    cluster_id: int,
    seen: int | None,
    providers: Mapping[int, str],
    forms: Sequence[StudyForm],
    start_wish: str,
    answer_by: date | None,
    message: str,
    actor: User | None,
) -> ProviderRequest:
    """Ask providers for an offer, with the cluster's figures as they are now. Each gets a mail with a link of its own.

    A cluster that is not large enough may be asked about; the request says so.

    Args:
        providers: Mail addresses by organisation.

    Raises:
        DomainError: at its field, when something is missing or the day has passed.
        Conflict: when somebody else was first, or the cluster is too far on its way.
    """
    cluster = opened(region, cluster_id, seen)
    if cluster.status is not Progress.REQUESTED and Progress.REQUESTED not in allowed(cluster.status) and not _further(cluster):
        raise Conflict(_("Arbetet med klustret är avslutat. Ändra läget innan du frågar en anordnare."))
    if answer_by is None or answer_by < today():
        raise DomainError(_("Sista dagen att svara har passerat. Välj en dag som kommer."), field="answer_by")
    if answer_by > today() + MAX_AHEAD:
        raise DomainError(_("Sista dagen att svara får ligga högst två år fram."), field="answer_by")
    if not providers:
        raise DomainError(_("Välj minst en anordnare."), field="providers")
    if len(providers) > MAX_PROVIDERS:
        raise DomainError(_("Välj högst %(max)s anordnare.", max=MAX_PROVIDERS), field="providers")
    request = ProviderRequest(
        region_id=region.id,
        cluster_id=cluster.id,
        forms=[str(form) for form in forms],
        start_wish=start_wish.strip()[:100],
        answer_by=answer_by,
        message=checked_text(message),
        evidence=snapshot(region, cluster),
        created_by_id=actor.id if actor else None,
    )
    db.session.add(request)
    db.session.flush()
    for organisation_id, email in providers.items():
        asked = _asked(region, request, organisation_id, email)
        mails.ask(region, cluster, request, asked)
        notices.tell_asked(region, cluster, asked)
    note(region, cluster, request, "requested", actor, providers=len(providers), answer_by=answer_by.isoformat())
    if ORDER.index(cluster.status) < ORDER.index(Progress.REQUESTED):
        facts: dict[str, str | int] = {"providers": len(providers), "answer_by": answer_by.isoformat()}
        progress(region, cluster, Progress.REQUESTED, actor=actor, facts=facts)
    return request


def _further(cluster: DemandCluster) -> bool:
    """Whether another request may still be sent: some have been asked, and nothing has been decided."""
    return cluster.status in (Progress.OFFERED, Progress.FUNDING)


def _asked(region: Region, request: ProviderRequest, organisation_id: int, email: str) -> AskedProvider:
    try:
        organisation = of_region(region, organisation_id)
    except NotFound:
        raise DomainError(_("En anordnare finns inte längre i regionens register."), field="providers") from None
    if organisation.kind not in PROVIDER_KINDS:
        raise DomainError(_("%(name)s är ingen utbildningsanordnare.", name=organisation.name), field="providers")
    seed = new_seed()
    asked = AskedProvider(
        region_id=region.id,
        request_id=request.id,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        email=normalise_email(email, field=f"email_{organisation_id}"),
        seed=seed,
        token_hash=digest(token_of(seed)),
    )
    db.session.add(asked)
    db.session.flush()
    return asked


def own_request(region: Region, request_id: int, seen: int | None = None) -> tuple[ProviderRequest, DemandCluster]:
    """A request of the region with its cluster, locked for others until the transaction ends.

    Raises:
        Conflict: when somebody has done something with it since one looked.
    """
    locked_state(region)
    statement = select(ProviderRequest).where(ProviderRequest.id == request_id, ProviderRequest.region_id == region.id)
    request = db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if request is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    if seen is not None and request.version != seen:
        raise Conflict(
            _("Någon annan hann före. Ditt steg är inte gjort. Se hur det är nu, och gör om det om det behövs."), code="changed_meanwhile"
        )
    found = select(DemandCluster).where(DemandCluster.id == request.cluster_id, DemandCluster.region_id == region.id)
    return request, db.session.execute(found.execution_options(populate_existing=True)).scalar_one()


def asked_of(request: ProviderRequest) -> list[AskedProvider]:
    """The providers that were asked, in the order in which they were."""
    statement = select(AskedProvider).where(AskedProvider.request_id == request.id).order_by(AskedProvider.id)
    return list(db.session.execute(statement.execution_options(populate_existing=True)).scalars())


def note(region: Region, cluster: DemandCluster, request: ProviderRequest, what: str, actor: User | None, **facts: Any) -> None:
    """Keep a step of a request in the cluster's history and in the audit log."""
    request.version += 1
    history.note(region, cluster, StepKind.PROVIDER, actor=actor, counts=False, what=what, request=request.id, **facts)
    shown = {name: facts[name] for name in ("provider", "providers") if name in facts}
    record(f"demand_pooling.request.{what}", region=region, subject=request_ref(request), actor=actor, **shown)


def request_ref(request: ProviderRequest) -> str:
    """How other parts name a request."""
    return f"demand_pooling:request:{request.id}"


def remind(*, region: Region, request_id: int, actor: User | None) -> int:
    """Send the link again to those who have not answered and were not reminded in the last days. Returns how many.

    Raises:
        Conflict: when the request is not open.
    """
    request, cluster = own_request(region, request_id)
    _check_open(request)
    waiting = [each for each in asked_of(request) if each.state is AskedState.SENT and _may_remind(each)]
    for asked in waiting:
        asked.reminded_at = utcnow()
        mails.remind(region, cluster, request, asked)
    if waiting:
        note(region, cluster, request, "reminded", actor, providers=len(waiting))
    return len(waiting)


def remind_all(*, region: Region, within_days: int) -> int:
    """Remind, once, everybody who has not answered a request whose last day is near. Returns how many."""
    near = select(ProviderRequest.id).where(
        ProviderRequest.region_id == region.id,
        ProviderRequest.state == RequestState.OPEN,
        ProviderRequest.answer_by >= today(),
        ProviderRequest.answer_by <= today() + timedelta(days=within_days),
    )
    told = 0
    for request_id in db.session.execute(near.order_by(ProviderRequest.id)).scalars().all():
        request, cluster = own_request(region, request_id)
        waiting = [each for each in asked_of(request) if each.state is AskedState.SENT and each.reminded_at is None and _may_remind(each)]
        for asked in waiting:
            asked.reminded_at = utcnow()
            mails.remind(region, cluster, request, asked)
        if waiting:
            note(region, cluster, request, "reminded", None, providers=len(waiting))
        told += len(waiting)
    return told


def _may_remind(asked: AskedProvider) -> bool:
    last = asked.reminded_at or asked.created_at
    return last <= utcnow() - REMIND_EVERY


def withdraw(*, region: Region, request_id: int, seen: int | None, reason: str, actor: User | None) -> None:
    """Take a request back. Those who were asked are told."""
    request, cluster = own_request(region, request_id, seen)
    _check_open(request)
    reason = checked_text(reason)
    if not reason:
        raise DomainError(_("Skriv varför. Anordnarna får veta det."), field="reason")
    request.state, request.ended_at, request.reason = RequestState.WITHDRAWN, utcnow(), reason
    request.ended_by_id = actor.id if actor else None
    for asked in asked_of(request):
        if asked.state is not AskedState.DECLINED:
            asked.state = AskedState.NOT_CHOSEN
            mails.tell_outcome(region, cluster, asked, _("Förfrågan är återtagen. %(reason)s", reason=reason))
    note(region, cluster, request, "withdrawn", actor)


def _check_open(request: ProviderRequest) -> None:
    if request.state is not RequestState.OPEN:
        raise Conflict(_("Förfrågan är redan avgjord eller återtagen."), code="not_open")
