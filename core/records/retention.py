"""Retention (*gallring*): what a region has decided for each kind of record, what is due, and the run that disposes of it.

A public record may go only by a decision. So a kind that belongs to a region is disposed of only where the region has made a rule of
its own; what the owner proposes is a proposal. What belongs to the installation is of passing importance, and goes by the owner's rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import atomic, db, get, utcnow
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.plugins import RecordType
from core.records import owners
from core.records.models import RetentionHold, RetentionRule, RetentionRun
from core.regions.models import Region
from core.users.models import User

BATCH = 200
SAMPLE = 5
MOST = 10_000  # a preview counts no further
MAX_YEARS = 100


@dataclass(frozen=True)
class Kind:
    """A kind of record in a region: what its owner proposes, and what the region has decided."""

    type: RecordType
    rule: RetentionRule | None
    held: bool

    @property
    def in_force(self) -> bool:
        """Whether records of the kind may be disposed of."""
        decided = self.rule is not None or not self.type.per_region
        return decided and not self.held and self.type.due is not None and self.kept is not None

    @property
    def kept(self) -> tuple[int, int] | None:
        """Years and months; None: for ever."""
        years, months = (self.rule.keep_years, self.rule.keep_months) if self.rule else (self.type.keep_years, self.type.keep_months)
        return None if years is None else (years, months)

    @property
    def decision(self) -> str:
        """By what it goes."""
        if self.rule is not None:
            return f"{self.rule.decision}, {self.rule.decided_by} {self.rule.decided_on.isoformat()}"
        return self.type.basis

    def before(self, moment: datetime) -> datetime | None:
        """What is older than this is due at a moment."""
        return None if self.kept is None else earlier(moment, *self.kept)


@dataclass(frozen=True)
class Due:
    """What would go: how many, at most MOST, and the first few."""

    kind: Kind
    before: datetime
    count: int
    sample: Sequence[str]
    held: int


def earlier(moment: datetime, years: int, months: int) -> datetime:
    """The same day so many years and months ago; the last of the month where that day is missing."""
    total = moment.year * 12 + moment.month - 1 - years * 12 - months
    year, month = divmod(total, 12)
    if year < 1:
        return moment.replace(year=1, month=1, day=1)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_after - date.resolution).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def kinds(region: Region | None) -> list[Kind]:
    """Every kind of record with the region's rule. None: those of the installation."""
    found = owners.record_types()
    if region is None:
        return [Kind(each, None, held=False) for each in found if not each.per_region]
    rules = {rule.record_type: rule for rule in _current(region)}
    held = {hold.record_type for hold in holds(region) if hold.record_type}
    return [Kind(each, rules.get(each.name), each.name in held) for each in found]


def _current(region: Region) -> Sequence[RetentionRule]:
    statement = select(RetentionRule).where(RetentionRule.region_id == region.id, RetentionRule.replaced_at.is_(None))
    return db.session.execute(statement.order_by(RetentionRule.id)).scalars().all()


def kind(region: Region, name: str) -> Kind:
    """One kind that the region may decide on.

    Raises:
        NotFound: when there is none of that name, or it belongs to the installation.
    """
    found = next((each for each in kinds(region) if each.type.name == name and each.type.per_region), None)
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def history(region: Region, name: str) -> Sequence[RetentionRule]:
    """Every rule that the region has had for a kind, the newest first."""
    statement = select(RetentionRule).where(RetentionRule.region_id == region.id, RetentionRule.record_type == name)
    return db.session.execute(statement.order_by(RetentionRule.id.desc())).scalars().all()


