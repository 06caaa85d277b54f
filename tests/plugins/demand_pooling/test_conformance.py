"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.demand_pooling import jobs, service
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.providers.models import AskedProvider, ProviderRequest
from plugins.demand_pooling.providers.service import ask
from plugins.demand_pooling.providers.tokens import token_of
from plugins.demand_pooling.runs import centres
from plugins.demand_pooling.runs import service as runs
from plugins.demand_pooling.runs.models import PlanRun, ReceivingCentre, RunStatus
from plugins.demand_pooling.solving.solver import solve

from .conftest import Pool
from .dossier import made as dossiers


def _finished_run(region: Region) -> int:
    """A run with its plan, made here instead of in a process of its own."""
    code = municipalities(region)[0].code
    centres.add_centre(region=region, name="Lärcentrum", municipality_code=code, seats=30, receives=True)
    run = runs.start_run(region=region, actor=None)
    runs.keep_result(run, solve(runs.instance_of(run), method="heuristic"), improved=True)
    run.status = RunStatus.DONE
    db.session.flush()
    return run.id


class TestConformance(PluginConformance):
    plugin = "demand_pooling"
    recorded = ("demand_pooling_dossier.draft_file", "demand_pooling_dossier.version_file")
    lists = (
        "demand_pooling.clusters",
        "demand_pooling.export",
        "demand_pooling_api.clusters",
        "demand_pooling_dossier.dossiers",
        "demand_pooling_evidence.groups",
    )

    def objects(self, make: Factory, region: Region) -> Values:
        pool = Pool(make)
        for _ in range(12):
            service.record_need(region=region, need=pool.facts(municipality_code=municipalities(region)[0].code))
        jobs.recluster(region)
        cluster = db.session.execute(select(DemandCluster)).scalar_one()
        values = {"cluster_id": cluster.id}
        run = {"run_id": _finished_run(region), "number": 1}
        plans = ("plan", "plan_class", "plan_needs", "cancel_plan", "publish_plan")
        place = {"centre_id": db.session.execute(select(ReceivingCentre.id)).scalar_one()}
        own = dict(dossiers.objects(region, cluster))
        request_id = {"request_id": self._request(make, region, cluster.id).id}
        asked = db.session.execute(select(AskedProvider)).scalar_one()
        return {
            "demand_pooling_api.cluster": values,
            **{f"demand_pooling.{page}": values for page in ("cluster", "work", "status", "ask")},
            **{f"demand_pooling.{page}": run if page == "plan_class" else {"run_id": run["run_id"]} for page in plans},
            **{f"demand_pooling.{page}": place for page in ("edit_centre", "remove_centre")},
            "demand_pooling.request_page": request_id,
            "demand_pooling_api.request_detail": request_id,
            "demand_pooling.asked": {"asked_id": asked.id},
            "demand_pooling.offer_by_link": {"token": token_of(asked.seed)},
            **own,
        }

    def payloads(self, make: Factory, region: Region) -> Mapping[str, Mapping[str, Any]]:
        run_id = db.session.execute(select(PlanRun.id)).scalar_one()  # of objects()
        return {"demand_pooling.solve_run": {"run_id": run_id}, "demand_pooling.state_clusters": {"after_id": 0}}

    @staticmethod
    def _request(make: Factory, region: Region, cluster_id: int) -> ProviderRequest:
        school = make.organisation(region, kind=OrganisationKind.EDUCATION_PROVIDER)
        return ask(
            region=region,
            cluster_id=cluster_id,
            seen=None,
            providers={school.id: "skola@test.samkraft.example"},
            forms=[],
            start_wish="",
            answer_by=today(),
            message="",
            actor=None,
        )

    def rows(self, make: Factory, region: Region, count: int) -> None:
        pool = Pool(make)
        for number in range(count):
            facts = pool.facts(need_id=1000 * count + number, occupation_group=str(1000 + 100 * count + number)[:4])
            service.record_need(region=region, need=facts)
        jobs.recluster(region)
        dossiers.rows(region, db.session.execute(select(DemandCluster).limit(1)).scalar_one(), count)
