"""Work outside the request, and what is done when an event arrives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from core.db import atomic, utcnow
from core.plugins import Job, Subscription
from core.regions.models import Region
from plugins.demand_pooling import events, service, stating
from plugins.demand_pooling.agreed.hearing import SUBSCRIPTIONS as agreed
from plugins.demand_pooling.bookkeeping import FIND_SUPPLY
from plugins.demand_pooling.dossier import commitments
from plugins.demand_pooling.dossier import demo as dossier_demo
from plugins.demand_pooling.dossier.events import (
    COMMITMENT_MADE,
    COMMITMENT_WITHDRAWN,
    OFFER_CHANGED,
    CommitmentMade,
    CommitmentWithdrawn,
    OfferChanged,
)
from plugins.demand_pooling.dossier.offered import on_offer_changed
from plugins.demand_pooling.providers import demo as provider_demo
from plugins.demand_pooling.providers.service import remind_all
from plugins.demand_pooling.reclustering import basis, recluster_some
from plugins.demand_pooling.runs.jobs import JOBS as run_jobs
from plugins.demand_pooling.runs.learning_centres import CENTRE_PUBLISHED, CentrePublished, on_centre_published
from plugins.demand_pooling.service import ALL_GROUPS, JOB
from plugins.demand_pooling.settings import pooling_settings
from plugins.demand_pooling.supply import CLUSTERS_AT_A_TIME, find_for, request_search, waiting_clusters
from plugins.demand_pooling.work.cancelled import SUBSCRIPTIONS as cancellations
from plugins.demand_pooling.work.cohorts import SUBSCRIPTIONS as cohorts


def recluster(region: Region, groups: Sequence[str] = ()) -> None:
    """Cluster what waits for it, some groups per transaction. Run again, it goes on where it stopped.

    Args:
        groups: Occupation groups to cluster in addition to those that wait, as when a member region's needs have changed.
    """
    if groups:
        with atomic():
            state = service.locked_state(region)
            state.dirty = sorted({*state.dirty, *groups})
    more = True
    while more:
        with atomic():
            more = recluster_some(region)


def keep_current(region: Region) -> None:
    """Cluster everything anew when settings, municipalities or sharing have changed; and what a lost job left behind."""
    state = service.locked_state(region)
    if state.basis != basis(region):
        service.request_clusters(region=region, groups=[ALL_GROUPS])
    elif state.dirty and (state.requested_at is None or state.requested_at < utcnow() - service.LOST_AFTER):
        service.request_clusters(region=region, groups=())


def find_supply(region: Region, cluster_ids: Sequence[int] | None = None) -> None:
    """Look for education for clusters that are large enough; for all of them when none is named."""
    with atomic():
        waiting = waiting_clusters(region, cluster_ids)
    for start in range(0, len(waiting), CLUSTERS_AT_A_TIME):
        with atomic():
            find_for(region=region, cluster_ids=waiting[start : start + CLUSTERS_AT_A_TIME])


def on_need_published(region: Region, need: events.NeedPublished) -> None:
    """A need was published or changed."""
    service.record_need(region=region, need=need)


def on_need_withdrawn(region: Region, need: events.NeedWithdrawn) -> None:
    """A need was withdrawn."""
    service.withdraw_need(region=region, need=need)


def on_catalogue_changed(region: Region, _change: events.CatalogueChanged) -> None:
    """Courses came, changed or went."""
    request_search(region=region)


def on_commitment_made(region: Region, made: CommitmentMade) -> None:
    """An employer has committed itself."""
    commitments.record_commitment(region=region, made=made)


def on_commitment_withdrawn(region: Region, withdrawn: CommitmentWithdrawn) -> None:
    """A commitment no longer holds."""
    commitments.withdraw_commitment(region=region, withdrawn=withdrawn)


def remind_providers(region: Region) -> None:
    """Each morning: remind providers whose last day to answer is near."""
    remind_all(region=region, within_days=pooling_settings(region).remind_days_before)


JOBS = [
    Job(dossier_demo.JOB, dossier_demo.make),
    Job(provider_demo.JOB, provider_demo.make),
    *run_jobs,
    Job(JOB, recluster, timeout=300, atomic=False),
    Job(stating.JOB, stating.state_clusters, timeout=120),
    Job(FIND_SUPPLY, find_supply, timeout=300, atomic=False),
    Job("demand_pooling.keep_current", keep_current, every=timedelta(minutes=10)),
    Job("demand_pooling.remind_providers", remind_providers, every="15 7 * * *"),
]
SUBSCRIPTIONS = [
    Subscription(events.NEED_PUBLISHED, events.NeedPublished, on_need_published, "demand_pooling.record_need"),
    Subscription(events.NEED_WITHDRAWN, events.NeedWithdrawn, on_need_withdrawn, "demand_pooling.withdraw_need"),
    Subscription(events.CATALOGUE_CHANGED, events.CatalogueChanged, on_catalogue_changed, "demand_pooling.look_for_supply"),
    Subscription("core.replay_requested.v1", events.ReplayRequested, stating.on_replay_requested, "demand_pooling.state_again"),
    Subscription(COMMITMENT_MADE, CommitmentMade, on_commitment_made, "demand_pooling.record_commitment"),
    Subscription(COMMITMENT_WITHDRAWN, CommitmentWithdrawn, on_commitment_withdrawn, "demand_pooling.withdraw_commitment"),
    Subscription(CENTRE_PUBLISHED, CentrePublished, on_centre_published, "demand_pooling.record_centre"),
    Subscription(OFFER_CHANGED, OfferChanged, on_offer_changed, "demand_pooling.record_offer"),
    *agreed,
    *cohorts,
    *cancellations,
]
