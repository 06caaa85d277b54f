"""Runs: asked for, followed, cancelled, and their plans published. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.jobs import enqueue
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling import queries
from plugins.demand_pooling.models import PooledNeed
from plugins.demand_pooling.reclustering import basis
from plugins.demand_pooling.runs.models import UNDER_WAY, PlanRun, ReceivingCentre, RunStatus
from plugins.demand_pooling.runs.snapshot import snapshot
from plugins.demand_pooling.settings import pooling_settings
from plugins.demand_pooling.solving.instance import BadInstance, Instance, parse
from plugins.demand_pooling.solving.result import PlannedClass, Result, parse_result
from plugins.demand_pooling.solving.verify import verify
from plugins.demand_pooling.work.service import Adopted, adopt

JOB = "demand_pooling.solve_run"
MAX_FAULTS = 20
LOST_AFTER = timedelta(minutes=20)


def start_run(*, region: Region, actor: User | None) -> PlanRun:
    """Keep the needs as they are now, and ask for a plan of them.

    Raises:
        Conflict: when one is being made already.
        DomainError: when there is nothing to plan, or the settings contradict themselves.
    """
    _give_up_lost(region)
    if db.session.execute(select(PlanRun.id).where(PlanRun.region_id == region.id, PlanRun.status.in_(UNDER_WAY)).limit(1)).first():
        raise Conflict(_("En plan räknas redan. Vänta tills den är klar, eller avbryt den."))
    try:
        instance = snapshot(region, today())
    except BadInstance as error:
        raise DomainError(_("Planen kan inte räknas: %(reasons)s", reasons="; ".join(error.reasons[:3]))) from error
    if not instance.needs:
        raise DomainError(_("Det finns inga behov att planera. Behov som redan har gått vidare till en anordnare räknas inte."))
    figures = queries.figures(region)
    run = PlanRun(
        region_id=region.id,
        started_by_id=actor.id if actor else None,
        seconds=pooling_settings(region).run_seconds,
        instance=instance.model_dump(mode="json"),
        digest=instance.digest(),
        basis=basis(region),
        asked=sum(need.people for need in instance.needs),
        needs=len(instance.needs),
        rule_served=figures.people_in_viable,
        rule_classes=figures.viable,
    )
    db.session.add(run)
    db.session.flush()
    enqueue(JOB, region=region, run_id=run.id)
    record("demand_pooling.run.started", region=region, subject=ref(run), needs=run.needs)
    return run


def _give_up_lost(region: Region) -> None:
    """A run that nobody has heard of for long has failed, so that another can be started."""
    wanted = select(PlanRun).where(
        PlanRun.region_id == region.id, PlanRun.status.in_(UNDER_WAY), PlanRun.updated_at < utcnow() - LOST_AFTER
    )
    for run in db.session.execute(wanted).scalars():
        run.status, run.finished_at, run.message = RunStatus.FAILED, utcnow(), "lost"
    db.session.flush()


def own_run(region: Region, run_id: int, *, lock: bool = False) -> PlanRun:
    """A run of this region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    run = get(PlanRun, run_id, lock=lock)
    if run.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return run


def cancel_run(*, region: Region, run_id: int) -> PlanRun:
    """Stop a run. What it has found so far is kept.

    Raises:
        Conflict: when it has ended.
    """
    run = own_run(region, run_id, lock=True)
    if not run.under_way:
        raise Conflict(_("Räkningen är redan avslutad."))
    run.cancel_at = run.cancel_at or utcnow()
    if run.status is RunStatus.WAITING:
        run.status, run.finished_at = RunStatus.CANCELLED, utcnow()
    db.session.flush()
    record("demand_pooling.run.cancelled", region=region, subject=ref(run))
    return run


def keep_result(run: PlanRun, result: Result, *, improved: bool) -> None:
    """Store a plan with what the verifier says of it. The improved one replaces the first."""
    instance = instance_of(run)
    run.result = result.model_dump(mode="json")
    run.served, run.bound, run.groups, run.certainty = result.people, result.bound, result.groups, result.certainty
    run.parts, run.parts_done = len(result.components), sum(1 for part in result.components if part.certainty == "proven")
    run.faults = [str(fault) for fault in verify(instance, result)[:MAX_FAULTS]]
    run.first_at, run.improved = run.first_at or utcnow(), improved


