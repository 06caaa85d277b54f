"""What a page for an occupation group is made of: the sections of all parts, and the texts that staff have written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import NotFound
from core.i18n import gettext as _
from core.plugins import GuidanceSection, hooks
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from core.taxonomy.models import Occupation, OccupationGroup
from plugins.guidance.prospects import queries as prospects
from plugins.guidance.texts import queries as texts
from plugins.guidance.texts.models import GuidanceText

if TYPE_CHECKING:
    from core.users.models import User

MAX_HITS = 12


@dataclass(frozen=True)
class Page:
    """Everything on the page for an occupation group in a place; `municipality` empty: the whole region."""

    group: OccupationGroup
    municipality: str
    sections: Sequence[GuidanceSection]
    texts: Sequence[GuidanceText]
    occupations: Sequence[Occupation]

    def easy(self, language: str) -> GuidanceText | None:
        """The easy text in a language."""
        return next((each for each in self.texts if each.is_easy and each.language == language), None)

    @property
    def summaries(self) -> list[GuidanceText]:
        """The texts that are not easy ones, by language."""
        return [each for each in self.texts if not each.is_easy]


@dataclass(frozen=True)
class Hit:
    """An occupation group that somebody may be looking for, and why."""

    code: str
    name: str
    why: str = ""


def page(region: Region, user: User | None, group: str, municipality: str) -> Page:
    """Compose the page. Parts that are off are not asked, and leave no hole.

    Raises:
        NotFound: when there is no such occupation group, or the municipality is not the region's.
    """
    found = taxonomy.group(group)
    if found is None or found.level != 4:
        raise NotFound(_("Det finns ingen yrkesgrupp med den koden. Sök efter yrket i stället."))
    sections = hooks.for_region(region).guidance_sections(user=user, municipality=municipality, occupation_group=group)
    return Page(found, municipality, sections, texts.of_page(region, group, municipality), taxonomy.occupations_of(group))


def search(region: Region, text: str) -> list[Hit]:
    """The occupation groups that a text may mean, the best first, each once. Agreed local titles come before others."""
    if not text.strip():
        return []
    hits: dict[str, Hit] = {}
    agreed = hooks.for_region(region).title_hits(query=text, limit=MAX_HITS)
    names = taxonomy.groups([each.occupation_group for each in agreed])
    for title in agreed:
        group = names.get(title.occupation_group)
        if group is not None:
            why = f"{title.title} → {title.standard}" if title.title != title.standard else title.standard
            hits.setdefault(group.code, Hit(group.code, group.name, why))
    for each in taxonomy.suggest(text, MAX_HITS):
        if len(each.group_code) == 4:
            hits.setdefault(each.group_code, Hit(each.group_code, each.group_name, each.why or each.label))
    return list(hits.values())[:MAX_HITS]


def with_something(region: Region) -> list[Hit]:
    """The occupation groups that the region has a forecast for, by name: a place to begin."""
    names = taxonomy.groups(prospects.groups(region))
    return sorted((Hit(code, group.name) for code, group in names.items()), key=lambda hit: hit.name)
