"""Plans of a region: what goes in, the run, its pages, and its becoming clusters."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.testing.client import Browser
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.runs import centres, service
from plugins.demand_pooling.runs.jobs import solve_run
from plugins.demand_pooling.runs.models import PlanRun, ReceivingCentre, RunStatus
from plugins.demand_pooling.runs.queries import employer
from plugins.demand_pooling.runs.snapshot import periods, snapshot
from plugins.demand_pooling.work.progress import Origin, Progress

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, Pool

TODAY = date(2026, 11, 22)


@pytest.fixture
def planned(pool: Pool, north: Region) -> Region:
    """Twelve people who can meet in Skellefteå, two too far away, one short of a group of another occupation."""
    for place in (SKELLEFTEA, NORSJO, LYCKSELE):
        for _ in range(4):
            pool.publish(north, municipality_code=place)
    pool.publish(north, municipality_code=KIRUNA, headcount_0_1=2)
    pool.publish(north, occupation_group="2221", occupation_label="Sjuksköterska", headcount_0_1=11)
    pool.work()
    centre(pool, north)
    return north


def centre(pool: Pool, region: Region, **facts: Any) -> int:
    with pool.make.inside(region, "demand_pooling"), atomic():
        plain = {"name": "Lärcentrum Skellefteå", "municipality_code": SKELLEFTEA, "seats": 30, "receives": True}
        return centres.add_centre(region=region, **{**plain, **facts}).id


def run_plan(pool: Pool, region: Region) -> int:
    with pool.make.inside(region, "demand_pooling"), atomic():
        run_id = service.start_run(region=region, actor=None).id
    pool.work()
    return run_id


def the_run(pool: Pool, region: Region, run_id: int) -> PlanRun:
    pool.make.forget()
    with pool.make.inside(region, "demand_pooling"):
        return service.own_run(region, run_id)


def test_the_region_as_an_instance(pool: Pool, planned: Region) -> None:
    pool.publish(planned, need_id=90, study_forms=["distance", "workplace"], travel_km=15, sessions_max=3, headcount_0_1=0, headcount_1_3=2)
    with pool.make.inside(planned, "demand_pooling"):
        made = snapshot(planned, TODAY)
        (row,) = db.session.execute(select(PooledNeed).where(PooledNeed.need_id == 90)).scalars()
    (need,) = [one for one in made.needs if one.id == str(row.id)]
    assert (need.people, need.forms, need.travel_km, need.sessions_max, need.periods) == (2, ["distance", "workplace"], 15.0, 3, [])
    plain = made.needs[0]
    assert (plain.forms, plain.periods, plain.skills) == (["on_site", "centre"], ["2027-1", "2027-2"], ["Demensvård"])
    assert (made.school_forms["upper_secondary"].min, made.school_forms["upper_secondary"].max) == (12, 32)
    assert [(one.name, one.seats, one.place) for one in made.centres] == [("Lärcentrum Skellefteå", 30, SKELLEFTEA)]


def test_half_years_follow_each_other() -> None:
    assert periods(date(2026, 6, 30)) == ["2026-2", "2027-1", "2027-2", "2028-1"]
    assert periods(date(2026, 7, 1)) == ["2027-1", "2027-2", "2028-1", "2028-2"]


def test_needs_that_somebody_has_gone_on_with_are_left_out(pool: Pool, planned: Region) -> None:
    with pool.make.inside(planned, "demand_pooling"), atomic():
        cluster = db.session.execute(select(DemandCluster).order_by(DemandCluster.headcount.desc())).scalars().first()
        assert cluster is not None
        cluster.status = Progress.REQUESTED
        taken = set(db.session.execute(select(ClusterMember.pooled_need_id).where(ClusterMember.cluster_id == cluster.id)).scalars())
    with pool.make.inside(planned, "demand_pooling"):
        every = set(db.session.execute(select(PooledNeed.id)).scalars())
        assert {int(one.id) for one in snapshot(planned, TODAY).needs} == every - taken
    assert taken


def test_what_is_new_in_the_event_is_kept_and_said_again_it_changes_nothing(pool: Pool, north: Region) -> None:
    facts: dict[str, Any] = {
        "need_id": 5,
        "occupation_id": "abc",
        "taxonomy_version": "25",
        "skills_detail": [{"label": "Demensvård", "id": None, "importance": 3, "at_hire": True}],
        "licences": ["B"],
        "languages": ["svenska"],
        "study_forms": ["centre", "unheard_of"],
        "pace": 50,
        "visibility": "aggregate_only",
        "secret": True,
    }
    pool.publish(north, **facts)
    pool.work()
    pool.publish(north, **facts)
    with pool.make.inside(north, "demand_pooling"):
        (row,) = db.session.execute(select(PooledNeed)).scalars()
        assert (row.occupation_id, row.study_forms, row.pace, row.secret, row.licences) == ("abc", ["centre"], 50, True, ["B"])
        assert row.skills_detail == facts["skills_detail"]
        assert row.travel_km is row.sessions_max is None
    pool.withdraw(north, 5)
    with pool.make.inside(north, "demand_pooling"):
        (row,) = db.session.execute(select(PooledNeed)).scalars()
        assert (row.skills_detail, row.licences, row.languages) == ([], [], [])


def test_a_run_from_start_to_clusters(pool: Pool, planned: Region) -> None:
    run_id = run_plan(pool, planned)
    run = the_run(pool, planned, run_id)
    assert (run.status, run.served, run.bound, run.groups, run.certainty, run.improved) == (RunStatus.DONE, 12, 12, 1, "proven", True)
    assert (run.asked, run.needs, run.faults, run.rule_classes) == (25, 14, [], 1)
    with pool.make.inside(planned, "demand_pooling"), atomic():
        assert service.publish(region=planned, run_id=run_id, actor=None) == 1
    pool.work()
    with pool.make.inside(planned, "demand_pooling"):
        made = db.session.execute(select(DemandCluster).where(DemandCluster.origin == Origin.PLAN)).scalars().all()
        assert [(c.headcount, c.hub_code, c.form, c.start_period) for c in made] == [(12, SKELLEFTEA, "on_site", "2027-1")]
        assert [(one["name"], one["people"]) for one in made[0].centres] == [("Lärcentrum Skellefteå", 12)]
        assert the_run(pool, planned, run_id).published_at is not None
        with pytest.raises(Conflict), atomic():
            service.publish(region=planned, run_id=run_id, actor=None)


def test_a_plan_that_was_tampered_with_is_refused_with_reasons(pool: Pool, planned: Region) -> None:
    run_id = run_plan(pool, planned)
    with pool.make.inside(planned, "demand_pooling"), atomic():
        run = service.own_run(planned, run_id)
        result = dict(run.result)
        result["classes"] = [{**result["classes"][0], "groups": 3}]
        run.result = result
    with pool.make.inside(planned, "demand_pooling"):
        assert service.refusal(region=planned, run_id=run_id) == [
            "threshold: class 1: 12 people in 3 groups; each takes at least 12",
            "totals: groups: it says 1, there are 3",
        ]
        with pytest.raises(DomainError, match="bryter mot reglerna"), atomic():
            service.publish(region=planned, run_id=run_id, actor=None)
        assert db.session.execute(select(DemandCluster).where(DemandCluster.origin == Origin.PLAN)).first() is None


def test_needs_that_were_withdrawn_since_are_said_and_stop_the_publishing(pool: Pool, planned: Region) -> None:
    run_id = run_plan(pool, planned)
    with pool.make.inside(planned, "demand_pooling"):
        assert not service.is_stale(planned, service.own_run(planned, run_id))
    pool.withdraw(planned, 1)
    with pool.make.inside(planned, "demand_pooling"):
        assert service.is_stale(planned, service.own_run(planned, run_id))
        with pytest.raises(Conflict, match="återkallats"), atomic():
            service.publish(region=planned, run_id=run_id, actor=None)


def test_one_run_at_a_time_and_a_cancelled_one_stays_cancelled(pool: Pool, planned: Region) -> None:
    with pool.make.inside(planned, "demand_pooling"):
        with atomic():
            run_id = service.start_run(region=planned, actor=None).id
        with pytest.raises(Conflict), atomic():
            service.start_run(region=planned, actor=None)
        with atomic():
            service.cancel_run(region=planned, run_id=run_id)
    pool.work()
    assert (the_run(pool, planned, run_id).status, the_run(pool, planned, run_id).first_at) == (RunStatus.CANCELLED, None)
    run_plan(pool, planned)


def test_a_run_that_is_cancelled_while_it_runs_keeps_what_it_has(pool: Pool, planned: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    with pool.make.inside(planned, "demand_pooling"), atomic():
        run_id = service.start_run(region=planned, actor=None).id
    keep = service.keep_result

    def keep_and_cancel(run: PlanRun, result: Any, *, improved: bool) -> None:
        keep(run, result, improved=improved)
        run.cancel_at = run.cancel_at or utcnow()

    monkeypatch.setattr(service, "keep_result", keep_and_cancel)
    with pool.make.inside(planned, "demand_pooling"):
        solve_run(planned, run_id=run_id)
    run = the_run(pool, planned, run_id)
    assert (run.status, run.served) == (RunStatus.DONE, 12)


def test_a_run_that_is_lost_does_not_stand_in_the_way(pool: Pool, planned: Region) -> None:
    with pool.make.inside(planned, "demand_pooling"):
        with atomic():
            lost = service.start_run(region=planned, actor=None)
        with atomic():
            lost.updated_at = utcnow() - service.LOST_AFTER - timedelta(minutes=1)
        with atomic():
            service.start_run(region=planned, actor=None)
    assert (the_run(pool, planned, lost.id).status, the_run(pool, planned, lost.id).message) == (RunStatus.FAILED, "lost")


def test_nothing_to_plan_and_contradictory_settings_are_said(pool: Pool, north: Region) -> None:
    with pool.make.inside(north, "demand_pooling"), pytest.raises(DomainError, match="inga behov"), atomic():
        service.start_run(region=north, actor=None)
    from plugins.demand_pooling.settings import PoolingSettings

    with pytest.raises(ValueError, match=r"största gruppen \(5\) mindre än den minsta \(20\)"):
        PoolingSettings(largest_vocational=5)


def test_learning_centres_of_the_register_are_taken_over_once(pool: Pool, north: Region) -> None:
    pool.make.organisation(north, "Påhittat lärcentrum", kind=OrganisationKind.LEARNING_CENTRE, municipality=NORSJO)
    for expected in (1, 0):
        with pool.make.inside(north, "demand_pooling"), atomic():
            assert centres.take_over(region=north) == expected
    with pool.make.inside(north, "demand_pooling"):
        found = db.session.execute(select(ReceivingCentre)).scalars().all()
        assert [(one.name, one.municipality_code, one.seats, one.receives) for one in found] == [("Påhittat lärcentrum", NORSJO, 20, True)]


@pytest.fixture
def strategist(pool: Pool, planned: Region, browser: Browser) -> Browser:
    return browser.sign_in(pool.make.user(planned, "strategist"))


def test_the_pages_of_a_plan(pool: Pool, planned: Region, strategist: Browser) -> None:
    strategist.get("/r/norr/demand-pooling/").follow("Planer för klasser")
    assert "Ingen plan än" in strategist.text
    assert "Planen använder 1 mottagande platser med 30 studieplatser per termin." in strategist.text
    strategist.submit(to="/r/norr/demand-pooling/plans/start")
    assert "Räkningen pågår. Du kan lämna sidan under tiden." in strategist.text
    page = strategist.url
    pool.work()
    strategist.get(page)
    assert "Ingen plan kan nå fler än 12 personer. Det är bevisat." in strategist.text
    assert re.search(r"Närmast en klass till .*Gymnasial nivå eller komvux Skellefteå 11 1 ", strategist.text)
    strategist.follow("1. Undersköterskor")
    assert "Samma yrkesgrupp. Delar Demensvård." in strategist.text
    strategist.get(f"{page}/needs")
    assert "Som mest kan 11 personer läsa ihop. 1 person saknas till en klass." in strategist.text
    assert "km till Lärcentrum Skellefteå, som är närmast. Gränsen är 120 km." in strategist.text
    strategist.get(page).submit(to=f"{page}/publish")
    assert "Planen används. 1 klass är nu ett kluster." in strategist.text


def test_names_are_shown_only_where_they_may_be(pool: Pool, planned: Region, strategist: Browser) -> None:
    pool.publish(planned, need_id=1, organisation_id=1, organisation_name="Synliga AB", municipality_code=SKELLEFTEA)
    pool.publish(
        planned, need_id=2, organisation_id=2, organisation_name="Dolda AB", visibility="aggregate_only", municipality_code=SKELLEFTEA
    )
    run_id = run_plan(pool, planned)
    strategist.get(f"/r/norr/demand-pooling/plans/{run_id}/classes/1")
    assert ("Synliga AB" in strategist.text, "Dolda AB" in strategist.text) == (True, False)
    with pool.make.inside(planned, "demand_pooling"):
        row = db.session.execute(select(PooledNeed).where(PooledNeed.need_id == 1)).scalar_one()
        other = pool.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
        row.secret = True
        assert (employer(planned, row), employer(other, row)) == ("Synliga AB", "")
        db.session.rollback()


def test_a_refused_plan_says_why_on_its_page(pool: Pool, planned: Region, strategist: Browser) -> None:
    run_id = run_plan(pool, planned)
    strategist.get(f"/r/norr/demand-pooling/plans/{run_id}")
    with pool.make.inside(planned, "demand_pooling"), atomic():
        run = service.own_run(planned, run_id)
        run.result = {**run.result, "people": 99}
    pool.make.forget()
    strategist.submit(to=f"/r/norr/demand-pooling/plans/{run_id}/publish")
    assert "Planen bryter mot reglerna och kan inte användas" in strategist.text
    assert "totals: people: it says 99, the classes hold 12" in strategist.text
    assert "Använd planen" not in strategist.text


def test_the_pages_of_the_centres(pool: Pool, planned: Region, strategist: Browser) -> None:
    pool.make.organisation(planned, "Påhittat lärcentrum", kind=OrganisationKind.LEARNING_CENTRE, municipality=NORSJO)
    strategist.get("/r/norr/demand-pooling/plans").follow("Mottagande platser")
    strategist.submit(to="/r/norr/demand-pooling/centres/take-over")
    assert "1 lärcentrum är hämtat. Se över antalet platser." in strategist.text
    strategist.follow("Lägg till en plats")
    strategist.submit(having="seats", name="", municipality_code=NORSJO, seats="-1")
    assert (strategist.status, "Skriv vad platsen heter." in strategist.text) == (422, True)
    strategist.submit(having="seats", name="Biblioteket", municipality_code=NORSJO, seats="0")
    assert "Biblioteket Norsjö 0 Inga platser" in strategist.text
    strategist.follow("Biblioteket")
    strategist.submit(having="seats", seats="12")
    assert "Biblioteket Norsjö 12 Tar emot" in strategist.text
    strategist.follow("Biblioteket")
    strategist.submit(to=strategist.url.replace("/edit", "/remove"))
    assert "Biblioteket" not in strategist.text


def test_a_change_in_between_is_told(pool: Pool, planned: Region, strategist: Browser) -> None:
    number = centre(pool, planned, name="Biblioteket")
    strategist.get(f"/r/norr/demand-pooling/centres/{number}/edit")
    with pool.make.inside(planned, "demand_pooling"), atomic():
        centres.change_centre(region=planned, centre_id=number, name="Biblioteket", municipality_code=NORSJO, seats=7, receives=True)
    pool.make.forget()
    strategist.submit(having="seats", seats="9")
    assert strategist.status == 409
    assert "Någon annan har ändrat platsen: nu har den 7 platser." in strategist.text
    strategist.submit(having="seats", seats="9")
    assert "Biblioteket Skellefteå 9 Tar emot" in strategist.text


def test_others_do_not_see_plans(pool: Pool, planned: Region, browser: Browser) -> None:
    run_id = run_plan(pool, planned)
    browser.sign_in(pool.make.user(planned, "guidance_counsellor"))
    for path in ("plans", f"plans/{run_id}", f"plans/{run_id}/needs", "centres"):
        assert browser.get(f"/r/norr/demand-pooling/{path}").status == 403
