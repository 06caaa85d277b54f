"""The education catalogue at 300 000 events: what the public list, a search and a course page cost, and how fast a file is read.

Pages are multiples of a bare Flask route: *in process* (strict), and *served* by gunicorn as the targets were set.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask

from bench import Figure
from bench.meter import seconds_per_get
from bench.server import running
from bench.site import bare_site

if TYPE_CHECKING:
    from core.regions.models import Region

EVENTS = 300_000
SMALL = 5_000
EVENTS_PER_EDUCATION = 5
IMPORTED = 10_000
BASE = "/r/riket/training-catalog/"
BARE = "a bare Flask route"
INDEX = "the index's bare matches of a common word"
CHOICES: dict[str, dict[str, Any]] = {
    "search, common word": {"q": "vård"},
    "search, two words": {"q": "undersköterska norsjö"},
    "followed from a municipality": {"home": "2417"},
    "open for application, sorted by last day": {"open": True, "sort": "deadline"},
    "three filters": {"form": ("YH", "HS"), "home": "2417", "pace": ("50",)},
}
# Path, and the most that it should cost served, as a multiple of a bare route.
PAGES: dict[str, tuple[str, float | None]] = {
    "list, first page": (BASE, 4),
    "list, page 200": (f"{BASE}?page=200", None),
    "list, followed from a municipality": (f"{BASE}?from=2417", None),
    "list, one school form": (f"{BASE}?form=YH", None),
    "search, common word": (f"{BASE}?q={quote('vård')}", 8),
    "search, two words": (f"{BASE}?q={quote('undersköterska norsjö')}", 8),
    "course page": (f"{BASE}1", None),
}
FORMS = ("VUXGY",) * 6 + ("VUXGR", "FHS", "YH", "YH", "HS", "HS", "AUB")
VOCABULARY = """vård omsorg undersköterska svetsare elektriker snickare kock barnskötare lastbil matematik engelska svenska historia biologi
    kemi
    fysik teknik programmering ekonomi redovisning juridik design musik konst idrott hälsa natur friluftsliv turism handel lager
    logistik"""
WORDS = tuple(VOCABULARY.split())


def run(small: bool) -> list[Figure]:
    """Fill a catalogue in a folder of its own, and measure."""
    folder = Path(tempfile.mkdtemp(prefix="sk-bench-"))
    try:
        app, region = _site(folder)
        count = SMALL if small else EVENTS
        with app.test_request_context():
            _fill(region, count)
        figures = [*_in_process(app, 20 if small else 200), *_unremembered(app, 5)]
        figures += _served(folder, 50 if small else 500)
        with app.test_request_context():
            figures += _reading(region, 1_000 if small else IMPORTED)
        return [Figure("events in the catalogue", count, ""), *figures]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _site(folder: Path) -> tuple[Flask, Region]:
    from core.app import create_app
    from core.db import atomic, db
    from core.db.cli import upgrade_installation
    from core.geo.places import municipalities
    from core.plugins import lifecycle
    from core.regions.models import Region, RegionMunicipality
    from core.web.limits import limiter

    app = create_app(environment="demo", data_dir=folder, https=False, entry_points=False, redis_url=f"unix://{folder}/none.sock")
    limiter.enabled = False
    with app.test_request_context():
        upgrade_installation()
        with atomic():
            region = Region(slug="riket", name="Riket")
            db.session.add(region)
            db.session.flush()
            db.session.add_all(RegionMunicipality(region_id=region.id, municipality_code=code) for code in list(municipalities())[:17])
            db.session.flush()
            lifecycle.enable(region, "training_catalog")
    return app, region


def _fill(region: Region, count: int) -> None:
    """Educations and events straight into the tables; then what the import would have worked out, by its own code."""
    from sqlalchemy import insert

    from core.db import atomic, db, region_scope
    from core.geo.places import municipalities
    from plugins.training_catalog import service
    from plugins.training_catalog.clock import today
    from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, EventLocation
    from plugins.training_catalog.state import refresh_state

    rng = random.Random(10_700)
    codes = list(municipalities())
    infos = max(1, count // EVENTS_PER_EDUCATION)
    providers = max(1, count // 200)
    day = today()
    with region_scope(region.id):
        with atomic():
            source = service.source_named(region=region, name="bench")
            own = {"region_id": region.id, "source_id": source.id}
            _bulk(
                insert(EducationProvider),
                ({**own, **_named(n, f"Exempelskolan {n}"), "name": f"Exempelskolan {n}"} for n in range(1, providers + 1)),
            )
            _bulk(insert(EducationInfo), ({**own, **_education(n, rng)} for n in range(1, infos + 1)))
        with atomic():
            _bulk(insert(EducationEvent), ({**own, **_event(n, infos, providers, day, rng)} for n in range(1, count + 1)))
            places = ({"region_id": region.id, "event_id": n, **_place(rng.choice(codes))} for n in range(1, count + 1))
            _bulk(insert(EventLocation), places)
        service.refresh_stale(region)
        with atomic():
            refresh_state(region, day)
            db.session.expunge_all()


def _bulk(statement: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Rows straight into a table, past the session's bookkeeping, which the tenant fence allows only where it is open."""
    from core.db import all_regions, db

    with all_regions("a benchmark fills a database of its own"):
        while batch := list(islice(rows, 5_000)):
            db.session.execute(statement, batch)


