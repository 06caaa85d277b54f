"""A regional plan: its yearly report with 200 actions and ten plugins, and the question to 2 000 owners before a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from bench import Figure
from bench.site import region_with

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.regional_plans.plans.models import Plan

TIMES = 5
MEETINGS = 6


def run(small: bool) -> list[Figure]:
    """The report over the plan, six reports per action and two indicators each; the round over one action per owner."""
    actions, owners = (40, 100) if small else (200, 2_000)
    with region_with("regional_plans") as region:
        figures = _report(region, actions)
        return [*figures, *_round(region, owners)]


def _report(region: Region, actions: int) -> list[Figure]:
    from dataclasses import replace

    from core.db import atomic, db
    from core.documents import render_docx, render_pdf
    from core.plugins import Section
    from plugins.regional_plans.report.basis import gather
    from plugins.regional_plans.report.compose import compose

    with atomic():
        plan = _plan(region, actions, owners=9)
        _year(region, plan)
    table = ("Figures", ["What", "Number"], [[f"Row {n}", n] for n in range(8)])
    sections = [Section(f"Part {n}", ["A sentence about the year. " * 4] * 3, [table]) for n in range(10)]
    spent: dict[str, list[float]] = {"read": [], "made": [], "docx": []}
    rows = 0
    for _time in range(TIMES):
        db.session.expunge_all()
        marks = [process_time()]
        rows = _rows(plan)
        marks.append(process_time())
        db.session.expunge_all()
        basis = replace(gather(region, plan.id, plan.first_year), sections=sections)
        document = compose(region, basis, title="Yearly report", introduction="A year.", summaries={}, lead="")
        marks.append(process_time())
        render_docx(document)
        marks.append(process_time())
        for name, begun, ended in zip(("read", "made", "docx"), marks, marks[1:], strict=False):
            spent[name].append(ended - begun)
    begun = perf_counter()
    size = len(render_pdf(document))
    pdf = perf_counter() - begun
    read, made, docx = (median(spent[name]) for name in ("read", "made", "docx"))
    return [
        Figure(
            f"yearly report of {actions} actions and ten plugins, made",
            made / read,
            "×",
            ratio_to=f"reading the same {rows} rows",
            note=f"{made:.2f} s; {len(document.blocks)} blocks",
        ),
        Figure("the same as Word", docx / read, "×", ratio_to=f"reading the same {rows} rows", note=f"{docx:.2f} s"),
        Figure("the same as tagged PDF", pdf, "s", target=5, note=f"in a child; {size // 1024} KiB"),
    ]


def _round(region: Region, owners: int) -> list[Figure]:
    from core import mailed_links
    from core.db import atomic, db, utcnow
    from plugins.regional_plans.meetings.models import GroupMeeting
    from plugins.regional_plans.status import asking
    from plugins.regional_plans.status.models import StatusRequest

    with atomic():
        plan = _plan(region, owners, owners)
        starts = utcnow() + timedelta(days=20)
        meetings = [GroupMeeting(region_id=region.id, plan_id=plan.id, title=f"Meeting {n}", starts_at=starts) for n in (1, 2)]
        db.session.add_all(meetings)
        db.session.flush()
    begun = process_time()
    for first in range(0, owners, asking.BATCH):
        with atomic():
            for number in range(first, min(first + asking.BATCH, owners)):
                seed = mailed_links.new_seed()
                facts: dict[str, Any] = {
                    "email": f"insert{number}@bench.samkraft.example",
                    "seed": seed,
                    "token_hash": mailed_links.digest(seed),
                }
                db.session.add(StatusRequest(region_id=region.id, meeting_id=meetings[0].id, expires_at=starts, **facts))
    inserted = process_time() - begun
    db.session.expunge_all()
    begun, asked = process_time(), 0
    while True:
        with atomic():
            found = asking.ask_some(region=region, meeting_id=meetings[1].id)
        if not found:
            break
        asked += found
    spent = process_time() - begun
    if asked != owners:
        raise RuntimeError(f"{asked} of {owners} owners were asked")
    return [
        Figure(
            f"status round of {owners} owners, mails through the outbox",
            spent / inserted,
            "×",
            ratio_to=f"inserting {owners} rows",
            note=f"{spent:.2f} s, {1000 * spent / owners:.2f} ms per owner",
        )
    ]


def _rows(plan: Plan) -> int:
    """Read what a report rests on, and do nothing with it."""
    from sqlalchemy import select

    from core.db import db
    from plugins.regional_plans.actions.models import Action, Indicator, IndicatorValue
    from plugins.regional_plans.status.models import StatusReport

    of_plan = select(Action.id).where(Action.plan_id == plan.id)
    wanted: list[Any] = [
        select(Action).where(Action.plan_id == plan.id),
        select(Indicator).where(Indicator.action_id.in_(of_plan)),
        select(IndicatorValue).join(Indicator, Indicator.id == IndicatorValue.indicator_id).where(Indicator.action_id.in_(of_plan)),
        select(StatusReport).where(StatusReport.action_id.in_(of_plan)),
    ]
    return sum(len(db.session.execute(each).scalars().all()) for each in wanted)


def _plan(region: Region, actions: int, owners: int) -> Plan:
    """A plan in force: 4 priorities, each with 5 focus areas."""
    from core.clock import today
    from core.db import db
    from plugins.regional_plans.actions.models import Action
    from plugins.regional_plans.plans.models import Plan, PlanFocusArea, PlanStatus, Priority

    year = today().year
    plan = Plan(
        region_id=region.id, title="Measured", sort_key="measured", first_year=year, last_year=year, vision="A vision. " * 20,
        status=PlanStatus.IN_FORCE,
    )  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    areas = []
    for number in range(4):
        priority = Priority(region_id=region.id, plan_id=plan.id, position=number, title=f"Priority {number}", goal="A goal.")
        db.session.add(priority)
        db.session.flush()
        areas += [
            PlanFocusArea(region_id=region.id, priority_id=priority.id, position=n, title=f"Area {number}.{n}", occupation_groups=["5321"])
            for n in range(5)
        ]
    db.session.add_all(areas)
    db.session.flush()
    for number in range(actions):
        db.session.add(
            Action(
                region_id=region.id, plan_id=plan.id, focus_area_id=areas[number % len(areas)].id, position=number,
                title=f"Action {number}",
                description="What is to be done. " * 15, owner_name=f"Owner {number % owners}", contact_name="Contact",
                contact_email=f"owner{number % owners}@bench.samkraft.example", funding="Own money", amount=100_000,
                starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
            )
        )  # fmt: skip
    db.session.flush()
    return plan


def _year(region: Region, plan: Plan) -> None:
    """Six reports of each action, and two indicators with two outcomes."""
    from sqlalchemy import select

    from core.clock import SWEDEN
    from core.db import db
    from plugins.regional_plans.actions.models import Action, ActionStatus, Indicator, IndicatorValue
    from plugins.regional_plans.status.models import StatusReport

    year = plan.first_year
    for action in db.session.execute(select(Action).where(Action.plan_id == plan.id)).scalars().all():
        for number in range(MEETINGS):
            status = ActionStatus.DELAYED if number % 3 == 1 else ActionStatus.ON_TRACK
            at = datetime(year, 1 + 2 * number, 10, 9, tzinfo=SWEDEN)
            text = "It takes longer than we thought." if number % 3 == 1 else ""
            db.session.add(
                StatusReport(region_id=region.id, action_id=action.id, status=status, text=text, reported_at=at, by_name="Contact")
            )
        for number in range(2):
            row = Indicator(
                region_id=region.id, action_id=action.id, position=number, title=f"Indicator {number}", unit="persons",
                baseline=10, target=90,
                due_on=date(year, 12, 31),
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            for month, value in ((6, 30.0), (11, 80.0)):
                db.session.add(IndicatorValue(region_id=region.id, indicator_id=row.id, measured_on=date(year, month, 1), value=value))
    db.session.flush()
