"""Disclosure of public records (*utlämnande av allmän handling*, TF 2 kap. and OSL 6 kap.): cases, masking, decisions.

Who asks and why may not be asked. A marking is a reminder: each request is judged anew, so what is masked is said in each case.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import Page, db, get, paginate, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.plugins import hooks
from core.plugins.declarations import PublicRecord, RecordField
from core.records.models import Decision, DisclosureCase, DisclosureRecord, SecrecyMark
from core.regions.models import Region
from core.users.models import User

PARAGRAPH = re.compile(r"\d{1,2}:\d{1,2}[a-z]?")
MAX_RECORDS = 200
FOUND = 25


@dataclass(frozen=True)
class Copy:
    """A record as it is handed out: its title and, by label, the text or what stands in its place."""

    ref: str
    title: str
    lines: Sequence[tuple[str, str]]
    gone: bool = False


def open_case(*, region: Region, request: str, received_on: date, requester: str, actor: User) -> DisclosureCase:
    """A request has come in.

    Raises:
        DomainError: when it came in on a day that is yet to come.
    """
    if received_on > today():
        raise DomainError(_("Dagen har inte varit än. Kontrollera datumet."), field="received_on")
    case = DisclosureCase(
        region_id=region.id, request=request, received_on=received_on, requester=requester.strip(), handled_by_id=actor.id
    )
    db.session.add(case)
    db.session.flush()
    record("core.disclosure.opened", region=region, subject=_ref(case))
    return case


def cases(region: Region, *, number: int = 1) -> Page[DisclosureCase]:
    """The region's cases, undecided ones first."""
    statement = select(DisclosureCase).where(DisclosureCase.region_id == region.id)
    return paginate(statement.order_by(DisclosureCase.decided_at.is_not(None), DisclosureCase.id.desc()), number=number)


def records_of(case: DisclosureCase) -> Sequence[DisclosureRecord]:
    """The records in a case."""
    statement = select(DisclosureRecord).where(DisclosureRecord.case_id == case.id, DisclosureRecord.region_id == case.region_id)
    return db.session.execute(statement.order_by(DisclosureRecord.id)).scalars().all()


def find(region: Region, query: str) -> list[PublicRecord]:
    """Records of every owner that match a few words."""
    return hooks.stewardship().disclosable_records(region=region, query=query.strip()[:120], limit=FOUND)


