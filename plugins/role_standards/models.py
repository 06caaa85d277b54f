"""All tables, so that one import registers them."""

from __future__ import annotations

from plugins.role_standards.adoption.models import Adoption
from plugins.role_standards.drafting.models import Comment, Proposal
from plugins.role_standards.referral.models import Consulted, Referral
from plugins.role_standards.standards.models import CompetenceRequirement, LadderStep, RoleStandard, StandardVersion
from plugins.role_standards.titles.models import LocalTitle
from plugins.role_standards.watching.models import WatchedRequirement, WatchedStandard

__all__ = [
    "Adoption",
    "Comment",
    "CompetenceRequirement",
    "Consulted",
    "LadderStep",
    "LocalTitle",
    "Proposal",
    "Referral",
    "RoleStandard",
    "StandardVersion",
    "WatchedRequirement",
    "WatchedStandard",
]