def _named(number: int, name: str) -> dict[str, Any]:
    return {"identifier": f"x.{number}", "identifier_key": f"x.{number}", "sort_key": name.lower()}


def _education(number: int, rng: random.Random) -> dict[str, Any]:
    title = " ".join(rng.sample(WORDS, 2)).capitalize() + f" {number % 97}"
    text = " ".join(rng.choices(WORDS, k=25))
    common = {"level": "none", "subjects": [], "extra": {}, "credits": 100.0, "credits_unit": "vp"}
    return {
        **_named(number, title),
        "title": title,
        "description": text,
        "school_form": rng.choice(FORMS),
        "code": f"KOD{number}",
        **common,
    }


def _event(number: int, infos: int, providers: int, day: date, rng: random.Random) -> dict[str, Any]:
    start = day + timedelta(days=rng.randint(-30, 600))
    return {
        "identifier": f"x.{number}",
        "identifier_key": f"x.{number}",
        "education_key": "x",
        "info_id": number % infos + 1,
        "provider_id": rng.randint(1, providers),
        "start": start,
        "end": start + timedelta(days=150),
        "application_first": start - timedelta(days=150),
        "application_last": start - timedelta(days=30),
        "open_until": start - timedelta(days=30),
        "pace": rng.choice((25.0, 50.0, 100.0)),
        "is_distance": rng.random() < 0.2,
        "extra": {},
    }


def _place(code: str) -> dict[str, Any]:
    from core.geo.queries import name_of

    return {"municipality_code": code, "town": name_of(code)}


def _in_process(app: Flask, rounds: int) -> list[Figure]:
    bare, _ = seconds_per_get(bare_site(), "/", rounds=2_000)
    figures = [Figure("in process: a bare Flask route", bare * 1e6, "µs")]
    for name, (path, _target) in PAGES.items():
        seconds, size = seconds_per_get(app, path, rounds=rounds)
        note = f"{seconds * 1e3:.2f} ms, {size / 1024:.0f} KiB of HTML"
        figures.append(Figure(f"in process: {name}", seconds / bare, "×", BARE, note=note))
    return figures


