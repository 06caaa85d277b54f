"""The run itself: the solver in a process of its own, followed until it ends or somebody cancels it.

The job may be started again from the beginning: the instance is kept, and a run that has ended is left alone.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from core.db import atomic, utcnow
from core.jobs import enqueue
from core.plugins import Job
from core.regions.models import Region
from core.runtime.child import Child, Silence
from plugins.demand_pooling.queries import figures
from plugins.demand_pooling.runs import service
from plugins.demand_pooling.runs.models import PlanRun, RunStatus
from plugins.demand_pooling.runs.queries import latest_run as run_of
from plugins.demand_pooling.solving.instance import BadInstance, read_json
from plugins.demand_pooling.solving.result import Result, parse_result

MEMORY_MIB = 4096  # of addresses; what is used is a tenth of it
GRACE = 120.0  # seconds for rooms and reasons, beyond the time to improve
LOOK_EVERY = 1.0
TIMEOUT = 900
DEMO = "demand_pooling.plan_demo"
DEMO_SECONDS = 5
DEMO_TRIES = 8


def solve_run(region: Region, run_id: int) -> None:
    """Make the plan of a run: store the first answer at once, then the improved one."""
    with atomic():
        run = service.own_run(region, run_id, lock=True)
        if not run.under_way:
            return
        run.status, run.begun_at = RunStatus.RUNNING, utcnow()
        instance, seconds = json.dumps(run.instance), run.seconds
    with tempfile.TemporaryDirectory(prefix="samkraft-plan-") as folder:
        (Path(folder) / "instance.json").write_text(instance, encoding="utf-8")
        _follow(region, run_id, Path(folder), seconds)


def _follow(region: Region, run_id: int, folder: Path, seconds: int) -> None:
    with Child("plugins.demand_pooling.solving.process", folder, seconds, MEMORY_MIB) as child:
        finished = cancelled = False
        for said in _lines(child, deadline=monotonic() + seconds + GRACE):
            cancelled = _note(region, run_id, folder, said)
            finished = bool(said.get("finished"))
            if cancelled or finished:
                break
    _end(region, run_id, folder, finished=finished, cancelled=cancelled)


def _lines(child: Child, *, deadline: float) -> Iterator[dict[str, Any]]:
    """What the solver says; an empty one when it has been silent for a while, so that a cancel is noticed."""
    while monotonic() < deadline:
        try:
            line = child.line(LOOK_EVERY)
        except Silence:
            yield {}
            continue
        if line is None:
            return
        yield json.loads(line)


def _note(region: Region, run_id: int, folder: Path, said: dict[str, Any]) -> bool:
    """Write down how far it is. Returns whether it is to stop."""
    result = _result(folder) if said.get("first") else None
    with atomic():
        run = service.own_run(region, run_id, lock=True)
        if run.cancel_at is not None:
            return True
        if result is not None:
            service.keep_result(run, result, improved=False)
        elif "done" in said:
            run.parts_done, run.parts = said["done"], said["of"]
            run.bound = max(run.served, min(run.bound or said["bound"], said["bound"]))
    return False


def _result(folder: Path) -> Result | None:
    try:
        return parse_result(read_json(folder / "result.json", "result"))
    except BadInstance:
        return None


def _end(region: Region, run_id: int, folder: Path, *, finished: bool, cancelled: bool) -> None:
    result = _result(folder)
    with atomic():
        run: PlanRun = service.own_run(region, run_id, lock=True)
        if result is not None:
            service.keep_result(run, result, improved=finished)
        run.finished_at = utcnow()
        if result is None:
            run.status = RunStatus.CANCELLED if cancelled else RunStatus.FAILED
        else:
            run.status = RunStatus.DONE
        if not finished and not cancelled:
            run.message = "crashed"


def plan_demo(region: Region, tries: int = 0) -> None:
    """A demo region's first plan, as soon as its needs have been heard of and clustered."""
    if run_of(region) is not None:
        return
    if not figures(region).clusters:
        if tries < DEMO_TRIES:
            enqueue(DEMO, region=region, tries=tries + 1)
        return
    service.start_run(region=region, actor=None).seconds = DEMO_SECONDS


JOBS = [
    Job(DEMO, plan_demo),
    Job(service.JOB, solve_run, queue="slow", timeout=TIMEOUT, retries=1, atomic=False),
]
