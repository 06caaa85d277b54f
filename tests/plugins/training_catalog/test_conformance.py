"""What every plugin promises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import func, select

from core.db import db
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.factories import Factory
from plugins.training_catalog import service, writer
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding import sharing, watches
from plugins.training_catalog.gap import service as gap
from plugins.training_catalog.gap.events import ClusterUpdated
from plugins.training_catalog.models import EducationEvent, EducationInfo, ImportRun
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord
from plugins.training_catalog.sources import service as sources
from plugins.training_catalog.sources.models import SourceKind
from plugins.training_catalog.sources.timetable import HARVEST_JOB
from plugins.training_catalog.state import refresh_state
from plugins.training_catalog.upkeep import service as upkeep

from .conftest import NORSJO, TODAY, course_file, row
from .upkeep_made import EDUCATION, OCCASION


class TestConformance(PluginConformance):
    plugin = "training_catalog"
    exempt: ClassVar[dict[str, str]] = {
        service.IMPORT_JOB: "its payload names an import; test_runs.py proves that a second delivery changes nothing",
        HARVEST_JOB: "its payload names a harvest; test_harvest_trouble.py proves that a second delivery changes nothing",
    }
    recorded: ClassVar[tuple[str, ...]] = ("training_catalog.gap_file", "training_catalog.unasked_file")
    lists: ClassVar[tuple[str, ...]] = (
        "training_catalog.index",
        "training_catalog.export",
        "training_catalog.gap",
        "training_catalog.unasked",
        "training_catalog.own_list",
        "training_catalog_admin.imports",
        "training_catalog_admin.sources",
        "training_catalog_api.educations",
        "training_catalog_api.events",
    )

    def objects(self, make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        run = service.open_run(region=region, source_name="Källan", file_name="kurser.csv")
        done = service.run_import(region, run.id, data=course_file(row(), row(kurstillfalleId="2", Namn="Okänd")).encode())
        source = sources.create(region=region, setup=sources.Setup("Navet", SourceKind.SUSA_NAVET, "https://api.example/emil3"))
        sheet = course_file(row()).encode()
        waits = service.request_import(
            region=region, source_name="Navet", file_name="kurser.csv", data=sheet, complete=False, actor=None, preview=True
        )
        info = db.session.execute(select(EducationInfo.id).where(EducationInfo.region_id == region.id)).scalar_one()
        filters = Filters(q="kurs")
        watch = watches.keep(region=region, filters=filters, user=make.user())
        token = watches.token_of(watch)
        return {
            **self._kept(make, region),
            "training_catalog.shared": {"code": sharing.shorten(region=region, filters=filters).code},
            "training_catalog.watch_link": {"token": token},
            "training_catalog.watch_stop": {"token": token},
            "training_catalog.info": {"info_id": info},
            "training_catalog_api.education": {"info_id": info},
            "training_catalog.gap_need": {"cluster_id": self._need(region)},
            "training_catalog_admin.run": {"run_id": done.id},
            "training_catalog_admin.faults": {"run_id": done.id},
            "training_catalog_admin.columns": {"run_id": waits.id},
            "training_catalog_admin.go_ahead": {"run_id": waits.id},
            "training_catalog_admin.decline": {"run_id": waits.id},
            "training_catalog_admin.source": {"source_id": source.id},
            "training_catalog_admin.edit_source": {"source_id": source.id},
            "training_catalog_admin.fetch_source": {"source_id": source.id},
            "training_catalog_admin.pause_source": {"source_id": source.id},
            "training_catalog_admin.resume_source": {"source_id": source.id},
        }

    @staticmethod
    def _kept(make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        """A course that is kept by form, and the addresses of its pages."""
        school = make.organisation(region, kind=OrganisationKind.EDUCATION_PROVIDER, municipality=NORSJO)
        user = make.user(region, "region_admin")
        education = upkeep.create(region=region, user=user, organisation_id=school.id, said=EDUCATION)
        occasion = upkeep.add_occasion(region=region, user=user, education_id=education.id, said=OCCASION)
        upkeep.publish(region=region, user=user, education_id=education.id, groups=["5321"])
        of_education = ("own_education", "own_new_occasion", "own_review", "own_withdraw")
        of_occasion = ("own_occasion", "own_cancel", "own_resume", "own_remove_occasion")
        return {
            **{f"training_catalog.{name}": {"education_id": education.id} for name in of_education},
            **{f"training_catalog.{name}": {"occasion_id": occasion.id} for name in of_occasion},
        }

    @staticmethod
    def _need(region: Region, number: int = 7) -> int:
        said = ClusterUpdated(cluster_id=number, occupation_group="5321", occupation_label=f"Undersköterskor {number}", headcount=3)
        gap.hear(region=region, cluster=said)
        while gap.match_some(region):
            pass
        return number

    def rows(self, make: Factory, region: Region, count: int) -> None:
        source = service.source_named(region=region, name="Rader")
        made = db.session.execute(select(func.count(EducationEvent.id))).scalar_one()
        for number in range(made, made + count):
            writer.write(
                source,
                [
                    ProviderRecord(f"p.{number}", f"Skola {number}"),
                    InfoRecord(f"i.{number}", f"Kurs {number}", "YH"),
                    EventRecord(f"e.{number}", f"i.{number}", f"p.{number}", start=TODAY.replace(month=9), locations=[Place(NORSJO)]),
                ],
            )
            self._need(region, 100 + number)
            self._kept(make, region)
            service.open_run(region=region, source_name="Rader", file_name=f"{number}.csv", actor=make.user())
        service.refresh_stale(region)
        refresh_state(region, TODAY)

    def about(self, make: Factory, region: Region, user: Any) -> None:
        source = service.source_named(region=region, name="Källan")
        watches.keep(region=region, filters=Filters(q="kurs"), user=user)
        writer.write(source, [ProviderRecord("p.1", "Enskild anordnare", email=user.email, phone="0910-00 00 00")])
        run = service.open_run(region=region, source_name="Källan", file_name="kurser.csv", actor=user)
        assert run.requested_by_id == user.id
        run.finished_at = datetime.now(UTC)
        assert db.session.execute(select(func.count(ImportRun.id))).scalar_one() == 1
