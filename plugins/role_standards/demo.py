"""Plainly fictional demo data: roles in each of their stages. Made with the same services as the pages use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.regions.queries import municipalities
from core.taxonomy import queries as taxonomy
from plugins.role_standards import demo_roles as said
from plugins.role_standards.adoption import service as adoption
from plugins.role_standards.adoption.models import AdoptionStatus
from plugins.role_standards.drafting import service as drafting
from plugins.role_standards.drafting.models import PartField
from plugins.role_standards.referral import answering
from plugins.role_standards.referral import queries as asked
from plugins.role_standards.referral import service as referrals
from plugins.role_standards.standards import climbing, queries, service
from plugins.role_standards.standards.models import RoleStandard, StandardVersion
from plugins.role_standards.titles import service as titles
from plugins.role_standards.watching import service as watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.regions.models import Region

WHOLE = 20  # municipalities: a region with fewer gets only one role
ADOPTED, BEGUN = 9, 6
SILENT = 7  # every so many does not answer
DOMAIN = "demo.samkraft.example"


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(RoleStandard.id).where(RoleStandard.region_id == region.id).limit(1)).first():
        return
    places = [(each.code, each.name) for each in municipalities(region)]
    if not places:
        return
    if len(places) < WHOLE:
        _agreed(region, said.NURSE)
        return
    roles = {name: _agreed(region, name) for name in (said.AIDE, said.NURSE, said.SPECIALIST)}
    for below, above, requires in said.LADDER:
        climbing.save_step(region=region, below=roles[below], above=roles[above], requires=requires)
    roles[said.CHILDCARE] = _referred(region, places)
    _adopt(region, roles[said.CHILDCARE], places)
    _titles(region, roles, places)
    facts = {
        "title": "Undersköterska är en skyddad yrkestitel",
        "law": "Patientsäkerhetslagen (2010:659)",
        "authority": "Socialstyrelsen",
        "url": "https://www.socialstyrelsen.se/",
        "change": "Titeln är skyddad sedan den 1 juli 2023. Den som har en tillsvidareanställning som undersköterska sedan tidigare "
        "får använda titeln till den 30 juni 2033. Därefter krävs bevis.",
        "in_force_on": datetime(2033, 7, 1).date(),
    }
    watching.save(region=region, row=None, facts=facts, standard_ids=[roles[said.NURSE].id, roles[said.SPECIALIST].id])
    _next_version(region, roles[said.CHILDCARE])


def _drafted(region: Region, name: str) -> tuple[RoleStandard, StandardVersion]:
    role = said.ROLES[name]
    concept = next((each for each in taxonomy.occupations_of(role["group"]) if each.name.casefold() == name.casefold()), None)
    facts = {
        "title": name,
        "occupation_group": role["group"],
        "occupation_id": concept.id if concept else "",
        "taxonomy_version": concept.taxonomy_version if concept else "",
    }
    made = service.save_standard(region=region, standard=None, facts=facts)
    draft = queries.versions(made)[0]
    texts = {"description": role["description"], "tasks": role["tasks"]}
    service.save_texts(region=region, standard=made, version=draft, facts=texts)
    for title, level, must, met_by, validated_by in role["requirements"]:
        values = {"title": title, "level": level, "is_required": must, "met_by": met_by, "validated_by": validated_by, "description": ""}
        service.save_requirement(region=region, version=draft, requirement=None, facts=values)
    return made, draft


def _agreed(region: Region, name: str) -> RoleStandard:
    made, draft = _drafted(region, name)
    decision = "Demonätverket för vård och omsorg, § 8"
    service.agree(region=region, standard=made, version=draft, agreed_on=today() - timedelta(days=200), decision=decision)
    return made


def _referred(region: Region, places: Sequence[tuple[str, str]]) -> RoleStandard:
    """Drafted, referred to every municipality, answered by most, and agreed."""
    made, draft = _drafted(region, said.CHILDCARE)
    drafting.comment(region=region, version=draft, text="Bra att valideringen är med.", by=None, organisation="Exempelkommunen Nacka")
    sent = utcnow() - timedelta(days=160)
    facts = {"title": "Remiss: Barnskötare", "message": "Vi vill särskilt veta vad ni tycker om kraven.", "answer_by": today()}
    referral = referrals.save(region=region, version=draft, referral=None, facts=facts)
    everybody = [(f"Exempelkommunen {name}", f"remiss-{code}@{region.slug}.{DOMAIN}") for code, name in places]
    referrals.add_asked(region=region, referral=referral, asked=everybody)
    referrals.send(region=region, referral_id=referral.id, at=sent)
    for number, row in enumerate(asked.consulted_of(referral), 1):
        if number % SILENT:
            stance, text = said.ANSWERS[number % len(said.ANSWERS)]
            answer = {"stance": stance, "text": text, "answered_by": "Demo Utbildningsnämnden", "official": f"UN-DEMO {number}"}
            at = sent + timedelta(days=5 + number)
            answering.answer(region=region, referral=referral, consulted=row, facts=answer, at=at)
    referral.answer_by = (sent + timedelta(days=45)).date()
    referrals.close(region=region, referral_id=referral.id, at=sent + timedelta(days=46))
    decision = "Demonätverket för skolchefer, § 14"
    service.agree(region=region, standard=made, version=draft, agreed_on=today() - timedelta(days=100), decision=decision)
    return made


def _adopt(region: Region, role: RoleStandard, places: Sequence[tuple[str, str]]) -> None:
    """Nine have, six are on their way, one does otherwise, the rest have not begun."""
    spread = [*places[::2], *places[1::2]]
    for number, (code, _name) in enumerate(spread[: ADOPTED + BEGUN + 1]):
        facts = {"status": AdoptionStatus.ADOPTED, "since": today() - timedelta(days=90 - number * 5), "reason": ""}
        facts["decision"] = f"Demonämnden § {20 + number}"
        if number >= ADOPTED:
            facts |= {"status": AdoptionStatus.IN_PROGRESS, "since": today() + timedelta(days=30 + number), "decision": ""}
        if number >= ADOPTED + BEGUN:
            reason = "Kommunen har två steg i rollen, barnskötare 1 och 2, och följer kraven i det andra."
            facts |= {"status": AdoptionStatus.DEVIATES, "since": None, "reason": reason}
        adoption.say(region=region, standard=role, municipality_code=code, facts=facts)


def _titles(region: Region, roles: dict[str, RoleStandard], places: Sequence[tuple[str, str]]) -> None:
    for name, called in said.TITLES.items():
        for number, title in enumerate(called):
            titles.make(region=region, municipality_code=places[(number * 5) % len(places)][0], title=title, standard=roles[name])
    titles.add(region=region, municipality_code=places[1][0], titles=said.WAITING)


def _next_version(region: Region, role: RoleStandard) -> None:
    """A second version that is worked on, with what is proposed for it."""
    draft = service.begin_draft(region=region, standard=role)
    rows = queries.requirements(draft.id)
    changed = {name: getattr(rows[4], name) for name in ("title", "level", "description", "met_by", "validated_by")}
    changed |= {"is_required": True, "validated_by": "Samtal på arbetsplatsen"}
    service.save_requirement(region=region, version=draft, requirement=rows[4], facts=changed)
    for part, row, after, who in (
        (PartField.VALIDATED_BY, rows[2], "Nivåtest hos kommunens vuxenutbildning, eller prov på arbetsplatsen", "Exempelkommunen Solna"),
        (PartField.NEW, None, "Digitala verktyg i förskolan\nAnvänder lärplatta och dokumentationssystem.", "Exempelkommunen Täby"),
    ):
        drafting.propose(
            region=region, version=draft, part=part, requirement=row, after=after, reason="Kom fram i remissen.", by=None, organisation=who
        )
