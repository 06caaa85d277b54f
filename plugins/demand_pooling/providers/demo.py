"""What a demo region has of work with clusters: a request with two offers, a comment, and a need set aside. All of it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.jobs import enqueue
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.users.models import User
from core.users.queries import with_permission
from plugins.demand_pooling.facts import members_of
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.permissions import WORK
from plugins.demand_pooling.providers import queries, service
from plugins.demand_pooling.providers.models import AskedProvider, PricePer, ProviderRequest, StudyForm
from plugins.demand_pooling.work import service as work

JOB = "demand_pooling.work_demo"
TRIES = 5
LEFT_ALONE = "532"  # the occupations of the demo's loop: what a visitor follows must not be locked
OFFERS = (
    (StudyForm.DISTANCE, 18_500, PricePer.PERSON, 8, 24, "Lärcentrum i regionen", "Tre närträffar per termin. Kursmaterial ingår."),
    (StudyForm.CENTRE, 310_000, PricePer.WHOLE, 10, 20, "Två av regionens lärcentrum", "Regionen ordnar lokal."),
)


def ask(region: Region) -> None:
    """Have it made when the region's clusters are there."""
    enqueue(JOB, region=region)


def make(region: Region, tries: int = 0) -> None:
    """Make it, once. Run again it adds nothing; while there is no cluster it waits for a later try."""
    if db.session.execute(select(ProviderRequest.id).where(ProviderRequest.region_id == region.id).limit(1)).first():
        return
    clusters = _clusters(region)
    if not clusters:
        if tries < TRIES:
            enqueue(JOB, region=region, tries=tries + 1)
        return
    actor = next((user for user in with_permission(region, WORK) if user.email.startswith("strategist@")), None)
    _request(region, clusters[0], actor)
    for cluster in clusters[1:2]:
        work.comment(region=region, cluster_id=cluster.id, actor=actor, text="Två av arbetsgivarna kan tänka sig att börja redan i vår.")
        members = members_of(region, [cluster.id])
        if len(members) > 1:
            work.remove(
                region=region,
                cluster_id=cluster.id,
                seen=None,
                need_ids=[members[-1].pooled_need_id],
                actor=actor,
                text="Arbetsgivaren har löst behovet med intern utbildning.",
            )


def _clusters(region: Region) -> Sequence[DemandCluster]:
    """The largest that can be worked with."""
    wanted = select(DemandCluster).where(
        DemandCluster.region_id == region.id,
        DemandCluster.closed_at.is_(None),
        DemandCluster.locked_at.is_(None),
        ~DemandCluster.occupation_group.startswith(LEFT_ALONE),
    )
    return (
        db.session.execute(wanted.order_by(DemandCluster.missing, DemandCluster.headcount.desc(), DemandCluster.id).limit(2))
        .scalars()
        .all()
    )


def _request(region: Region, cluster: DemandCluster, actor: User | None) -> None:
    schools = [each for each in queries.candidates(region, cluster) if each.organisation.kind is not OrganisationKind.MUNICIPALITY]
    if not schools:
        return
    request = service.ask(
        region=region,
        cluster_id=cluster.id,
        seen=None,
        providers={each.organisation.id: f"anordnare{each.organisation.id}@demo.samkraft.example" for each in schools[:3]},
        forms=[StudyForm.DISTANCE, StudyForm.CENTRE],
        start_wish="hösten 2027",
        answer_by=today() + timedelta(days=30),
        message="Arbetsgivarna vill helst att deltagarna kan bo kvar hemma.",
        actor=actor,
    )
    asked = select(AskedProvider).where(AskedProvider.request_id == request.id).order_by(AskedProvider.id)
    for each, (form, price, price_per, fewest, most, centres, conditions) in zip(
        db.session.execute(asked).scalars().all(), OFFERS, strict=False
    ):
        terms = service.Terms(
            form=form,
            price=price,
            price_per=price_per,
            starts_on=today() + timedelta(days=280),
            seats_min=fewest,
            seats_max=most,
            centres=centres,
            conditions=conditions,
            valid_until=today() + timedelta(days=120),
            contact_name="Demo Rektor",
            contact_email=each.email,
        )
        service.offer(region=region, asked_id=each.id, seen=None, terms=terms, actor=None)