def _unremembered(app: Flask, rounds: int) -> list[Figure]:
    """The first time a search or a choice is asked for, when no process has its result yet, against the bare query of the index.

    Each figure is the list's ids and rows and every facet's counts together; `facets` apart beside it. p50, and p99 over other choices.
    """
    from core.db import atomic, db, region_scope
    from core.regions.queries import by_slug
    from core.search import index
    from plugins.training_catalog import queries, remembering
    from plugins.training_catalog.clock import today
    from plugins.training_catalog.derive import KIND
    from plugins.training_catalog.filters import Filters
    from plugins.training_catalog.finding import building

    with app.test_request_context():
        region = by_slug("riket")
        if region is None:
            raise RuntimeError("the region of the benchmark is gone")
        with region_scope(region.id):
            drawing = _timed(lambda: building.draw(region.id, today()))
            with atomic():
                building.rebuild(region.id, today())
            whole = queries.overview()
            building.blocks(today())
            bare = median([_timed(lambda: db.session.execute(index.matching(KIND, "vård")).all()) for _ in range(rounds)])
            figures = [Figure("draw the picture that is searched, in a job", drawing, "s")]

            def asked(choice: Filters) -> tuple[float, float]:
                remembering.forget()
                listed = _timed(lambda: queries.listing(choice, whole, today=today()))
                return listed, _timed(lambda: queries.worked_out(choice, whole, today=today()))

            for name, choice in CHOICES.items():
                spent = [asked(Filters(**choice)) for _ in range(rounds)]
                both = median([listed + counted for listed, counted in spent])
                note = f"{both * 1e3:.1f} ms, of which the facets {median([counted for _, counted in spent]) * 1e3:.1f} ms"
                figures.append(Figure(f"first time: {name}", both / bare, "×", INDEX, note=note))
            rng = random.Random(99)
            each = sorted(sum(asked(Filters(q=" ".join(rng.sample(WORDS, 2)), open=rng.random() < 0.5))) for _ in range(20 * rounds))
            for name, place in (("p50", len(each) // 2), ("p99", len(each) * 99 // 100)):
                figures.append(
                    Figure(f"first time: two words by chance, {name}", each[place] / bare, "×", INDEX, note=f"{each[place] * 1e3:.1f} ms")
                )
    return figures


def _timed(work: Any) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _served(data: Path, count: int) -> list[Figure]:
    gunicorn = ("-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "-b", "127.0.0.1:PORT")
    with running(*gunicorn, "bench.site:bare_site()") as server:
        server.first_page()
        bare = server.cpu_per_get("/", count * 4, server.pids)
    figures = []
    environment = {"SAMKRAFT_ENVIRONMENT": "demo", "SAMKRAFT_DATA": str(data), "SAMKRAFT_TRUSTED_PROXIES": "1", "SAMKRAFT_HTTPS": "false"}
    with running(*gunicorn, "wsgi:app", **environment) as server:
        server.first_page()
        for name, (path, target) in PAGES.items():
            seconds = server.cpu_per_get(path, count, server.pids)
            figures.append(Figure(f"served: {name}", seconds / bare, "×", BARE, target=target, note=f"{seconds * 1e3:.2f} ms"))
    return figures


def _reading(region: Region, rows: int) -> list[Figure]:
    """A course file read from nothing and once more, against inserting its events straight into their table."""
    from sqlalchemy import delete, insert

    from core.db import atomic, db, region_scope
    from plugins.training_catalog import service
    from plugins.training_catalog.clock import today
    from plugins.training_catalog.models import EducationEvent

    rng = random.Random(995)
    lines = ["kurstillfalleId;Namn;Utbildningsanordnare;Niva;Startdatum;Ort"]
    for n in range(rows):
        title = f"{rng.choice(WORDS)} {rng.choice(WORDS)} {n // 5}"
        lines.append(f"{n};{title};Exempelskolan {n % 40};gymnasial vuxenutbildning;{today() + timedelta(days=n % 400)};Norsjö")
    data = "\n".join(lines).encode()
    with region_scope(region.id):
        spent = []
        for _ in range(2):
            with atomic():
                run = service.open_run(region=region, source_name="file", file_name="file.csv")
            spent.append(_timed(lambda run=run: service.run_import(region, run.id, data=data)))  # type: ignore[misc]
        with atomic():
            source = service.source_named(region=region, name="plain")
            day = today()
            plain = [{"region_id": region.id, "source_id": source.id, **_event(n, 1, 1, day, rng)} for n in range(rows)]
            bulk = _timed(lambda: _bulk(insert(EducationEvent), iter(plain)))
            db.session.execute(delete(EducationEvent).where(EducationEvent.source_id == source.id))
        mirrored, again = _mirroring(region, rows)
    beside = "a plain bulk insert of the events"
    return [
        Figure(f"mirror Susa-navet, {rows:,} events from disk", mirrored / bulk, "×", beside, note=f"{rows / mirrored:,.0f} events/s"),
        Figure("mirror the same again", again / bulk, "×", beside, note=f"{rows / again:,.0f} events/s"),
        Figure(f"read a course file of {rows:,} rows", spent[0] / bulk, "×", beside, note=f"{rows / spent[0]:,.0f} rows/s"),
        Figure("read the same file again", spent[1] / bulk, "×", beside, note=f"{rows / spent[1]:,.0f} rows/s"),
    ]


def _mirroring(region: Region, rows: int) -> tuple[float, float]:
    """Seconds to write and settle what a harvest has fetched, from nothing and once more. No network: the pages lie on disk."""
    import json

    from core.db import atomic, get
    from plugins.training_catalog.clock import today
    from plugins.training_catalog.models import ImportRun, RunStatus
    from plugins.training_catalog.sources import fetching, harvest, service, spool
    from plugins.training_catalog.sources.models import SourceKind, Stage
    from plugins.training_catalog.sources.pages import LISTS, SIZE

    lists = _documents(rows, today())
    with atomic():
        source = service.create(region=region, setup=service.Setup("Navet", SourceKind.SUSA_NAVET, "https://bench.example/emil3"))
    spent = []
    for _ in range(2):
        with atomic():
            run_id = service.begin(region=region, source=source).id
        number = 0
        for place, name in enumerate(LISTS):
            for start in range(0, len(lists[name]), SIZE):
                page = {
                    name: [{"id": each["identifier"], "status": "ACTIVE", "content": each} for each in lists[name][start : start + SIZE]]
                }
                spool.put(run_id, f"{fetching.PAGE}{place}-{start // SIZE:05d}", json.dumps(page).encode())
                number += 1
        with atomic():
            run = get(ImportRun, run_id, lock=True)
            run.stage, run.cursor = Stage.WRITE, {"spooled": number, "short": False}
        spent.append(_timed(lambda run_id=run_id: harvest.work(region, run_id)))  # type: ignore[misc]
        if get(ImportRun, run_id).status is not RunStatus.DONE:
            raise RuntimeError("the harvest was not finished")
    return spent[0], spent[1]


def _documents(rows: int, day: date) -> dict[str, list[dict[str, Any]]]:
    def swe(text: str) -> dict[str, Any]:
        return {"strings": [{"lang": "swe", "value": text}]}

    rng = random.Random(2024)
    infos = [
        {
            "identifier": f"i.bench.{n}",
            "title": swe(f"{rng.choice(WORDS)} {rng.choice(WORDS)} {n}"),
            "description": swe(" ".join(rng.choices(WORDS, k=25))),
            "type": {"type": "C_SchoolType", "code": rng.choice(FORMS)},
            "credits": {"system": {"type": "C_Credits", "code": "gy"}, "credits": 100},
        }
        for n in range(max(1, rows // EVENTS_PER_EDUCATION))
    ]
    events = [
        {
            "identifier": f"e.bench.{n}",
            "education": f"i.bench.{n % len(infos)}",
            "providers": [f"p.bench.{n % 40}"],
            "execution": {"condition": {"code": "1"}, "start": f"{day + timedelta(days=n % 400)}"},
            "locations": [{"areaCode": "2417", "town": "Norsjö"}],
            "paceOfStudy": {"percentage": 50},
        }
        for n in range(rows)
    ]
    return {
        "educationProviders": [{"identifier": f"p.bench.{n}", "name": swe(f"Exempelskolan {n}")} for n in range(40)],
        "educationInfos": infos,
        "educationEvents": events,
    }
