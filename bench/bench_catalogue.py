"""The education catalogue at 300 000 events: what the public list, a search and a course page cost, and how fast a file is read.

Pages are multiples of a bare Flask route: *in process* (strict), and *served* by gunicorn as the targets were set.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask

from bench import Figure
from bench.catalogue import EVENTS, EVENTS_PER_EDUCATION, FORMS, SMALL, WORDS, bulk, event, fill, site, timed, unremembered
from bench.meter import seconds_per_get
from bench.server import running
from bench.site import bare_site

if TYPE_CHECKING:
    from core.regions.models import Region

IMPORTED = 10_000
BASE = "/r/riket/training-catalog/"
BARE = "a bare Flask route"
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


def run(small: bool) -> list[Figure]:
    """Fill a catalogue in a folder of its own, and measure."""
    folder = Path(tempfile.mkdtemp(prefix="sk-bench-"))
    try:
        app, region = site(folder)
        count = SMALL if small else EVENTS
        with app.test_request_context():
            fill(region, count)
        figures = [*_in_process(app, 20 if small else 200), *unremembered(app, 5)]
        figures += _served(folder, 50 if small else 500)
        with app.test_request_context():
            figures += _reading(region, 1_000 if small else IMPORTED)
        return [Figure("events in the catalogue", count, ""), *figures]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_process(app: Flask, rounds: int) -> list[Figure]:
    bare, _ = seconds_per_get(bare_site(), "/", rounds=2_000)
    figures = [Figure("in process: a bare Flask route", bare * 1e6, "µs")]
    for name, (path, _target) in PAGES.items():
        seconds, size = seconds_per_get(app, path, rounds=rounds)
        note = f"{seconds * 1e3:.2f} ms, {size / 1024:.0f} KiB of HTML"
        figures.append(Figure(f"in process: {name}", seconds / bare, "×", BARE, note=note))
    return figures


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

    from core.clock import today
    from core.db import atomic, db, region_scope
    from plugins.training_catalog import service
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
            spent.append(timed(lambda run=run: service.run_import(region, run.id, data=data)))  # type: ignore[misc]
        with atomic():
            source = service.source_named(region=region, name="plain")
            day = today()
            plain = [{"region_id": region.id, "source_id": source.id, **event(n, 1, 1, day, rng)} for n in range(rows)]
            plainly = timed(lambda: bulk(insert(EducationEvent), iter(plain)))
            db.session.execute(delete(EducationEvent).where(EducationEvent.source_id == source.id))
        mirrored, again = _mirroring(region, rows)
    beside = "a plain bulk insert of the events"
    return [
        Figure(f"mirror Susa-navet, {rows:,} events from disk", mirrored / plainly, "×", beside, note=f"{rows / mirrored:,.0f} events/s"),
        Figure("mirror the same again", again / plainly, "×", beside, note=f"{rows / again:,.0f} events/s"),
        Figure(f"read a course file of {rows:,} rows", spent[0] / plainly, "×", beside, note=f"{rows / spent[0]:,.0f} rows/s"),
        Figure("read the same file again", spent[1] / plainly, "×", beside, note=f"{rows / spent[1]:,.0f} rows/s"),
    ]


def _mirroring(region: Region, rows: int) -> tuple[float, float]:
    """Seconds to write and settle what a harvest has fetched, from nothing and once more. No network: the pages lie on disk."""
    import json

    from core.clock import today
    from core.db import atomic, get
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
        spent.append(timed(lambda run_id=run_id: harvest.work(region, run_id)))  # type: ignore[misc]
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
