"""A demo catalogue: plainly fictional providers, courses of every kind, dates that follow today. Goes through the import's own writer."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, region_scope, utcnow
from core.events import emit
from core.geo.distance import distance_km
from core.geo.queries import name_of
from core.regions.queries import municipalities, readable_region_ids
from core.search.folding import fold
from plugins.training_catalog import derive, writer
from plugins.training_catalog.codes import SSYK_SUBJECTS, credit_unit_of
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.models import ImportFault, ImportRun, RunStatus, Source
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Record
from plugins.training_catalog.service import source_named
from plugins.training_catalog.settings import PLUGIN
from plugins.training_catalog.sources.models import Schedule, SourceKind
from plugins.training_catalog.sources.service import Setup, create
from plugins.training_catalog.sources.timetable import SUSA_NAVET
from plugins.training_catalog.state import refresh_state
from plugins.training_catalog.upkeep import demo as upkeep_demo

if TYPE_CHECKING:
    from core.regions.models import Region

SOURCE = "Demokatalogen"
LARGE_TOWNS = ("2480", "2580", "2380", "2281", "0380", "0180", "1880", "1980", "2180", "2080", "1780", "0580", "1480", "1281", "0780")
MAX_OWN = 9


@dataclass(frozen=True)
class _Town:
    code: str
    name: str


def seed(region: Region, rng: Random) -> None:
    """Make the demo catalogue of a region, or bring it up to today. The same seed on the same day changes nothing.

    A collaboration whose members share their catalogues shows those, and gets none of its own.
    """
    if len(readable_region_ids(region, PLUGIN)) > 1:
        return
    with atomic(), region_scope(region.id):
        own = [_Town(row.code, row.name) for row in municipalities(region)]
        if not own:
            return
        source = source_named(region=region, name=SOURCE)
        records = _records(region, rng, own, today())
        counts = writer.Counts()
        for start in range(0, len(records), writer.BATCH):
            done = writer.write(source, records[start : start + writer.BATCH])
            counts.added += done.added
            counts.changed += done.changed
        while derive.refresh(region, today()):
            pass
        refresh_state(region, today())
        _note_run(region, source, counts, len(records))
        _paused_source(region)
        if counts.added or counts.changed:
            emit(CatalogueChanged(source=SOURCE, added=counts.added, changed=counts.changed, removed=0), region=region)
        upkeep_demo.seed(region, today())


def _paused_source(region: Region) -> None:
    """A source as one would set it up, paused: a demo calls nobody."""
    known = select(Source.id).where(Source.region_id == region.id, Source.kind == SourceKind.SUSA_NAVET)
    if db.session.execute(known.limit(1)).scalar_one_or_none() is None:
        codes = [row.code for row in municipalities(region)]
        setup = Setup("Susa-navet", SourceKind.SUSA_NAVET, SUSA_NAVET, Schedule.DAILY, municipality_codes=codes)
        create(region=region, setup=setup).is_paused = True
        db.session.flush()


def _records(region: Region, rng: Random, own: list[_Town], day: date) -> list[Record]:
    towns = rng.sample(own, min(MAX_OWN, len(own)))
    away = [
        _Town(code, name_of(code)) for code in sorted(LARGE_TOWNS, key=lambda code: min(distance_km(code, town.code) for town in own))[:2]
    ]
    providers: dict[str, ProviderRecord] = {}
    infos: dict[str, InfoRecord] = {}
    events: dict[str, EventRecord] = {}
    with (files("plugins.training_catalog") / "data" / "demo_courses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        info = _info(row)
        infos[info.key] = info
        choice = away if row["school_form"] == "HS" else towns
        for site, town in enumerate(rng.sample(choice, min(int(row["sites"]), len(choice)))):
            provider = _provider(row["school_form"], town, region)
            providers[provider.key] = provider
            for term in range(int(row["terms"])):
                for event in _events(row, info, provider, town, rng, day, term, site):
                    events[event.key] = event
    return [*providers.values(), *infos.values(), *events.values()]


def _info(row: dict[str, str]) -> InfoRecord:
    form = row["school_form"]
    return InfoRecord(
        identifier=f"i.demo.{fold(row['title']).replace(' ', '-')}",
        title=row["title"],
        title_en=row["title_en"],
        school_form=form,
        code=row["code"],
        description=f"{row['description']}\n\nDet här är en påhittad utbildning för demonstration.",
        configuration="kurs" if form == "VUXGY" and not row["code"].endswith("1") else "program",
        subjects=[{"type": SSYK_SUBJECTS, "code": row["subject"]}] if row["subject"] else [],
        credits=float(row["credits"]) if row["credits"] else None,
        credits_unit=credit_unit_of(form) if row["credits"] else "",
        extent=f"{row['weeks']} weeks",
        eligibility="Grundläggande behörighet." if form in ("HS", "YH") else "",
    )


def _provider(form: str, town: _Town, region: Region) -> ProviderRecord:
    names = {
        "YH": "Yrkeshögskolan Exemplet",
        "HS": f"Exempeluniversitetet i {town.name}",
        "FHS": "Exempelbygdens folkhögskola",
        "AUB": "Demoutbildarna AB",
    }
    name = names.get(form, f"Demo-komvux i {town.name}")
    slug = fold(name).replace(" ", "-")
    return ProviderRecord(identifier=f"p.demo.{slug}", name=name, url=f"https://{slug}.{region.slug}.demo.samkraft.example/")


def _events(
    row: dict[str, str], info: InfoRecord, provider: ProviderRecord, town: _Town, rng: Random, day: date, term: int, site: int
) -> list[EventRecord]:
    start = _term_start(day, term) + timedelta(weeks=rng.choice((0, 0, 0, 1, 2, 4)))
    distance = row["mode"] == "distance"
    cancelled = rng.random() < 0.03
    base = f"e.demo.{info.identifier.removeprefix('i.demo.')}.{town.code}.{site}.{term}"
    made = [
        EventRecord(
            identifier=base,
            education=info.identifier,
            provider=provider.identifier,
            url=f"{provider.url}{info.identifier.removeprefix('i.demo.')}",
            start=start,
            end=start + timedelta(weeks=int(row["weeks"]), days=-3),
            condition="1",
            languages=["swe"],
            pace=float(row["pace"]),
            time_of_study="" if distance else rng.choice(("dag", "dag", "kväll")),
            is_distance=distance,
            mandatory_sessions=int(row["sessions"]) if distance else None,
            optional_sessions=rng.choice((0, 2)) if distance else None,
            places=rng.choice((16, 20, 24, 30)),
            application_first=start - timedelta(days=rng.randint(110, 200)),
            application_last=start - timedelta(days=rng.randint(14, 75)),
            is_cancelled=cancelled,
            locations=[Place(municipality_code=town.code, town=town.name)],
        )
    ]
    if row["title"] in ("Svetsare", "Svenska för invandrare, kurs C") and term == 0:
        made.append(_continuous(base, made[0], day))
    if term == 0 and site == 0 and rng.random() < 0.5:
        made.append(_begun(base, made[0], day))
    return made


def _continuous(base: str, like: EventRecord, day: date) -> EventRecord:
    """One that can be begun at any time."""
    return EventRecord(
        identifier=f"{base}.open",
        education=like.education,
        provider=like.provider,
        url=like.url,
        condition="2",
        languages=["swe"],
        pace=like.pace,
        application_continuous=True,
        end=date(day.year + 1, 12, 31),
        locations=[Place(municipality_code=place.municipality_code, town=place.town) for place in like.locations],
    )


def _begun(base: str, like: EventRecord, day: date) -> EventRecord:
    """One that began last term, so that there is a past to look at."""
    start = _term_start(day, -1)
    return EventRecord(
        identifier=f"{base}.begun",
        education=like.education,
        provider=like.provider,
        url=like.url,
        condition="1",
        start=start,
        end=start + timedelta(weeks=20),
        languages=["swe"],
        pace=like.pace,
        is_distance=like.is_distance,
        mandatory_sessions=like.mandatory_sessions,
        application_last=start - timedelta(days=30),
        locations=[Place(municipality_code=place.municipality_code, town=place.town) for place in like.locations],
    )


def _term_start(day: date, term: int) -> date:
    """The Monday on which a term begins: 0 is the next one at least a month away, 1 the one after, -1 the latest that has begun."""
    starts = [_monday(date(year, month, dom)) for year in range(day.year - 2, day.year + 4) for month, dom in ((1, 13), (8, 17))]
    if term < 0:
        return [start for start in starts if start < day][term]
    return [start for start in starts if start >= day + timedelta(days=30)][term]


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _note_run(region: Region, source: Source, counts: writer.Counts, records: int) -> None:
    """One finished import with two faults, so that the pages of imports have something to show."""
    if db.session.execute(select(ImportRun.id).where(ImportRun.source_id == source.id).limit(1)).first():
        return
    run = ImportRun(
        region_id=region.id,
        source_id=source.id,
        file_name="demokurser.csv",
        format="csv",
        status=RunStatus.DONE,
        started_at=utcnow(),
        finished_at=utcnow(),
        rows=records + 2,
        records=records,
        position=records,
        added=counts.added,
        rejected=2,
    )
    db.session.add(run)
    db.session.flush()
    for row, column, cause, value, detail in (
        (14, "Namn", "unknown_title", "Okänd", ""),
        (31, "KurstillfalleSlutdatum", "end_before_start", "2025-06-05", "2025-08-18"),
    ):
        db.session.add(
            ImportFault(region_id=region.id, run_id=run.id, row=row, column=column, cause=cause, value=value, detail=detail, rejected=True)
        )
    db.session.flush()
