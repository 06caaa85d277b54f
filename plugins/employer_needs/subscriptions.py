"""What other plugins' events do here: they write the status trail that the employer sees."""

from __future__ import annotations

from collections.abc import Sequence

from core.jobs import enqueue
from core.plugins.declarations import Subscription
from core.regions.models import Region
from plugins.employer_needs import notices, trail_words
from plugins.employer_needs.answering import following
from plugins.employer_needs.commitments import service as commitments
from plugins.employer_needs.commitments.queries import needs_behind
from plugins.employer_needs.dashboards.service import recount
from plugins.employer_needs.events import (
    ClusterProgressed,
    ClusterUpdated,
    CommitmentMade,
    NeedPublished,
    OrganisationMerged,
    PlacementCompleted,
    ReplayRequested,
    SupplyFound,
)
from plugins.employer_needs.models import CompetenceNeed, StatusEntry
from plugins.employer_needs.services import trail


def tell_of_cluster(region: Region, event: ClusterUpdated) -> None:
    """A group that needs belong to has changed."""
    facts = {
        "headcount": event.headcount,
        "employers": event.employers,
        "municipalities": event.municipalities,
        "missing": event.missing,
        "viable": event.viable,
    }
    changed = trail.on_cluster(region_id=region.id, need_ids=event.need_ids, cluster_id=event.cluster_id, facts=facts)
    _tell(region, changed)


def tell_of_supply(region: Region, event: SupplyFound) -> None:
    """An education answers a group's needs."""
    facts = {"cluster_id": event.cluster_id, "title": event.title, "ref": event.ref, "url": event.url, "provider": event.provider}
    _tell(region, trail.on_supply(region_id=region.id, need_ids=event.need_ids, facts=facts))


def tell_of_progress(region: Region, event: ClusterProgressed) -> None:
    """A group has taken a step towards an education."""
    if event.status not in trail_words.STEPS:
        return  # a step that this version has no words for
    _tell(
        region,
        trail.on_progress(
            region_id=region.id, need_ids=event.need_ids, cluster_id=event.cluster_id, status=event.status, facts=dict(event.facts)
        ),
    )


def tell_of_placement(region: Region, event: PlacementCompleted) -> None:
    """Somebody has completed a placement that was promised for a need."""
    need_ids = needs_behind(region, need_ref=event.need_ref, commitment_ref=event.commitment_ref)
    _tell(region, trail.on_placement(region_id=region.id, need_ids=need_ids, placement_id=event.placement_id))


def _tell(region: Region, changed: Sequence[tuple[CompetenceNeed, StatusEntry]]) -> None:
    """Those with accounts, and those who follow by mail."""
    notices.tell_of_need(region, changed)
    following.tell(region, changed)


def state_again(region: Region, event: ReplayRequested) -> None:
    """Somebody missed our needs: say them again, some at a time."""
    if NeedPublished.name in event.events:
        enqueue("employer_needs.republish_needs", region=region, after_id=0)
    if CommitmentMade.name in event.events:
        commitments.replay(region=region)


def count_merged(region: Region, event: OrganisationMerged) -> None:
    """Two employers were one: their needs have moved already, and the figures follow."""
    for organisation_id in (event.lost_id, event.kept_id):
        recount(region=region, organisation_id=organisation_id)


SUBSCRIPTIONS = [
    Subscription("demand_pooling.cluster_updated.v1", ClusterUpdated, tell_of_cluster, "employer_needs.tell_of_cluster"),
    Subscription("demand_pooling.supply_found.v1", SupplyFound, tell_of_supply, "employer_needs.tell_of_supply"),
    Subscription("demand_pooling.cluster_progressed.v1", ClusterProgressed, tell_of_progress, "employer_needs.tell_of_progress"),
    Subscription("internships.placement_completed.v1", PlacementCompleted, tell_of_placement, "employer_needs.tell_of_placement"),
    Subscription("core.replay_requested.v1", ReplayRequested, state_again, "employer_needs.state_again"),
    Subscription("core.organisation_merged.v1", OrganisationMerged, count_merged, "employer_needs.count_merged"),
]
