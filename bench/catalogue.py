"""A catalogue of made-up educations for the benchmarks, and what a search of it costs the first time that it is asked for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from flask import Flask

from bench import Figure

if TYPE_CHECKING:
    from core.regions.models import Region

EVENTS = 300_000
SMALL = 5_000
EVENTS_PER_EDUCATION = 5
INDEX = "the index's bare matches of a common word"
CHOICES: dict[str, dict[str, Any]] = {
    "search, common word": {"q": "vård"},
    "search, two words": {"q": "undersköterska norsjö"},
    "followed from a municipality": {"home": "2417"},
    "open for application, sorted by last day": {"open": True, "sort": "deadline"},
    "three filters": {"form": ("YH", "HS"), "home": "2417", "pace": ("50",)},
}
FORMS = ("VUXGY",) * 6 + ("VUXGR", "FHS", "YH", "YH", "HS", "HS", "AUB")
VOCABULARY = """vård omsorg undersköterska svetsare elektriker snickare kock barnskötare lastbil matematik engelska svenska historia biologi
    kemi
    fysik teknik programmering ekonomi redovisning juridik design musik konst idrott hälsa natur friluftsliv turism handel lager
    logistik"""
WORDS = tuple(VOCABULARY.split())


def site(folder: Path, **settings: Any) -> tuple[Flask, Region]:
    """An installation with one region and an empty catalogue."""
    from core.app import create_app
    from core.db import atomic, db
    from core.db.cli import upgrade_installation
    from core.geo.places import municipalities
    from core.plugins import lifecycle
    from core.regions.models import Region, RegionMunicipality
    from core.web.limits import limiter

    app = create_app(
        environment="demo", data_dir=folder, https=False, entry_points=False, redis_url=f"unix://{folder}/none.sock", **settings
    )
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


def fill(region: Region, count: int) -> None:
    """Educations and events straight into the tables; then what the import would have worked out, by its own code."""
    from sqlalchemy import insert

    from core.clock import today
    from core.db import atomic, db, region_scope
    from core.geo.places import municipalities
    from plugins.training_catalog import service
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
            bulk(
                insert(EducationProvider),
                ({**own, **_named(n, f"Exempelskolan {n}"), "name": f"Exempelskolan {n}"} for n in range(1, providers + 1)),
            )
            bulk(insert(EducationInfo), ({**own, **_education(n, rng)} for n in range(1, infos + 1)))
        with atomic():
            bulk(insert(EducationEvent), ({**own, **event(n, infos, providers, day, rng)} for n in range(1, count + 1)))
            places = ({"region_id": region.id, "event_id": n, **_place(rng.choice(codes))} for n in range(1, count + 1))
            bulk(insert(EventLocation), places)
        service.refresh_stale(region)
        with atomic():
            refresh_state(region, day)
            db.session.expunge_all()


def bulk(statement: Any, rows: Iterator[dict[str, Any]]) -> None:
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


def event(number: int, infos: int, providers: int, day: date, rng: random.Random) -> dict[str, Any]:
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


def unremembered(app: Flask, rounds: int, clock: Callable[[], float] = process_time) -> list[Figure]:
    """The first time a search or a choice is asked for, when no process has its result yet, against the bare query of the index.

    Each figure is the list's ids and rows and every facet's counts together; `facets` apart beside it. p50, and p99 over other choices.
    """
    from core.clock import today
    from core.db import atomic, db, region_scope
    from core.regions.queries import by_slug
    from core.search import index
    from plugins.training_catalog import queries, remembering
    from plugins.training_catalog.derive import KIND
    from plugins.training_catalog.filters import Filters
    from plugins.training_catalog.finding import building

    with app.test_request_context():
        region = by_slug("riket")
        if region is None:
            raise RuntimeError("the region of the benchmark is gone")
        with region_scope(region.id):
            drawing = timed(lambda: building.draw(region.id, today()), clock)
            with atomic():
                building.rebuild(region.id, today())
            whole = queries.overview()
            building.blocks(today())
            bare = median([timed(lambda: db.session.execute(index.matching(KIND, "vård")).all(), clock) for _ in range(rounds)])
            figures = [Figure("draw the picture that is searched, in a job", drawing, "s")]

            def asked(choice: Filters) -> tuple[float, float]:
                remembering.forget()
                listed = timed(lambda: queries.listing(choice, whole, today=today()), clock)
                return listed, timed(lambda: queries.worked_out(choice, whole, today=today()), clock)

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


def timed(work: Callable[[], Any], clock: Callable[[], float] = process_time) -> float:
    """Seconds that something takes, by the clock: of this process's processor, or of the wall where a server does the work."""
    begun = clock()
    work()
    return clock() - begun
