"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.demand_pooling import jobs, service
from plugins.demand_pooling.models import DemandCluster

from .conftest import Pool


class TestConformance(PluginConformance):
    plugin = "demand_pooling"
    lists = ("demand_pooling.clusters", "demand_pooling.export", "demand_pooling_api.clusters")

    def objects(self, make: Factory, region: Region) -> Values:
        pool = Pool(make)
        for _ in range(12):
            service.record_need(region=region, need=pool.facts())
        jobs.recluster(region)
        values = {"cluster_id": db.session.execute(select(DemandCluster.id)).scalar_one()}
        pages = ("demand_pooling.cluster", "demand_pooling.work", "demand_pooling.status", "demand_pooling_api.cluster")
        return dict.fromkeys(pages, values)

    def rows(self, make: Factory, region: Region, count: int) -> None:
        pool = Pool(make)
        for number in range(count):
            facts = pool.facts(need_id=1000 * count + number, occupation_group=str(1000 + 100 * count + number)[:4])
            service.record_need(region=region, need=facts)
        jobs.recluster(region)
