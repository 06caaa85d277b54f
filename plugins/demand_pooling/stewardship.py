"""Clusters, dossiers and copies of needs and commitments as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.demand_pooling.agreed.models import AgreedRole
from plugins.demand_pooling.dossier.models import Dossier, PooledCommitment, PooledOffer
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.providers.stewardship import RECORD_TYPES as REQUEST_TYPES
from plugins.demand_pooling.runs.models import PlanRun

_CLOSED = old_rows(DemandCluster, DemandCluster.closed_at, "demand_pooling:cluster")
_DOSSIERS = old_rows(Dossier, Dossier.updated_at, "demand_pooling:dossier")
_COMMITMENTS = old_rows(PooledCommitment, PooledCommitment.withdrawn_at, "demand_pooling:commitment")
_OFFERS = old_rows(PooledOffer, PooledOffer.ends_on, "demand_pooling:placement_offer")
_AGREED = old_rows(AgreedRole, AgreedRole.withdrawn_at, "demand_pooling:agreed_role")
_WITHDRAWN = old_rows(PooledNeed, PooledNeed.withdrawn_at, "demand_pooling:need")
_RUNS = old_rows(PlanRun, PlanRun.finished_at, "demand_pooling:run")

RECORD_TYPES = [
    *REQUEST_TYPES,
    RecordType("demand_pooling.cluster", _l("Upplösta behovskluster"), 10, "Sammanställning", due=_CLOSED.due, dispose=_CLOSED.dispose),
    RecordType("demand_pooling.run", _l("Planer för klasser"), 5, "Sammanställning", due=_RUNS.due, dispose=_RUNS.dispose),
    RecordType(
        "demand_pooling.need_copy",
        _l("Kopior av återkallade behov"),
        1,
        "Kopia; originalet finns i svaret",
        due=_WITHDRAWN.due,
        dispose=_WITHDRAWN.dispose,
    ),
    RecordType(
        "demand_pooling.dossier",
        _l("Underlag för ansökningar och beställningar"),
        10,
        "Handling i ärende",
        due=_DOSSIERS.due,
        dispose=_DOSSIERS.dispose,
        what=_l("Underlaget tas bort med alla versioner."),
    ),
    RecordType(
        "demand_pooling.commitment_copy",
        _l("Kopior av återkallade åtaganden"),
        1,
        "Kopia; originalet finns i avsiktsförklaringen",
        due=_COMMITMENTS.due,
        dispose=_COMMITMENTS.dispose,
    ),
    RecordType(
        "demand_pooling.offer_copy",
        _l("Kopior av praktikplatser som har erbjudits"),
        1,
        "Kopia; originalet finns hos praktikplatserna",
        due=_OFFERS.due,
        dispose=_OFFERS.dispose,
    ),
    RecordType(
        "demand_pooling.agreed_copy",
        _l("Kopior av titlar som betyder samma yrkesroll"),
        1,
        "Kopia; originalet finns hos de gemensamma yrkesrollerna",
        due=_AGREED.due,
        dispose=_AGREED.dispose,
    ),
]
