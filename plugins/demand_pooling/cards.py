"""What other pages show of the clusters: cards, search hits, links, and the demand beside a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from core.db import db
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Card, Link, SearchHit, Slot
from core.regions.models import Region
from core.search import index
from core.users.models import User
from core.users.queries import may
from plugins.demand_pooling import queries
from plugins.demand_pooling.findable import KIND
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.permissions import READ, REQUEST
from plugins.demand_pooling.providers.models import ProviderRequest
from plugins.demand_pooling.public import public_figures
from plugins.demand_pooling.scope import pooling_scope

PUBLIC_ROWS = 5
COURSE_ASIDE = "training_catalog.info.aside"
MAX_GROUPS = 20


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """Figures and news for those who may see clusters; sums for everybody."""
    cards = []
    if may(user, region, READ):
        with pooling_scope(region):
            figures, new = queries.figures(region), queries.newly_viable(region)
        if new:
            context: dict[str, Any] = {"clusters": [queries.ClusterRow(cluster, queries.Status.VIABLE) for cluster in new]}
            cards.append(Card(_l("Nya kluster som når gränsen"), "demand_pooling/card_new.html", context, weight=30, kind="todo"))
        cards.append(Card(_l("Behovskluster"), "demand_pooling/card_figures.html", {"figures": figures}, weight=30))
    found = public_figures(region)
    if found:
        context = {"rows": found[:PUBLIC_ROWS], "occupations": len(found), "viable": sum(1 for row in found if row.viable)}
        cards.append(Card(_l("Det här behöver arbetsgivarna"), "demand_pooling/card_public.html", context, weight=30, audience="public"))
    return cards


def slot_content(region: Region, slot: str, subject: Any) -> list[Slot]:
    """The demand for what a course leads to. `subject` holds the course's occupation groups."""
    if slot != COURSE_ASIDE or not isinstance(subject, Mapping):
        return []
    groups = [str(code) for code in subject.get("occupation_groups") or ()][:MAX_GROUPS]
    found = public_figures(region, groups) if groups else []
    return [Slot("demand_pooling/slot_demand.html", {"rows": found}, weight=50)] if found else []


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Clusters that match all words, largest first."""
    if not may(user, region, READ):
        return []
    with pooling_scope(region):
        wanted = queries.open_clusters(region).where(DemandCluster.id.in_(index.matching(KIND, query)))
        clusters = db.session.execute(wanted.order_by(DemandCluster.headcount.desc(), DemandCluster.id).limit(limit)).scalars().all()
    return [
        SearchHit(
            _title(c), url_for("demand_pooling.cluster", region=region.slug, cluster_id=c.id), _("Behovskluster"), _summary(c), score=0.6
        )
        for c in clusters
    ]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind `demand_pooling:cluster:<id>`."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind == "request":
        return _request_link(region, user, number)
    if kind != "cluster" or not number.isdecimal() or len(number) > 9 or not may(user, region, READ):
        return None
    with pooling_scope(region):
        wanted = select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.id == int(number))
        cluster = db.session.execute(wanted).scalar_one_or_none()
    if cluster is None:
        return None
    return Link(_title(cluster), url_for("demand_pooling.cluster", region=region.slug, cluster_id=cluster.id), _("Behovskluster"))


def _request_link(region: Region, user: User | None, number: str) -> Link | None:
    if not number.isdecimal() or len(number) > 9 or not may(user, region, REQUEST):
        return None
    with pooling_scope(region):
        statement = select(ProviderRequest, DemandCluster).join(DemandCluster, DemandCluster.id == ProviderRequest.cluster_id)
        wanted = statement.where(ProviderRequest.id == int(number), ProviderRequest.region_id == region.id)
        found = db.session.execute(wanted).one_or_none()
    if found is None:
        return None
    url = url_for("demand_pooling.request_page", region=region.slug, request_id=found[0].id)
    return Link(_("Förfrågan: %(title)s", title=_title(found[1])), url, _("Förfrågan"))


def _title(cluster: DemandCluster) -> str:
    return str(_("%(occupation)s kring %(hub)s", occupation=cluster.occupation_label, hub=name_of(cluster.hub_code)))


def _summary(cluster: DemandCluster) -> str:
    if cluster.viable:
        return str(_("%(level)s. %(people)s personer, räcker till en klass.", level=level_label(cluster.level), people=cluster.headcount))
    text = _("%(level)s. %(people)s personer, %(missing)s saknas.")
    return str(text % {"level": level_label(cluster.level), "people": cluster.headcount, "missing": cluster.missing})


def open_data_rows(region: Region) -> Sequence[Sequence[Any]]:
    """The published sums as rows."""
    return [
        (f.occupation_group, f.label, f.people, f.employers, f.municipalities, int(f.viable), f.told_at.date().isoformat())
        for f in public_figures(region)
    ]
