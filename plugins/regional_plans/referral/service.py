"""Making a referral, sending it, reminding, and closing it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, sort_key, utcnow
from core.documents import as_data
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.service import normalise_email
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import outline
from plugins.regional_plans.plan_document import plan_document
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.queries import whole
from plugins.regional_plans.plans.service import own_plan
from plugins.regional_plans.referral import mails, queries
from plugins.regional_plans.referral.models import LABEL_LENGTH, Consulted, Met, Referral, ReferralStatus, Remark

PURPOSE = "regional_plans.referral"
MAX_ASKED = 500


def save(*, region: Region, plan: Plan, referral: Referral | None, facts: Mapping[str, Any], on: date | None = None) -> Referral:
    """Begin a referral of a plan, or change one.

    Args:
        facts: `title`, `message`, `answer_by`.
        on: The day it is written, if not today.

    Raises:
        DomainError: when the last day has passed.
        Conflict: when it is closed.
    """
    if referral is not None and referral.status is ReferralStatus.CLOSED:
        raise Conflict(_("Remissen är avslutad och kan inte ändras."))
    answer_by: date = facts["answer_by"]
    if answer_by < (on or today()) and (referral is None or referral.answer_by != answer_by):
        raise DomainError(_("Sista dagen att svara har passerat. Välj en dag som kommer."), field="answer_by")
    found = referral or Referral(region_id=region.id, plan_id=plan.id)
    found.title, found.message, found.answer_by = facts["title"], facts["message"], answer_by
    if referral is None:
        db.session.add(found)
    db.session.flush()
    record("regional_plans.referral.saved", region=region, subject=found.ref, title=found.title)
    return found


def add_asked(*, region: Region, referral: Referral, asked: Sequence[tuple[str, str]]) -> int:
    """Ask these organisations, each with a name and an address. Those that are asked already get the new address, if they have none.

    Returns:
        How many are new.

    Raises:
        DomainError: when an address is none, or there are too many.
        Conflict: when the referral is closed.
    """
    if referral.status is ReferralStatus.CLOSED:
        raise Conflict(_("Remissen är avslutad. Gör en ny om fler ska tillfrågas."))
    there = {row.name.casefold(): row for row in queries.consulted_of(referral)}
    if len(there) + len(asked) > MAX_ASKED:
        raise DomainError(_("En remiss kan gå till högst %(n)s organisationer.", n=MAX_ASKED), field="asked")
    registered = _registered([name for name, _email in asked])
    made = 0
    for name, email in asked:
        address = normalise_email(email, field="asked") if email else ""
        found = there.get(name.casefold())
        if found is None:
            seed = mailed_links.new_seed()
            found = Consulted(
                region_id=region.id,
                referral_id=referral.id,
                name=name,
                organisation_id=registered.get(sort_key(name)),
                seed=seed,
                token_hash=mailed_links.digest(token_of(seed)),
            )
            db.session.add(found)
            there[name.casefold()] = found
            made += 1
        found.email = found.email or address
    db.session.flush()
    if referral.status is ReferralStatus.OPEN:
        _ask(region, referral)
    return made


def remove_asked(*, region: Region, referral: Referral, consulted: Consulted) -> None:
    """Ask an organisation no longer.

    Raises:
        Conflict: when it has answered: an answer is a public record, and stays.
    """
    if consulted.answered_at is not None:
        raise Conflict(_("%(name)s har svarat. Svaret är en allmän handling och tas inte bort.", name=consulted.name))
    record("regional_plans.referral.asked_removed", region=region, subject=referral.ref, organisation=consulted.name)
    db.session.delete(consulted)
    db.session.flush()


def send(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Freeze the draft as it reads now, and mail everybody who is asked.

    Raises:
        Conflict: when it is sent already, nobody is asked, or the plan is decided.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    if referral.status is not ReferralStatus.DRAFT:
        raise Conflict(_("Remissen är redan skickad."))
    if not queries.consulted_of(referral):
        raise Conflict(_("Lägg till dem som ska svara innan du skickar remissen."))
    plan = own_plan(region, referral.plan_id, lock=True)
    if plan.status in (PlanStatus.IN_FORCE, PlanStatus.CLOSED):
        raise Conflict(_("Planen är redan beslutad. Kopiera den till nästa år för att skicka ett nytt utkast på remiss."))
    tree = whole(region, plan.id)
    referral.content = as_data(plan_document(region, tree, made_at=at))
    referral.parts = {"parts": [[part.kind.value, part.id, part.label[:LABEL_LENGTH]] for part in outline(tree)]}
    referral.status, referral.sent_at = ReferralStatus.OPEN, at or utcnow()
    plan.status = PlanStatus.REFERRAL
    db.session.flush()
    _ask(region, referral, at)
    record("regional_plans.referral.sent", region=region, subject=referral.ref, title=referral.title)
    return referral


def remind(*, region: Region, referral: Referral) -> int:
    """Mail those who have not answered, with the same link; nobody twice on the same day.

    Raises:
        Conflict: when it takes no answers.
    """
    if referral.status is not ReferralStatus.OPEN:
        raise Conflict(_("Remissen är inte öppen, så ingen behöver påminnas."))
    told = 0
    for consulted in queries.silent(referral):
        if consulted.reminded_at is not None and consulted.reminded_at.date() >= utcnow().date():
            continue
        consulted.reminded_at = utcnow()
        mails.remind(region, referral, consulted, token_of(consulted.seed))
        told += 1
    if told:
        record("regional_plans.referral.reminded", region=region, subject=referral.ref, title=referral.title, mails=told)
    db.session.flush()
    return told


def close(*, region: Region, referral_id: int, at: datetime | None = None) -> Referral:
    """Take no more answers.

    Raises:
        Conflict: when it is not open.
    """
    referral = queries.own_referral(region, referral_id, lock=True)
    if referral.status is not ReferralStatus.OPEN:
        raise Conflict(_("Remissen är inte öppen."))
    referral.status, referral.closed_at = ReferralStatus.CLOSED, at or utcnow()
    db.session.flush()
    record("regional_plans.referral.closed", region=region, subject=referral.ref, title=referral.title)
    return referral


def meet(*, region: Region, referral: Referral, remark: Remark, met: Met, reply: str, at: datetime | None = None) -> None:
    """Say what became of a remark, and why.

    Raises:
        DomainError: when it is not taken in as it stands, and nobody says why.
    """
    if met in (Met.PARTLY, Met.NOT) and not reply:
        raise DomainError(_("Skriv varför synpunkten inte tas in som den är. Den som har skrivit den får läsa det."), field="reply")
    remark.met, remark.reply = met, reply
    remark.met_at = None if met is Met.OPEN else at or utcnow()
    db.session.flush()
    record("regional_plans.remark.met", region=region, subject=referral.ref, met=met.value, part=remark.label)


def token_of(seed: str) -> str:
    """The token of an organisation's link."""
    return mailed_links.token_of(PURPOSE, seed)


def parts_of(referral: Referral) -> list[tuple[PartKind, int, str]]:
    """What there was to remark on when it was sent: kind, id, label."""
    return [(PartKind(kind), int(part_id), str(label)) for kind, part_id, label in referral.parts.get("parts", ())]


def _ask(region: Region, referral: Referral, at: datetime | None = None) -> None:
    for consulted in queries.silent(referral):
        if consulted.asked_at is None:
            consulted.asked_at = at or utcnow()
            mails.ask(region, referral, consulted, token_of(consulted.seed))
    db.session.flush()


def _registered(names: Sequence[str]) -> dict[str, int]:
    keys = {sort_key(name) for name in names}
    wanted = select(Organisation.sort_key, Organisation.id).where(Organisation.sort_key.in_(keys), Organisation.closed_on.is_(None))
    return {row.sort_key: row.id for row in db.session.execute(wanted.order_by(Organisation.id.desc()))}
