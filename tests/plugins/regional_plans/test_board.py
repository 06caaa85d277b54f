"""Cases for the board: the letter, amendments word by word, and decisions that change the plan wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.documents import from_data, render_docx, render_pdf
from core.errors import Conflict, DomainError, NotFound
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.regional_plans.board import queries, service
from plugins.regional_plans.board.models import Amendment, BoardCase, CaseStatus
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans.models import Plan, PlanStatus, Priority

from .made import a_plan
from .made_papers import a_case, a_draft, an_amendment, case_facts, decision_facts, posted


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["regional_plans"])
    with make.inside(made, "regional_plans"), atomic():
        yield made


def propose(region: Region, case: BoardCase, kind: PartKind, part_id: int, field: str, after: str) -> Amendment:
    return service.propose(region=region, case=case, kind=kind, part_id=part_id, part_field=field, after=after)


def decide(region: Region, case: BoardCase, **facts: Any) -> BoardCase:
    return service.decide(region=region, case_id=case.id, facts=decision_facts(**facts))


def first(region: Region, plan: Plan) -> tuple[Priority, Any, Any]:
    priority = plans.whole(region, plan.id).priorities[0]
    return priority.row, priority.areas[0].row, priority.areas[0].actions[0].row


def test_the_letter_is_frozen_and_the_plan_waits_for_the_board(region: Region) -> None:
    plan = a_draft(region)
    case = a_case(region, plan)
    assert (case.status, plan.status, case.fingerprint) == (CaseStatus.SENT, PlanStatus.BOARD, queries.fingerprint(case.letter))
    text = list(from_data(case.letter).texts())
    assert text[0] == "Tjänsteskrivelse: Plan för kompetensförsörjning"
    assert [each for each in text if each in ("RUN/12/2026", "Den har varit på remiss.", "Insats 1.1.1: Starta en utbildning")] == [
        "RUN/12/2026",
        "Den har varit på remiss.",
        "Insats 1.1.1: Starta en utbildning",
    ]
    plan.vision = "En annan vision"
    db.session.flush()
    assert list(from_data(queries.own_case(region, case.id).letter).texts()) == text
    with pytest.raises(Conflict, match="redan skickat"):
        service.send(region=region, case_id=case.id)
    with pytest.raises(Conflict, match="går inte att ändra"):
        service.save(region=region, plan=plan, case=case, facts=case_facts())


@pytest.mark.parametrize(
    ("missing", "field"), [({"diary_number": ""}, "diary_number"), ({"meets_on": None}, "meets_on"), ({"proposal": ""}, "proposal")]
)
def test_what_the_board_must_have_is_asked_for(region: Region, missing: dict[str, Any], field: str) -> None:
    case = a_case(region, is_sent=False, **missing)
    with pytest.raises(DomainError) as caught:
        service.send(region=region, case_id=case.id)
    assert (caught.value.field, case.status, case.letter) == (field, CaseStatus.PREPARING, {})


def test_an_approved_plan_is_in_force_and_the_one_before_it_is_closed(region: Region) -> None:
    before, plan = a_plan(region, title="Den förra"), a_draft(region)
    case = a_case(region, plan)
    with pytest.raises(DomainError, match="inte varit"):
        decide(region, case, decided_on=today() + timedelta(days=1))
    decide(region, case)
    assert (before.status, plan.status, plan.adopted_on, plan.diary_number) == (
        PlanStatus.CLOSED,
        PlanStatus.IN_FORCE,
        today(),
        "RUN/12/2026",
    )
    with pytest.raises(Conflict, match="redan registrerat"):
        decide(region, case)


def test_a_plan_that_is_sent_back_is_a_draft_again_and_its_amendments_change_nothing(region: Region) -> None:
    plan = a_draft(region)
    case = a_case(region, plan)
    amendment = an_amendment(region, case)
    decide(region, case, outcome="returned", decision="Planen ska göras om.")
    assert (plan.status, plan.vision, amendment.applied_at) == (PlanStatus.DRAFT, "Alla har rätt kompetens.", None)


def test_amendments_change_the_plan_when_the_decision_is_recorded_and_the_record_tells_before_and_after(region: Region) -> None:
    plan = a_draft(region)
    priority, area, action = first(region, plan)
    case = a_case(region, plan)
    versions = [row.version for row in (plan, priority, area, action)]
    wanted = [
        (PartKind.PLAN, plan.id, "vision", "Alla har rätt kompetens, i hela länet."),
        (PartKind.PRIORITY, priority.id, "goal", "Dubbelt så många utbildade."),
        (PartKind.FOCUS_AREA, area.id, "description", "Det saknas 300 undersköterskor."),
        (PartKind.ACTION, action.id, "title", "Starta två utbildningar"),
    ]
    for each in wanted:
        propose(region, case, *each)
    assert (plan.vision, action.title) == ("Alla har rätt kompetens.", "Starta en utbildning")
    with pytest.raises(DomainError, match="har ändringar"):
        decide(region, case)
    decide(region, case, outcome="amended")
    assert [plan.vision, priority.goal, area.description, action.title] == [text for *_where, text in wanted]
    assert [row.version > before for row, before in zip((plan, priority, area, action), versions, strict=True)] == [True] * 4
    assert plan.status is PlanStatus.IN_FORCE
    facts = [block for block in from_data(case.record).blocks if getattr(block, "rows", ())]
    assert [dict(block.rows)["Tidigare lydelse"] for block in facts if "Ny lydelse" in dict(block.rows)] == [  # type: ignore[union-attr]
        "Alla har rätt kompetens.",
        "Fler utbildade.",
        "Det saknas undersköterskor.",
        "Starta en utbildning",
    ]
    assert case.fingerprint == queries.fingerprint(case.record)
    with pytest.raises(Conflict):
        an_amendment(region, case)


def test_a_decision_is_never_half_applied(region: Region) -> None:
    plan = a_draft(region)
    _priority, area, action = first(region, plan)
    case = a_case(region, plan)
    an_amendment(region, case)
    second = propose(region, case, PartKind.ACTION, action.id, "title", "Starta två utbildningar")
    propose(region, case, PartKind.FOCUS_AREA, area.id, "description", "Kortare.")
    action.title = "Starta en lång utbildning"
    db.session.flush()
    assert [each.id for each in service.stale(region, case)] == [second.id]
    with pytest.raises(Conflict, match=r"Insats 1\.1\.1: Starta en utbildning \(namn\)"):
        decide(region, case, outcome="amended")
    assert (plan.vision, area.description, plan.status, case.status) == (
        "Alla har rätt kompetens.",
        "Det saknas undersköterskor.",
        PlanStatus.BOARD,
        CaseStatus.SENT,
    )
    service.rewrite(region=region, case=case, amendment=second, after="Starta två långa utbildningar", reason="")
    decide(region, case, outcome="amended")
    assert (plan.vision, action.title) == ("Fler yrken ska få utbildning.", "Starta två långa utbildningar")


def test_an_amendment_of_a_plan_in_force_leaves_it_in_force(region: Region) -> None:
    plan = a_plan(region)
    case = a_case(region, plan)
    assert plan.status is PlanStatus.IN_FORCE
    an_amendment(region, case)
    decide(region, case, outcome="amended")
    assert (plan.status, plan.vision, plan.adopted_on) == (PlanStatus.IN_FORCE, "Fler yrken ska få utbildning.", None)


def test_an_amendment_is_about_one_text_of_this_plan_and_changes_it(region: Region) -> None:
    plan, other = a_draft(region), a_draft(region, "En annan plan")
    case, (_priority, _area, action) = a_case(region, plan), first(region, plan)
    theirs = first(region, other)[2]
    an_amendment(region, case)
    with pytest.raises(Conflict, match="redan en ändring"):
        an_amendment(region, case, after="Något annat")
    for part_id, field in ((theirs.id, "title"), (action.id, "contact_email"), (action.id + 1000, "title")):
        with pytest.raises(NotFound):
            propose(region, case, PartKind.ACTION, part_id, field, "Nytt")
    for after, words in (("Starta en utbildning", "likadan"), ("", "Skriv"), ("x" * 201, "högst 200")):
        with pytest.raises(DomainError, match=words):
            propose(region, case, PartKind.ACTION, action.id, "title", after)
    with pytest.raises(DomainError, match="ändringar först"):
        decide(region, a_case(region, other), outcome="amended")


def test_both_papers_are_files(region: Region) -> None:
    case = a_case(region)
    an_amendment(region, case)
    decide(region, case, outcome="amended")
    for kept in (case.letter, case.record):
        assert render_pdf(from_data(kept))[:5] == b"%PDF-"
        assert render_docx(from_data(kept))[:2] == b"PK"


def test_who_edits_the_plan_while_the_board_changes_it_keeps_both_texts(make: Factory, browser: Browser) -> None:
    """The editor opens the page, the decision is recorded, the editor saves: nothing is lost, and nothing is written over."""
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan = a_draft(region)
        priority, _area, _action = first(region, plan)
        case = a_case(region, plan)
        propose(region, case, PartKind.PRIORITY, priority.id, "goal", "Nämndens mål.")
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/priorities/{priority.id}/edit")
    form, url = browser.form(having="goal"), browser.url
    with make.inside(region, "regional_plans"), atomic():
        decide(region, case, outcome="amended")
    posted(browser, form, url, goal="Strategens mål.")
    assert browser.status == 409
    assert "Strategens mål." in browser.page
    assert "Nämndens mål." in browser.page
    with make.inside(region, "regional_plans"):
        assert plans.whole(region, plan.id).priorities[0].row.goal == "Nämndens mål."


def test_a_case_is_written_sent_amended_and_decided_in_the_pages(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        plan = a_draft(region)
        action = first(region, plan)[2]
    base = f"/r/{region.slug}/regional-plans"
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{base}/plans/{plan.id}/board").submit(having="proposal", diary_number="", meets_on=today().isoformat())
    assert browser.status == 200
    here = browser.url
    browser.submit(to=f"{here}/send")
    assert "Skriv ärendets diarienummer" in browser.text
    browser.submit(having="diary_number", diary_number="RUN/99/2026")
    browser.submit(to=f"{here}/send")
    assert "Väntar på beslut" in browser.text
    browser.get(f"{here}/amendments/new?part=action-{action.id}-description")
    browser.submit(having="after", after="Vi startar två utbildningar på distans.", reason="Yrkande av en ledamot")
    assert browser.status == 200
    assert "två utbildningar" in browser.text
    browser.follow("Registrera beslutet")
    browser.submit(having="decision", outcome="approved")
    assert browser.status == 422
    assert "Välj Godkänd med ändringar" in browser.text
    browser.submit(having="decision", outcome="amended", section="§ 3", decision="Planen godkänns med en ändring.")
    assert browser.status == 200
    assert "Planen godkänns med en ändring." in browser.text
    browser.follow("Läs beslutet som handling")
    assert "Vi startar två utbildningar på distans." in browser.text


def test_members_read_cases_and_do_not_decide_them(make: Factory, browser: Browser) -> None:
    region, other = make.region(plugins=["regional_plans"]), make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        case = a_case(region)
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert browser.get(f"/r/{region.slug}/regional-plans/board/{case.id}").status == 200
    assert "Registrera beslutet" not in browser.text
    assert browser.get(f"/r/{region.slug}/regional-plans/board/{case.id}/decision").status == 403
    browser.sign_in(make.user(other, "strategist"))
    assert browser.get(f"/r/{other.slug}/regional-plans/board/{case.id}").status == 404


def test_a_case_can_be_thrown_away_until_it_is_sent(region: Region) -> None:
    plan = a_plan(region, status=PlanStatus.IN_FORCE)
    case = a_case(region, plan, is_sent=False)
    case_id = case.id
    service.throw_away(region=region, case_id=case_id)
    assert db.session.execute(select(BoardCase.id).where(BoardCase.id == case_id)).first() is None
    sent = a_case(region, plan)
    with pytest.raises(Conflict, match="skickat till nämnden"):
        service.throw_away(region=region, case_id=sent.id)