def text(region: Region, ref: str) -> PublicRecord:
    """A record with its fields.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = hooks.stewardship().record_text(region=region, ref=ref)
    if found is None:
        raise NotFound(_("Handlingen finns inte, eller så har du inte tillgång till den."))
    return found


def add(*, region: Region, case_id: int, ref: str) -> DisclosureRecord:
    """Put a record in a case. What is marked, or what its owner warns of, is masked until somebody has judged it.

    Raises:
        Conflict: when the case is decided, holds it already, or is full.
    """
    case, found = _undecided(case_id), text(region, ref)
    there = records_of(case)
    if any(each.ref == ref for each in there):
        raise Conflict(_("Handlingen är redan vald."))
    if len(there) >= MAX_RECORDS:
        raise Conflict(_("Ärendet har redan %(n)s handlingar. Öppna ett nytt ärende för resten.", n=MAX_RECORDS))
    row = DisclosureRecord(region_id=region.id, case_id=case.id, ref=ref, masked=_proposed(region, found))
    db.session.add(row)
    db.session.flush()
    record("core.disclosure.record_added", region=region, subject=_ref(case), ref=ref)
    return row


def _proposed(region: Region, found: PublicRecord) -> dict[str, Any]:
    marks = {mark.field: mark.paragraph for mark in _marks(region, found.ref)}
    said = {field.name: marks.get(field.name) or marks.get("") or field.secrecy for field in found.fields}
    return {name: paragraph for name, paragraph in said.items() if paragraph}


def _marks(region: Region, ref: str) -> Sequence[SecrecyMark]:
    statement = select(SecrecyMark).where(SecrecyMark.region_id == region.id, SecrecyMark.ref == ref).order_by(SecrecyMark.id)
    return db.session.execute(statement).scalars().all()


def remove(*, region: Region, record_id: int) -> DisclosureCase:
    """Take a record out of an undecided case."""
    row = get(DisclosureRecord, record_id)
    case = _undecided(row.case_id)
    db.session.delete(row)
    db.session.flush()
    record("core.disclosure.record_removed", region=region, subject=_ref(case), ref=row.ref)
    return case


def mask(*, region: Region, record_id: int, paragraphs: Mapping[str, str], reason: str, actor: User) -> DisclosureCase:
    """Say which fields of a record are masked in a case, each with its paragraph. The markings stay with the record, as a reminder.

    Raises:
        DomainError: on what is no paragraph; its field is the record's.
    """
    row = get(DisclosureRecord, record_id)
    case, known = _undecided(row.case_id), text(region, row.ref)
    wanted = {field.name: paragraphs.get(field.name, "").strip() for field in known.fields}
    for name, paragraph in wanted.items():
        if paragraph and not PARAGRAPH.fullmatch(paragraph):
            raise DomainError(_("Skriv kapitel och paragraf med kolon mellan, till exempel 23:1."), field=name)
    row.masked = {name: paragraph for name, paragraph in wanted.items() if paragraph}
    marks = {mark.field: mark for mark in _marks(region, row.ref)}
    for name, paragraph in row.masked.items():
        if name in marks:
            marks[name].paragraph = paragraph
        else:
            db.session.add(
                SecrecyMark(region_id=region.id, ref=row.ref, field=name, paragraph=paragraph, reason=reason, created_by_id=actor.id)
            )
    db.session.flush()
    record("core.disclosure.masked", region=region, subject=_ref(case), ref=row.ref, masked=dict(row.masked))
    return case


def copies(region: Region, case: DisclosureCase) -> list[Copy]:
    """What is handed out: every record of a case, masked."""
    if case.decision is Decision.REFUSED:
        return []
    return [_copy(hooks.stewardship().record_text(region=region, ref=row.ref), row) for row in records_of(case)]


def _copy(found: PublicRecord | None, row: DisclosureRecord) -> Copy:
    if found is None:
        return Copy(row.ref, _("Handlingen finns inte längre"), (), gone=True)
    masked = set(row.masked)
    # A title is made of fields; when one of them is masked the title must not give it away.
    title = row.ref if any(f.name in masked and f.value and f.value in found.title for f in found.fields) else found.title
    return Copy(row.ref, title, [(str(field.label), _shown(field, row)) for field in found.fields])


def _shown(field: RecordField, row: DisclosureRecord) -> str:
    paragraph = row.masked.get(field.name)
    return f"[Sekretess {paragraph} OSL]" if paragraph else field.value


def as_text(found: Sequence[Copy]) -> str:
    """The same as plain text."""
    parts = ["\n".join([copy.title, "", *(f"{label}: {value}" for label, value in copy.lines)]) for copy in found]
    return "\n\n----\n\n".join(parts) + "\n"


def decide(*, region: Region, case_id: int, decision: Decision, reasons: str, actor: User) -> DisclosureCase:
    """Answer a request. What is masked then is what the case says for ever.

    Raises:
        DomainError: when the decision does not go with what is masked, or a refusal has no reasons.
        Conflict: when it is decided already.
    """
    case = _undecided(case_id)
    there = records_of(case)
    masked = any(row.masked for row in there)
    if decision is not Decision.REFUSED and not there:
        raise DomainError(_("Välj först vilka handlingar som ska lämnas ut."), field="decision")
    if decision is Decision.DISCLOSED and masked:
        raise DomainError(_("Något är maskerat. Välj Lämnas ut delvis, eller ta bort maskeringen."), field="decision")
    if decision is Decision.PARTLY and not masked:
        raise DomainError(_("Inget är maskerat. Välj Lämnas ut, eller maskera det som är hemligt."), field="decision")
    if decision is not Decision.DISCLOSED and not reasons.strip():
        raise DomainError(_("Skriv varför något inte lämnas ut."), field="reasons")
    case.decision, case.reasons, case.decided_at, case.decided_by_id = decision, reasons.strip(), utcnow(), actor.id
    for row, copy in zip(there, copies(region, case), strict=False):
        row.fingerprint = hashlib.sha256(as_text([copy]).encode()).hexdigest()
    db.session.flush()
    record("core.disclosure.decided", region=region, subject=_ref(case), decision=decision.value, records=len(there))
    return case


def _undecided(case_id: int) -> DisclosureCase:
    case = get(DisclosureCase, case_id, lock=True)
    if case.decision is not None:
        raise Conflict(_("Ärendet är avgjort och kan inte ändras. Öppna ett nytt ärende."))
    return case


def _ref(case: DisclosureCase) -> str:
    return f"core:disclosure_case:{case.id}"
