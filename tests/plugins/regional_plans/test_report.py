"""The yearly report: true to the plan, frozen when it is adopted, and a document however large it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from core.clock import today
from core.db import atomic, db, utcnow
from core.documents import KeyFacts, Table, from_data, render_docx, render_pdf
from core.errors import Conflict, DomainError
from core.plugins import Section
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from plugins.regional_plans.actions.models import Action, ActionStatus, Indicator, IndicatorValue
from plugins.regional_plans.board.service import decide
from plugins.regional_plans.meetings.models import Decision, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.report import basis as bases
from plugins.regional_plans.report import service
from plugins.regional_plans.report.models import AnnualReport, ReportStatus
from plugins.regional_plans.report.saying import history_in_words, indicator_in_words
from plugins.regional_plans.report.sections import section_blocks
from plugins.regional_plans.status.service import report as report_status

from .made import a_plan, an_action, an_area, an_indicator, an_owner
from .made_papers import a_case, a_report, an_amendment, decision_facts

YEAR = today().year


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["regional_plans"])
    with make.inside(made, "regional_plans"), atomic():
        yield made


def say(region: Region, plan: Plan, action: Action, status: str, at: datetime, text: str = "") -> None:
    report_status(region=region, plan=plan, action=action, status=ActionStatus(status), text=text, at=at)


def a_year(region: Region, *, actions: int = 1, reports: int = 6) -> tuple[Plan, list[Action]]:
    """A plan whose actions have been reported on before six meetings."""
    plan = a_plan(region, title="Plan för året", first_year=YEAR, last_year=YEAR + 1)
    area, owner = an_area(region, plan), an_owner(region)
    made = [an_action(region, plan, area, owner, title=f"Insats {n}") for n in range(1, actions + 1)]
    for number in range(reports):
        for action in made:
            say(region, plan, action, "on_track", datetime(YEAR, 1 + 2 * number, 10, 9, tzinfo=UTC))
    return plan, made


def gathered(region: Region, plan: Plan, year: int = YEAR) -> bases.Basis:
    return bases.gather(region, plan.id, year)


def test_a_year_of_an_action_is_told_in_words(region: Region) -> None:
    plan, (action,) = a_year(region, reports=0)
    said = [
        ("on_track", 2, ""),
        ("on_track", 4, ""),
        ("delayed", 6, "Lokalen är inte klar."),
        ("on_track", 9, ""),
        ("done", 11, "Alla är examinerade"),
    ]
    say(region, plan, action, "stopped", datetime(YEAR - 1, 12, 31, 22, 30, tzinfo=UTC))
    for status, month, text in said:
        say(region, plan, action, status, datetime(YEAR, month, 3, 8, tzinfo=UTC), text)
    say(region, plan, action, "delayed", datetime(YEAR + 1, 1, 5, tzinfo=UTC))
    basis = gathered(region, plan)
    assert history_in_words(basis, basis.tree.actions[0]) == [
        f"3 februari {YEAR}: går enligt plan.",
        f"3 juni {YEAR}: försenad. Lokalen är inte klar.",
        f"3 september {YEAR}: går enligt plan.",
        f"3 november {YEAR}: klar. Alla är examinerade.",
        "Samma läge rapporterades 1 gång till.",
    ]
    assert (basis.status(basis.tree.actions[0]), dict(basis.counts())) == (ActionStatus.DONE, {ActionStatus.DONE: 1})
    silent = gathered(region, plan, YEAR + 5)
    assert history_in_words(silent, silent.tree.actions[0]) == ["Inget läge rapporterades under året."]


def test_many_reports_of_a_year_are_told_shortly(region: Region) -> None:
    plan, (action,) = a_year(region, reports=0)
    for day in range(1, 29):
        say(region, plan, action, "on_track" if day % 2 else "delayed", datetime(YEAR, 2, day, 8, tzinfo=UTC))
    basis = gathered(region, plan)
    lines = history_in_words(basis, basis.tree.actions[0])
    assert (len(lines), lines[0], lines[1], lines[-1]) == (
        13,
        f"1 februari {YEAR}: går enligt plan.",
        "(16 lägesrapporter däremellan)",
        f"28 februari {YEAR}: försenad.",
    )


@pytest.mark.parametrize(
    ("baseline", "target", "value", "aim", "ending"),
    [
        (40.0, 120.0, 100.0, "utgångsläge 40, mål 120 personer", " Det är 75 procent av vägen."),
        (40.0, 120.0, 120.0, "utgångsläge 40, mål 120 personer", " Målet är nått."),
        (40.0, 20.0, 18.0, "utgångsläge 40, mål 20 personer", " Målet är nått."),
        (40.0, 20.0, 50.0, "utgångsläge 40, mål 20 personer", ""),
        (None, 8.0, 2.0, "mål 8 personer", " Det är 25 procent av vägen."),
    ],
)
def test_an_indicator_is_told_against_its_target(
    region: Region, baseline: float | None, target: float, value: float, aim: str, ending: str
) -> None:
    plan, (action,) = a_year(region)
    row: Indicator = an_indicator(region, plan, action, baseline=baseline, target=target)
    for day, outcome in ((date(YEAR, 6, 1), value), (date(YEAR + 1, 2, 1), 9_999.0)):
        db.session.add(IndicatorValue(region_id=region.id, indicator_id=row.id, measured_on=day, value=outcome))
    db.session.flush()
    basis = gathered(region, plan)
    whole = basis.tree.actions[0].indicators[0]
    said = f"Utfall {value:.0f} personer den 1 juni {YEAR}; {aim} senast 30 juni 2027.{ending}"
    assert indicator_in_words(whole, basis.outcome(whole)) == said
    assert indicator_in_words(whole, None).startswith("Inget utfall än; ")


def test_the_report_tells_meetings_decisions_and_what_the_board_changed(region: Region) -> None:
    plan, _actions = a_year(region)
    held: dict[str, Any] = {"region_id": region.id, "plan_id": plan.id, "status": MeetingStatus.HELD}
    meeting = GroupMeeting(title="Möte 1", starts_at=datetime(YEAR, 2, 1, 9, tzinfo=UTC), **held)
    db.session.add_all([meeting, GroupMeeting(title="Möte i fjol", starts_at=datetime(YEAR - 1, 2, 1, 9, tzinfo=UTC), **held)])
    db.session.flush()
    db.session.add(Decision(region_id=region.id, meeting_id=meeting.id, number=1, text="Gruppen beslutar att starta."))
    case = a_case(region, plan)
    an_amendment(region, case)
    decide(region=region, case_id=case.id, facts=decision_facts(outcome="amended"))
    text = "\n".join(service.document(region, a_report(region, plan, year=YEAR)).texts())
    wanted = ("Beslut 1: Gruppen beslutar att starta.", f"Möte 1, 1 februari {YEAR}", "Planens vision", "Ändring 1: Vision")
    assert [words for words in wanted if words not in text] == []
    assert "Möte i fjol" not in text


def test_an_adopted_report_never_changes(region: Region) -> None:
    plan, (action,) = a_year(region)
    report = a_report(region, plan)
    service.write(region=region, report=report, title="Årsrapport", introduction="Ett bra år.", summaries={"meetings": "Vi sågs ofta."})
    with pytest.raises(DomainError, match="inte varit"):
        service.adopt(region=region, report_id=report.id, facts={"adopted_by": "Nämnden", "adopted_on": date(2999, 1, 1)})
    service.adopt(region=region, report_id=report.id, facts={"adopted_by": "Nämnden", "adopted_on": today()})
    before = dict(report.content)
    action.title, plan.vision = "Något helt annat", "En annan vision"
    db.session.flush()
    assert (report.status, report.content) == (ReportStatus.ADOPTED, before)
    text = list(from_data(report.content).texts())
    assert [each for each in text if each in ("Ett bra år.", "Vi sågs ofta.", "Insats 1.1.1: Insats 1")] == [
        "Ett bra år.",
        "Insats 1.1.1: Insats 1",
        "Vi sågs ofta.",
    ]
    for change in (
        lambda: service.adopt(region=region, report_id=report.id, facts={"adopted_by": "X", "adopted_on": today()}),
        lambda: service.remove(region=region, report=report),
        lambda: service.write(region=region, report=report, title="X", introduction="", summaries={}),
    ):
        with pytest.raises(Conflict):
            change()


def test_a_report_is_of_a_year_of_a_plan_that_holds(region: Region) -> None:
    plan = a_plan(region, first_year=YEAR, last_year=YEAR + 1)
    a_report(region, plan)
    for year, words in ((YEAR, "redan en årsrapport"), (YEAR - 1, f"{YEAR}–{YEAR + 1}"), (YEAR + 1, "inte börjat")):
        with pytest.raises(DomainError, match=words):
            a_report(region, plan, year=year)


def test_a_large_plan_is_still_a_document_and_costs_no_more_questions(make: Factory, database: Any) -> None:
    region = make.region(plugins=["regional_plans"])
    costs = []
    for size in (2, 260):
        with make.inside(region, "regional_plans"):
            with atomic():
                plan, actions = a_year(region, actions=size, reports=1)
                for action in actions:
                    action.description = "Så här gör vi. " * 200
                report = a_report(region, plan)
            db.session.expunge_all()
            with statements(database) as seen:
                document = service.document(region, db.session.merge(report))
            costs.append(len(seen))
    assert costs[1] <= costs[0]
    assert len([block for block in document.blocks if isinstance(block, Table)]) == 2
    assert render_docx(document)[:2] == b"PK"


def test_whatever_other_parts_give_a_document_can_be_made_of_it() -> None:
    wide = ("Bred", [f"K{n}" for n in range(14)], [list(range(14))] * 500)
    ragged = ("", ["A", ""], [["x"], ["y", 2, 3], [None, True]])
    blocks = section_blocks([Section("", ["Text"], [wide, ragged, ("Tom", ["A"], [])]), Section("B", ["y" * 9_000], [ragged])])
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [(table.caption, len(table.header), len(table.rows)) for table in tables] == [("Bred", 10, 79)]
    blocks = section_blocks([Section("Liten", (), [ragged])])
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert (table.header, table.rows) == (("A", "–"), (("x", "–"), ("y", "2"), ("–", "Ja")))


def test_everybody_reads_an_adopted_report_and_nobody_else_a_draft(app: Flask, make: Factory, browser: Browser) -> None:
    region, other = make.region(plugins=["regional_plans"]), make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan, _actions = a_year(region)
        report: AnnualReport = a_report(region, plan)
    url = f"/r/{region.slug}/regional-plans/reports/{report.id}"
    assert [browser.get(url).status, browser.get(f"{url}.pdf").status] == [404, 404]
    assert f"Årsrapport {YEAR}" not in browser.get(f"/r/{region.slug}/regional-plans/reports").text
    browser.sign_in(make.user(region, "strategist")).get(url)
    browser.follow("Skriv texterna")
    stale, address = browser.form(having="introduction"), browser.url
    browser.get(address)
    browser.submit(having="introduction", introduction="Inledning ett", chapter_meetings="Om mötena")
    assert "Om mötena" in browser.text
    answer = browser.post(address, {**dict(stale.fields), "introduction": "Inledning två"})
    assert (answer.status, "Inledning ett" in answer.page, "Inledning två" in answer.page) == (409, True, True)
    with make.inside(region, "regional_plans"), atomic():
        an_area(region, plan, "Ett nytt område")
    browser.get(address)
    form = {name: value for name, value in browser.form(having="introduction").fields if not name.startswith("chapter_")}
    assert "Om mötena" in browser.post(address, form).text
    browser.get(url).follow("Anta rapporten")
    browser.submit(having="adopted_by", adopted_by="")
    assert browser.status == 422
    browser.submit(having="adopted_by", adopted_by="Nämnden")
    assert "Antagen" in browser.text
    fresh = Browser(app)
    assert fresh.get(url).status == 200
    assert "Inledning ett" in fresh.text
    got = fresh.get(f"{url}.pdf")
    assert got.response is not None
    assert got.response.data[:5] == b"%PDF-"
    assert fresh.get(f"/r/{other.slug}/regional-plans/reports/{report.id}").status == 404


def test_the_report_is_a_pdf(region: Region) -> None:
    plan, (action,) = a_year(region)
    an_indicator(region, plan, action)
    document = service.document(region, a_report(region, plan), made_at=utcnow())
    assert [dict(block.rows)["Läge"] for block in document.blocks if isinstance(block, KeyFacts)] == ["Går enligt plan"]
    assert render_pdf(document)[:5] == b"%PDF-"
