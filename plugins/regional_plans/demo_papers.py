"""Demo: the papers of a plan. A draft is on referral and approved by the board, later amended, and reported on.

Everything is made by the services, at the times that it would have been made at.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import SWEDEN, today
from core.regions.models import Region
from plugins.regional_plans.board import service as board
from plugins.regional_plans.board.models import BoardCase
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.plans.queries import WholePlan, whole
from plugins.regional_plans.referral import answering
from plugins.regional_plans.referral import queries as asked
from plugins.regional_plans.referral import service as referrals
from plugins.regional_plans.referral.models import Consulted, Met, Referral
from plugins.regional_plans.report import service as reports
from plugins.regional_plans.report.basis import gather
from plugins.regional_plans.report.models import AnnualReport
from plugins.regional_plans.settings import plan_settings

REMARKS = (
    (
        "Insatsen är angelägen. Skriv ut vem som betalar resorna för dem som läser på distans.",
        Met.TAKEN_IN,
        "Resorna är nu med i insatsens kostnad.",
    ),
    (
        "Tiden är för kort. Vi föreslår att insatsen får pågå ett år till.",
        Met.PARTLY,
        "Insatsen följs upp efter halva tiden, och förlängs om målet inte är nått.",
    ),
    ("Vi saknar de små företagen bland deltagarna.", Met.TAKEN_IN, "Näringslivets organisationer bjuds in till insatsen."),
    ("Målet bör sänkas till hälften.", Met.NOT, "Behovet i inventeringen är större än så. Målet ligger kvar."),
)
GOAL = "Minst hälften av platserna ska gå att läsa från hemkommunens lärcentrum."
ACTION = "Insatsen ska ge plats åt deltagare från minst fyra kommuner."


def approve(region: Region, plan: Plan, *, decided_on: date) -> BoardCase:
    """Take a draft through referral and board. It is in force afterwards."""
    refer(region, plan, first=decided_on - timedelta(days=110))
    facts = {
        "title": f"Godkännande av {plan.title}",
        "board": plan_settings(region).board_name,
        "diary_number": f"DEMO {decided_on.year}/12",
        "meets_on": decided_on,
        "background": (
            "Planen är framtagen av ledningsgruppen för kompetensförsörjning. Den bygger på arbetsgivarnas svar i behovsinventeringen "
            "och på uppföljningen av den förra planen.\n\n"
            "Utkastet har varit på remiss. Synpunkterna och hur de har bemötts finns i sammanställningen av remissvaren."
        ),
        "proposal": (
            f"{plan_settings(region).board_name} beslutar att godkänna {plan.title}.\n\n"
            "Ledningsgruppen får i uppdrag att följa upp planen vid sex möten om året och att rapportera till nämnden varje år."
        ),
    }
    return _decided(region, plan, facts, decided_on, "§ 112", outcome="approved")


def refer(region: Region, plan: Plan, *, first: date) -> Referral:
    """Send a draft to those who own its actions; all but one answer, and every remark is met."""
    tree = whole(region, plan.id)
    facts = {
        "title": plan.title,
        "message": "Vi vill särskilt veta om ni kan ta på er insatserna som de är skrivna.",
        "answer_by": first + timedelta(days=60),
    }
    referral = referrals.save(region=region, plan=plan, referral=None, facts=facts, on=first)
    owners = list(dict.fromkeys(action.owner for action in tree.actions))
    addresses = [(name, f"remiss{number}@plan.demo.samkraft.example") for number, name in enumerate(owners, 1)]
    referrals.add_asked(region=region, referral=referral, asked=addresses)
    referrals.send(region=region, referral_id=referral.id, at=_at(first, 9))
    for number, consulted in enumerate(asked.consulted_of(referral)[:-1] or asked.consulted_of(referral)):
        _answer(region, tree, referral, consulted, number, first + timedelta(days=30 + 3 * number))
    return referrals.close(region=region, referral_id=referral.id, at=_at(first + timedelta(days=62), 8))


def _answer(region: Region, tree: WholePlan, referral: Referral, consulted: Consulted, number: int, day: date) -> None:
    text, met, reply = REMARKS[number % len(REMARKS)]
    if number % 2 == 0 and tree.actions:
        action = tree.actions[number % len(tree.actions)].row
        facts: dict[str, Any] = {"kind": PartKind.ACTION, "part_id": action.id, "text": text}
        remark = answering.write_remark(region=region, referral=referral, consulted=consulted, **facts)
        if remark is not None:
            referrals.meet(region=region, referral=referral, remark=remark, met=met, reply=reply, at=_at(day + timedelta(days=20), 10))
    said = {
        "stance": "with_changes" if number % 2 == 0 else "supports",
        "text": "" if number % 2 == 0 else "Planen svarar mot det som vi behöver.",
        "answered_by": "Ledningskontoret",
        "official": f"DEMO {day.year}/{40 + number}",
    }
    answering.answer(region=region, referral=referral, consulted=consulted, facts=said, at=_at(day, 14))


def amend(region: Region, plan: Plan, *, decided_on: date) -> BoardCase:
    """The board amends a plan in force: a goal, and what an action is to do."""
    tree = whole(region, plan.id)
    priority = tree.priorities[0]
    action = next(each for area in priority.areas for each in area.actions)
    facts = {
        "title": f"Ändring av {plan.title}",
        "board": plan_settings(region).board_name,
        "diary_number": f"DEMO {decided_on.year}/31",
        "meets_on": decided_on,
        "background": (
            "Ledningsgruppen har sett att de som bor långt från en utbildningsort inte når de platser som planen skapar. "
            "Gruppen föreslår att målet och en insats skärps."
        ),
        "proposal": f"{plan_settings(region).board_name} beslutar att ändra {plan.title} så som framgår av ändringarna.",
    }
    changes = [
        (PartKind.PRIORITY, priority.row.id, "goal", priority.row.goal, GOAL),
        (PartKind.ACTION, action.row.id, "description", action.row.description, ACTION),
    ]
    reason = "Ledningsgruppen föreslog ändringen vid sitt möte i september."
    return _decided(region, plan, facts, decided_on, "§ 58", outcome="amended", changes=changes, reason=reason)


def _decided(
    region: Region,
    plan: Plan,
    facts: dict[str, Any],
    decided_on: date,
    section: str,
    *,
    outcome: str,
    changes: list[tuple[PartKind, int, str, str, str]] | None = None,
    reason: str = "",
) -> BoardCase:
    case = board.save(region=region, plan=plan, case=None, facts=facts)
    for kind, part_id, field, before, added in changes or []:
        after = f"{before} {added}".strip()
        board.propose(region=region, case=case, kind=kind, part_id=part_id, part_field=field, after=after, reason=reason)
    board.send(region=region, case_id=case.id, at=_at(decided_on - timedelta(days=14), 9))
    said = {"outcome": outcome, "decided_on": decided_on, "section": section, "decision": facts["proposal"]}
    return board.decide(region=region, case_id=case.id, facts=said, at=_at(decided_on, 15))


def report(region: Region, plan: Plan, *, year: int, adopted_on: date) -> AnnualReport:
    """The yearly report, written and adopted."""
    made = reports.begin(region=region, plan=plan, year=year)
    basis = gather(region, plan.id, year)
    summaries = {f"priority:{each.row.id}": _summary(basis, each) for each in basis.tree.priorities}
    summaries["meetings"] = "Inför varje möte har den som ansvarar för en insats sagt hur det går, med en länk i ett mejl."
    summaries["figures"] = "Siffrorna kommer från det som regionens arbetsgivare, utbildare och lärcentrum själva har lagt in under året."
    introduction = (
        f"Under {year} har organisationerna bakom planen arbetat för att fler ska få den kompetens som arbetslivet behöver.\n\n"
        "De flesta insatser går som planerat. De som är försenade väntar oftast på lokaler, lärare eller beslut om pengar. "
        "Ledningsgruppen föreslår inga nya insatser, men vill att nämnden följer frågan om lärare till utbildningar i glesbygd."
    )
    reports.write(region=region, report=made, title=made.title, introduction=introduction, summaries=summaries)
    facts = {"adopted_by": plan_settings(region).board_name, "adopted_on": min(adopted_on, today())}
    return reports.adopt(region=region, report_id=made.id, facts=facts, at=_at(min(adopted_on, today()), 16))


def _summary(basis: Any, priority: Any) -> str:
    actions = [action for area in priority.areas for action in area.actions]
    good = sum(basis.status(action) in ("on_track", "done") for action in actions)
    return f"Av prioriteringens {len(actions)} insatser är {good} klara eller går enligt plan."


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SWEDEN)
