"""A dossier with all that its addresses name, for the tests that walk every address."""

from __future__ import annotations

from core.db import db
from core.regions.models import Region
from core.testing.conformance_routes import Values
from plugins.demand_pooling.dossier import queries, service
from plugins.demand_pooling.dossier.models import Dossier, Kind, Role
from plugins.demand_pooling.evidence import service as evidence
from plugins.demand_pooling.evidence.models import Level
from plugins.demand_pooling.models import DemandCluster

PAGES = ("dossier", "preview", "send", "texts", "programme", "letters", "steering", "draft_file")


def objects(region: Region, cluster: DemandCluster) -> Values:
    """A dossier that has been sent once, with a seat; and a judgement."""
    made = service.create(region=region, cluster=cluster, kind=Kind.YH_APPLICATION, title="Underlag", actor=None)
    seat = service.add_seat(region=region, dossier_id=made.id, role=Role.STUDENT, organisation="Exempelskolan", position="")
    db.session.flush()
    sent = service.send(region=region, dossier_id=made.id, version=made.version, sent_to="Myndigheten", actor=None)
    code = cluster.occupation_group
    evidence.judge(region=region, group=code, level=Level.SHORTAGE, words="Brist.", parties="Rådet", seen=0, actor=None)
    own = {"dossier_id": made.id}
    version = {**own, "number": sent.number}
    found = {f"demand_pooling_dossier.{page}": own for page in PAGES}
    return {
        **found,
        "demand_pooling_dossier.new": {"cluster_id": cluster.id},
        "demand_pooling_dossier.version": version,
        "demand_pooling_dossier.version_file": version,
        "demand_pooling_dossier.remove_seat": {**own, "seat_id": seat.id},
        "demand_pooling_evidence.group": {"code": code},
        "demand_pooling_dossier_api.dossier": own,
    }


def rows(region: Region, cluster: DemandCluster, count: int) -> list[Dossier]:
    """Many dossiers."""
    return [
        service.create(region=region, cluster=cluster, kind=Kind.COMMISSIONED_EDUCATION, title=f"Underlag {number}", actor=None)
        for number in range(min(count, service.MOST_PER_CLUSTER - len(queries.of_cluster(region, cluster.id))))
    ]
