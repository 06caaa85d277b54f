"""Which agreed role a local title is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.search.folding import fold
from plugins.demand_pooling.agreed.models import AgreedRole


@dataclass(frozen=True)
class Role:
    """An agreed role."""

    title: str
    group: str


class AgreedTitles:
    """The agreed titles of a region, read once. A title that means two roles means none."""

    def __init__(self, region: Region) -> None:
        wanted = select(AgreedRole).where(AgreedRole.region_id == region.id, AgreedRole.withdrawn_at.is_(None)).order_by(AgreedRole.id)
        meant: dict[str, set[Role]] = {}
        for row in db.session.execute(wanted).scalars():
            for folded in row.titles:
                meant.setdefault(folded, set()).add(Role(row.title, row.occupation_group))
        self._roles: Mapping[str, Role] = {folded: next(iter(roles)) for folded, roles in meant.items() if len(roles) == 1}

    def role(self, title: str) -> Role | None:
        """The role that a local title is."""
        return self._roles.get(fold(title)) if self._roles and title else None

    def same(self, titles: Iterable[str]) -> dict[str, list[str]]:
        """Of some titles those that are another name of a role, by the role's own name."""
        found: dict[str, set[str]] = {}
        for title in titles:
            role = self.role(title)
            if role is not None:
                found.setdefault(role.title, set()).add(title)
        return {
            name: sorted(each)
            for name, each in sorted(found.items())
            if len({fold(title) for title in each}) > 1 or any(fold(title) != fold(name) for title in each)
        }
