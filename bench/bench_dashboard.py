"""The dashboard over a million needs: what the page costs, how many queries it makes, and how long its figures take to make."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from bench import Figure
from bench.bench_typeahead import percentile

COUNT = 1_000_000
SMALL = 10_000
NEEDS_PER_EMPLOYER = 5
GROUPS = 400
PLACES = 17
BATCH = 10_000
BASE = "/r/riket/employer-needs/"
PAGES = {
    "whole": BASE,
    "one municipality": f"{BASE}?kommun=2417",
    "one branch, one level": f"{BASE}?bransch=C&niva=vocational",
    "public, nothing published": f"{BASE}siffror",
}
P99_MS = 500.0
QUERIES = 40


def run(small: bool) -> list[Figure]:
    """Fill a region, make its figures, open its pages."""
    count = SMALL if small else COUNT
    with tempfile.TemporaryDirectory(prefix="sk-bench-") as folder:
        app, cookie, times = _site(Path(folder), count)
        figures = [Figure("needs", count, ""), *(Figure(name, value, "s") for name, value in times.items())]
        for name, path in PAGES.items():
            spent, queries = _visit(app, path, cookie, 20 if small else 100)
            note = f"median {percentile(spent, 0.5):.0f} ms"
            figures.append(Figure(f"{name}: p99", percentile(spent, 0.99), "ms", target=P99_MS, note=note))
            figures.append(Figure(f"{name}: queries", queries, "", target=QUERIES))
    return figures


def _visit(app: Flask, path: str, cookie: str, rounds: int) -> tuple[list[float], int]:
    """Milliseconds of processor time of each visit, with the database (SQLite runs in the process); and the queries of the last."""
    from werkzeug.test import Client

    client = Client(app, use_cookies=False)
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    spent = []
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for _ in range(3 + rounds):
            seen.clear()
            started = process_time()
            answer = client.get(path, headers={"Cookie": cookie})
            spent.append(1000 * (process_time() - started))
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return spent[3:], len([statement for statement in seen if "SAVEPOINT" not in statement])


def _site(folder: Path, count: int) -> tuple[Flask, str, dict[str, float]]:
    from core.app import create_app
    from core.clock import today
    from core.db import all_regions, atomic, db, region_scope
    from core.db.cli import upgrade_installation
    from core.geo.places import municipalities
    from core.organisations.models import Organisation
    from core.plugins.models import RegionPlugin
    from core.regions.models import Region, RegionMunicipality
    from core.testing.client import Browser
    from core.users.service import ensure_user, grant_role
    from core.web.limits import limiter
    from plugins.employer_needs.dashboards import service
    from plugins.employer_needs.models import CompetenceNeed, Response
    from plugins.employer_needs.services import rounds

    app = create_app(environment="test", data_dir=folder, https=False, entry_points=False)
    limiter.enabled = False
    times = {}
    with app.test_request_context():
        upgrade_installation()
        places = ["2417", *(code for code in municipalities() if code != "2417")][:PLACES]
        with atomic():
            region = Region(slug="riket", name="Riket")
            db.session.add(region)
            db.session.flush()
            db.session.add_all(RegionMunicipality(region_id=region.id, municipality_code=code) for code in places)
            user = ensure_user(email="bench@bench.samkraft.example", name="Bench")
            grant_role(user=user, region=region, role="strategist")
            with all_regions("a benchmark fills a database of its own"):
                db.session.add(RegionPlugin(region_id=region.id, plugin="employer_needs", enabled=True))
        with region_scope(region.id):
            made = []
            for number in range(4):
                with atomic():
                    each = rounds.create_round(
                        region=region, title=f"Omgång {number}", opens_on=today(), closes_on=today() + timedelta(days=30 + number)
                    )
                    rounds.open_round(region=region, round_id=each.id)
                    made.append(each.id)
        started = perf_counter()
        with all_regions("a benchmark fills a database of its own"):
            employers = count // NEEDS_PER_EMPLOYER
            _fill(Organisation, (_employer(number) for number in range(1, employers + 1)))
            _fill(Response, (_response(n, region.id, made) for n in range(1, employers + 1)))
            _fill(CompetenceNeed, _needs(count, region.id, places))
        times["filling the tables"] = perf_counter() - started
        started = perf_counter()
        with region_scope(region.id), atomic():
            service.rebuild(region=region)
        times["making the figures anew"] = perf_counter() - started
    with app.app_context():
        browser = Browser(app).sign_in(user)
    cookie = browser.client.get_cookie("samkraft", domain="127.0.0.1") or browser.client.get_cookie("samkraft")
    return app, f"samkraft={cookie.value if cookie else ''}", times


def _fill(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    from sqlalchemy import insert

    from core.db import atomic, db

    while batch := list(islice(rows, BATCH)):
        with atomic():
            db.session.execute(insert(model), batch)


def _employer(number: int) -> dict[str, Any]:
    name = f"a{number}"
    branch = {"sni_code": "25110", "sni_version": "2007", "sni_section": "CFGHIMNQRS"[number % 10]}
    return {"id": number, "name": name.upper(), "sort_key": name, "name_key": name, **branch}


def _response(number: int, region_id: int, made: list[int]) -> dict[str, Any]:
    from plugins.employer_needs.values import ResponseStatus

    return {
        "id": number,
        "region_id": region_id,
        "round_id": made[number % len(made)],
        "organisation_id": number,
        "reference": f"B{number:010d}",
        "seed": f"b{number}",
        "token_hash": f"b{number}",
        "status": ResponseStatus.SENT,
        "organisation_name": f"A{number}",
    }


def _needs(count: int, region_id: int, places: list[str]) -> Iterator[dict[str, Any]]:
    from plugins.employer_needs.values import Level, NeedState

    rng = Random(count)
    levels = list(Level)
    for number in range(count):
        group = rng.randrange(GROUPS)
        yield {
            "region_id": region_id,
            "response_id": 1 + number // NEEDS_PER_EMPLOYER,
            "state": NeedState.PUBLISHED,
            "local_title": "Prov",
            "occupation_group": f"{1000 + group * 7}",
            "group_label": f"Grupp {group}",
            "headcount_0_1": rng.randint(0, 3),
            "headcount_1_3": rng.randint(0, 2),
            "headcount_3_5": 1,
            "municipality_code": places[(number // NEEDS_PER_EMPLOYER + group) % len(places)],
            "level": levels[group % len(levels)],
        }
