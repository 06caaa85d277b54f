"""What pages, starts and processes cost, as multiples of a bare Flask route in the same run.

Two ways. *In process*: processor time around one WSGI call, sturdy and strict, because the bare route costs next to nothing.
*Served*: processor time of the web processes of `samkraft run` against a bare route under the same gunicorn; so the targets were set.
"""

from __future__ import annotations

import re
import shutil
import statistics
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from flask import Flask

from bench import Figure
from bench.form import REGION, START, store_answers, walk
from bench.meter import cpu_seconds, memory_mib, seconds_per_get
from bench.server import Server, running
from bench.site import bare_site, demo_site

CATALOGUE = f"/r/{REGION}/training-catalog/"
# Path, and the most that it should cost as a multiple of a bare route, served.
PAGES: dict[str, tuple[str, float | None]] = {
    "sign-in page": ("/sign-in", 5),
    "landing page": ("/", None),
    "region start": (f"/r/{REGION}/", None),
    "employer form, first page": (START, 8),
    "course list": (CATALOGUE, 4),
    "course list, search": (f"{CATALOGUE}?q={quote('vård')}", 8),
    "search in the region": (f"/r/{REGION}/search?q={quote('undersköterska')}", 8),
}
BARE = "a bare Flask route"
LIST_TARGET_KIB = 68
MEMORY_TARGET_MIB = 250
START_TARGET_S = 2
FIRST_START_TARGET_S = 15
FORM_TARGET = 40
FLAT = 1.2  # how much more the form may cost with many stored answers than with few, noise included


def run(small: bool) -> list[Figure]:
    """Measure on the demo regions in a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="sk-bench-"))
    try:
        first = _start(folder / "first", "a first start, folder empty: tables, demo data", FIRST_START_TARGET_S)
        app = demo_site(folder / "data")
        figures = [*_in_process(app, 50 if small else 500), *_on_the_wire(app)]
        figures += _served(folder / "data", 100 if small else 500)
        return [*figures, *_form(app, small), *first]  # the form last: it fills the tables
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_process(app: Flask, rounds: int) -> list[Figure]:
    bare, _ = seconds_per_get(bare_site(), "/", rounds=rounds * 5)
    figures = [Figure("in process: a bare Flask route", bare * 1e6, "µs")]
    for name, (path, _target) in PAGES.items():
        seconds, size = seconds_per_get(app, path, rounds=rounds)
        figures.append(
            Figure(f"in process: {name}", seconds / bare, "×", BARE, note=f"{seconds * 1e3:.2f} ms, {size / 1024:.0f} KiB of HTML")
        )
    return figures


def _on_the_wire(app: Flask) -> list[Figure]:
    """The course list with all that a browser fetches for it, compressed, headers included."""
    client = app.test_client()
    headers = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # as browsers say
    page = client.get(CATALOGUE).get_data(as_text=True)
    tags = re.findall(r"<(?:link|script)\b[^>]*>", page)
    paths = {found.group(1) for tag in tags if (found := re.search(r'(?:href|src)="(/[^"]+)"', tag)) and 'rel="alternate"' not in tag}
    total = 0
    for path in (CATALOGUE, *sorted(paths)):
        response = client.get(path.replace("&amp;", "&"), headers=headers)
        total += len(response.get_data()) + len(str(response.headers).encode())
    note = f"the page and {len(paths)} files"
    return [Figure("course list on the wire, compressed", total / 1024, "KiB", target=LIST_TARGET_KIB, note=note)]


def _form(app: Flask, small: bool) -> list[Figure]:
    """The whole form, with the demo's answers stored and with very many."""
    bare, _ = seconds_per_get(bare_site(), "/", rounds=500)
    walks = 3 if small else 15
    many = 2_000 if small else 100_000
    walk(app)
    few = [walk(app) for _ in range(walks)]
    stored = store_answers(app, many)
    walk(app)
    then = [walk(app) for _ in range(walks)]
    whole, step = (statistics.median(getattr(w, part) for w in few) for part in ("seconds", "step"))
    grown = statistics.median(w.seconds for w in then)
    return [
        Figure("in process: one step of the form, post and next page", step / bare, "×", BARE),
        Figure("in process: the whole form, one need", whole / bare, "×", BARE, note=f"{few[0].requests} requests"),
        Figure(f"the whole form with {stored:,} more answers stored", grown / whole, "×", "the same with few", target=FLAT),
    ]


def _served(data: Path, count: int) -> list[Figure]:
    gunicorn = ("-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "-b", "127.0.0.1:PORT", "bench.site:bare_site()")
    with running(*gunicorn) as server:
        server.first_page()
        bare = server.cpu_per_get("/", count * 2, server.pids)
    figures = [Figure("served: a bare Flask route", bare * 1e6, "µs")]
    with _samkraft(data, seed=False) as server:
        figures.append(Figure("a start with the data there, to the first page", server.first_page(), "s", target=START_TARGET_S))
        for name, (path, target) in PAGES.items():
            seconds = server.cpu_per_get(path, count, lambda: server.pids("samkraft-http"))
            figures.append(Figure(f"served: {name}", seconds / bare, "×", BARE, target=target, note=f"{seconds * 1e3:.2f} ms"))
        figures += _served_form(server, bare, 2 if count < 500 else 10)
        figures += _weight(server)
    return figures


def _served_form(server: Server, bare: float, walks: int) -> list[Figure]:
    def spent() -> float:
        return cpu_seconds(server.pids("samkraft-http"))

    requests = walk(server).requests
    before = spent()
    for _ in range(walks):
        walk(server)
    whole = (spent() - before) / walks
    return [Figure("served: the whole form, one need", whole / bare, "×", BARE, target=FORM_TARGET, note=f"{requests} requests")]


def _weight(server: Server) -> list[Figure]:
    pids = server.pids()
    rss, pss = memory_mib(pids)
    note = f"{len(pids)} processes: web, worker, relay, scheduler, queue, supervisor"
    return [
        Figure("memory, RSS of all processes added up", rss, "MiB", target=MEMORY_TARGET_MIB, note=note),
        Figure("memory, PSS: shared pages divided between their users", pss, "MiB", target=MEMORY_TARGET_MIB),
    ]


def _start(data: Path, name: str, target: float) -> list[Figure]:
    with _samkraft(data, seed=True) as server:
        return [Figure(name, server.first_page(), "s", target=target)]


def _samkraft(data: Path, *, seed: bool) -> AbstractContextManager[Server]:
    """`samkraft run` on a data folder. It trusts a proxy's header, so that no rate limit counts the one visitor."""
    options = () if seed else ("--no-seed",)
    command = ("-m", "core.cli", "run", "--port", "PORT", *options)
    return running(*command, SAMKRAFT_DATA=str(data), SAMKRAFT_TRUSTED_PROXIES="1")
