"""Referrals, board cases and reports for the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.clock import today
from core.db import get
from core.regions.models import Region
from core.testing.client import Browser, HTMLForm
from plugins.regional_plans.board import service as board
from plugins.regional_plans.board.models import Amendment, BoardCase
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.referral import answering, queries
from plugins.regional_plans.referral import service as referrals
from plugins.regional_plans.referral.models import Consulted, Referral, Remark
from plugins.regional_plans.report import service as reports
from plugins.regional_plans.report.models import AnnualReport

from .made import a_plan, an_action, an_area, an_owner

ASKED = [("Exempelkommunen", "kommun@test.samkraft.example"), ("Exempelhögskolan", "hogskola@test.samkraft.example")]


def a_draft(region: Region, title: str = "Utkast till plan", **facts: Any) -> Plan:
    """A draft with one focus area and one action."""
    plan = a_plan(region, status=PlanStatus.DRAFT, title=title, **facts)
    area = an_area(region, plan, description="Det saknas undersköterskor.")
    an_action(region, plan, area, an_owner(region, f"Ägaren av {title}"), description="Vi startar en utbildning på distans.")
    return plan


def a_referral(region: Region, plan: Plan | None = None, *, is_sent: bool = True, **facts: Any) -> Referral:
    """A referral to two organisations."""
    plan = plan or a_draft(region)
    said = {"title": "Remiss av planen", "message": "Tyck till.", "answer_by": today() + timedelta(days=30), **facts}
    made = referrals.save(region=region, plan=plan, referral=None, facts=said)
    referrals.add_asked(region=region, referral=made, asked=ASKED)
    return referrals.send(region=region, referral_id=made.id) if is_sent else made


def an_answer(region: Region, referral: Referral, text: str = "Vi vill ha fler platser.", at: int = 0) -> tuple[Consulted, Remark]:
    """A remark on the first action, and the answer sent."""
    consulted = queries.consulted_of(referral)[at]
    kind, part_id, _label = next(each for each in referrals.parts_of(referral) if each[0] is PartKind.ACTION)
    remark = answering.write_remark(region=region, referral=referral, consulted=consulted, kind=kind, part_id=part_id, text=text)
    facts = {"stance": "with_changes", "text": "Bra i stort.", "answered_by": "Kommunstyrelsen", "official": "KS 12"}
    answering.answer(region=region, referral=referral, consulted=consulted, facts=facts)
    assert remark is not None
    return consulted, remark


def posted(browser: Browser, form: HTMLForm, url: str, **changes: str) -> Browser:
    """Send a form that was opened earlier, as it was then but for the changes."""
    return browser.post(url, {**dict(form.fields), **changes})


def token_of(consulted: Consulted) -> str:
    """The token of an organisation's link."""
    return referrals.token_of(consulted.seed)


def case_facts(**facts: Any) -> dict[str, Any]:
    """What a form would say of a case."""
    return {
        "title": "Plan för kompetensförsörjning",
        "board": "Regionala utvecklingsnämnden",
        "diary_number": "RUN/12/2026",
        "meets_on": today(),
        "background": "Planen är framtagen tillsammans.\n\nDen har varit på remiss.",
        "proposal": "Nämnden beslutar att godkänna planen.",
        **facts,
    }


def a_case(region: Region, plan: Plan | None = None, *, is_sent: bool = True, **facts: Any) -> BoardCase:
    """A case that waits for the board."""
    plan = plan or a_draft(region)
    made = board.save(region=region, plan=plan, case=None, facts=case_facts(**facts))
    return board.send(region=region, case_id=made.id) if is_sent else made


def an_amendment(region: Region, case: BoardCase, after: str = "Fler yrken ska få utbildning.") -> Amendment:
    """An amendment of the plan's vision."""
    facts: dict[str, Any] = {"kind": PartKind.PLAN, "part_id": case.plan_id, "part_field": "vision"}
    return board.propose(region=region, case=case, after=after, reason="Yrkande i nämnden", **facts)


