"""Telling those who work with clusters when one is enough for a class, and when there is an education for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where, with_permission
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.permissions import OFFER, READ, READ_NAMED, REQUEST
from plugins.demand_pooling.providers.models import AskedProvider, ProviderRequest
from plugins.demand_pooling.work.models import ClusterStep
from plugins.demand_pooling.work.progress import LABELS

VIABLE = "demand_pooling.cluster_viable"
SUPPLY = "demand_pooling.supply_found"
PROGRESS = "demand_pooling.cluster_progressed"
ANSWER = "demand_pooling.provider_answered"
ASKED = "demand_pooling.provider_asked"

# For those who may see the employers behind a cluster: they are the ones who can do something about it.
KINDS = [
    NoticeKind(VIABLE, _l("Kluster som räcker till en klass"), _l("När ett behovskluster blir stort nog."), audience=READ_NAMED),
    NoticeKind(
        SUPPLY, _l("Utbildning för ett kluster"), _l("När det finns en utbildning som svarar mot ett kluster."), audience=READ_NAMED
    ),
    NoticeKind(PROGRESS, _l("Kluster som du följer"), _l("När läget ändras för ett behovskluster som du följer."), audience=READ),
    NoticeKind(ANSWER, _l("Svar från utbildningsanordnare"), _l("När en anordnare svarar på en förfrågan."), audience=REQUEST),
    NoticeKind(ASKED, _l("Förfrågan till din organisation"), _l("När en region frågar er om en utbildning."), audience=OFFER),
]


def tell_viable(region: Region, cluster: DemandCluster) -> None:
    """A cluster has just become large enough. Told once each time it does."""
    since = cluster.viable_since.isoformat() if cluster.viable_since else ""
    notify(
        kind=VIABLE,
        users=with_permission(region, READ_NAMED),
        region=region,
        key=f"{cluster.id}:{since}",
        title=_l("%(cluster)s räcker till en klass", cluster=cluster.occupation_label),
        body=_l(
            "Personer: %(people)s. Arbetsgivare: %(employers)s. Kommuner: %(places)s.",
            people=cluster.headcount,
            employers=cluster.employers,
            places=cluster.municipalities,
        ),
        url=_path(region, cluster),
        subject_ref=_ref(cluster),
        group=cluster.occupation_label,
    )


def tell_supply(region: Region, cluster: DemandCluster, refs: Sequence[str], title: str) -> None:
    """Education that was not known before answers a cluster; one notice for all that was found together."""
    notify(
        kind=SUPPLY,
        users=with_permission(region, READ_NAMED),
        region=region,
        key=f"{cluster.id}:{hashlib.sha256(' '.join(sorted(refs)).encode()).hexdigest()}",
        title=_l("Utbildningar som svarar mot klustret: %(n)s nya", n=len(refs))
        if len(refs) > 1
        else _l("Utbildning hittad: %(title)s", title=title),
        url=_path(region, cluster),
        subject_ref=_ref(cluster),
        group=cluster.occupation_label,
    )


def tell_progress(region: Region, cluster: DemandCluster, step: ClusterStep, followers: Sequence[User], actor: User | None) -> None:
    """A cluster has another status. Whoever changed it knows."""
    allowed = {user.id for user in with_permission(region, READ)}
    notify(
        kind=PROGRESS,
        users=[user for user in followers if user.id in allowed and (actor is None or user.id != actor.id)],
        region=region,
        key=f"{cluster.id}:{step.id}",
        title=_l("%(cluster)s: %(status)s", cluster=cluster.occupation_label, status=LABELS[cluster.status]),
        url=_path(region, cluster),
        subject_ref=_ref(cluster),
        group=cluster.occupation_label,
    )


def tell_answer(region: Region, cluster: DemandCluster, request: ProviderRequest, asked: AskedProvider) -> None:
    """A provider has answered: told to those who can decide."""
    moment = asked.answered_at.isoformat() if asked.answered_at else ""
    notify(
        kind=ANSWER,
        users=with_permission(region, REQUEST),
        region=region,
        key=f"{asked.id}:{moment}",
        title=_l("%(provider)s har svarat", provider=asked.organisation_name),
        body=_l("Förfrågan gäller %(cluster)s.", cluster=cluster.occupation_label),
        url=f"/r/{region.slug}/demand-pooling/requests/{request.id}",
        subject_ref=f"demand_pooling:request:{request.id}",
        group=cluster.occupation_label,
    )


def tell_asked(region: Region, cluster: DemandCluster, asked: AskedProvider) -> None:
    """Somebody who acts for a provider sees the request when signed in, too."""
    able = with_permission(region, OFFER)
    there = [user for user in able if asked.organisation_id in organisations_where(user, region, OFFER).organisations]
    notify(
        kind=ASKED,
        users=there,
        region=region,
        key=str(asked.id),
        title=_l("Förfrågan om utbildning: %(cluster)s", cluster=cluster.occupation_label),
        url=f"/r/{region.slug}/demand-pooling/asked/{asked.id}",
        subject_ref=f"demand_pooling:asked:{asked.id}",
        group=cluster.occupation_label,
    )


def _ref(cluster: DemandCluster) -> str:
    return f"demand_pooling:cluster:{cluster.id}"


def _path(region: Region, cluster: DemandCluster) -> str:
    return f"/r/{region.slug}/demand-pooling/{cluster.id}"