def instance_of(run: PlanRun) -> Instance:
    """What went into a run."""
    return parse(dict(run.instance))


def result_of(run: PlanRun) -> Result | None:
    """The plan of a run; None when there is none yet, or it cannot be read."""
    if run.first_at is None:
        return None
    try:
        return parse_result(dict(run.result))
    except BadInstance:
        return None


def is_stale(region: Region, run: PlanRun) -> bool:
    """Whether needs, centres or settings have changed since the run was started."""
    needs = select(func.count()).select_from(PooledNeed).where(PooledNeed.updated_at > run.created_at)
    centres = select(func.count()).where(ReceivingCentre.region_id == region.id, ReceivingCentre.updated_at > run.created_at)
    return bool(run.basis != basis(region) or db.session.execute(needs).scalar() or db.session.execute(centres).scalar())


def publish(*, region: Region, run_id: int, actor: User | None) -> int:
    """Make the plan's classes into clusters, after the verifier has looked at it once more. Returns how many.

    Raises:
        Conflict: when it was published, is not done, or its needs have changed too much.
        DomainError: when the plan breaks a rule; says which.
    """
    run = own_run(region, run_id, lock=True)
    if run.published_at is not None:
        raise Conflict(_("Planen används redan."))
    if run.status is not RunStatus.DONE:
        raise Conflict(_("Planen är inte klar. Vänta tills räkningen är avslutad."))
    instance, result = instance_of(run), result_of(run)
    if result is None or faults_of(run, instance, result):
        raise DomainError(_("Planen kan inte användas, för den bryter mot reglerna. Vad som är fel står på sidan. Räkna fram en ny."))
    made = adopt(region, [_adopted(instance, one) for one in result.classes], run.id, actor=actor, covers={n.group for n in instance.needs})
    run.published_at, run.published_by_id = utcnow(), actor.id if actor else None
    db.session.flush()
    record("demand_pooling.run.published", region=region, subject=ref(run), classes=len(made), people=result.people)
    return len(made)


def refusal(*, region: Region, run_id: int) -> list[str]:
    """Why a plan that is done must not be used; empty when it may, or has not come so far."""
    run = own_run(region, run_id)
    if run.status is not RunStatus.DONE or run.published_at is not None:
        return []
    return faults_of(run, instance_of(run), result_of(run))


def refuse(*, region: Region, run_id: int, faults: list[str]) -> None:
    """Keep why a plan was refused."""
    run = own_run(region, run_id, lock=True)
    run.faults = faults
    record("demand_pooling.run.refused", region=region, subject=ref(run), faults=len(faults))


def faults_of(run: PlanRun, instance: Instance, result: Result | None) -> list[str]:
    """What the verifier says of a plan as it is stored."""
    if result is None:
        return ["result: the whole: it cannot be read"]
    if run.digest != instance.digest():
        return ["instance: the whole: it has been changed since the run was started"]
    return [str(fault) for fault in verify(instance, result)[:MAX_FAULTS]]


def _adopted(instance: Instance, planned: PlannedClass) -> Adopted:
    centres = {centre.id: centre for centre in instance.centres}
    groups = {profile.id: profile.group for profile in instance.profiles}
    places = {need.id: need.place for need in instance.needs}
    used: list[Mapping[str, Any]] = [
        {
            "name": centres[one].name,
            "municipality_code": centres[one].place,
            "municipality": name_of(centres[one].place),
            "people": sum(member.people for member in planned.members if member.centre == one),
        }
        for one in planned.centres
    ]
    most: dict[str, int] = {}
    for member in planned.members:
        most[places[member.need]] = most.get(places[member.need], 0) + member.people
    return Adopted(
        need_ids=[int(member.need) for member in planned.members],
        hub_code=centres[planned.hub].place if planned.hub else min(most, key=lambda code: (-most[code], code)),
        level=planned.level,
        occupation_group=groups[planned.profile],
        form=planned.form,
        start_period=planned.period,
        centres=[dict(one) for one in used],
    )


def ref(run: PlanRun) -> str:
    """How other parts name a run."""
    return f"demand_pooling:run:{run.id}"
