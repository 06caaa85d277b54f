"""What goes when its time is out, and what goes with it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.files import storage
from core.testing.factories import Factory
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy
from plugins.internships.rounds.models import MatchRun, RunKind, RunStatus
from plugins.internships.stewardship import RECORD_TYPES

from .made import a_period


def test_the_files_of_its_matches_go_with_a_period_and_others_stay(make: Factory) -> None:
    region = make.region(plugins=["internships"])
    kind = next(each for each in RECORD_TYPES if each.name == "internships.period")
    assert kind.due is not None
    assert kind.dispose is not None
    names = {}
    with make.inside(region, "internships"):
        with atomic():
            for title, ended in (("gammal", utcnow() - timedelta(days=40)), ("ny", utcnow())):
                period = a_period(region, title=title, status=PeriodStatus.ENDED)
                period.ended_at, names[title] = ended, (storage.store(b"{}"), storage.store(b"[]"))
                given, made = names[title]
                facts = {"kind": RunKind.MATCH, "policy": Policy.STABLE, "seed": 1, "status": RunStatus.PUBLISHED}
                db.session.add(
                    MatchRun(region_id=region.id, period_id=period.id, input_stored_name=given, result_stored_name=made, **facts)
                )
        refs = kind.due(region, utcnow() - timedelta(days=1), 10)
        with atomic():
            assert (len(refs), kind.dispose(region, refs)) == (1, 1)
        assert db.session.execute(select(PlacementPeriod.title)).scalars().all() == ["ny"]
        assert [storage.load(name) for name in names["gammal"]] == [None, None]
        assert [storage.load(name) for name in names["ny"]] == [b"{}", b"[]"]
