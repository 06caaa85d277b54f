"""Rows for the tests of role standards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.clock import today
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from plugins.role_standards.referral import answering, queries
from plugins.role_standards.referral import service as referrals
from plugins.role_standards.referral.models import Consulted, Referral
from plugins.role_standards.standards import queries as standard_queries
from plugins.role_standards.standards import service as standards
from plugins.role_standards.standards.models import CompetenceRequirement, Level, RoleStandard, StandardVersion
from plugins.role_standards.watching import service as watching
from plugins.role_standards.watching.models import WatchedRequirement


def a_draft(region: Region, title: str = "Barnskötare", **facts: Any) -> tuple[RoleStandard, StandardVersion]:
    """A standard with a first draft: a description and one requirement."""
    values = {"title": title, "occupation_group": "5311", "occupation_id": "", "taxonomy_version": "", **facts}
    made = standards.save_standard(region=region, standard=None, facts=values)
    version = standard_queries.versions(made)[0]
    texts = {"description": "Arbetar med barn i förskolan.", "tasks": "Planerar dagen\nMöter familjer"}
    standards.save_texts(region=region, standard=made, version=version, facts=texts)
    a_requirement(region, version)
    return made, version


def a_requirement(region: Region, version: StandardVersion, title: str = "Barns utveckling", **facts: Any) -> CompetenceRequirement:
    """A requirement of a draft."""
    values = {"title": title, "level": Level.INDEPENDENT, "is_required": True, "description": "Vet hur barn lär.",
              "met_by": "Barn- och fritidsprogrammet", "validated_by": "Branschvalidering", **facts}  # fmt: skip
    return standards.save_requirement(region=region, version=version, requirement=None, facts=values)


def a_standard(region: Region, title: str = "Barnskötare", **facts: Any) -> RoleStandard:
    """A standard that holds."""
    made, version = a_draft(region, title, **facts)
    standards.agree(region=region, standard=made, version=version, agreed_on=date(2026, 5, 4), decision="Skolchefsnätverket § 14")
    return made


def a_municipality(region: Region, code: str, name: str = "") -> Organisation:
    """A municipality as an organisation."""
    return register_organisation(
        name=name or f"Provkommunen {code}", region=region, municipality_code=code, kind=OrganisationKind.MUNICIPALITY
    )


def a_referral(region: Region, version: StandardVersion, *asked: tuple[str, str], is_sent: bool = True, **facts: Any) -> Referral:
    """A referral of a draft."""
    said = {"title": "Remiss av rollen", "message": "Tyck till.", "answer_by": today() + timedelta(days=30), **facts}
    made = referrals.save(region=region, version=version, referral=None, facts=said)
    everybody = asked or (("Provkommunen", "kommun@test.samkraft.example"), ("Ännu en kommun", "annu@test.samkraft.example"))
    referrals.add_asked(region=region, referral=made, asked=everybody)
    return referrals.send(region=region, referral_id=made.id) if is_sent else made


def an_answer(region: Region, referral: Referral, at: int = 0, **facts: Any) -> Consulted:
    """An answer."""
    said = {"stance": "supports", "text": "", "answered_by": "Utbildningsnämnden", "official": "UN 12", **facts}
    return answering.answer(region=region, referral=referral, consulted=queries.consulted_of(referral)[at], facts=said)


def token_of(consulted: Consulted) -> str:
    """The token of an organisation's link."""
    return referrals.token_of(consulted.seed)


def a_watched(region: Region, standard: RoleStandard, **facts: Any) -> WatchedRequirement:
    """A rule that changes, and touches a standard."""
    said = {"title": "Skyddad yrkestitel", "law": "Lag (2023:000)", "authority": "Provmyndigheten", "url": "", "change": "Ny titel.",
            "in_force_on": today() + timedelta(days=20), **facts}  # fmt: skip
    return watching.save(region=region, row=None, facts=said, standard_ids=[standard.id])
