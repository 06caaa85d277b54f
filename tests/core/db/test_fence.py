"""The tenant fence: what code in one region's scope can and cannot touch of another's. Both regions always hold rows that could leak."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import aliased, selectinload
from sqlalchemy.orm.exc import ObjectDeletedError

from core.db import all_regions, atomic, current_scope, db, get, one_or_none, paginate, region_scope
from core.db.query import count, insert_many
from core.errors import NotFound, TenantFenceError
from core.regions.models import Region
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Guest, Meeting

REFUSED = (TenantFenceError, ObjectDeletedError)  # on PostgreSQL a foreign row that must be read again is already gone


@dataclass
class Two:
    """Two regions, each with two meetings; one guest each from the own and from the other region on every meeting."""

    north: Region
    south: Region
    ids: dict[str, int]


@pytest.fixture
def two(make: Factory) -> Two:
    north, south = make.region("nord", plugins=["meetings"]), make.region("syd", plugins=["meetings"])
    ids = {}
    with atomic(), all_regions("the test puts rows into both regions"):
        for region, titles in ((north, ("N1", "N2")), (south, ("S1", "S2"))):
            for title in titles:
                meeting = Meeting(region_id=region.id, title=title, sort_key=title.lower())
                meeting.guests = [Guest(region_id=r.id, name=f"{r.slug} at {title}") for r in (north, south)]
                db.session.add(meeting)
                db.session.flush()
                ids[title] = meeting.id
    db.session.expunge_all()
    return Two(north, south, ids)


def _titles() -> list[str]:
    return sorted(db.session.execute(select(Meeting.title)).scalars())


@pytest.mark.requirement("S4")
def test_many_rows_at_once_are_looked_at_one_by_one(two: Two) -> None:
    def row(region: Region) -> dict[str, object]:
        return {"region_id": region.id, "title": "M", "sort_key": "m"}

    for rows in ([row(two.south)], [row(two.north), row(two.south)]):
        with pytest.raises(TenantFenceError), atomic(), region_scope(two.north.id, read=[two.south.id]):
            insert_many(Meeting, rows)
    with pytest.raises(TenantFenceError), atomic():
        insert_many(Meeting, [row(two.north)])
    with atomic(), region_scope(two.north.id):
        insert_many(Meeting, [])
        insert_many(Meeting, [row(two.north), {**row(two.north), "title": "Ö"}])
    with all_regions("the test looks at both regions"):
        assert _titles() == ["M", "N1", "N2", "S1", "S2", "Ö"]


@pytest.mark.requirement("S4")
def test_without_a_scope_nothing_is_read_or_written(two: Two) -> None:
    db.session.expunge_all()
    for statement in (
        select(Meeting),
        select(Meeting.title),
        select(func.count()).select_from(Meeting),
        select(func.count(Meeting.id)),
        select(Region.slug).join(Meeting, Meeting.region_id == Region.id),
        update(Meeting).values(title="x"),
        delete(Meeting),
        insert(Meeting).values(region_id=two.north.id, title="x"),
    ):
        with pytest.raises(TenantFenceError):
            db.session.execute(statement).all()
    db.session.add(Meeting(region_id=two.north.id, title="x"))
    with pytest.raises(TenantFenceError, match="Meeting was written without a region scope"):
        db.session.flush()


def test_a_model_hidden_in_a_condition_is_found_too(two: Two) -> None:
    hidden = select(Region.slug).where(exists().where(Meeting.region_id == Region.id)).order_by(Region.slug)
    listed = select(Region.slug).where(Region.id.in_(select(Meeting.region_id))).order_by(Region.slug)
    derived = select(select(aliased(Meeting).title).subquery().c.title)
    for statement in (hidden, listed, derived):
        with pytest.raises(TenantFenceError, match="Meeting was queried without a region scope"):
            db.session.execute(statement)
    with region_scope(two.south.id):
        assert db.session.execute(hidden).scalars().all() == ["syd"]
        assert db.session.execute(listed).scalars().all() == ["syd"]


@pytest.mark.requirement("S4")
def test_every_shape_of_read_is_filtered(two: Two) -> None:
    other = aliased(Meeting)
    with region_scope(two.north.id):
        assert _titles() == ["N1", "N2"]
        assert sorted(m.title for m in db.session.execute(select(Meeting)).scalars()) == ["N1", "N2"]
        assert db.session.execute(select(func.count()).select_from(Meeting)).scalar_one() == 2
        assert sorted(db.session.execute(select(other.title)).scalars()) == ["N1", "N2"]
        crossed = select(Meeting.title, other.title).join(other, other.title != Meeting.title)
        assert sorted(db.session.execute(crossed)) == [("N1", "N2"), ("N2", "N1")]
        inside = select(Meeting.title).where(Meeting.id.in_(select(other.id)))
        assert sorted(db.session.execute(inside).scalars()) == ["N1", "N2"]
        derived = select(Meeting.title).subquery()
        assert sorted(db.session.execute(select(derived.c.title)).scalars()) == ["N1", "N2"]
        outer = select(Region.slug, func.count(Meeting.id)).outerjoin(Meeting, Meeting.region_id == Region.id).group_by(Region.slug)
        assert dict(db.session.execute(outer).all()) == {"nord": 2, "syd": 0}
        united = select(Meeting.title).union_all(select(other.title))
        assert sorted(db.session.execute(united).scalars()) == ["N1", "N1", "N2", "N2"]
        with_common = select(Meeting.title).cte("common")
        assert sorted(db.session.execute(select(with_common.c.title)).scalars()) == ["N1", "N2"]


def test_lazy_and_eager_relations_are_filtered(two: Two) -> None:
    with region_scope(two.north.id):
        meeting = get(Meeting, two.ids["N1"])
        assert [g.name for g in meeting.guests] == ["nord at N1"]
        db.session.expunge_all()
        eager = db.session.execute(select(Meeting).options(selectinload(Meeting.guests)).order_by(Meeting.id)).scalars().all()
        assert [[g.name for g in m.guests] for m in eager] == [["nord at N1"], ["nord at N2"]]
        db.session.expunge_all()
        guest = db.session.execute(select(Guest).where(Guest.name == "nord at S1")).scalar_one()
        assert guest.meeting is None  # its meeting is the other region's


def test_a_foreign_id_is_not_told_apart_from_a_missing_one(two: Two) -> None:
    with region_scope(two.north.id):
        answers = []
        for key in (two.ids["S1"], max(two.ids.values()) + 1000, 2**63, -(2**70)):
            with pytest.raises(NotFound) as caught:
                get(Meeting, key)
            answers.append((str(caught.value), caught.value.code, caught.value.status))
            assert one_or_none(Meeting, key) is None
        assert set(answers) == {(answers[0][0], "not_found", 404)}
        assert get(Meeting, two.ids["N1"], lock=True).title == "N1"
        with pytest.raises(NotFound):
            get(Meeting, two.ids["S1"], lock=True)


def test_get_asks_the_database_even_when_the_object_is_in_memory(two: Two) -> None:
    with all_regions("the test loads everything into the identity map"):
        loaded = get(Meeting, two.ids["S1"])
    with region_scope(two.north.id), pytest.raises(NotFound):
        get(Meeting, two.ids["S1"])
    assert loaded.title == "S1"


@pytest.mark.requirement("S4")
def test_a_foreign_row_is_not_written(two: Two) -> None:
    with region_scope(two.north.id):
        db.session.add(Meeting(region_id=two.south.id, title="smuggled"))
        with pytest.raises(TenantFenceError, match=f"region {two.south.id} was written in the scope of region {two.north.id}"):
            db.session.flush()
        db.session.rollback()

        db.session.add(Meeting(title="without region"))
        with pytest.raises(TenantFenceError):
            db.session.flush()
        db.session.rollback()

        meeting = get(Meeting, two.ids["N1"])
        meeting.region_id = two.south.id  # giving it away
        with pytest.raises(TenantFenceError):
            db.session.flush()
        db.session.rollback()

    with all_regions("the test holds a foreign object"):
        foreign = get(Meeting, two.ids["S1"])
    with region_scope(two.north.id):
        foreign.title = "changed"
        with pytest.raises(TenantFenceError):
            db.session.flush()
        db.session.rollback()
        with pytest.raises(REFUSED):
            foreign.region_id = two.north.id  # taking it over
            db.session.flush()
        db.session.rollback()
        with pytest.raises(REFUSED):
            db.session.delete(foreign)
            db.session.flush()
        db.session.rollback()
    with region_scope(two.south.id):
        assert _titles() == ["S1", "S2"]


def test_bulk_writes_reach_only_the_writable_region(two: Two) -> None:
    with region_scope(two.north.id):
        assert db.session.execute(update(Meeting).values(title="changed")).rowcount == 2
    with region_scope(two.south.id):
        assert _titles() == ["S1", "S2"]
        assert db.session.execute(delete(Guest)).rowcount == 4
    with all_regions("the test counts what is left"):
        assert sorted(db.session.execute(select(Guest.region_id)).scalars()) == [two.north.id] * 4
        assert _titles() == ["S1", "S2", "changed", "changed"]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.requirement("S4")
def test_bulk_writes_past_the_fence_are_refused(two: Two, own: bool) -> None:
    region = two.north if own else two.south
    rows = [{"region_id": region.id, "title": "x", "sort_key": "x"}]
    with region_scope(two.north.id):
        for statement, values in (
            (insert(Meeting), rows),
            (insert(Meeting).values(rows), None),
            (insert(Meeting).returning(Meeting.id), rows),
            (update(Meeting), [{"id": two.ids["N1"], "title": "x"}]),
            (update(Meeting).values(region_id=region.id), None),
            (update(Meeting).values({Meeting.region_id: region.id}), None),
        ):
            with pytest.raises(TenantFenceError):
                db.session.execute(statement, values)
    with all_regions("the test looks at everything"):
        assert _titles() == ["N1", "N2", "S1", "S2"]


def test_a_collaboration_reads_what_is_shared_and_writes_only_its_own(two: Two, make: Factory) -> None:
    together = make.region("tillsammans", plugins=["meetings"])
    make.region("utanfor", plugins=["meetings"])
    make.share(two.north, together, "meetings")
    with make.inside(together, "meetings"):
        assert _titles() == ["N1", "N2"]
        db.session.add(Meeting(region_id=together.id, title="T1"))
        db.session.flush()
        assert _titles() == ["N1", "N2", "T1"]
        assert db.session.execute(update(Meeting).values(seats=7)).rowcount == 1
        assert db.session.execute(delete(Meeting).where(Meeting.title == "N1")).rowcount == 0
        shared = get(Meeting, two.ids["N1"])
        shared.title = "taken over"
        with pytest.raises(TenantFenceError):
            db.session.flush()
        db.session.rollback()
    with make.inside(two.north, "meetings"):
        assert sorted(db.session.execute(select(Meeting.title, Meeting.seats))) == [("N1", 10), ("N2", 10)]


def test_scopes_nest_and_are_restored(two: Two, app: Flask) -> None:
    assert current_scope() is None
    with region_scope(two.north.id):
        with region_scope(two.south.id):
            assert _titles() == ["S1", "S2"]
        assert _titles() == ["N1", "N2"]
        with all_regions("counting"):
            assert _titles() == ["N1", "N2", "S1", "S2"]
        with pytest.raises(ZeroDivisionError), region_scope(two.south.id):
            1 / 0  # noqa: B018
        assert _titles() == ["N1", "N2"]
    assert current_scope() is None


def test_what_is_pending_is_judged_in_the_scope_it_was_made_in(two: Two) -> None:
    with atomic(), region_scope(two.north.id):
        db.session.add(Meeting(region_id=two.north.id, title="N3"))
        with region_scope(two.south.id):  # as when a hook of another region is called in between
            db.session.add(Meeting(region_id=two.south.id, title="S3"))
        db.session.add(Meeting(region_id=two.north.id, title="N4"))
    with region_scope(two.north.id):
        assert _titles() == ["N1", "N2", "N3", "N4"]
    with pytest.raises(TenantFenceError), atomic(), region_scope(two.north.id), region_scope(two.south.id):
        db.session.add(Meeting(region_id=two.north.id, title="N5"))
    with region_scope(two.north.id):
        assert _titles() == ["N1", "N2", "N3", "N4"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_opening_the_fence_takes_a_reason(context: None, reason: str) -> None:
    with pytest.raises(TenantFenceError), all_regions(reason):
        pass


def test_pages_count_what_the_fence_lets_through(two: Two) -> None:
    with region_scope(two.north.id):
        page = paginate(select(Meeting).order_by(Meeting.sort_key), number=9, size=1)
        assert (page.total, page.pages, page.number, page.first, page.last) == (2, 2, 2, 2, 2)
        assert [m.title for m in page.items] == ["N2"]
        joined = select(Meeting).join(Guest, Guest.meeting_id == Meeting.id)
        assert count(joined) == 2
        assert count(select(Meeting.seats).distinct()) == 1
        assert count(select(Meeting.seats, func.count()).group_by(Meeting.seats)) == 1
        with all_regions("counting"):
            assert count(joined) == 8
            assert count(joined.distinct()) == 4
            assert count(select(Meeting).order_by(Meeting.title)) == 4
    with region_scope(two.north.id):
        empty = paginate(select(Meeting).where(Meeting.title == "S1"), number=-3)
        assert (empty.total, empty.pages, empty.number, empty.first, empty.last, list(empty.items)) == (0, 1, 1, 0, 0, [])
