"""The figures of the dashboards: counted one employer at a time, they are what they would be if made anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.organisations.models import Organisation
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.employer_needs.dashboards import service
from plugins.employer_needs.dashboards.counting import COUNTS, DIMENSIONS, EMPLOYERS, bits
from plugins.employer_needs.dashboards.models import NOW, EmployerShare, FigureCell
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.services import answers, rounds, sending
from plugins.employer_needs.values import Level, NeedState, ResponseStatus

from .conftest import World
from .test_overview import answer

GROUPS, PLACES, LEVELS = ("5330", "7212", "2512"), ("2417", "2482"), (Level.UPPER_SECONDARY, Level.VOCATIONAL, None)


@dataclass
class Ledger:
    """Employers whose needs are written straight into the tables, each change followed by a count of that employer."""

    make: Factory
    region: Region
    rounds: list[int] = field(default_factory=list)
    responses: dict[tuple[int, int], Response] = field(default_factory=dict)
    needs: list[tuple[int, CompetenceNeed]] = field(default_factory=list)

    def inside(self) -> Any:
        return self.make.inside(self.region, "employer_needs")

    def state(self, employer: Organisation, survey_round: int, **facts: Any) -> CompetenceNeed:
        response = self.responses.get((employer.id, survey_round))
        if response is None:
            response = answers.begin(region=self.region, survey_round=self.survey_round(survey_round))
            response.organisation_id, response.status = employer.id, ResponseStatus.SENT
            self.responses[employer.id, survey_round] = response
        need = answers.add_need(response, title="Prov", coded=None)
        for name, value in facts.items():
            setattr(need, name, value)
        need.state = NeedState.PUBLISHED
        self.needs.append((employer.id, need))
        service.recount(region=self.region, organisation_id=employer.id)
        return need

    def survey_round(self, key: int) -> Any:
        from core.db import get
        from plugins.employer_needs.models import SurveyRound

        return get(SurveyRound, key)

    def set_state(self, employer_id: int, need: CompetenceNeed, state: NeedState) -> None:
        need.state = state
        service.recount(region=self.region, organisation_id=employer_id)


def ledger(make: Factory) -> Ledger:
    region = make.region(plugins=["employer_needs"], settings={"employer_needs": {"open_answers": True}})
    found = Ledger(make, region)
    with atomic(), found.inside():
        for title in ("Våren", "Hösten"):
            each = rounds.create_round(region=region, title=title, opens_on=today(), closes_on=today() + timedelta(days=30))
            rounds.open_round(region=region, round_id=each.id)
            found.rounds.append(each.id)
    return found


def everything(found: Ledger) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """All shares and cells, as plain values."""
    db.session.expire_all()
    with found.inside():
        shares = db.session.execute(select(EmployerShare)).scalars().all()
        cells = db.session.execute(select(FigureCell)).scalars().all()
    key = ("scope", *DIMENSIONS)
    return (
        {(row.organisation_id, *(getattr(row, n) for n in key)): [getattr(row, n) for n in COUNTS] for row in shares},
        {(row.grouping, *(getattr(row, n) for n in key)): [getattr(row, n) for n in (*COUNTS, *EMPLOYERS)] for row in cells},
    )


def whole(found: World) -> list[FigureCell]:
    db.session.expire_all()
    with found.inside():
        return list(db.session.execute(select(FigureCell).filter_by(grouping=0, scope=NOW)).scalars())


def cell(found: Ledger, scope: int = NOW, **chosen: str) -> FigureCell | None:
    db.session.expire_all()
    with found.inside():
        wanted = {**dict.fromkeys(DIMENSIONS, ""), **chosen}
        statement = select(FigureCell).filter_by(scope=scope, grouping=bits(chosen), **wanted)
        return db.session.execute(statement).scalar_one_or_none()


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("state"),
            st.integers(0, 3),
            st.integers(0, 1),
            st.fixed_dictionaries(
                {
                    "occupation_group": st.sampled_from(GROUPS),
                    "municipality_code": st.sampled_from(PLACES),
                    "level": st.sampled_from(LEVELS),
                    "headcount_0_1": st.integers(0, 3),
                    "headcount_1_3": st.integers(0, 3),
                    "headcount_3_5": st.integers(0, 3),
                    "placements_offered": st.integers(0, 2),
                }
            ),
        ),
        st.tuples(st.sampled_from(["withdrawn", "replaced", "published", "draft"]), st.integers(0, 30)),
        st.tuples(st.just("change"), st.integers(0, 30), st.sampled_from(GROUPS), st.integers(0, 3)),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_counting_as_it_happens_gives_what_counting_anew_gives(make: Factory, steps: list[Any]) -> None:
    found = ledger(make)
    with atomic(), found.inside():
        employers = [make.organisation(found.region, municipality="2417") for _ in range(4)]
        for number, employer in enumerate(employers):
            employer.sni_section = ("", "C", "C", "Q")[number]
        db.session.flush()
        for what, *rest in steps:
            if what == "state":
                employer, round_number, facts = rest
                found.state(employers[employer], found.rounds[round_number], **facts)
            elif found.needs:
                employer_id, need = found.needs[rest[0] % len(found.needs)]
                if what == "change":
                    need.occupation_group, need.headcount_0_1 = rest[1], rest[2]
                    service.recount(region=found.region, organisation_id=employer_id)
                else:
                    found.set_state(employer_id, need, NeedState(what))
    counted = everything(found)
    with atomic(), found.inside():
        service.rebuild(region=found.region)
    assert everything(found) == counted


def test_an_employer_counts_once_in_every_total(make: Factory) -> None:
    found = ledger(make)
    with atomic(), found.inside():
        one, two = (make.organisation(found.region, municipality="2417") for _ in range(2))
        one.sni_section = two.sni_section = "C"
        for group, place in (("5330", "2417"), ("5330", "2482"), ("7212", "2417")):
            found.state(one, found.rounds[0], occupation_group=group, municipality_code=place, level="vocational", headcount_0_1=2)
        found.state(two, found.rounds[0], occupation_group="5330", municipality_code="2417", level="vocational", headcount_1_3=5)
    total = cell(found)
    assert total is not None
    assert (total.employers, total.needs, total.people_0_1, total.people_1_3) == (2, 4, 6, 5)
    assert (total.employers_0_1, total.employers_1_3, total.employers_3_5) == (1, 1, 0)
    nurses = cell(found, occupation_group="5330")
    assert nurses is not None
    assert (nurses.employers, nurses.needs) == (2, 3)
    north = cell(found, municipality_code="2417", section="C")
    assert north is not None
    assert (north.employers, north.needs) == (2, 3)


def test_a_replaced_need_stays_in_its_round_and_leaves_today(make: Factory) -> None:
    found = ledger(make)
    with atomic(), found.inside():
        employer = make.organisation(found.region, municipality="2417")
        need = found.state(employer, found.rounds[0], occupation_group="5330", municipality_code="2417", headcount_0_1=2)
        found.set_state(employer.id, need, NeedState.REPLACED)
    then = cell(found, scope=found.rounds[0])
    assert then is not None
    assert (then.needs, then.people_0_1) == (1, 2)
    assert cell(found) is None
    with atomic(), found.inside():
        found.set_state(employer.id, need, NeedState.WITHDRAWN)
    assert everything(found) == ({}, {})


def test_sending_and_withdrawing_count_in_the_same_transaction(world: World) -> None:
    response, need = answer(world, 1, headcount_0_1=3)
    answer(world, 2)
    rows = whole(world)
    assert [(row.needs, row.people_0_1, row.employers) for row in rows] == [(2, 5, 2)]
    with pytest.raises(ZeroDivisionError), atomic(), world.inside():
        sending.withdraw(region=world.region, response=response, need=need)
        raise ZeroDivisionError
    assert [row.needs for row in whole(world)] == [2]
    with atomic(), world.inside():
        db.session.refresh(need)
        sending.withdraw(region=world.region, response=response, need=need)
    rows = whole(world)
    assert [(row.needs, row.people_0_1, row.employers) for row in rows] == [(1, 2, 1)]


def test_making_anew_touches_no_other_region(make: Factory) -> None:
    north, south = ledger(make), ledger(make)
    for found in (north, south):
        with atomic(), found.inside():
            employer = make.organisation(found.region, municipality="2417")
            found.state(employer, found.rounds[0], occupation_group="5330", municipality_code="2417", headcount_0_1=2)
    before = everything(south)
    with atomic(), north.inside():
        service.rebuild(region=north.region)
    assert everything(south) == before
    assert len(everything(north)[1]) == len(before[1])
