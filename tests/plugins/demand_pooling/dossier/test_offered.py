"""Placement places that employers offer, counted in a dossier where the cluster has its people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.events import emit
from core.jobs.runner import drain
from core.plugins.lifecycle import disable, enable
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.demand_pooling.dossier.basis import Basis, gather
from plugins.demand_pooling.dossier.events import OfferChanged
from plugins.demand_pooling.dossier.models import Dossier, Kind, PooledOffer
from plugins.demand_pooling.dossier.offered import on_offer_changed
from plugins.demand_pooling.dossier.service import draft
from plugins.internships.events import OfferChanged as Told
from tests.plugins.demand_pooling.conftest import KIRUNA, LYCKSELE, SKELLEFTEA
from tests.plugins.demand_pooling.dossier.conftest import Desk
from tests.plugins.internships import made


def say(desk: Desk, offer_id: int, **facts: Any) -> None:
    said: dict[str, Any] = {
        "offer_id": offer_id,
        "kind": "lia",
        "organisation_id": offer_id,
        "municipality_code": SKELLEFTEA,
        "occupation_group": "5321",
        "capacity": 2,
        "starts_on": date(2027, 1, 18),
        "ends_on": date(2027, 3, 26),
        "status": "open",
        "revision": 1,
        **facts,
    }
    with desk.inside(), atomic():
        on_offer_changed(desk.region, OfferChanged(**said))


def keeps_places(desk: Desk) -> None:
    """Have the plugin that keeps places on in the region."""
    with atomic():
        enable(desk.region, "internships")
    desk.pool.work()


def basis(desk: Desk, dossier: Dossier) -> Basis:
    found = desk.again(dossier)
    with desk.inside():
        return gather(desk.region, desk.user, found)


def shown(desk: Desk, dossier: Dossier) -> list[tuple[str, int, int]]:
    return [(each.municipality, each.places, each.employers) for each in basis(desk, dossier).on_offer or ()]


def test_places_are_counted_by_municipality_where_the_cluster_is(desk: Desk) -> None:
    keeps_places(desk)
    say(desk, 1, capacity=2)
    say(desk, 2, capacity=3)
    say(desk, 3, capacity=1, organisation_id=1)
    say(desk, 4, capacity=4, municipality_code=LYCKSELE)
    say(desk, 5, capacity=50, occupation_group="2221")
    say(desk, 6, capacity=60, municipality_code=KIRUNA)
    say(desk, 7, capacity=70, ends_on=date(2026, 1, 9), starts_on=date(2026, 1, 5))
    say(desk, 8, capacity=80, status="withdrawn")
    say(desk, 9, capacity=90, occupation_group="")
    assert shown(desk, desk.dossier()) == [("Skellefteå", 6, 2), ("Lycksele", 4, 1)]


def test_told_in_any_order_and_twice_it_ends_in_the_same_place(desk: Desk) -> None:
    say(desk, 1, capacity=5, revision=3)
    say(desk, 1, capacity=2, revision=2)
    say(desk, 1, capacity=5, revision=3)
    say(desk, 2, status="withdrawn", revision=2)
    say(desk, 2, revision=1)
    say(desk, 3, status="withdrawn", revision=2)
    say(desk, 3, revision=3)
    with desk.inside():
        found = db.session.execute(select(PooledOffer).order_by(PooledOffer.offer_id)).scalars()
        assert [(row.offer_id, row.capacity, row.withdrawn_at is None) for row in found] == [(1, 5, True), (2, 2, False), (3, 2, True)]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_document_says_how_many_are_offered_and_where(desk: Desk, kind: Kind) -> None:
    keeps_places(desk)
    dossier = desk.dossier(kind)
    assert "Ingen arbetsgivare i området erbjuder praktikplatser för yrkesgruppen just nu." in text(desk, dossier)
    say(desk, 1, capacity=2)
    assert "2 platser erbjuds för yrkesgruppen i perioder som inte har slutat." in text(desk, dossier)


def text(desk: Desk, dossier: Dossier) -> str:
    found = basis(desk, dossier)
    with desk.inside():
        return " ".join(draft(desk.region, found).texts())


def test_nothing_is_shown_where_nobody_keeps_places(desk: Desk, strategist: Browser) -> None:
    dossier = desk.dossier()
    say(desk, 1)
    assert basis(desk, dossier).on_offer is None
    assert "Praktikplatser som erbjuds" not in text(desk, dossier)
    strategist.get(f"/r/norr/demand-pooling/dossiers/{dossier.id}")
    assert "Praktikplatser som erbjuds" not in strategist.text
    keeps_places(desk)
    assert shown(desk, dossier) == [("Skellefteå", 2, 1)]
    strategist.get(strategist.url)
    assert "Praktikplatser som erbjuds nu 2 platser erbjuds" in strategist.text
    with atomic():
        disable(desk.region, "internships")
    assert basis(desk, dossier).on_offer is None


def test_what_the_owner_tells_comes_all_the_way(desk: Desk) -> None:
    keeps_places(desk)
    with desk.make.inside(desk.region, "internships"), atomic():
        emit(Told.sample().model_copy(update={"municipality_code": SKELLEFTEA}), region=desk.region)
    desk.pool.work()
    assert shown(desk, desk.dossier()) == [("Skellefteå", 2, 1)]


def test_a_region_that_turns_pooling_on_later_hears_of_what_is_offered(make: Factory) -> None:
    region = make.region("sist", plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        employer, period = made.an_employer(region), made.a_period(region)
        offer = made.an_offer(region, period, employer, occupation_group="5321", capacity=3)
        made.an_offer(region, period, employer, is_open=False)
    drain()
    with atomic():
        enable(region, "demand_pooling")
    drain()
    make.forget()
    with make.inside(region, "demand_pooling"):
        found = db.session.execute(select(PooledOffer)).scalars()
        assert [(row.offer_id, row.capacity, row.ends_on == period.ends_on, row.kind) for row in found] == [(offer.id, 3, True, "apl")]
