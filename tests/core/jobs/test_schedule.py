"""Slots of scheduled jobs: at the right moments all year round, once each, whoever fires them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import SWEDEN
from core.db import atomic, db, utcnow
from core.jobs import Outcome, enqueue
from core.jobs.jobs import purge_outbox
from core.jobs.models import Outbox, Receipt, Schedule
from core.jobs.runner import drain
from core.jobs.schedule import Scheduler, fire
from core.jobs.slots import check, latest

MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("every", "now", "slot"),
    [
        (timedelta(minutes=5), utc("2026-05-01 12:07:31"), utc("2026-05-01 12:05")),
        (timedelta(minutes=5), utc("2026-05-01 12:05:00"), utc("2026-05-01 12:05")),
        (timedelta(days=1), utc("2026-05-01 12:05:00"), utc("2026-05-01 00:00")),
        ("40 3 * * *", local("2026-05-01 03:40:00"), local("2026-05-01 03:40")),
        ("40 3 * * *", local("2026-05-01 03:39:59"), local("2026-04-30 03:40")),
        ("0 8 * * mon", local("2026-05-01 12:00"), local("2026-04-27 08:00")),
        ("0 0 1 1 *", local("2026-11-22 12:00"), local("2026-01-01 00:00")),
        ("*/15 * * * *", local("2026-05-01 12:44:59"), local("2026-05-01 12:30")),
    ],
)
def test_the_latest_slot(every: Any, now: datetime, slot: datetime) -> None:
    assert latest(every, now) == slot
    assert latest(every, slot) == slot
    assert latest(every, slot - timedelta(seconds=1)) < slot


def fired_on(every: Any, start: datetime, end: datetime) -> list[str]:
    """The slots that a scheduler fires in a stretch of time, in local time with offset, as it looks every minute."""
    seen = latest(every, start)
    found = []
    now = start
    while now < end:
        now += MINUTE
        slot = latest(every, now)
        if slot > seen:
            found.append(now.astimezone(SWEDEN).strftime("%H:%M%z"))
            seen = slot
    return found


SPRING = (local("2027-03-28 00:30"), local("2027-03-28 04:10"))  # 02.00 becomes 03.00
AUTUMN = (local("2026-10-25 00:30"), local("2026-10-25 04:10"))  # 03.00 becomes 02.00


@pytest.mark.parametrize(
    ("every", "days", "fired"),
    [
        ("30 2 * * *", SPRING, ["03:00+0200"]),
        ("30 2 * * *", AUTUMN, ["02:30+0200"]),
        ("0 3 * * *", SPRING, ["03:00+0200"]),
        ("0 3 * * *", AUTUMN, ["03:00+0100"]),
        ("0 * * * *", SPRING, ["01:00+0100", "03:00+0200", "04:00+0200"]),
        ("0 * * * *", AUTUMN, ["01:00+0200", "02:00+0200", "02:00+0100", "03:00+0100", "04:00+0100"]),
        ("0 1,2,3 * * *", AUTUMN, ["01:00+0200", "02:00+0200", "03:00+0100"]),
        (timedelta(hours=1), AUTUMN, ["01:00+0200", "02:00+0200", "02:00+0100", "03:00+0100", "04:00+0100"]),
    ],
)
@pytest.mark.requirement("R14")
def test_summer_time_neither_doubles_nor_loses(every: Any, days: tuple[datetime, datetime], fired: list[str]) -> None:
    assert fired_on(every, *days) == fired


@pytest.mark.parametrize("every", ["", "every day", "* * * *", "61 * * * *", "* * * * * *", "@daily", timedelta(0), timedelta(seconds=-5)])
def test_a_schedule_that_makes_no_sense_is_refused(every: Any) -> None:
    with pytest.raises(ValueError, match=r"cron line|at least one second"):
        check(every)


def fired(world: Any) -> list[tuple[Any, str]]:
    return [(row.region_id, row.dedupe) for row in world.rows()]


NOON = utc("2026-05-01 12:00")


def test_a_slot_fires_once_in_each_region_that_has_the_plugin(world: Any) -> None:
    on, also = world.region("on"), world.region("also")
    world.region("off", on=False)
    world.region("gone", active=False)
    world.job(world.effect, every=timedelta(minutes=10))
    scheduler = Scheduler(world.app)
    assert scheduler.tick(NOON) == 0  # seen for the first time: nothing was missed
    assert scheduler.tick(NOON + timedelta(minutes=9)) == 0
    assert scheduler.tick(NOON + timedelta(minutes=10)) == 1
    assert scheduler.tick(NOON + timedelta(minutes=11)) == 0
    slot = "schedule:probe.work:2026-05-01T12:10:00+00:00"
    assert sorted(fired(world)) == [(on.id, f"{slot}:{on.id}"), (also.id, f"{slot}:{also.id}")]
    assert db.session.execute(select(Schedule)).scalar_one().slot == NOON + timedelta(minutes=10)
    drain()
    assert {row.outcome for row in world.rows()} == {Outcome.DONE}


def test_a_job_above_the_regions_fires_once(world: Any) -> None:
    world.region()
    world.job(world.effect, every="0 * * * *", per_region=False)
    scheduler = Scheduler(world.app)
    scheduler.tick(NOON)
    scheduler.tick(NOON + timedelta(hours=1))
    assert fired(world) == [(None, "schedule:probe.work:2026-05-01T13:00:00+00:00")]


def test_of_missed_slots_only_the_latest_is_fired_also_by_a_new_process(world: Any) -> None:
    world.job(world.effect, every=timedelta(minutes=10), per_region=False)
    Scheduler(world.app).tick(NOON)
    assert Scheduler(world.app).tick(NOON + timedelta(hours=5, minutes=3)) == 1
    assert Scheduler(world.app).tick(NOON + timedelta(hours=5, minutes=4)) == 0
    assert [key for _, key in fired(world)] == ["schedule:probe.work:2026-05-01T17:00:00+00:00"]


@pytest.mark.requirement("R14")
def test_a_clock_that_goes_back_fires_nothing_again(world: Any) -> None:
    world.job(world.effect, every=timedelta(minutes=10), per_region=False)
    scheduler = Scheduler(world.app)
    for minutes in (0, 10, 0, 5, 10, 20):
        scheduler.tick(NOON + timedelta(minutes=minutes))
    assert len(fired(world)) == 2


def test_a_yearly_job_is_not_fired_again_when_its_row_has_been_cleared_away(world: Any) -> None:
    world.job(world.effect, every="0 0 1 1 *", per_region=False)
    Scheduler(world.app).tick(local("2025-12-31 23:00"))
    Scheduler(world.app).tick(local("2026-01-01 00:00"))
    with atomic():
        db.session.delete(db.session.execute(select(Outbox)).scalar_one())
    assert Scheduler(world.app).tick(local("2026-11-01 00:00")) == 0
    assert world.rows() == []


def test_many_schedulers_fire_a_slot_once(world: Any) -> None:
    region = world.region()
    job = world.job(world.effect, every=timedelta(minutes=1))
    slots = [NOON + n * MINUTE for n in range(10)]
    with atomic():
        db.session.add(Schedule(job=job.name, slot=NOON - MINUTE))
    results: list[bool] = []
    barrier = threading.Barrier(4)

    def scheduler() -> None:
        with world.app.app_context():
            for slot in slots:
                barrier.wait()
                results.append(fire("probe", job, slot))

    threads = [threading.Thread(target=scheduler) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(True) == len(slots)
    assert [row.region_id for row in world.rows()] == [region.id] * len(slots)


def test_two_schedulers_that_first_see_a_job_at_the_same_time(world: Any) -> None:
    job = world.job(world.effect, every=MINUTE)
    barrier = threading.Barrier(3)
    results: list[bool] = []

    def scheduler() -> None:
        with world.app.app_context():
            barrier.wait()
            results.append(fire("probe", job, NOON))

    threads = [threading.Thread(target=scheduler) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [False] * 3
    assert [row.job for row in db.session.execute(select(Schedule)).scalars()] == ["probe.work"]


def test_one_bad_schedule_does_not_stop_the_others(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    world.job(world.effect, every="at noon", per_region=False)
    world.job(world.effect, name="probe.other", every=MINUTE, per_region=False)
    scheduler = Scheduler(world.app)
    scheduler.tick(NOON)
    assert scheduler.tick(NOON + MINUTE) == 1
    complaints = [record.message for record in caplog.records if "probe.work" in record.message]
    assert complaints == [
        "the job probe.work is not scheduled: 'at noon' is not a cron line of five fields, such as '30 3 * * *' (every day at 03.30)."
    ]


def test_a_job_that_cannot_be_fired_is_tried_again_at_the_next_tick(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.job(world.effect, every=MINUTE, per_region=False)
    scheduler = Scheduler(world.app)
    scheduler.tick(NOON)
    with monkeypatch.context() as broken:
        broken.setattr("core.jobs.schedule.enqueue", lambda *_args, **_options: 1 / 0)
        assert scheduler.tick(NOON + MINUTE) == 0
    assert world.rows() == []
    assert scheduler.tick(NOON + MINUTE) == 1
    assert len(world.rows()) == 1


def test_old_rows_and_receipts_are_cleared_away_and_nothing_else(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.jobs.BATCH", 4)
    world.job(world.effect)
    now = utcnow()
    with atomic():
        for n in range(10):
            enqueue("probe.work", region=None, n=n)
        old_parent, recent, waiting = (enqueue("probe.work", region=None, n=n) for n in ("parent", "recent", "waiting"))
        child = enqueue("probe.work", region=None, n="child")
        child.parent_id = old_parent.id
        recent_id, waiting_id, kept = recent.id, waiting.id, {old_parent.id, recent.id, waiting.id, child.id}
    drain()
    with atomic():
        for row in db.session.execute(select(Outbox)).scalars():
            row.done_at = now - timedelta(days=29 if row.id == recent_id else 31)
            if row.id in (waiting_id, child.id):
                row.done_at = row.outcome = None
        receipts = db.session.execute(select(Receipt)).scalars().all()
        for receipt in receipts:
            receipt.at = now - timedelta(days=31)
        receipts[0].at = now - timedelta(days=91)
        gone = receipts[0].id
    purge_outbox(None)
    assert {row.id for row in world.rows()} == kept
    left = {receipt.id for receipt in db.session.execute(select(Receipt)).scalars()}
    assert left == {receipt.id for receipt in receipts} - {gone}
