"""Preparing a case, sending it to the board, and recording what the board decided. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.documents import as_data
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.board import papers, queries
from plugins.regional_plans.board.models import LABEL_LENGTH, Amendment, BoardCase, CaseStatus, Outcome
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import FIELDS, MAX_LENGTH, label_of, row_of, text_of, write
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.queries import missing, whole
from plugins.regional_plans.plans.service import own_plan, put_in_force, touch

_NAMES = ("title", "board", "diary_number", "meets_on", "background", "proposal")


def save(*, region: Region, plan: Plan, case: BoardCase | None, facts: Mapping[str, Any]) -> BoardCase:
    """Begin a case about a plan, or change it until it is sent.

    Raises:
        Conflict: when it is sent, or the plan is closed.
    """
    if case is not None and case.status is not CaseStatus.PREPARING:
        raise Conflict(_("Ärendet är skickat till nämnden, så skrivelsen går inte att ändra. Ändringar skrivs som ändringsförslag."))
    if plan.status is PlanStatus.CLOSED:
        raise Conflict(_("Planen är avslutad. Kopiera den till nästa år och gör ett ärende av den nya planen."))
    found = case or BoardCase(region_id=region.id, plan_id=plan.id)
    for name in _NAMES:
        setattr(found, name, facts[name])
    if case is None:
        db.session.add(found)
    db.session.flush()
    if case is None:
        record("regional_plans.board_case.made", region=region, subject=found.ref, title=found.title)
    return found


def throw_away(*, region: Region, case_id: int) -> None:
    """Remove a case that the board has not got, with its amendments.

    Raises:
        Conflict: when it is sent: then it is a public record.
    """
    case = queries.own_case(region, case_id, lock=True)
    if case.status is not CaseStatus.PREPARING:
        raise Conflict(_("Ärendet är skickat till nämnden och kan inte tas bort."))
    record("regional_plans.board_case.removed", region=region, subject=case.ref, title=case.title)
    db.session.delete(case)
    db.session.flush()


def send(*, region: Region, case_id: int, at: datetime | None = None) -> BoardCase:
    """Freeze the letter with the plan as it reads now. A draft of a plan waits for the board from then on.

    Raises:
        DomainError: when the diary number, the meeting or the proposal is missing.
        Conflict: when it is sent already.
    """
    case = queries.own_case(region, case_id, lock=True)
    if case.status is not CaseStatus.PREPARING:
        raise Conflict(_("Ärendet är redan skickat."))
    if not case.diary_number:
        raise DomainError(_("Skriv ärendets diarienummer innan du skickar det."), field="diary_number")
    if case.meets_on is None:
        raise DomainError(_("Skriv vilken dag nämnden sammanträder innan du skickar ärendet."), field="meets_on")
    if not case.proposal:
        raise DomainError(_("Skriv ett förslag till beslut innan du skickar ärendet."), field="proposal")
    plan = own_plan(region, case.plan_id, lock=True)
    case.letter = as_data(papers.letter(region, case, whole(region, plan.id), queries.amendments(case), made_at=at))
    case.fingerprint = queries.fingerprint(case.letter)
    case.status, case.sent_at = CaseStatus.SENT, at or utcnow()
    if plan.status in (PlanStatus.DRAFT, PlanStatus.REFERRAL):
        plan.status = PlanStatus.BOARD
    db.session.flush()
    record("regional_plans.board_case.sent", region=region, subject=case.ref, title=case.title, diary_number=case.diary_number)
    return case


def propose(*, region: Region, case: BoardCase, kind: PartKind, part_id: int, part_field: str, after: str, reason: str = "") -> Amendment:
    """Write an amendment: the wording that is to stand in the place of the one that stands there now.

    Raises:
        DomainError: when it changes nothing, or the new wording is missing or too long.
        NotFound: when the plan has no such part.
        Conflict: when the case is decided.
    """
    _undecided(case)
    row = row_of(region, case.plan_id, kind, part_id)
    if part_field not in FIELDS[kind]:
        raise NotFound(missing())
    before = text_of(row, part_field)
    after = plain(after)
    _check(kind, part_field, before, after)
    if any((each.part_kind, each.part_id, each.part_field) == (kind, part_id, part_field) for each in queries.amendments(case)):
        raise Conflict(_("Det finns redan en ändring av den texten i ärendet. Ändra den i stället."))
    made = Amendment(
        region_id=region.id,
        case_id=case.id,
        part_kind=kind,
        part_id=part_id,
        part_field=part_field,
        label=label_of(whole(region, case.plan_id), kind, part_id, part_field)[:LABEL_LENGTH],
        before=before,
        after=after,
        reason=reason,
    )
    db.session.add(made)
    db.session.flush()
    record("regional_plans.amendment.saved", region=region, subject=case.ref, part=made.label)
    return made


def rewrite(*, region: Region, case: BoardCase, amendment: Amendment, after: str, reason: str) -> None:
    """Change an amendment. What the plan reads now becomes what it is to take the place of.

    Raises:
        DomainError, Conflict: as `propose`.
    """
    _undecided(case)
    before, after = text_of(row_of(region, case.plan_id, amendment.part_kind, amendment.part_id), amendment.part_field), plain(after)
    _check(amendment.part_kind, amendment.part_field, before, after)
    amendment.before, amendment.after, amendment.reason = before, after, reason
    record("regional_plans.amendment.saved", region=region, subject=case.ref, part=amendment.label)
    db.session.flush()


def remove(*, region: Region, case: BoardCase, amendment: Amendment) -> None:
    """Take an amendment away before the decision.

    Raises:
        Conflict: when the case is decided.
    """
    _undecided(case)
    record("regional_plans.amendment.removed", region=region, subject=case.ref, part=amendment.label)
    db.session.delete(amendment)
    db.session.flush()


def decide(*, region: Region, case_id: int, facts: Mapping[str, Any], at: datetime | None = None) -> BoardCase:
    """Record what the board decided; its amendments change the plan, all of them or none.

    The plan's rows are locked and their versions counted up: who edits one of them meanwhile is told when they save, with both texts.

    Args:
        facts: `outcome`, `decided_on`, `section`, `decision`.

    Raises:
        DomainError: at its field.
        Conflict: when it is decided already, or the plan does not read any longer as an amendment says. Nothing is changed then.
    """
    case = queries.own_case(region, case_id, lock=True)
    if case.status is CaseStatus.DECIDED:
        raise Conflict(_("Beslutet är redan registrerat."))
    if case.status is not CaseStatus.SENT:
        raise Conflict(_("Skicka ärendet till nämnden innan beslutet registreras."))
    outcome, decided_on = Outcome(facts["outcome"]), facts["decided_on"]
    _check_day(decided_on)
    plan = own_plan(region, case.plan_id, lock=True)
    wanted = list(queries.amendments(case))
    if outcome is Outcome.AMENDED and not wanted:
        raise DomainError(_("Skriv nämndens ändringar först. De går att lägga till på ärendets sida."), field="outcome")
    if outcome is Outcome.APPROVED and wanted:
        raise DomainError(
            _("Ärendet har ändringar. Välj Godkänd med ändringar, eller ta bort dem som nämnden inte ställde sig bakom."), field="outcome"
        )
    moment = at or utcnow()
    if outcome is Outcome.AMENDED:
        _amend(region, plan, wanted, moment)
    _move(region, plan, outcome, decided_on, case.diary_number)
    case.outcome, case.decided_on = outcome, decided_on
    case.section, case.decision = facts["section"], facts["decision"]
    case.status, case.decided_at = CaseStatus.DECIDED, moment
    case.record = as_data(papers.decision(region, case, wanted if outcome is Outcome.AMENDED else (), plan.title, made_at=at))
    case.fingerprint = queries.fingerprint(case.record)
    db.session.flush()
    record(
        "regional_plans.board_case.decided",
        region=region,
        subject=case.ref,
        title=case.title,
        outcome=outcome.value,
        amendments=len(wanted) if outcome is Outcome.AMENDED else 0,
    )
    return case


def stale(region: Region, case: BoardCase) -> list[Amendment]:
    """The amendments whose part does not read any longer as they say."""
    return [
        each
        for each in queries.amendments(case)
        if text_of(row_of(region, case.plan_id, each.part_kind, each.part_id), each.part_field) != each.before
    ]


def _amend(region: Region, plan: Plan, wanted: list[Amendment], moment: datetime) -> None:
    rows = [row_of(region, plan.id, each.part_kind, each.part_id, lock=True) for each in wanted]
    changed = [each.label for each, row in zip(wanted, rows, strict=True) if text_of(row, each.part_field) != each.before]
    if changed:
        raise Conflict(
            _(
                "Planen har ändrats sedan ändringen skrevs: %(parts)s. Ingenting är gjort. "
                "Öppna ändringen, läs den nya texten och spara den igen.",
                parts="; ".join(changed),
            ),
            code="changed_meanwhile",
        )
    for each, row in zip(wanted, rows, strict=True):
        write(row, each.part_field, each.after)
        each.applied_at = moment
    db.session.flush()


def _move(region: Region, plan: Plan, outcome: Outcome, decided_on: date, diary_number: str) -> None:
    """What the decision makes of a plan that waits for the board. A plan in force stays in force, whatever was said of changes to it."""
    if plan.status in (PlanStatus.IN_FORCE, PlanStatus.CLOSED):
        touch(plan)
    elif outcome is Outcome.RETURNED:
        plan.status = PlanStatus.DRAFT
    else:
        put_in_force(region=region, plan=plan, adopted_on=decided_on, diary_number=diary_number)


def plain(text: str) -> str:
    """A text with the line ends that this system writes, whatever a browser sends."""
    return text.replace("\r\n", "\n")


def _undecided(case: BoardCase) -> None:
    if case.status is CaseStatus.DECIDED:
        raise Conflict(_("Beslutet är registrerat, så ändringarna går inte att ändra."))


def _check(kind: PartKind, part_field: str, before: str, after: str) -> None:
    if not after:
        raise DomainError(_("Skriv den nya texten."), field="after")
    if after == plain(before):
        raise DomainError(_("Den nya texten är likadan som den som står där nu."), field="after")
    most = MAX_LENGTH[kind, part_field]
    if len(after) > most:
        raise DomainError(_("Texten får vara högst %(n)s tecken.", n=most), field="after")


def _check_day(decided_on: date) -> None:
    if decided_on > today():
        raise DomainError(_("Dagen har inte varit än. Skriv vilken dag nämnden beslutade."), field="decided_on")
