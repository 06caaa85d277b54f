"""The agreement: made when a place is accepted, mailed to three sides, signed by each, and taken away when the placement moves.

Nothing here commits.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.after import agreement, mails
from plugins.internships.after.cases import Case, case_of, give_link, is_over
from plugins.internships.after.models import SIGNERS, Contract, PlacementTask, Side, TaskBy
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.internships.rounds.models import Placement

REMIND_EVERY = timedelta(days=5)


def begin(*, region: Region, placement: Placement) -> Contract:
    """Make the agreement and the check-list of an accepted placement, and mail each side its link. Once: called again, nothing happens."""
    found = db.session.execute(select(Contract).where(Contract.placement_id == placement.id)).scalar_one_or_none()
    if found is not None:
        return found
    if placement.supervisor_id is None:
        placement.supervisor_id = get(PlacementOffer, placement.offer_id).supervisor_id
    kind = get(PlacementKindPolicy, get(PlacementPeriod, placement.period_id).kind_id)
    contract = Contract(region_id=region.id, placement_id=placement.id, seeds={}, content={}, signatures={})
    db.session.add(contract)
    for side in SIGNERS:
        give_link(contract, side)
    if placement.supervisor_id is not None:
        give_link(contract, Side.SUPERVISOR)
    for each in kind.documents:
        what, what_en = each["name"][:200], each.get("name_en", "")[:200]
        db.session.add(PlacementTask(region_id=region.id, placement_id=placement.id, what=what, what_en=what_en, by=TaskBy(each["by"])))
    db.session.flush()
    case = case_of(placement.id)
    if kind.needs_agreement:
        contract.content = agreement.compose(region, case)
        contract.fingerprint = agreement.fingerprint(contract.content)
        db.session.flush()
    record("internships.after.begun", region=region, subject=placement.ref)
    for side in (*SIGNERS, Side.SUPERVISOR):
        mails.send(region, case, side)
    return contract


def stop(*, region: Region, placement: Placement) -> None:
    """Take away what `begin` made, when a placement is withdrawn or moved before its start. The links open nothing any longer."""
    for table in (Contract, PlacementTask):
        db.session.execute(delete(table).where(table.placement_id == placement.id), execution_options={"synchronize_session": "fetch"})
    db.session.flush()
    record("internships.after.stopped", region=region, subject=placement.ref)


def is_whole(contract: Contract) -> bool:
    """Whether the agreement still is what its fingerprint says."""
    return agreement.fingerprint(contract.content) == contract.fingerprint


def sign(*, region: Region, case: Case, side: Side, name: str, title: str, read: str) -> None:
    """Sign for a side.

    Args:
        read: The fingerprint of what was on the page.

    Raises:
        Conflict: when it is signed already, over, or not the agreement that was read.
        DomainError: when the side does not sign, or gives no name.
    """
    contract = case.contract
    if side not in SIGNERS or not contract.content:
        raise DomainError(_("Det finns inget avtal för dig att skriva under."))
    if side.value in contract.signatures:
        raise Conflict(_("Avtalet är redan underskrivet för din del."))
    if not case.is_live or today() > case.period.ends_on or is_over(case):
        raise Conflict(_("Praktiken är slut eller avbruten. Avtalet kan inte skrivas under längre."))
    if not is_whole(contract):
        raise Conflict(_("Avtalets text stämmer inte med sitt fingeravtryck. Skriv inte under. Kontakta samordnaren."))
    if read != contract.fingerprint:
        raise Conflict(_("Avtalet har ändrats sedan du öppnade sidan. Läs det igen och skriv sedan under."))
    if not name.strip():
        raise DomainError(_("Skriv ditt namn."), field="name")
    signature = {"name": name.strip(), "title": title.strip(), "at": utcnow().isoformat(), "fingerprint": contract.fingerprint}
    contract.signatures = {**contract.signatures, side.value: signature}
    record("internships.contract.signed", region=region, subject=case.placement.ref, side=side.value)
    if all(each.value in contract.signatures for each in SIGNERS):
        contract.completed_at = utcnow()
        record("internships.contract.completed", region=region, subject=case.placement.ref)
        for each in SIGNERS:
            mails.tell_signed(region, case, each)
    db.session.flush()


def unsigned(case: Case) -> list[Side]:
    """The sides that have not signed an agreement that is to be signed."""
    return [side for side in SIGNERS if side.value not in case.contract.signatures] if case.contract.content else []


def remind(*, region: Region, case: Case) -> int:
    """Mail those who have not signed once more. Returns to how many sides.

    Raises:
        Conflict: when everybody has signed, or it is too late.
    """
    waiting = unsigned(case)
    if not waiting or not case.is_live:
        raise Conflict(_("Det finns ingen att påminna."))
    sent = sum(mails.send(region, case, side) for side in waiting)
    case.contract.reminded_on = today()
    db.session.flush()
    record("internships.contract.reminded", region=region, subject=case.placement.ref, sides=len(waiting))
    return sent


def renew_link(*, region: Region, case: Case, side: Side) -> None:
    """A new link for a side, mailed. The earlier one leads nowhere: for one that has come into the wrong hands."""
    give_link(case.contract, side)
    db.session.flush()
    record("internships.contract.link_renewed", region=region, subject=case.placement.ref, side=side.value)
    mails.send(region, case, side)
