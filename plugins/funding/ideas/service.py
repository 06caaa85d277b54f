"""What can be done with ideas: partners asked, their declarations, the budget, the decision. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.clock import SWEDEN, today
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.mailed_links import digest, new_seed, token_of
from core.organisations.queries import of_region
from core.regions.models import Region
from core.web.format import format_number
from plugins.funding.events import DecisionMade
from plugins.funding.ideas import mails, queries
from plugins.funding.ideas.models import IdeaBudgetLine, IdeaPartner, IdeaStatus, PartnerAnswer, ProjectIdea
from plugins.funding.ideas.queries import OVER, Whole
from plugins.funding.projects import service as projects
from plugins.funding.projects.models import BudgetKind, Project, ProjectPartner
from plugins.funding.settings import funding_settings

MAX_PARTNERS = 200


def _changeable(idea: ProjectIdea) -> None:
    if idea.status in (*OVER, IdeaStatus.SUBMITTED):
        raise Conflict(_("Ansökan är inskickad eller avgjord, och kan inte ändras."))


def save_idea(*, region: Region, idea: ProjectIdea | None, facts: Mapping[str, Any]) -> ProjectIdea:
    """Make an idea as a draft, or change one.

    Raises:
        DomainError: when the days do not fit together, or the owner is not among the region's organisations.
        Conflict: when it has been submitted.
    """
    if facts["ends_on"] < facts["starts_on"]:
        raise DomainError(_("Projektet kan inte sluta innan det börjar."), field="ends_on")
    owner = of_region(region, facts["organisation_id"])
    facts = {**facts, "owner_name": owner.name, "sort_key": sort_key(facts["title"])[:200]}
    if idea is None:
        idea = ProjectIdea(region_id=region.id, **facts)
        db.session.add(idea)
        db.session.flush()
        record("funding.idea.made", region=region, subject=idea.ref, title=idea.title)
        return idea
    _changeable(idea)
    for name, value in facts.items():
        setattr(idea, name, value)
    db.session.flush()
    record("funding.idea.changed", region=region, subject=idea.ref, title=idea.title)
    return idea


def ask_partner(*, region: Region, idea: ProjectIdea, name: str, contact_name: str, contact_email: str) -> IdeaPartner:
    """Ask an organisation to take part. The link can be answered, and the answer changed, until the last day.

    Raises:
        Conflict: when the idea has been submitted, or the same address has been asked.
        DomainError: when the last day has passed, or as many are asked as can be.
    """
    _changeable(idea)
    last = idea.answer_by or today() + timedelta(days=funding_settings(region).partner_days)
    if last < today():
        raise DomainError(_("Sista dagen att svara har passerat. Sätt en ny dag på idén först."), field="contact_email")
    asked = select(func.count()).select_from(IdeaPartner).where(IdeaPartner.idea_id == idea.id)
    if int(db.session.execute(asked).scalar_one()) >= MAX_PARTNERS:
        raise DomainError(_("Högst %(n)s parter kan tillfrågas.", n=MAX_PARTNERS))
    same = select(IdeaPartner.id).where(IdeaPartner.idea_id == idea.id, IdeaPartner.contact_email == contact_email)
    if db.session.execute(same).scalar_one_or_none() is not None:
        raise Conflict(_("Adressen är redan tillfrågad."), field="contact_email")
    seed = new_seed()
    made = IdeaPartner(
        region_id=region.id,
        idea_id=idea.id,
        name=name,
        sort_key=sort_key(name)[:200],
        contact_name=contact_name,
        contact_email=contact_email,
        seed=seed,
        token_hash=digest(token_of(mails.LINK, seed)),
        expires_at=_end_of(last),
        mailed_at=utcnow(),
    )
    db.session.add(made)
    if idea.status == IdeaStatus.DRAFT:
        idea.status = IdeaStatus.COLLECTING
    db.session.flush()
    mails.ask(region, idea, made)
    record("funding.idea.partner_asked", region=region, subject=idea.ref, title=idea.title, partner=name)
    return made


def _end_of(day: date) -> datetime:
    """The last moment of a day in Sweden."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SWEDEN)


def answer(
    *, region: Region, idea: ProjectIdea, partner: IdeaPartner, joins: bool, role: str, cash: int, hours: float, hourly_rate: int, note: str
) -> IdeaPartner:
    """A partner's declaration. Said again it takes the earlier one's place.

    Raises:
        Conflict: when the last day has passed, or the application has gone.
        DomainError: when hours are given without what an hour is worth.
    """
    if partner.expires_at <= utcnow() or idea.status != IdeaStatus.COLLECTING:
        raise Conflict(_("Det går inte att svara längre. Hör av dig till den som frågade."))
    if joins and hours and not hourly_rate:
        raise DomainError(_("Skriv vad en timme är värd."), field="hourly_rate")
    partner.answer = PartnerAnswer.YES if joins else PartnerAnswer.NO
    partner.role, partner.note, partner.answered_at = role, note, utcnow()
    partner.cash, partner.hours, partner.hourly_rate = (cash, hours, hourly_rate) if joins else (0, 0.0, 0)
    db.session.flush()
    record("funding.idea.partner_answered", region=region, subject=idea.ref, title=idea.title, partner=partner.name)
    return partner


