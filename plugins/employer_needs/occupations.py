"""From an employer's words to an occupation group, through core's taxonomy; what is chosen is copied into the need."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.i18n import gettext as _
from core.plugins import hooks
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from core.taxonomy.models import OccupationGroup

GROUP = "group:"  # marks a choice that is a whole group
MOST_AGREED = 3


@dataclass(frozen=True)
class Choice:
    """One suggestion: the value a form posts, the official name, and why it came up. `agreed`: by a title that organisations agreed on."""

    value: str
    label: str
    why: str = ""
    agreed: bool = False


@dataclass(frozen=True)
class Coded:
    """An occupation, or a whole group (`occupation_id` None), as it is copied into a need."""

    occupation_id: str | None
    label: str
    group_code: str
    group_label: str
    version: str


def suggestions(region: Region, text: str, limit: int = 8) -> list[Choice]:
    """What a title may mean, best first: what the region has agreed on, occupations, last whole groups."""
    agreed = _agreed(region, text)
    known = {each.value for each in agreed}
    found = sorted(taxonomy.suggest(text, limit), key=lambda s: s.occupation_id is None)
    return [*agreed, *(choice for choice in map(_choice, found) if choice.value not in known)][:limit]


def _agreed(region: Region, text: str) -> list[Choice]:
    """What the title means by an agreed standard, as an occupation or a group that a need can be coded with."""
    found: dict[str, Choice] = {}
    for hit in hooks.for_region(region).title_hits(query=text, limit=MOST_AGREED) if text.strip() else ():
        coded = chosen(hit.occupation_id) or group(hit.occupation_group)
        if coded is not None:
            value = coded.occupation_id or GROUP + coded.group_code
            said = {"local": hit.title, "standard": hit.standard}
            why = _("%(local)s → %(standard)s (gemensam yrkesroll)", **said) if hit.title != hit.standard else _("gemensam yrkesroll")
            found.setdefault(value, Choice(value, coded.label, why, agreed=True))
    return list(found.values())


def _choice(found: taxonomy.Suggestion) -> Choice:
    if found.occupation_id is None:
        return Choice(GROUP + found.group_code, found.label, _("hela yrkesgruppen"))
    return Choice(found.occupation_id, found.label, found.why or ("" if found.label == found.group_name else found.group_name))


def skill_suggestions(text: str, limit: int = 8) -> list[Choice]:
    """Skills that a text may mean, best first."""
    return [Choice(s.skill_id, s.label) for s in taxonomy.suggest_skills(text, limit)]


def chosen(value: str) -> Coded | None:
    """What a posted value stands for; None when there is no such occupation or four-digit group."""
    if value.startswith(GROUP):
        return group(value.removeprefix(GROUP))
    occupation = taxonomy.occupation(value) if value else None
    if occupation is None:
        return None
    above = taxonomy.group(occupation.group_code)
    return Coded(occupation.id, occupation.name, occupation.group_code, above.name if above else "", occupation.taxonomy_version)


def group(code: str) -> Coded | None:
    """A four-digit group as a choice of its own."""
    found = taxonomy.group(code) if len(code) == 4 else None
    return Coded(None, found.name, found.code, found.name, found.taxonomy_version) if found else None


def meant(text: str) -> Coded | None:
    """The occupation a title means when that is beyond doubt, else None."""
    found = taxonomy.resolve(text)
    return chosen(found.occupation_id or GROUP + found.group_code) if found else None


def is_called(value: str, text: str) -> Coded | None:
    """The choice behind a typeahead's hidden value, if the text beside it is still its name: who goes on typing has changed their mind."""
    coded = chosen(value)
    return coded if coded is not None and coded.label.casefold() == text.strip().casefold() else None


def groups_by_area() -> dict[str, list[tuple[str, str]]]:
    """Every four-digit group under the name of its two-digit area, in the order of the codes: the choices when nothing fits."""
    statement = (
        select(OccupationGroup.code, OccupationGroup.name).where(OccupationGroup.deprecated.is_(False)).order_by(OccupationGroup.code)
    )
    names = {row.code: row.name for row in db.session.execute(statement)}
    areas: dict[str, list[tuple[str, str]]] = {}
    for code, name in names.items():
        if len(code) == 4:
            areas.setdefault(names.get(code[:2], code[:2]), []).append((code, name))
    return areas
