"""What follows a placement: the agreement, the check-list, attendance, evaluations, the end, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict, DomainError, NotFound
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.internships.after import attendance, compensation, ending, evaluations, jobs, queries, service, tasks
from plugins.internships.after.cases import Case, by_token, case_of
from plugins.internships.after.models import Contract, Phase, PlacementTask, Side
from plugins.internships.rounds.models import PlacementStatus

from .afterwards import a_case, a_supervisor, signed_by


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        yield made


def mails() -> list[tuple[str, str]]:
    """To whom, and about what, in the order they were written."""
    return [(to, subject) for to, subject in db.session.execute(select(Mail.recipient, Mail.subject).order_by(Mail.id))]


def going_on(case: Case, weeks_ago: int = 1) -> Case:
    """The placement has begun."""
    length = case.period.ends_on - case.period.starts_on
    case.period.starts_on = today() - timedelta(weeks=weeks_ago)
    case.period.ends_on = case.period.starts_on + length
    case.placement.status = PlacementStatus.UNDER_WAY
    db.session.flush()
    return case


def test_yes_makes_agreement_check_list_and_links_once(region: Region) -> None:
    case = a_case(region)
    service.begin(region=region, placement=case.placement)
    assert [(task.what, task.by.value) for task in tasks.tasks_of(case)] == [("Arbetsmiljön är genomgången", "employer")]
    assert mails() == [
        ("ada.elev@test.samkraft.example", "Praktik på Exempelförskolan: avtal och checklista"),
        ("plats@test.samkraft.example", "Praktik på Exempelförskolan: avtal och checklista"),
        ("stina@test.samkraft.example", "Praktik på Exempelförskolan: avtal och checklista"),
    ]
    assert {by_token(region, case.token(side))[1] for side in Side} == set(Side)  # type: ignore[index]
    assert len({case.token(side) for side in Side}) == 4


def test_a_kind_without_agreement_has_none_to_sign(region: Region) -> None:
    from .made import a_kind

    a_kind(region).needs_agreement = False
    case = a_case(region)
    assert (case.contract.content, service.unsigned(case)) == ({}, [])
    with pytest.raises(DomainError, match="inget avtal"):
        service.sign(region=region, case=case, side=Side.STUDENT, name="Ada", title="", read="")


def test_three_sign_and_the_last_signature_closes_it(region: Region) -> None:
    case = signed_by(region, a_case(region), Side.STUDENT, Side.SCHOOL)
    assert (service.unsigned(case), case.contract.completed_at) == ([Side.EMPLOYER], None)
    signed_by(region, case, Side.EMPLOYER)
    assert (service.unsigned(case), case.contract.completed_at is not None) == ([], True)
    assert {each["fingerprint"] for each in case.contract.signatures.values()} == {case.contract.fingerprint}
    assert mails()[3:] == [
        ("ada.elev@test.samkraft.example", "Avtalet är klart: Exempelförskolan"),
        ("plats@test.samkraft.example", "Avtalet är klart: Exempelförskolan"),
    ]


def test_a_signature_is_refused_with_the_reason(region: Region) -> None:
    case = a_case(region)

    def refused(side: Side = Side.STUDENT, *, name: str = "Ada", read: str | None = None) -> str:
        with pytest.raises(DomainError) as caught:
            service.sign(region=region, case=case, side=side, name=name, title="", read=case.contract.fingerprint if read is None else read)
        return caught.value.message

    assert refused(Side.SUPERVISOR) == "Det finns inget avtal för dig att skriva under."
    assert refused(name="  ") == "Skriv ditt namn."
    assert refused(read="0" * 64) == "Avtalet har ändrats sedan du öppnade sidan. Läs det igen och skriv sedan under."
    whole = case.contract.content
    case.contract.content = {**whole, "title": "Något annat"}
    assert refused() == "Avtalets text stämmer inte med sitt fingeravtryck. Skriv inte under. Kontakta samordnaren."
    case.contract.content = whole
    signed_by(region, case, Side.STUDENT)
    assert refused() == "Avtalet är redan underskrivet för din del."
    case.placement.status = PlacementStatus.INTERRUPTED
    assert refused(Side.SCHOOL) == "Praktiken är slut eller avbruten. Avtalet kan inte skrivas under längre."


def test_stop_takes_all_away_and_a_new_link_ends_the_old_one(region: Region) -> None:
    case = a_case(region)
    before = case.token(Side.STUDENT)
    service.renew_link(region=region, case=case, side=Side.STUDENT)
    assert (by_token(region, before), by_token(region, case.token(Side.STUDENT)) is not None) == (None, True)
    assert (by_token(region, "x" * 5000), by_token(region, before[:-1])) == (None, None)
    service.stop(region=region, placement=case.placement)
    assert db.session.execute(select(Contract.id)).all() == db.session.execute(select(PlacementTask.id)).all() == []
    assert queries.for_placement(case.placement) is None


def test_a_link_of_another_region_leads_nowhere(make: Factory, region: Region) -> None:
    case = a_case(region)
    assert by_token(make.region(slug="annan", plugins=["internships"]), case.token(Side.STUDENT)) is None


def test_each_ticks_their_own_lines(region: Region) -> None:
    case = a_case(region)
    task = tasks.tasks_of(case)[0]
    with pytest.raises(Conflict, match="någon annan"):
        tasks.tick(region=region, case=case, task_id=task.id, sides=[Side.STUDENT], done=True)
    with pytest.raises(NotFound):
        tasks.tick(region=region, case=case, task_id=task.id + 1000, sides=[Side.SCHOOL], done=True)
    tasks.tick(region=region, case=case, task_id=task.id, sides=[Side.SUPERVISOR], done=True)
    assert queries.of_case(case).done == 1
    tasks.tick(region=region, case=case, task_id=task.id, sides=[Side.SCHOOL], done=False)
    assert queries.of_case(case).done == 0


def test_a_supervisor_is_chosen_among_those_with_room(region: Region) -> None:
    case = a_case(region)
    other = a_supervisor(region, case.organisation, "Olle Handledare")
    elsewhere = a_case(region, "Bo Elev")
    assert [each.name for each in tasks.free_supervisors(case)] == ["Olle Handledare", "Stina Handledare"]
    with pytest.raises(DomainError, match="kan handleda"):
        tasks.introduce(region=region, case=case, supervisor_id=elsewhere.placement.supervisor_id, text="", day=None)
    with pytest.raises(DomainError, match="första och sista dag"):
        tasks.introduce(region=region, case=case, supervisor_id=other.id, text="", day=case.period.ends_on + timedelta(days=1))
    old = case.token(Side.SUPERVISOR)
    tasks.introduce(region=region, case=case, supervisor_id=other.id, text="Vi börjar i personalrummet.", day=case.period.starts_on)
    assert (by_token(region, old), case_of(case.placement.id).supervisor_name) == (None, "Olle Handledare")
    assert mails()[-1][0] == "olle@test.samkraft.example"
    elsewhere.placement.supervisor_id = other.id  # the one place of Olle's is taken in another period: that does not count here
    assert other.id in {each.id for each in tasks.free_supervisors(case)}


def test_a_full_supervisor_cannot_be_chosen(region: Region) -> None:
    from .placed import a_placement, an_applicant

    case = a_case(region)
    full = a_supervisor(region, case.organisation, "Olle Handledare")
    bo = an_applicant(region, case.period, case.school, "Bo Elev")
    a_placement(bo, case.offer, supervisor_id=full.id)
    assert [each.name for each in tasks.free_supervisors(case)] == ["Stina Handledare"]


def test_attendance_is_written_by_one_and_confirmed_by_the_other(region: Region) -> None:
    case = going_on(a_case(region))
    assert [week.number for week in attendance.weeks_of(case)] == [1, 2, 3, 4]
    row = attendance.write(region=region, case=case, side=Side.STUDENT, week=1, days=4, hours=30.5, absent=1)
    with pytest.raises(Conflict, match="bekräfta den själv"):
        attendance.confirm(region=region, case=case, side=Side.STUDENT, week=1, seen=row.version)
    with pytest.raises(Conflict, match="har ändrats"):
        attendance.confirm(region=region, case=case, side=Side.SUPERVISOR, week=1, seen=row.version + 1)
    attendance.confirm(region=region, case=case, side=Side.SUPERVISOR, week=1, seen=row.version)
    assert attendance.confirmed(attendance.rows_of(case)) == attendance.Sum(1, 4, 30.5, 1)
    with pytest.raises(Conflict, match="redan bekräftad"):
        attendance.confirm(region=region, case=case, side=Side.SUPERVISOR, week=1, seen=row.version)
    attendance.write(region=region, case=case, side=Side.SUPERVISOR, week=1, days=3, hours=0, absent=2)
    assert attendance.confirmed(attendance.rows_of(case)) == attendance.Sum(0, 0, 0, 0)
    assert (attendance.may_confirm(row, Side.EMPLOYER), attendance.may_confirm(row, Side.STUDENT)) == (False, True)


@pytest.mark.parametrize(
    ("week", "days", "hours", "absent", "why"),
    [
        (9, 1, 0, 0, "hör inte till"),
        (3, 1, 0, 0, "inte börjat"),
        (1, 6, 0, 2, "fler än"),
        (1, -1, 0, 0, "fler än"),
        (1, 0, 8, 0, "passar inte"),
        (1, 1, 30, 0, "passar inte"),
        (1, 5, float("nan"), 0, "passar inte"),
    ],
)
def test_attendance_that_cannot_be_is_refused(region: Region, week: int, days: int, hours: float, absent: int, why: str) -> None:
    case = going_on(a_case(region))
    with pytest.raises(DomainError, match=why):
        attendance.write(region=region, case=case, side=Side.STUDENT, week=week, days=days, hours=hours, absent=absent)


def test_the_school_writes_no_attendance(region: Region) -> None:
    with pytest.raises(DomainError, match="skrivs av"):
        attendance.write(region=region, case=going_on(a_case(region)), side=Side.SCHOOL, week=1, days=1, hours=0, absent=0)


def test_evaluations_open_in_time_and_are_answered_by_both(region: Region) -> None:
    case = going_on(a_case(region))
    with pytest.raises(Conflict, match="inte öppen"):
        evaluations.answer(region=region, case=case, phase=Phase.FINAL, side=Side.STUDENT, answers={0: "Mycket"})
    going_on(case, weeks_ago=3)
    with pytest.raises(DomainError, match="minst en"):
        evaluations.answer(region=region, case=case, phase=Phase.MID, side=Side.STUDENT, answers={0: " ", 7: "Nej"})
    with pytest.raises(DomainError, match="inga frågor"):
        evaluations.answer(region=region, case=case, phase=Phase.MID, side=Side.SCHOOL, answers={0: "Ja"})
    evaluations.answer(region=region, case=case, phase=Phase.MID, side=Side.STUDENT, answers={0: "Ja"})
    evaluations.answer(region=region, case=case, phase=Phase.MID, side=Side.EMPLOYER, answers={0: "Bra"})
    evaluations.answer(region=region, case=case, phase=Phase.MID, side=Side.SUPERVISOR, answers={0: "Mycket bra"})
    found = [(each.phase.value, each.side.value, [answer for _q, answer in each.pairs]) for each in queries.of_case(case).evaluations]
    assert found == [
        ("mid", "student", ["Ja"]),
        ("mid", "supervisor", ["Mycket bra"]),
        ("final", "student", [""]),
        ("final", "supervisor", [""]),
    ]


def told() -> list[dict[str, Any]]:
    """What others were told of completed placements."""
    wanted = select(Outbox.payload).where(Outbox.name == "internships.placement_completed.v1").order_by(Outbox.id)
    return list(db.session.execute(wanted).scalars())


def test_completion_makes_the_certificate_and_is_told_once(region: Region) -> None:
    case = a_case(region)
    case.offer.need_ref, case.offer.commitment_ref = "employer_needs:need:17", "employer_needs:commitment:5"
    with pytest.raises(Conflict, match="inte börjat"):
        ending.complete(region=region, case=case)
    going_on(case)
    with pytest.raises(Conflict, match="inte underskrivet av alla"):
        ending.complete(region=region, case=case)
    signed_by(region, case)
    row = attendance.write(region=region, case=case, side=Side.STUDENT, week=1, days=5, hours=0, absent=0)
    with pytest.raises(Conflict, match="inte är bekräftad"):
        ending.complete(region=region, case=case)
    attendance.confirm(region=region, case=case, side=Side.EMPLOYER, week=1, seen=row.version)
    ending.complete(region=region, case=case)
    assert case.placement.status == PlacementStatus.COMPLETED
    assert "Elev" not in str(case.contract.certificate)
    assert [(each["need_ref"], each["commitment_ref"], each["placement_id"]) for each in told()] == [
        ("employer_needs:need:17", "employer_needs:commitment:5", case.placement.id)
    ]
    for again in (lambda: ending.complete(region=region, case=case), lambda: _interrupt(region, case)):
        with pytest.raises(Conflict, match="redan avslutad"):
            again()


def _interrupt(region: Region, case: Case, days_ago: int = 0, reason: str = "Flyttade") -> None:
    ending.interrupt(region=region, case=case, last_day=today() - timedelta(days=days_ago), reason=reason)


def test_interruption_needs_a_day_and_a_reason(region: Region) -> None:
    case = a_case(region)
    with pytest.raises(Conflict, match="Dra tillbaka"):
        _interrupt(region, case)
    going_on(case)
    for days_ago in (-1, 8):
        with pytest.raises(DomainError, match="Sista dagen"):
            _interrupt(region, case, days_ago)
    with pytest.raises(DomainError, match="varför"):
        _interrupt(region, case, reason=" ")
    _interrupt(region, case, days_ago=2)
    assert (case.placement.status, case.contract.certificate, told()) == (PlacementStatus.INTERRUPTED, {}, [])
    with pytest.raises(Conflict, match="slut eller avbruten"):
        attendance.write(region=region, case=case, side=Side.STUDENT, week=1, days=1, hours=0, absent=0)


def test_the_morning_starts_reminds_and_asks_each_once(region: Region) -> None:
    case = a_case(region)
    case.period.starts_on, case.period.ends_on = today() - timedelta(days=20), today() + timedelta(days=5)
    case.contract.created_at = case.contract.created_at - timedelta(days=6)
    db.session.flush()
    count = len(mails())
    for _morning in range(2):
        jobs.follow(region, case)
    assert case.placement.status == PlacementStatus.UNDER_WAY
    assert [subject for _to, subject in mails()[count:]] == [
        *["Praktik på Exempelförskolan: avtal och checklista"] * 2,
        *["Utvärdering efter halva tiden: Exempelförskolan"] * 2,
        *["Utvärdering i slutet: Exempelförskolan"] * 2,
    ]


def test_compensation_counts_what_both_confirmed(region: Region) -> None:
    case = going_on(a_case(region), weeks_ago=3)
    for week in (1, 2, 3):
        row = attendance.write(region=region, case=case, side=Side.STUDENT, week=week, days=4, hours=0, absent=1)
        if week < 3:
            attendance.confirm(region=region, case=case, side=Side.SUPERVISOR, week=week, seen=row.version)
    found = compensation.listing(region, case.period).items
    assert [(row.students, row.weeks, row.days, row.units, row.amount) for row in found] == [(1, 2, 8, 2, 100_000)]
    assert compensation.total(region, case.period) == 100_000
    lines = compensation.file(region, case.period, "csv").get_data(as_text=True).splitlines()
    assert len(lines) == 2
    assert "Elev" not in lines[1]


def test_protected_identity_is_nameless_but_to_oneself(region: Region) -> None:
    case = a_case(region)
    protect(email=case.applicant.email, region=region)
    assert (case.student_name, case.applicant.name) == ("En sökande", "Ada Elev")
    assert "Ada Elev" not in str(case.contract.content)


def test_the_links_lead_through_it_all(make: Factory, browser: Browser) -> None:
    made = make.region(plugins=["internships"])
    with make.inside(made, "internships"), atomic():
        case = going_on(a_case(made))
        links = {side: f"/r/{made.slug}/internships/after/{case.token(side)}" for side in Side}
        placement_id = case.placement.id
    assert (browser.get(links[Side.STUDENT][:-1]).status, "Adressen är inte hel" in browser.text) == (404, True)
    for side in (Side.STUDENT, Side.EMPLOYER, Side.SCHOOL):
        browser.get(f"{links[side]}/agreement").submit({"name": ""}, having="agreed")
        assert browser.status == 422
        browser.submit({"name": f"Demo {side.value}", "agreed": "y"}, having="agreed")
        assert "underskrivet för din del" in browser.text
    browser.get(f"{links[Side.STUDENT]}/week/1").submit({"days": "9"}, having="days")
    assert browser.status == 422
    browser.submit({"days": "5", "hours": "37,5"}, having="days")
    assert "37,5 timmar" in browser.get(links[Side.SUPERVISOR]).text
    browser.submit(having="version")
    assert "Närvaron är bekräftad" in browser.text
    assert browser.get(f"{links[Side.STUDENT]}/week/9").status == 404
    assert browser.get(f"{links[Side.STUDENT]}/certificate.pdf").status == 404
    assert "DTSTART;VALUE=DATE" in browser.client.get(f"{links[Side.STUDENT]}/calendar.ics").get_data(as_text=True)
    with make.inside(made, "internships"), atomic():
        ending.complete(region=made, case=case_of(placement_id, lock=True))
    assert browser.get(f"{links[Side.STUDENT]}/certificate.pdf").status == 200
    assert browser.get(f"{links[Side.SUPERVISOR]}/certificate.pdf").status == 404
    with make.inside(made, "internships"), atomic():
        case_of(placement_id).period.ends_on = today() - timedelta(days=91)
    assert (browser.get(links[Side.STUDENT]).status, "har gått ut" in browser.text) == (410, True)