def set_budget(*, region: Region, idea: ProjectIdea, kind: BudgetKind, year: int, amount: int) -> None:
    """Set what a kind of cost is budgeted at in a year; 0 takes the line away.

    Raises:
        Conflict: when it has been submitted.
        DomainError: when the project is not to run in that year.
    """
    _changeable(idea)
    if not idea.starts_on.year <= year <= idea.ends_on.year:
        raise DomainError(
            _("Projektet pågår %(first)s–%(last)s. Välj ett av de åren.", first=idea.starts_on.year, last=idea.ends_on.year), field="year"
        )
    wanted = select(IdeaBudgetLine).where(IdeaBudgetLine.idea_id == idea.id, IdeaBudgetLine.kind == kind, IdeaBudgetLine.year == year)
    line = db.session.execute(wanted).scalar_one_or_none()
    if line is not None and not amount:
        db.session.delete(line)
    elif line is not None:
        line.amount = amount
    elif amount:
        db.session.add(IdeaBudgetLine(region_id=region.id, idea_id=idea.id, kind=kind, year=year, amount=amount))
    db.session.flush()
    record("funding.idea.budget_set", region=region, subject=idea.ref, title=idea.title, kind=kind.value, year=year, amount=amount)


def obstacles(found: Whole) -> list[str]:
    """Why an application cannot go yet, in words; empty when the money adds up."""
    faults = []
    if not found.cost:
        faults.append(_("Det finns ingen budget."))
    if found.applied < 0:
        faults.append(_("Medfinansieringen är större än budgeten. Minska den, eller ta med fler kostnader."))
    call = found.call
    if call is None or not found.cost:
        return faults
    if call.closes_on < today() or call.withdrawn_at is not None:
        faults.append(_("Utlysningen har stängt."))
    if call.co_financing is not None and (found.share or 0) + 0.005 < call.co_financing:
        missing = round(found.cost * call.co_financing / 100) - found.cash - found.time_value
        faults.append(
            _(
                "Utlysningen kräver %(share)s procents medfinansiering. Det saknas %(missing)s kronor.",
                share=format_number(call.co_financing),
                missing=format_number(missing, 0),
            )
        )
    if call.amount_max is not None and found.applied > call.amount_max:
        faults.append(_("Man kan söka högst %(most)s kronor i utlysningen.", most=format_number(call.amount_max, 0)))
    if call.amount_min is not None and found.applied < call.amount_min:
        faults.append(_("Man måste söka minst %(least)s kronor i utlysningen.", least=format_number(call.amount_min, 0)))
    return faults


def submit(*, region: Region, idea: ProjectIdea, submitted_on: date) -> None:
    """The application has gone to the funder.

    Raises:
        Conflict: when it has gone already.
        DomainError: when the money does not add up; with the first reason.
    """
    _changeable(idea)
    faults = obstacles(queries.whole(region, idea.id))
    if faults:
        raise DomainError(faults[0])
    idea.status, idea.submitted_on = IdeaStatus.SUBMITTED, submitted_on
    db.session.flush()
    record("funding.idea.submitted", region=region, subject=idea.ref, title=idea.title)


def drop(*, region: Region, idea: ProjectIdea) -> None:
    """Nothing came of it.

    Raises:
        Conflict: when it has been submitted or decided.
    """
    _changeable(idea)
    idea.status = IdeaStatus.DROPPED
    db.session.flush()
    record("funding.idea.dropped", region=region, subject=idea.ref, title=idea.title)


def decide(*, region: Region, idea: ProjectIdea, granted: bool, amount: int, decided_on: date, text: str, reference: str) -> Project | None:
    """The funder's decision. What is granted becomes a project, with all that was said of it.

    Raises:
        Conflict: when nothing has been submitted, or it is decided already.
        DomainError: when something is granted without an amount.
    """
    if idea.status != IdeaStatus.SUBMITTED:
        raise Conflict(_("Bara en ansökan som är inskickad kan få ett beslut."))
    if granted and amount <= 0:
        raise DomainError(_("Skriv hur mycket som beviljades."), field="amount")
    idea.decided_on, idea.decision_text = decided_on, text
    idea.status = IdeaStatus.GRANTED if granted else IdeaStatus.REFUSED
    made = _project(region, queries.whole(region, idea.id), amount, reference) if granted else None
    if made is not None:
        idea.granted_amount, idea.project_id = amount, made.id
    db.session.flush()
    record("funding.idea.decided", region=region, subject=idea.ref, title=idea.title, granted=granted)
    emit(
        DecisionMade(idea_id=idea.id, granted=granted, project_id=made.id if made else None, amount=amount if granted else None),
        region=region,
    )
    return made


def _project(region: Region, found: Whole, amount: int, reference: str) -> Project:
    idea = found.idea
    made = projects.save_project(
        region=region,
        project=None,
        facts={
            "title": idea.title,
            "organisation_id": idea.organisation_id,
            "call_id": idea.call_id,
            "funder": found.call.funder if found.call else "",
            "reference": reference,
            "purpose": idea.purpose,
            "starts_on": idea.starts_on,
            "ends_on": idea.ends_on,
            "amount": amount,
        },
    )
    for partner in found.joined:
        facts = {"name": partner.name, "role": partner.role[:200], "cash": partner.cash, "time_value": partner.time_value}
        projects.save_part(region=region, project=made, kind=ProjectPartner, row=None, facts=facts)
    for line in found.lines:
        projects.set_budget(region=region, project=made, kind=line.kind, year=line.year, amount=line.amount)
    return made


def remind_silent(*, region: Region) -> int:
    """Each morning: remind partners that have not answered, once, some days before the last day. Returns how many."""
    before = timedelta(days=funding_settings(region).remind_days)
    count = 0
    for partner, idea in queries.silent(region):
        if utcnow() < partner.expires_at <= utcnow() + before + timedelta(days=1):
            mails.ask(region, idea, partner)
            partner.reminded_at = utcnow()
            count += 1
    db.session.flush()
    return count
