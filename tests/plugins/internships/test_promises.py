"""Promises in letters of intent become drafts, follow what is promised while nobody has touched them, and go with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.organisations.models import Organisation
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.internships.events import CommitmentMade, CommitmentWithdrawn
from plugins.internships.offers import service
from plugins.internships.offers.models import OfferSource, OfferStatus, PlacementOffer
from plugins.internships.offers.promises import draft_offers, record_promise, withdraw_promise
from plugins.internships.periods.models import PeriodStatus
from plugins.internships.periods.service import move_period

from .made import a_kind, a_period, an_employer, offer_facts


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        a_kind(made).from_commitments = True
        yield made


@pytest.fixture
def employer(region: Region) -> Organisation:
    return an_employer(region)


def promised(employer: Organisation, **facts: Any) -> CommitmentMade:
    said = {
        "commitment_id": 7,
        "organisation_id": employer.id,
        "kind": "placements",
        "amount": 3,
        "municipality_code": "2482",
        "revision": 1,
    }
    return CommitmentMade.model_validate({**said, "need_ids": [4, 5], **facts})


def drafts() -> list[tuple[int, str]]:
    db.session.flush()
    wanted = select(PlacementOffer).order_by(PlacementOffer.id)
    return [(each.capacity, each.status.value) for each in db.session.execute(wanted).scalars()]


def test_a_promise_becomes_a_draft_in_periods_that_collect(region: Region, employer: Organisation) -> None:
    a_period(region)
    planned = a_period(region, status=PeriodStatus.PLANNING)
    record_promise(region=region, made=promised(employer))
    [made] = db.session.execute(select(PlacementOffer)).scalars()
    assert (made.capacity, made.status, made.source) == (3, OfferStatus.DRAFT, OfferSource.COMMITMENT)
    assert (made.need_ref, made.commitment_ref) == ("employer_needs:need:4", "employer_needs:commitment:7")
    move_period(region=region, period=planned, to=PeriodStatus.COLLECTING)
    assert drafts() == [(3, "draft"), (3, "draft")]
    assert draft_offers(region=region, period=planned) == 0


@pytest.mark.parametrize(
    "facts", [{"kind": "money"}, {"amount": 0}, {"municipality_code": "0180"}, {"municipality_code": ""}, {"organisation_id": 999_999}]
)
def test_other_promises_make_nothing(region: Region, employer: Organisation, facts: dict[str, Any]) -> None:
    a_period(region)
    record_promise(region=region, made=promised(employer, **facts))
    assert drafts() == []


def test_a_draft_that_nobody_touched_follows_every_change_and_goes_with_the_promise(region: Region, employer: Organisation) -> None:
    a_period(region)
    for revision, amount in enumerate((3, 5, 2), start=1):
        record_promise(region=region, made=promised(employer, revision=revision, amount=amount))
        assert drafts() == [(amount, "draft")]
    withdraw_promise(region=region, withdrawn=CommitmentWithdrawn(commitment_id=7, revision=4))
    assert drafts() == []


def test_what_somebody_has_written_in_or_opened_stays(region: Region, employer: Organisation) -> None:
    first, second = a_period(region, title="Ett"), a_period(region, title="Två")
    record_promise(region=region, made=promised(employer))
    mine, opened = db.session.execute(select(PlacementOffer).order_by(PlacementOffer.id)).scalars()
    assert {mine.period_id, opened.period_id} == {first.id, second.id}
    service.change_offer(region=region, offer=mine, facts=offer_facts(region, capacity=9))
    service.open_offer(region=region, offer=opened)
    db.session.flush()
    record_promise(region=region, made=promised(employer, revision=2, amount=1))
    assert drafts() == [(9, "draft"), (3, "open")]
    withdraw_promise(region=region, withdrawn=CommitmentWithdrawn(commitment_id=7, revision=3))
    assert drafts() == [(9, "draft"), (3, "open")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_told_in_any_order_and_twice_it_ends_in_the_same_place(region: Region, employer: Organisation, order: tuple[int, ...]) -> None:
    a_period(region)
    acts: list[Any] = [
        promised(employer, revision=1),
        CommitmentWithdrawn(commitment_id=7, revision=1),
        promised(employer, revision=2, amount=6),
    ]
    for number in (*order, *order):
        act = acts[number]
        if isinstance(act, CommitmentMade):
            record_promise(region=region, made=act)
        else:
            withdraw_promise(region=region, withdrawn=act)
    assert drafts() == [(6, "draft")]


def test_kinds_that_take_no_promises_get_no_drafts(region: Region, employer: Organisation) -> None:
    a_kind(region).from_commitments = False
    a_period(region)
    record_promise(region=region, made=promised(employer))
    assert drafts() == []