def decide(
    *, region: Region, name: str, years: int | None, months: int, decision: str, decided_on: date, decided_by: str, actor: User | None
) -> RetentionRule:
    """Put a decision of the region into force. The rule before it is kept.

    Args:
        years: None: kept for ever.

    Raises:
        DomainError: when the time makes no sense, or the day of the decision is yet to come.
        NotFound: when there is no such kind.
    """
    before = kind(region, name)
    if years is not None and (years, months) == (0, 0):
        raise DomainError(_("Ange hur länge handlingarna ska sparas, minst en månad."), field="years")
    if before.type.due is None and years is not None:
        raise DomainError(_("Den här sortens handlingar kan bara bevaras. Det finns inget sätt att gallra dem."), field="keep")
    if decided_on > today():
        raise DomainError(_("Dagen för beslutet har inte varit än. Kontrollera datumet."), field="decided_on")
    if before.rule is not None:
        before.rule.replaced_at = utcnow()
    rule = RetentionRule(
        region_id=region.id,
        record_type=name,
        keep_years=years,
        keep_months=months if years is not None else 0,
        decision=decision,
        decided_on=decided_on,
        decided_by=decided_by,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(rule)
    db.session.flush()
    record("core.retention.decided", region=region, subject=f"core:retention_rule:{rule.id}", record_type=name, years=years, months=months)
    return rule


def holds(region: Region) -> Sequence[RetentionHold]:
    """The stops in force."""
    statement = select(RetentionHold).where(RetentionHold.region_id == region.id, RetentionHold.ended_at.is_(None))
    return db.session.execute(statement.order_by(RetentionHold.id)).scalars().all()


def hold(*, region: Region, name: str, subject: str, reason: str, actor: User | None) -> RetentionHold:
    """Stop the disposal of a kind of record, or of one record or person.

    Raises:
        DomainError: when it says neither kind nor subject.
    """
    if not name and not subject:
        raise DomainError(_("Välj en sorts handlingar, eller skriv vilken handling det gäller."), field="record_type")
    if name:
        kind(region, name)
    row = RetentionHold(region_id=region.id, record_type=name, subject=subject, reason=reason, created_by_id=actor.id if actor else None)
    db.session.add(row)
    db.session.flush()
    record("core.retention.held", region=region, subject=f"core:retention_hold:{row.id}", record_type=name, about=subject)
    return row


def lift(*, region: Region, hold_id: int) -> None:
    """End a stop."""
    row = get(RetentionHold, hold_id)
    if row.ended_at is None:
        row.ended_at = utcnow()
        record("core.retention.lifted", region=region, subject=f"core:retention_hold:{row.id}", record_type=row.record_type)


def preview(region: Region | None, moment: datetime) -> list[Due]:
    """What would go at a moment, by kind, whether it is held or not."""
    stopped = {each.subject for each in holds(region)} if region is not None else set()
    found = []
    for each in kinds(region):
        before = each.before(moment)
        if not each.in_force or before is None or each.type.due is None or (region is not None and not each.type.per_region):
            continue
        refs = each.type.due(region, before, MOST)
        free = [ref for ref in refs if ref not in stopped]
        found.append(Due(each, before, len(free), free[:SAMPLE], len(refs) - len(free)))
    return found


def dispose(region: Region | None, *, actor: User | None = None) -> list[RetentionRun]:
    """Dispose of what is due, in parts that are committed one by one together with the run's log. May be cut off and run again."""
    moment = utcnow()
    return [run for each in preview(region, moment) if each.count for run in [_dispose_kind(region, each, actor)] if run is not None]


def _dispose_kind(region: Region | None, due: Due, actor: User | None) -> RetentionRun | None:
    assert due.kind.type.due is not None
    assert due.kind.type.dispose is not None
    run: RetentionRun | None = None
    while True:
        with atomic():
            stopped = {each.subject for each in holds(region)} if region is not None else set()
            refs = due.kind.type.due(region, due.before, BATCH + due.held)
            batch = [ref for ref in refs if ref not in stopped][:BATCH]
            gone = due.kind.type.dispose(region, batch) if batch else 0
            if not gone:
                return run
            run = run or _begin(region, due, actor)
            run.disposed += gone
            db.session.add(run)
            db.session.flush()


def _begin(region: Region | None, due: Due, actor: User | None) -> RetentionRun:
    run = RetentionRun(
        region_id=region.id if region else None,
        record_type=due.kind.type.name,
        decision=due.kind.decision[:200],
        before=due.before,
        disposed=0,
        held=due.held,
        requested_by_id=actor.id if actor else None,
    )
    db.session.add(run)
    db.session.flush()
    record("core.retention.disposed", region=region, actor=actor, subject=f"core:retention_run:{run.id}", record_type=run.record_type)
    return run


def runs(region: Region) -> Sequence[RetentionRun]:
    """The latest runs in a region."""
    statement = select(RetentionRun).where(RetentionRun.region_id == region.id).order_by(RetentionRun.id.desc()).limit(200)
    return db.session.execute(statement).scalars().all()
