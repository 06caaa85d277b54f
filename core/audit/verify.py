"""Walking the chain from its beginning: the first row that was changed, deleted, moved, cut off or put in is named in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import exists, func, select

from core import keyring
from core.audit import chain, heads
from core.audit.models import AuditEntry, AuditHead, AuditSeal
from core.db import db

CHUNK = 1000


@dataclass
class Verdict:
    """What the walk found.

    Args:
        faults: In words, the first one first; empty when all is well.
        sealed: How many entries were checked.
        unsealed: How many are too new to have a seal.
        heads: How many copies of the chain's end were compared.
    """

    faults: list[str] = field(default_factory=list)
    sealed: int = 0
    unsealed: int = 0
    heads: int = 0


def verify(head_file: Path | None = None) -> Verdict:
    """Check the whole log.

    Args:
        head_file: A copy of `audit-heads.log` kept elsewhere; the one in the data folder if not given.
    """
    verdict = Verdict()
    head = _head()
    if head is None:
        verdict.faults.append("The row that says where the chain ends is gone.")
        return verdict
    if not chain.head_holds(head):
        verdict.faults.append(_key_fault(head.key_id) or "The row that says where the chain ends was changed.")
    copies = _copies(head_file, verdict)
    last_digest = _walk(head, copies, verdict)
    if verdict.faults:
        return verdict
    if last_digest != head.digest:
        verdict.faults.append(f"The chain ends at another seal than number {head.seq}, which its end names.")
    _beyond(copies, verdict)
    return verdict


def _head() -> AuditHead | None:
    statement = select(AuditHead).where(AuditHead.id == chain.HEAD_ID).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()


def _copies(head_file: Path | None, verdict: Verdict) -> dict[int, heads.HeadLine]:
    path = head_file or heads.file()
    if not path.exists():
        if head_file is not None:
            verdict.faults.append(f"There is no file {head_file}.")
        return {}
    lines, faults = heads.read(path)
    verdict.faults += faults
    verdict.heads = len(lines)
    return heads.expected(lines)


def _walk(head: AuditHead, copies: dict[int, heads.HeadLine], verdict: Verdict) -> str:
    """Seal after seal up to the head. Returns the last digest that held; stops at the first fault."""
    previous = chain.GENESIS
    place = 0
    for seal, entry in _pairs(head.seq):
        place += 1
        fault = _fault(place, previous, seal, entry)
        if fault is None and seal.seq in copies and copies[seal.seq].digest != seal.digest:
            fault = f"Seal {seal.seq} is another than on {copies[seal.seq].at}: the log was rewritten."
        if fault is not None:
            verdict.faults.append(fault)
            return previous
        previous = seal.digest
        verdict.sealed += 1
    if place < head.seq:
        verdict.faults.append(f"The log was cut off after seal {place}: there should be {head.seq}.")
    return previous


def _pairs(end: int) -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    last = 0
    while True:
        statement = (
            select(AuditSeal, AuditEntry)
            .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
            .where(AuditSeal.seq > last, AuditSeal.seq <= end)
            .order_by(AuditSeal.seq)
            .limit(CHUNK)
            .execution_options(populate_existing=True)
        )
        rows = db.session.execute(statement).all()
        if not rows:
            return
        yield from ((row[0], row[1]) for row in rows)
        last = rows[-1][0].seq
        for kept in (thing for row in rows for thing in row if thing is not None):
            db.session.expunge(kept)  # a long log must not fill the memory


def _fault(place: int, previous: str, seal: AuditSeal, entry: AuditEntry | None) -> str | None:
    if seal.seq != place:
        return f"Seal {place} is gone: the next one is number {seal.seq}, of entry {seal.entry_id}."
    if seal.previous != previous:
        return f"Seal {seal.seq} of entry {seal.entry_id} does not follow the one before it: rows were moved or replaced."
    if entry is None:
        return f"Entry {seal.entry_id} was deleted; its seal, number {seal.seq}, is still there."
    if not chain.holds(seal, entry):
        return _key_fault(seal.key_id) or f"Entry {entry.id} ({entry.action}, {entry.at:%Y-%m-%d %H:%M:%S} UTC) or its seal was changed."
    return None


def _key_fault(key: str) -> str | None:
    if keyring.find(key) is None:
        return f"Key {key} is not among the secrets: put the secret that was used then in SAMKRAFT_OLD_SECRET_KEYS."
    return None


def _beyond(copies: dict[int, heads.HeadLine], verdict: Verdict) -> None:
    """What lies outside the chain: copies of a later end, seals after the end, and entries that should have had a seal."""
    head = _head()
    if head is None:
        verdict.faults.append("The row that says where the chain ends is gone.")
        return
    later = [line for seq, line in sorted(copies.items()) if seq > head.seq]
    if later:
        verdict.faults.append(f"The log was cut off after seal {head.seq}: on {later[-1].at} it had {later[-1].seq}.")
    extra = db.session.execute(select(func.min(AuditSeal.seq)).where(AuditSeal.seq > head.seq)).scalar_one()
    if extra is not None:
        verdict.faults.append(f"Seal {extra} lies after the end of the chain, which is {head.seq}.")
    unsealed = ~exists().where(AuditSeal.entry_id == AuditEntry.id)
    put_in = db.session.execute(select(func.min(AuditEntry.id)).where(AuditEntry.id <= head.settled_id, unsealed)).scalar_one()
    if put_in is not None:
        verdict.faults.append(f"Entry {put_in} has no seal, although all so old have one: it was put in afterwards.")
    verdict.unsealed = db.session.execute(select(func.count()).select_from(AuditEntry).where(unsealed)).scalar_one()
