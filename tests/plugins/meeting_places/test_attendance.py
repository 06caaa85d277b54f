"""Who was there: the code in the room, the list to tick, the meeting tool's list, hours and certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import SWEDEN
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.attendance import lists, queries, service
from plugins.meeting_places.attendance.certificate import grouped, initials, plain
from plugins.meeting_places.attendance.models import Attendance, AttendanceList, ListStatus, Source
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.models import RegistrationStatus

from .made import a_meeting, somebody
from .organised import a_list, times


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["meeting_places"])
    with make.inside(made, "meeting_places"), atomic():
        yield made


@pytest.fixture
def held(region: Region) -> Meeting:
    """Two hours, begun an hour and a half ago."""
    starts = utcnow().replace(second=0, microsecond=0) - timedelta(minutes=90)
    return a_meeting(region, starts_at=starts, ends_at=starts + timedelta(hours=2), certified_hours=2.0, check_in_code="ABC234")


def noted(meeting: Meeting) -> dict[str, tuple[str, int | None, float]]:
    return {
        each.email.split("@")[0]: (was.source.value, was.minutes, was.hours)
        for each in queries.seated(meeting)
        if (was := queries.attendance_of(each)) is not None
    }


def test_the_code_in_the_room_notes_one_once_and_only_around_the_time(region: Region, held: Meeting) -> None:
    person, _token = somebody(held, "ada@test.samkraft.example")
    with pytest.raises(DomainError, match="Koden stämmer inte"):
        service.check_in(region=region, meeting=held, registration=person, code="XXXXXX")
    for _time in range(2):
        service.check_in(region=region, meeting=held, registration=person, code=" abc 234 ")
    assert noted(held) == {"ada": ("check_in", None, 2.0)}
    late, _token = somebody(held, "bo@test.samkraft.example")
    held.starts_at, held.ends_at = utcnow() - timedelta(hours=5), utcnow() - timedelta(hours=3)
    with pytest.raises(Conflict, match="halvtimme före"):
        service.check_in(region=region, meeting=held, registration=late, code="ABC234")
    waits, _token = somebody(held, "cleo@test.samkraft.example", status=RegistrationStatus.WAITING)
    with pytest.raises(Conflict, match="ingen plats"):
        service.check_in(region=region, meeting=held, registration=waits, code="ABC234")


def test_ticking_touches_only_those_that_were_shown(region: Region, held: Meeting) -> None:
    ada, bo, cleo = (somebody(held, f"{name}@test.samkraft.example")[0] for name in ("ada", "bo", "cleo"))
    assert service.tick(region=region, meeting=held, shown={ada.id, bo.id}, there={ada.id, cleo.id}) == 1
    assert set(noted(held)) == {"ada"}
    assert service.tick(region=region, meeting=held, shown={ada.id}, there=set()) == 1
    assert noted(held) == {}
    with pytest.raises(Conflict, match="inte börjat"):
        service.tick(region=region, meeting=a_meeting(region), shown=set(), there=set())


@pytest.mark.parametrize(("minutes", "hours"), [(None, 2.0), (120, 2.0), (96, 2.0), (95, 1.5), (60, 1.0), (29, 0.0), (0, 0.0)])
def test_hours_follow_the_share_of_the_time(region: Region, held: Meeting, minutes: int | None, hours: float) -> None:
    assert service.certified(region, held, minutes) == hours


def test_a_list_sums_rows_counts_no_minute_twice_and_pairs_by_address(region: Region, held: Meeting) -> None:
    somebody(held, "ada@test.samkraft.example")
    read = a_list(
        region,
        held,
        f"Ada;ADA@test.samkraft.example;{times(held, -20, 40)}",
        f"Ada;ada@test.samkraft.example;{times(held, 30, 60)}",
        f"Bo;bo@test.samkraft.example;{times(held, 0, 120)}",
    )
    assert [(each.name, each.parts, each.minutes, bool(each.registration_id), each.fault) for each in queries.lines(read)] == [
        ("Ada", 2, 60, True, ""),
        ("Bo", 1, 120, False, ""),
    ]
    assert noted(held) == {}
    assert (lists.apply(region=region, meeting=held, found=read), lists.apply(region=region, meeting=held, found=read)) == (1, 0)
    assert noted(held) == {"ada": ("import", 60, 1.0)}


def test_an_empty_row_and_a_row_without_address_lose_nobody(region: Region, held: Meeting) -> None:
    somebody(held, "ada@test.samkraft.example")
    read = a_list(region, held, f"Ada;ada@test.samkraft.example;{times(held, 0, 60)}", ";;;", "", f"Gäst utan adress;;{times(held, 0, 30)}")
    assert [(each.name, each.minutes, bool(each.registration_id)) for each in queries.lines(read)] == [
        ("Ada", 60, True),
        ("Gäst utan adress", 30, False),
    ]


def test_wrong_dates_doubles_and_a_protected_person_are_handled_each(region: Region, held: Meeting) -> None:
    somebody(held, "ada@test.samkraft.example")
    known, _token = somebody(held, "skyddad@test.samkraft.example", name="Skyddad Person")
    protect(email="skyddad@test.samkraft.example", region=region)
    protect(email="okand.skyddad@test.samkraft.example", region=region)
    read = a_list(
        region,
        held,
        "Ada;ada@test.samkraft.example;2019-01-01 09:00:00;2019-01-01 10:00:00",
        "Bo;bo@test.samkraft.example;i går;i dag",
        f"Cleo;cleo@test.samkraft.example;{times(held, 60, 10)}",
        f"Skyddad Person;skyddad@test.samkraft.example;{times(held, 0, 100)}",
        f"Också Skyddad;okand.skyddad@test.samkraft.example;{times(held, 0, 100)}",
    )
    found = [(each.name, each.email, each.minutes, each.registration_id, each.fault.split(".")[0]) for each in queries.lines(read)]
    wrong = "Tiderna går inte att läsa, eller hör till en annan dag"
    assert [row[:3] + row[4:] for row in found] == [
        ("Ada", "ada@test.samkraft.example", 0, wrong),
        ("Bo", "bo@test.samkraft.example", 0, wrong),
        ("Cleo", "cleo@test.samkraft.example", 0, wrong),
        ("", "", 100, ""),
        ("", "", 100, "Raden kan inte visas"),
    ]
    assert (found[3][3], read.undated) == (known.id, 3)
    assert lists.apply(region=region, meeting=held, found=read) == 1
    assert noted(held) == {"skyddad": ("import", 100, 2.0)}


def test_who_is_unknown_is_paired_by_hand_and_one_registration_only_once(region: Region, held: Meeting) -> None:
    ada, _token = somebody(held, "ada@test.samkraft.example")
    bo, _token = somebody(held, "bo@test.samkraft.example")
    other, _token = somebody(a_meeting(region, "Ett annat"), "li@test.samkraft.example")
    read = a_list(
        region, held, f"Ada;ada@test.samkraft.example;{times(held, 0, 100)}", f"Bosse;privat@test.samkraft.example;{times(held, 0, 100)}"
    )
    unknown = queries.lines(read)[1]
    with pytest.raises(DomainError, match="bara en gång"):
        lists.pair(meeting=held, found=read, pairs={unknown.id: ada.id})
    with pytest.raises(DomainError, match="hör till mötet"):
        lists.pair(meeting=held, found=read, pairs={unknown.id: other.id})
    assert lists.pair(meeting=held, found=read, pairs={unknown.id: bo.id}) == 1
    assert lists.apply(region=region, meeting=held, found=read) == 2
    with pytest.raises(Conflict, match="redan inläst"):
        lists.pair(meeting=held, found=read, pairs={})


def test_an_undone_list_leaves_what_was_before_it(region: Region, held: Meeting) -> None:
    ada, bo = (somebody(held, f"{name}@test.samkraft.example")[0] for name in ("ada", "bo"))
    service.confirm(region=region, meeting=held, registration=ada, source=Source.CHECK_IN)
    rows = (f"{name};{name}@test.samkraft.example;{times(held, 0, 60)}" for name in ("ada", "bo"))
    read = a_list(region, held, *rows)
    lists.apply(region=region, meeting=held, found=read)
    assert noted(held) == {"ada": ("import", 60, 1.0), "bo": ("import", 60, 1.0)}
    assert lists.undo(region=region, meeting=held, found=read) == 2
    assert noted(held) == {"ada": ("check_in", None, 2.0)}
    assert (read.status, bo.status) == (ListStatus.UNDONE, RegistrationStatus.REGISTERED)
    for again in (lists.undo, lists.apply):
        with pytest.raises(Conflict, match="ångrad"):
            again(region=region, meeting=held, found=read)


def test_lists_of_teams_and_zoom_are_read_as_they_are(region: Region, held: Meeting) -> None:
    somebody(held, "ada@test.samkraft.example")
    first, last = (
        moment.astimezone(SWEDEN).strftime("%-m/%-d/%y, %-I:%M:%S %p")
        for moment in (held.starts_at, held.starts_at + timedelta(minutes=50))
    )
    teams = "\r\n".join(
        [
            "1. Summary",
            "Meeting title\tLärande",
            "",
            "2. Participants",
            "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
            f"Ada\t{first}\t{last}\t50m\tada@test.samkraft.example\tada@test.samkraft.example\tAttendee",
            "",
            "3. In-Meeting Activities",
            "Name\tJoin Time",
        ]
    ).encode("utf-16")
    zoom = b"Name (Original Name),User Email,Total Duration (Minutes),Guest\nAda,ada@test.samkraft.example,70,Yes\n"
    minutes = [queries.lines(lists.read(region=region, meeting=held, name="x", content=each))[0].minutes for each in (teams, zoom)]
    assert minutes == [50, 70]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"A;B\n1;2\n", "ingen kolumn"),
        (b"Namn;E-post\nAda;ada@test.samkraft.example\n", "inga kolumner"),
        (b"Namn;E-post;Minuter\n", "inga deltagare"),
        (b"PK\x03\x04 not a workbook", ""),
        (b"x" * (5 * 1024 * 1024 + 1), "större"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(region: Region, held: Meeting, content: bytes, said: str) -> None:
    with pytest.raises(DomainError) as error:
        lists.read(region=region, meeting=held, name="x", content=content)
    assert said in error.value.message


def test_a_list_is_thrown_away_in_time_and_the_attendance_stays(region: Region, held: Meeting) -> None:
    somebody(held, "ada@test.samkraft.example")
    read = a_list(region, held, f"Ada;ada@test.samkraft.example;{times(held, 0, 100)}")
    lists.apply(region=region, meeting=held, found=read)
    lists.clear_lists(region)
    assert db.session.execute(select(func.count()).select_from(AttendanceList)).scalar_one() == 1
    read.expires_at = utcnow() - timedelta(minutes=1)
    db.session.flush()
    lists.clear_lists(region)
    db.session.expire_all()
    assert db.session.execute(select(func.count()).select_from(AttendanceList)).scalar_one() == 0
    assert db.session.execute(select(func.count()).select_from(Attendance)).scalar_one() == 1


def test_others_are_told_who_was_there_and_for_how_long(region: Region, held: Meeting, make: Factory) -> None:
    user = make.user()
    person, _token = somebody(held, user.email)
    service.confirm(region=region, meeting=held, registration=person, source=Source.ORGANISER)
    service.confirm(region=region, meeting=held, registration=person, source=Source.ORGANISER)
    told = [
        each.payload
        for each in db.session.execute(select(Outbox).order_by(Outbox.id)).scalars()
        if each.name == "meeting_places.attendance_confirmed.v1"
    ]
    assert told == [{"registration_id": person.id, "meeting_id": held.id, "hours": 2.0, "user_id": user.id}]


def test_codes_are_read_however_they_are_typed() -> None:
    assert (grouped("ABCDEFGH2345"), plain(" abcd-efgh-2345 "), initials("Ada Bo Demo")) == ("ABCD-EFGH-2345", "ABCDEFGH2345", "A. B. D.")


def test_a_certificate_is_a_file_behind_the_link_and_can_be_checked_by_its_code(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["meeting_places"])
    with make.inside(region, "meeting_places"), atomic():
        meeting = a_meeting(region, days=-1, certified_hours=2.0)
        person, token = somebody(meeting, "ada@test.samkraft.example", name="Ada Demo")
        made = service.confirm(region=region, meeting=meeting, registration=person, source=Source.ORGANISER)
        code = grouped(made.code or "")
        _other, without = somebody(meeting, "bo@test.samkraft.example")
    base = f"/r/{region.slug}/meeting-places"
    answer = browser.client.get(f"{base}/registration/{token}/certificate.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert browser.get(f"{base}/registration/{without}/certificate.pdf").status == 404
    page = browser.get(f"{base}/certificates?code={code}").text
    assert ("Intyget är äkta" in page, "A. D." in page, "Ada Demo" in page) == (True, True, False)
    assert "Koden finns inte här" in browser.get(f"{base}/certificates?code=AAAA-BBBB-CCCC").text
