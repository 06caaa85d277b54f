"""An occasion is cancelled, by hand or by an import: who is told, what stays, and how it is undone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.db import db
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.notices.models import Notice
from core.testing.factories import Factory
from plugins.training_catalog.upkeep import cancelling
from plugins.training_catalog.upkeep.models import Cancellation, KeptState

from .conftest import Catalogue, at, event_, info, provider
from .upkeep_made import Keeper, keeper


@pytest.fixture
def kept(make: Factory, catalogue: Catalogue) -> Keeper:
    return keeper(make, catalogue)


def events(catalogue: Catalogue, name: str) -> list[dict[str, object]]:
    with catalogue.scope():
        rows = db.session.execute(select(Outbox).where(Outbox.name == f"training_catalog.{name}.v1").order_by(Outbox.id)).scalars()
        return [row.payload for row in rows]


def test_a_cancelled_occasion_says_why_and_what_instead_and_tells_everybody(kept: Keeper, make: Factory) -> None:
    _education, other = kept.published(start=date(2027, 9, 6))
    _education, occasion = kept.published()
    colleague = make.user(kept.region, "provider_representative", organisation=kept.school)
    coordinator = make.user(kept.region, "education_coordinator")
    stranger = keeper(make, kept.catalogue, "Sydskolan").user
    kept.do(cancelling.cancel, occasion_id=occasion.id, reason="För få sökande.", alternative_id=other.event_id)
    event = next(each for each in kept.catalogue.events if each.id == occasion.event_id)
    assert (event.is_cancelled, event.is_current, event.removed_at) == (True, False, None)
    assert events(kept.catalogue, "event_cancelled") == [
        {
            "event_id": event.id,
            "ref": f"training_catalog:event:{event.id}",
            "title": "Undersköterska, vård och omsorg",
            "reason": "För få sökande.",
            "alternative_ref": f"training_catalog:event:{other.event_id}",
        }
    ]
    told = {notice.user_id for notice in kept.catalogue.all(Notice)}
    assert told == {colleague.id, coordinator.id}
    assert stranger.id not in told


def test_it_needs_a_reason_and_an_alternative_that_can_be_followed(kept: Keeper) -> None:
    _education, occasion = kept.published()
    for arguments, field in (({"reason": " "}, "reason"), ({"reason": "x", "alternative_id": occasion.event_id}, "alternative")):
        with pytest.raises(DomainError) as refused:
            kept.do(cancelling.cancel, occasion_id=occasion.id, **arguments)
        assert refused.value.field == field
    assert events(kept.catalogue, "event_cancelled") == []


def test_it_can_be_given_after_all_the_same_day_and_everybody_is_told_again(
    kept: Keeper, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = make.user(kept.region, "education_coordinator")
    _education, occasion = kept.published()
    monkeypatch.setattr("plugins.training_catalog.upkeep.cancellations.utcnow", at(date(2027, 2, 1)))
    kept.do(cancelling.cancel, occasion_id=occasion.id, reason="Fel kurs.")
    kept.do(cancelling.resume, occasion_id=occasion.id)
    (event,) = kept.catalogue.events
    assert (event.is_cancelled, event.is_current) == (False, True)
    assert [said["event_id"] for said in events(kept.catalogue, "event_resumed")] == [event.id]
    assert [notice.title for notice in kept.catalogue.all(Notice) if notice.user_id == coordinator.id] == [
        "Inställt: Undersköterska, vård och omsorg, start 23 augusti 2027",
        "Ges ändå: Undersköterska, vård och omsorg",
    ]
    kept.do(cancelling.cancel, occasion_id=occasion.id, reason="På riktigt.")
    assert len(events(kept.catalogue, "event_cancelled")) == 2
    monkeypatch.setattr("core.clock.utcnow", at(date(2027, 2, 2)))
    with pytest.raises(Conflict):
        kept.do(cancelling.resume, occasion_id=occasion.id)
    (row,) = kept.catalogue.all(Cancellation)
    assert (row.reason, row.round, row.resumed_at) == ("På riktigt.", 2, None)


def test_only_what_is_published_can_be_cancelled(kept: Keeper) -> None:
    _education, occasion = kept.draft()
    with pytest.raises(Conflict):
        kept.do(cancelling.cancel, occasion_id=occasion.id, reason="x")
    with pytest.raises(Conflict):
        kept.do(cancelling.resume, occasion_id=occasion.id)
    assert occasion.state is KeptState.DRAFT


def test_an_import_that_cancels_what_was_given_tells_once_and_one_that_takes_it_back_tells_too(catalogue: Catalogue) -> None:
    catalogue.read([provider(), info(), event_("e.1"), event_("e.2", isCancelled=True)])
    assert events(catalogue, "event_cancelled") == []  # the second was never known as given
    catalogue.read([event_("e.1", isCancelled=True, lastEdited="2026-12-01T08:00:00Z")])
    catalogue.read([event_("e.1", isCancelled=True, lastEdited="2026-12-02T08:00:00Z")])
    first = catalogue.events[0].id
    assert [(said["event_id"], said["reason"]) for said in events(catalogue, "event_cancelled")] == [(first, "")]
    catalogue.read([event_("e.1", lastEdited="2026-12-03T08:00:00Z")])
    assert [said["event_id"] for said in events(catalogue, "event_resumed")] == [first]
