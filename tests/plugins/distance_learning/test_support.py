"""Times to talk, study groups and the check-list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.support import check_lists, queries, service
from plugins.distance_learning.support.models import GroupMember, StudyGroup, SupportBooking, SupportKind, SupportSlot
from plugins.distance_learning.support.visits import GROUP, SUPPORT
from plugins.distance_learning.visiting import service as visits
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.tokens import token_of

from .made import a_centre
from .visits import monday

VIDEO = "https://video.example/rum"


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["distance_learning"])
    with make.inside(made, "distance_learning"), atomic():
        yield made


@pytest.fixture
def centre(region: Region) -> LearningCentre:
    return a_centre(region)


def a_talk(region: Region, centre: LearningCentre, hour: int = 9, **facts: object) -> SupportSlot:
    wanted = {"region": region, "centre": centre, "user": None, "kind": SupportKind.GUIDANCE, "video_url": VIDEO, **facts}
    return service.open_slot(**wanted, starts_at=monday(hour), ends_at=monday(hour + 1))


def somebody(region: Region, slot: SupportSlot, email: str) -> SupportBooking:
    made = SupportBooking(region_id=region.id, slot_id=slot.id, name="Kim", email=email)
    visits.add(made)
    return made


def bodies() -> list[str]:
    return list(db.session.execute(select(Mail.body).order_by(Mail.id)).scalars())


def test_one_takes_the_time_and_only_that_one_is_told_the_link(region: Region, centre: LearningCentre) -> None:
    slot = a_talk(region, centre)
    first, second = (somebody(region, slot, f"{name}@test.samkraft.example") for name in ("ett", "tva"))
    visits.confirm(region=region, kind=SUPPORT, token=token_of(first.seed))
    with pytest.raises(Conflict, match="hann"):
        visits.confirm(region=region, kind=SUPPORT, token=token_of(second.seed))
    assert [VIDEO in body for body in bodies()] == [True]
    assert queries.free_slots(region) == []
    visits.cancel(region=region, kind=SUPPORT, token=token_of(first.seed))
    assert [VIDEO in body for body in bodies()] == [True, False]
    assert [found.id for found, _centre in queries.free_slots(region)] == [slot.id]


def test_a_time_needs_a_place_and_does_not_collide(make: Factory, region: Region, centre: LearningCentre) -> None:
    user = make.user(region, "guidance_counsellor")
    for wrong in ({"video_url": ""}, {"video_url": "javascript:alert(1)"}):
        with pytest.raises(DomainError):
            a_talk(region, centre, **wrong)
    a_talk(region, centre, user=user)
    with pytest.raises(Conflict, match="krockar"):
        a_talk(region, centre, user=user)
    a_talk(region, centre, 10, user=user)


def test_a_group_is_filled_to_the_last_seat_and_its_members_are_written_to_one_by_one(region: Region, centre: LearningCentre) -> None:
    group = service.save_group(
        region=region, group=None, centre=centre, title="Matte", town="Norsjö", course="", meets="", seats=2, is_open=True
    )
    members = []
    for number in range(3):
        member = GroupMember(region_id=region.id, group_id=group.id, name=f"Namn {number}", email=f"m{number}@test.samkraft.example")
        visits.add(member)
        members.append(member)
    for member in members[:2]:
        visits.confirm(region=region, kind=GROUP, token=token_of(member.seed))
    with pytest.raises(Conflict, match="full"):
        visits.confirm(region=region, kind=GROUP, token=token_of(members[2].seed))
    with pytest.raises(DomainError, match="Fler"):
        service.save_group(
            region=region, group=group, centre=centre, title="Matte", town="Norsjö", course="", meets="", seats=1, is_open=True
        )
    before = len(bodies())
    assert service.write_to_group(region=region, group=group, text="Vi ses i {{ rummet }} på torsdag") == 2
    written = bodies()[before:]
    assert ["Vi ses i {{ rummet }} på torsdag" in body for body in written] == [True, True]
    assert not any("m1@" in written[0] or "Namn" in body for body in written)


@pytest.mark.requirement("S53")
def test_a_protected_member_is_counted_and_not_named(region: Region, centre: LearningCentre) -> None:
    group = StudyGroup(region_id=region.id, centre_id=centre.id, title="Matte", town="Norsjö", seats=4)
    db.session.add(group)
    db.session.flush()
    for name in ("synlig", "dold"):
        visits.add(
            GroupMember(region_id=region.id, group_id=group.id, name=name, email=f"{name}@test.samkraft.example", status=VisitStatus.BOOKED)
        )
    protect(email="dold@test.samkraft.example", region=region)
    assert (queries.member_count(group), list(queries.member_names(group))) == (2, ["synlig"])


def test_the_check_list_is_the_region_s_own_or_the_standard_s(region: Region) -> None:
    assert check_lists.items(region, "en") == check_lists.STANDARD["en"]
    check_lists.save(region=region, language="en", lines=["  Call us ", "", "Read on"])
    assert check_lists.items(region, "en") == ["Call us", "Read on"]
    assert check_lists.items(region, "sv") == check_lists.STANDARD["sv"]
    check_lists.send(region=region, language="en", email="ny@test.samkraft.example")
    assert "1. Call us" in bodies()[-1]
    with pytest.raises(DomainError):
        check_lists.save(region=region, language="en", lines=["x"] * 31)
    check_lists.save(region=region, language="en", lines=[])
    assert check_lists.items(region, "en") == check_lists.STANDARD["en"]