def decision_facts(**facts: Any) -> dict[str, Any]:
    """What a form would say of a decision."""
    return {"outcome": "approved", "decided_on": today(), "section": "§ 47", "decision": "Nämnden godkänner planen.", **facts}


def a_report(region: Region, plan: Plan | None = None, *, year: int = 0, title: str = "Plan som rapporteras") -> AnnualReport:
    """A draft of a yearly report."""
    this = today().year
    plan = plan or a_plan(region, title=title, first_year=this, last_year=this + 1)
    return reports.begin(region=region, plan=plan, year=year or this)


def objects(region: Region) -> dict[str, dict[str, Any]]:
    """What the pages of this half stand on."""
    referral = a_referral(region)
    consulted, remark = an_answer(region, referral)
    silent = queries.consulted_of(referral)[1]
    kind, part_id, _label = referrals.parts_of(referral)[0]
    draft = a_draft(region, "Ännu ett utkast")
    case = a_case(region, a_draft(region, "Plan hos nämnden"))
    amendment = an_amendment(region, case)
    decided = a_case(region, a_draft(region, "Plan som beslutas"))
    board.decide(region=region, case_id=decided.id, facts=decision_facts(outcome="returned"))
    report = a_report(region)
    adopted = a_report(region, title="Plan som är rapporterad")
    reports.adopt(region=region, report_id=adopted.id, facts={"adopted_by": "Nämnden", "adopted_on": today()})
    reported = get(Plan, report.plan_id)
    action = an_action(region, reported, an_area(region, reported), an_owner(region, "Den som svarar"))
    of_referral, of_case = {"referral_id": referral.id}, {"case_id": case.id}
    pages = ("referral", "edit_referral", "referral_asked", "send_referral", "remind_referral", "close_referral", "remarks")
    cases = ("board_case", "edit_board_case", "send_board_case", "remove_board_case", "decide_board_case", "board_letter", "choose_part")
    return {
        **{f"regional_plans.{page}": of_referral for page in pages},
        "regional_plans.remove_asked": {**of_referral, "consulted_id": silent.id},
        "regional_plans.meet_remark": {**of_referral, "remark_id": remark.id},
        "regional_plans.referral_table": {**of_referral, "form": "csv"},
        "regional_plans.referral_summary": {**of_referral, "form": "docx"},
        "regional_plans.answer_referral": {"token": token_of(consulted)},
        "regional_plans.answer_part": {"token": token_of(consulted), "kind": kind.value, "part_id": part_id},
        "regional_plans.new_referral": {"plan_id": draft.id},
        "regional_plans.new_board_case": {"plan_id": draft.id},
        "regional_plans.new_report": {"plan_id": report.plan_id},
        **{f"regional_plans.{page}": of_case for page in cases},
        "regional_plans.new_amendment": {**of_case, "kind": "plan", "part_id": case.plan_id, "part_field": "background"},
        **{f"regional_plans.{page}": {**of_case, "amendment_id": amendment.id} for page in ("edit_amendment", "remove_amendment")},
        "regional_plans.board_record": {"case_id": decided.id},
        "regional_plans.board_file": {**of_case, "paper": "letter", "form": "docx"},
        **{f"regional_plans.{page}": {"report_id": report.id} for page in ("write_report", "adopt_report", "remove_report")},
        "regional_plans.annual_report": {"report_id": adopted.id},
        "regional_plans_api.plan": {"plan_id": report.plan_id},
        "regional_plans_api.say_status": {"plan_id": report.plan_id, "action_id": action.id},
        "regional_plans_api.annual_report": {"report_id": adopted.id},
        "regional_plans.report_file": {"report_id": adopted.id, "form": "docx"},
    }


def rows(region: Region, count: int) -> None:
    """More of each, for the lists."""
    for number in range(count):
        plan = a_draft(region, f"Utkast {count}-{number}")
        a_referral(region, plan, title=f"Remiss {count}-{number}")
        a_case(region, plan, title=f"Ärende {count}-{number}")
        a_report(region, title=f"Gäller {count}-{number}")
