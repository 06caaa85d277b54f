"""The first part of a harvest: every page on disk. A harvest that was cut off asks for the next page, not for the first."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from core.db import atomic, utcnow
from core.i18n import gettext as _
from plugins.training_catalog.imports.files import LIMITS
from plugins.training_catalog.models import ImportRun
from plugins.training_catalog.service import forget_faults
from plugins.training_catalog.sources import client, spool
from plugins.training_catalog.sources.client import FeedError
from plugins.training_catalog.sources.lease import Hold
from plugins.training_catalog.sources.models import SourceKind, Stage
from plugins.training_catalog.sources.pages import LISTS, address, checked

MAX_PAGE = 64 * 2**20
MAX_BYTES = 4 * 2**30
MAX_PAGES = 1500
MAX_TIME = timedelta(hours=6)
FILE = "0-file"
PAGE = "1-page-"
NOTED = "2-noted-"  # what each page spoke of, put there as it was written


def fetch_all(hold: Hold) -> None:
    """Fetch what the run still lacks.

    Raises:
        FeedError: when the source cannot be read, or goes beyond a limit.
        Later: when it asks us to come back.
    """
    if hold.source.kind == SourceKind.SUSA_NAVET:
        while _next_page(hold):
            pass
    else:
        _file(hold)


def _file(hold: Hold) -> None:
    accept = "application/xml, text/xml" if hold.source.kind == SourceKind.EMIL2_URL else "application/json"
    answer = client.get(hold.source.url, max_bytes=LIMITS.bytes, accept=accept)
    if answer.status != 200:
        raise FeedError(_("Källan svarade med felkod %(code)s. Kontrollera adressen.", code=answer.status))
    spool.put(hold.run_id, FILE, answer.body)
    with atomic():
        run = hold.mine()
        run.pages, run.bytes_read, run.stage = 1, len(answer.body), Stage.WRITE
        run.cursor = {**run.cursor, "spooled": 1}


def _next_page(hold: Hold) -> bool:
    with atomic():
        run = hold.mine()
        if run.stage != Stage.FETCH:
            return False
        at = _where(run)
        _limit(run)
        since = run.since
    name, number = LISTS[at["list"]], at["page"]
    body = client.get(address(hold.source, name, number, since), max_bytes=MAX_PAGE)
    if body.status != 200:
        raise FeedError(_("Källan svarade med felkod %(code)s. Kontrollera adressen.", code=body.status))
    page = checked(body.body, name, number)
    digest = hashlib.blake2b(json.dumps(json.loads(body.body).get(name)).encode(), digest_size=16).hexdigest()
    if page.count and digest == at.get("digest"):
        raise FeedError(_("%(list)s gav samma sida två gånger (sida %(page)s). Ingenting har tagits bort.", list=name, page=number + 1))
    if page.count:
        spool.put(hold.run_id, f"{PAGE}{at['list']}-{number:05d}", body.body)
    got = {**at["got"], name: at["got"].get(name, 0) + page.count}
    last = number + 1 >= page.pages
    with atomic():
        run = hold.mine()
        run.pages += 1
        run.bytes_read += len(body.body)
        run.records = sum(got.values())
        short = at["short"] or (last and got[name] != page.total)
        run.cursor = {
            **at,
            "list": at["list"] + 1 if last else at["list"],
            "page": 0 if last else number + 1,
            "got": got,
            "short": short,
            "digest": "" if last else digest,
            "spooled": at["spooled"] + (1 if page.count else 0),
        }
        if run.cursor["list"] == len(LISTS):
            run.stage = Stage.WRITE
    return True


def _where(run: ImportRun) -> dict[str, Any]:
    """Where the run is: from the beginning if what it had fetched is gone."""
    at: dict[str, Any] = dict(run.cursor)
    if "list" not in at or not _whole(run):
        spool.clear(run.id)
        run.pages = run.bytes_read = run.records = 0
        return {"list": 0, "page": 0, "got": {}, "short": False, "digest": "", "spooled": 0, "postponed": at.get("postponed", 0)}
    return at


def stage_of(run: ImportRun) -> str:
    """How far a run has come. If what it had fetched is gone (another disk), it begins anew; what it wrote is found unchanged then."""
    if run.stage != Stage.FETCH and not _whole(run):
        run.stage = Stage.FETCH
        run.cursor = {"postponed": run.cursor.get("postponed", 0)}
        run.rows = run.position = run.rejected = run.ignored = run.inferred = run.unlocated = 0
        forget_faults(run)
    return run.stage


def _whole(run: ImportRun) -> bool:
    """Whether everything that was fetched, and noted while writing, is on this disk."""
    fetched = len(spool.names(run.id, PAGE)) + len(spool.names(run.id, FILE))
    return bool(fetched >= run.cursor.get("spooled", 0) and len(spool.names(run.id, NOTED)) >= run.cursor.get("file", 0))


def _limit(run: ImportRun) -> None:
    if run.pages >= MAX_PAGES or run.bytes_read >= MAX_BYTES:
        raise FeedError(
            _(
                "Källan tar inte slut: %(pages)s sidor och %(size)s MB är hämtade. Hämtningen stoppades. Ingenting har tagits bort.",
                pages=run.pages,
                size=run.bytes_read // 2**20,
            )
        )
    if run.started_at is not None and utcnow() - run.started_at > MAX_TIME:
        raise FeedError(_("Hämtningen tog mer än %(n)s timmar och stoppades.", n=int(MAX_TIME.total_seconds() // 3600)))
