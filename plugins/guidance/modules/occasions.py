"""Occasions to learn, as other plugins tell of them now: what can be chosen, and what has become of what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.db import utcnow
from core.plugins import LearningOccasion, hooks
from core.regions.models import Region
from plugins.guidance.modules.models import ModuleStep


@dataclass(frozen=True)
class Occasion:
    """The occasion of a step. `known` is None when nobody tells of it any longer: withdrawn, or its plugin is off."""

    title: str
    starts: datetime | None
    known: LearningOccasion | None

    @property
    def is_past(self) -> bool:
        """Whether it has been."""
        ends = (self.known.ends or self.known.starts) if self.known is not None else self.starts
        return ends is not None and ends < utcnow()

    @property
    def material_url(self) -> str:
        """Where what was shown can be found, when it has been."""
        return self.known.material_url if self.known is not None and self.is_past else ""


def known(region: Region) -> Mapping[str, LearningOccasion]:
    """What there is, by ref."""
    return {each.ref: each for each in hooks.for_region(region).learning_occasions()}


def of_step(step: ModuleStep, among: Mapping[str, LearningOccasion]) -> Occasion:
    """What is known of a step's occasion."""
    found = among.get(step.occasion_ref)
    return Occasion(found.title if found else step.occasion_title, found.starts if found else step.occasion_at, found)
