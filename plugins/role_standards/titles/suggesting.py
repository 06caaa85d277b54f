"""Which standard a local title may be, and why. Suggestions only: a person confirms each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.models import Region
from core.search.folding import fold
from core.taxonomy import queries as taxonomy
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import in_use
from plugins.role_standards.titles.queries import confirmed

SHORT = {"bsk": "barnskotare", "usk": "underskoterska", "ssk": "sjukskoterska", "vb": "vardbitrade", "vbtr": "vardbitrade"}
LEAST = 4  # letters of a word that ends with a point, as in "vårdb."
ALIKE = 0.86  # one or two letters of a title


@dataclass(frozen=True)
class Suggested:
    """A standard that a title may be, and why."""

    standard: RoleStandard
    why: str


class Suggester:
    """Knows the standards and the confirmed titles of a region; made once per page or file."""

    def __init__(self, region: Region) -> None:
        self.standards = {each.id: each for each in in_use(region)}
        self._named = {fold(each.title): each for each in self.standards.values()}
        self._by_group: dict[str, list[RoleStandard]] = defaultdict(list)
        for each in self.standards.values():
            self._by_group[each.occupation_group].append(each)
        self._said: dict[str, Counter[int]] = defaultdict(Counter)
        for row in confirmed(region):
            if row.standard_id in self.standards:
                self._said[row.folded][row.standard_id] += 1

    def suggest(self, title: str) -> Suggested | None:
        """The best standard, or None when nothing speaks for any."""
        folded = fold(title)
        if found := self._named.get(folded):
            return Suggested(found, _("Samma namn som yrkesrollen."))
        if said := self._said.get(folded):
            number, times = said.most_common(1)[0]
            why = ngettext("Så har %(n)s kommun kopplat titeln.", "Så har %(n)s kommuner kopplat titeln.", times, n=times)
            return Suggested(self.standards[number], why)
        words = set(folded.split())
        for name, each in sorted(self._named.items(), key=lambda pair: -len(pair[0])):
            if name and (set(name.split()) <= words or (len(name) > 6 and name in folded)):
                return Suggested(each, _("Titeln innehåller %(name)s.", name=each.title))
        return self._shortened(title) or self._alike(folded) or self._coded(title)

    def _shortened(self, title: str) -> Suggested | None:
        """The first word in short: one that everybody uses, or the beginning of exactly one standard's title."""
        first = title.strip().split(" ")[0]
        begun = fold(first.rstrip("."))
        whole = SHORT.get(begun)
        if whole is None and first.endswith(".") and len(begun) >= LEAST:
            there = [name for name in self._named if name.startswith(begun)]
            whole = there[0] if len(there) == 1 else None
        found = self._named.get(whole or "")
        return Suggested(found, _("Förkortning av %(name)s.", name=found.title)) if found else None

    def _alike(self, folded: str) -> Suggested | None:
        best, score, called = None, ALIKE, ""
        names = [(name, each.id, each.title) for name, each in self._named.items()]
        names += [(name, said.most_common(1)[0][0], name) for name, said in self._said.items()]
        for name, number, shown in names:
            if abs(len(name) - len(folded)) > 3:
                continue
            ratio = SequenceMatcher(None, name, folded).ratio()
            if ratio >= score and (best is None or ratio > score):
                best, score, called = self.standards[number], ratio, shown
        return Suggested(best, _("Stavas nästan som %(name)s.", name=called)) if best is not None else None

    def _coded(self, title: str) -> Suggested | None:
        meant = taxonomy.resolve(title)
        if meant is None:
            return None
        there = self._by_group.get(meant.group_code, [])
        same = [each for each in there if meant.occupation_id and each.occupation_id == meant.occupation_id]
        found = same[0] if same else there[0] if len(there) == 1 else None
        if found is None:
            return None
        return Suggested(found, _("Taxonomin räknar titeln till yrkesgruppen %(group)s.", group=meant.group_name))
