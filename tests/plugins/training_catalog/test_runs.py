"""Imports as work in the background: cut off and gone on, kept apart from web requests, followed and cleaned up after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.jobs.models import Outbox, Outcome
from core.jobs.runner import drain
from core.plugins import lifecycle
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.training_catalog import derive, service, storage, writer
from plugins.training_catalog.models import EducationInfo, ImportRun, RunStatus

from .conftest import TODAY, Catalogue, at, course_file, event_, info, row

MANY = course_file(*(row(kurstillfalleId=str(n), Namn=f"Kurs {n}") for n in range(1, 31)))


def uploaded(catalogue: Catalogue, text: str = MANY, **options: Any) -> ImportRun:
    """A file as the page hands it in."""
    wanted = {"source_name": "Källan", "file_name": "kurser.csv", "data": text.encode(), "complete": False, "actor": None, **options}
    with catalogue.scope(), atomic():
        return service.request_import(region=catalogue.region, **wanted)


def run_of(catalogue: Catalogue) -> ImportRun:
    return catalogue.all(ImportRun)[0]


def events_told(name: str) -> list[dict[str, Any]]:
    rows = db.session.execute(select(Outbox).where(Outbox.kind == "event", Outbox.name == name).order_by(Outbox.id)).scalars()
    return [row.payload for row in rows]


def test_an_uploaded_file_is_read_by_the_job_and_told_of_once(catalogue: Catalogue) -> None:
    uploaded(catalogue)
    assert (run_of(catalogue).status, catalogue.infos) == (RunStatus.QUEUED, [])
    drain()
    run = run_of(catalogue)
    assert (run.status, run.rows, run.added, run.position, run.records) == (RunStatus.DONE, 30, 61, 61, 61)
    told = events_told("training_catalog.catalogue_changed.v1")
    assert told == [{"source": "Källan", "added": 61, "changed": 0, "removed": 0}]
    uploaded(catalogue)
    drain()
    assert len(events_told("training_catalog.catalogue_changed.v1")) == 1  # nothing changed, so nothing is said


def test_a_run_that_is_cut_off_goes_on_where_it_was(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BATCH", 10)
    run = uploaded(catalogue)
    whole = writer.write
    calls = []

    def cut_off(source: Any, records: Any) -> writer.Counts:
        calls.append(len(records))
        if len(calls) == 4:
            raise ConnectionError("the worker was killed")
        return whole(source, records)

    monkeypatch.setattr(service.writer, "write", cut_off)
    with catalogue.scope(), pytest.raises(ConnectionError):
        service.run_import(catalogue.region, run.id)
    assert (run_of(catalogue).status, run_of(catalogue).position, run_of(catalogue).added) == (RunStatus.RUNNING, 30, 30)
    with catalogue.scope():
        service.run_import(catalogue.region, run.id)
    done = run_of(catalogue)
    assert (done.status, done.added, done.changed, done.unchanged, done.position) == (RunStatus.DONE, 61, 0, 0, 61)
    assert len(catalogue.events) == 30
    assert all(info.is_current for info in catalogue.infos)
    with catalogue.scope():
        service.run_import(catalogue.region, run.id)  # delivered once more
    assert (run_of(catalogue).added, len(events_told("training_catalog.catalogue_changed.v1"))) == (61, 1)


def test_the_last_part_cut_off_is_done_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    run = uploaded(catalogue)
    whole = derive.refresh
    monkeypatch.setattr(derive, "refresh", lambda *_: (_ for _ in ()).throw(ConnectionError()))
    with catalogue.scope(), pytest.raises(ConnectionError):
        service.run_import(catalogue.region, run.id)
    assert not any(info.is_current for info in catalogue.infos)
    monkeypatch.setattr(derive, "refresh", whole)
    with catalogue.scope():
        service.run_import(catalogue.region, run.id)
    assert all(info.is_current for info in catalogue.infos)
    assert (run_of(catalogue).added, run_of(catalogue).status) == (61, RunStatus.DONE)


def test_the_job_of_a_switched_off_catalogue_is_skipped_and_nothing_is_lost(catalogue: Catalogue) -> None:
    run = uploaded(catalogue)
    with atomic():
        lifecycle.disable(catalogue.region, "training_catalog")
    drain()
    job = db.session.execute(select(Outbox).where(Outbox.name == service.IMPORT_JOB)).scalar_one()
    assert (job.outcome, run_of(catalogue).status, storage.load(run.stored_name)) == (Outcome.SKIPPED, RunStatus.QUEUED, MANY.encode())
    assert catalogue.infos == []


def test_the_nightly_job_is_scheduled() -> None:
    from plugins.training_catalog.jobs import JOBS

    every = {job.name: job.every for job in JOBS}
    assert (every[service.IMPORT_JOB], every["training_catalog.expire_events"]) == (None, "20 3 * * *")


def test_a_file_that_cannot_be_read_fails_with_its_reason_and_is_not_tried_again(catalogue: Catalogue) -> None:
    uploaded(catalogue, "Namn;Ort\nKurs;Norsjö\n")
    drain()
    run = run_of(catalogue)
    assert run.status is RunStatus.FAILED
    assert run.message.startswith("Rubrikraden saknar Utbildningsanordnare.")
    job = db.session.execute(select(Outbox).where(Outbox.name == service.IMPORT_JOB)).scalar_one()
    assert job.outcome is Outcome.DONE


def test_an_unexpected_error_is_said_on_the_run_and_tried_again(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded(catalogue)
    monkeypatch.setattr(writer, "connect_waiting", lambda _source: 1 / 0)
    drain()
    assert run_of(catalogue).status is RunStatus.RUNNING
    assert run_of(catalogue).message == "Inläsningen avbröts av ett fel och försöker igen av sig själv."
    job = db.session.execute(select(Outbox).where(Outbox.name == service.IMPORT_JOB)).scalar_one()
    assert (job.done_at, job.attempts) == (None, 1)


def test_a_run_that_stands_still_for_a_day_has_failed(catalogue: Catalogue) -> None:
    run = uploaded(catalogue)
    with catalogue.scope(), atomic():
        found = catalogue.all(ImportRun)[0]
        found.updated_at = utcnow() - timedelta(hours=25)
    with catalogue.scope():
        service.pass_day(catalogue.region)
    assert (run_of(catalogue).id, run_of(catalogue).status) == (run.id, RunStatus.FAILED)


def test_uploaded_files_are_thrown_away_after_a_while_and_the_record_stays(catalogue: Catalogue) -> None:
    run = uploaded(catalogue)
    drain()
    name = run.stored_name
    with catalogue.scope():
        assert service.pass_day(catalogue.region).files == 0
    assert storage.load(name) == MANY.encode()
    with catalogue.scope(), atomic():
        catalogue.all(ImportRun)[0].finished_at = utcnow() - timedelta(days=91)
    with catalogue.scope():
        assert service.pass_day(catalogue.region).files == 1
    assert (storage.load(name), run_of(catalogue).stored_name, run_of(catalogue).added) == (None, "", 61)


def test_the_days_pass(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has begun leaves the list; what has an end but no fixed start stays until then; what expires goes."""
    catalogue.read(
        [
            {"identifier": "p.test.1", "name": "Exempelskolan", "responsibleBody": None},
            info("i.1", title="Startar i augusti"),
            info("i.2", title="När du vill"),
            info("i.3", title="Går ut"),
            info("i.4", title="Två gånger"),
            event_("e.1", education="i.1"),
            event_("e.2", education="i.2", execution={"condition": {"code": "2"}, "start": "2026-01-01", "end": "2027-12-01"}),
            event_("e.3", education="i.3", expires="2027-03-01", execution={}),
            event_("e.4", education="i.4", application={"last": "2027-04-15"}),
            event_("e.5", education="i.4", execution={"start": "2027-11-01"}, application={"last": "2027-10-01"}),
            event_("e.6", education="i.1", isCancelled=True, execution={"start": "2027-12-01"}),
        ]
    )

    def shown() -> list[tuple[str, str, str]]:
        return [(i.title, str(i.next_start), str(i.next_deadline)) for i in catalogue.infos if i.is_current]

    assert shown() == [
        ("Startar i augusti", "2027-08-23", "9999-12-31"),
        ("När du vill", "9999-12-31", "9999-12-31"),
        ("Går ut", "9999-12-31", "9999-12-31"),
        ("Två gånger", "2027-08-23", "2027-04-15"),
    ]
    monkeypatch.setattr("core.clock.utcnow", at(TODAY + timedelta(days=90)))  # 2 May
    with catalogue.scope():
        assert service.pass_day(catalogue.region).expired == 2
        assert service.pass_day(catalogue.region).expired == 0
    assert shown() == [
        ("Startar i augusti", "2027-08-23", "9999-12-31"),
        ("När du vill", "9999-12-31", "9999-12-31"),
        ("Två gånger", "2027-08-23", "2027-10-01"),
    ]
    monkeypatch.setattr("core.clock.utcnow", at(TODAY.replace(month=9)))
    with catalogue.scope():
        service.pass_day(catalogue.region)
    assert shown() == [("När du vill", "9999-12-31", "9999-12-31"), ("Två gånger", "2027-11-01", "2027-10-01")]
    monkeypatch.setattr("core.clock.utcnow", at(TODAY.replace(month=12, day=2)))
    with catalogue.scope():
        service.pass_day(catalogue.region)
    assert shown() == []


def test_a_new_taxonomy_changes_what_educations_lead_to(catalogue: Catalogue) -> None:
    from core.taxonomy.terms import touch
    from plugins.training_catalog.models import EducationOccupation

    catalogue.rows(row(Namn="Svetsare"))
    assert [lead.group_code for lead in catalogue.all(EducationOccupation)] == ["7212"]
    with catalogue.scope(), atomic():
        for lead in catalogue.all(EducationOccupation):
            db.session.delete(lead)
        touch()
    with catalogue.scope():
        service.pass_day(catalogue.region)
    assert [lead.group_code for lead in catalogue.all(EducationOccupation)] == ["7212"]


def test_two_regions_keep_their_own_catalogues(make: Factory, catalogue: Catalogue) -> None:
    other: Region = make.region("syd", plugins=["training_catalog"])
    catalogue.rows(row(Namn="Kurs i norr"))
    Catalogue(make, other).rows(row(Namn="Kurs i söder"))
    assert [found.title for found in catalogue.all(EducationInfo)] == ["Kurs i norr"]
    assert [found.title for found in Catalogue(make, other).all(EducationInfo)] == ["Kurs i söder"]
