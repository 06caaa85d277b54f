"""Reads for requests: whom to ask, what has come in, and what a provider sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from core.db import Page, db, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.organisations.naming import name_key
from core.records.people import visible_people
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where
from plugins.demand_pooling.models import ClusterMember, DemandCluster, FoundSupply, PooledNeed
from plugins.demand_pooling.permissions import OFFER
from plugins.demand_pooling.providers.choices import PROVIDER_KINDS
from plugins.demand_pooling.providers.models import AskedProvider, Orderer, ProviderOffer, ProviderRequest

MOST_PROVIDERS = 100
MOST_ORDERERS = 40
PAGE_SIZE = 20


@dataclass(frozen=True)
class Candidate:
    """An organisation that can be asked, the address that was used last, and whether it has courses that answer the cluster."""

    organisation: Organisation
    email: str
    suggested: bool


@dataclass(frozen=True)
class Answer:
    """A provider that was asked, and what it offers, if anything."""

    asked: AskedProvider
    offer: ProviderOffer | None


@dataclass(frozen=True)
class RequestRow:
    """A request in a list."""

    request: ProviderRequest
    cluster: DemandCluster
    asked: int
    offers: int


def candidates(region: Region, cluster: DemandCluster) -> list[Candidate]:
    """The region's providers: first those that have courses in the catalogue that answer the cluster, then by name."""
    found = select(FoundSupply.provider).where(
        FoundSupply.region_id == region.id, FoundSupply.cluster_id == cluster.id, FoundSupply.gone_at.is_(None)
    )
    known = {name_key(name) for name in db.session.execute(found).scalars() if name}
    mine = select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id == region.id)
    here = select(Organisation).where(Organisation.id.in_(mine), Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
    able = here.where(Organisation.kind.in_(PROVIDER_KINDS))
    schools_first = (Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.sort_key, Organisation.id)
    organisations = list(db.session.execute(able.order_by(*schools_first).limit(MOST_PROVIDERS)).scalars())
    suggested = {each.id for each in organisations if each.name_key in known}
    beyond = able.where(Organisation.name_key.in_(known)).limit(MOST_PROVIDERS) if known else None
    if beyond is not None:
        more = [each for each in db.session.execute(beyond).scalars() if each.id not in {known.id for known in organisations}]
        organisations += more
        suggested |= {each.id for each in more}
    emails = _last_emails(region, [each.id for each in organisations])
    rows = [Candidate(each, emails.get(each.id, ""), each.id in suggested) for each in organisations]
    return sorted(rows, key=lambda row: not row.suggested)


def _last_emails(region: Region, organisation_ids: Collection[int]) -> dict[int, str]:
    statement = (
        select(AskedProvider.organisation_id, AskedProvider.email)
        .where(AskedProvider.region_id == region.id, AskedProvider.organisation_id.in_(organisation_ids), AskedProvider.email != "")
        .where(visible_people(AskedProvider.email))
        .order_by(AskedProvider.id)
    )
    return {row.organisation_id: row.email for row in db.session.execute(statement)}


def requests_of(region: Region, cluster: DemandCluster) -> Sequence[ProviderRequest]:
    """A cluster's requests, newest first."""
    statement = select(ProviderRequest).where(ProviderRequest.region_id == region.id, ProviderRequest.cluster_id == cluster.id)
    return db.session.execute(statement.order_by(ProviderRequest.id.desc())).scalars().all()


def get_request(region: Region, request_id: int) -> tuple[ProviderRequest, DemandCluster]:
    """A request of the region with its cluster.

    Raises:
        NotFound: when there is none.
    """
    statement = (
        select(ProviderRequest, DemandCluster)
        .join(DemandCluster, DemandCluster.id == ProviderRequest.cluster_id)
        .where(ProviderRequest.id == request_id, ProviderRequest.region_id == region.id)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found[0], found[1]


def answers(request: ProviderRequest) -> list[Answer]:
    """Everybody who was asked: those with an offer first, then by name."""
    statement = (
        select(AskedProvider, ProviderOffer)
        .outerjoin(ProviderOffer, ProviderOffer.asked_id == AskedProvider.id)
        .where(AskedProvider.request_id == request.id)
    )
    rows = [Answer(asked, offer) for asked, offer in db.session.execute(statement)]
    return sorted(rows, key=lambda row: (row.offer is None, row.asked.organisation_name, row.asked.id))


def request_page(region: Region, *, number: int = 1, size: int = PAGE_SIZE) -> Page[RequestRow]:
    """The region's requests, newest first."""
    both: Any = select(ProviderRequest, DemandCluster)
    statement = (
        both.join(DemandCluster, DemandCluster.id == ProviderRequest.cluster_id)
        .where(ProviderRequest.region_id == region.id)
        .order_by(ProviderRequest.id.desc())
    )
    page = paginate(statement, number=number, size=size, scalars=False)
    counts = _counts([request.id for request, _cluster in page.items])
    rows = [RequestRow(request, cluster, *counts.get(request.id, (0, 0))) for request, cluster in page.items]
    return Page(items=rows, total=page.total, number=page.number, size=page.size)


def _counts(request_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    statement = (
        select(AskedProvider.request_id, func.count(AskedProvider.id), func.count(ProviderOffer.id))
        .outerjoin(ProviderOffer, ProviderOffer.asked_id == AskedProvider.id)
        .where(AskedProvider.request_id.in_(request_ids))
        .group_by(AskedProvider.request_id)
    )
    return {request_id: (int(asked), int(offers)) for request_id, asked, offers in db.session.execute(statement)}


def asked_page(region: Region, user: User, *, number: int = 1) -> Page[tuple[AskedProvider, ProviderRequest, DemandCluster]]:
    """The requests to the organisations that a person acts for."""
    three: Any = select(AskedProvider, ProviderRequest, DemandCluster)
    statement = (
        three.join(ProviderRequest, ProviderRequest.id == AskedProvider.request_id)
        .join(DemandCluster, DemandCluster.id == ProviderRequest.cluster_id)
        .where(AskedProvider.region_id == region.id, _within_reach(region, user))
        .order_by(AskedProvider.id.desc())
    )
    return paginate(statement, number=number, size=PAGE_SIZE, scalars=False)


def _within_reach(region: Region, user: User) -> ColumnElement[bool]:
    """Over whose requests a person has the right: their own organisation's; all, for who holds it over the whole region."""
    reach = organisations_where(user, region, OFFER)
    return true() if reach.everywhere else AskedProvider.organisation_id.in_(reach.organisations)


def asked_for(region: Region, user: User, asked_id: int) -> AskedProvider:
    """One of them.

    Raises:
        NotFound: when it is another organisation's.
    """
    statement = select(AskedProvider).where(AskedProvider.id == asked_id, AskedProvider.region_id == region.id)
    found = db.session.execute(statement.where(_within_reach(region, user))).scalar_one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def possible_orderers(
    region: Region, cluster: DemandCluster, chosen: Sequence[Orderer], employer_ids: Collection[int]
) -> list[Organisation]:
    """Who could order together: those that do, the employers of the cluster that may be named, and the municipalities that are in it."""
    here = select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id == region.id)
    inside = select(ClusterMember.pooled_need_id).where(ClusterMember.cluster_id == cluster.id)
    codes = select(PooledNeed.municipality_code).where(PooledNeed.id.in_(inside))
    statement = (
        select(Organisation)
        .where(Organisation.id.in_(here), Organisation.merged_into_id.is_(None))
        .where(
            Organisation.id.in_([*employer_ids, *(each.organisation_id for each in chosen)])
            | ((Organisation.kind == OrganisationKind.MUNICIPALITY) & Organisation.municipality_code.in_(codes))
        )
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MOST_ORDERERS)
    )
    return list(db.session.execute(statement).scalars())
