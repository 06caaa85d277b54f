"""Two rows for one organisation become one: suggestions, what a merge would do, and the merge itself. Nothing here commits."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select

from core.audit.service import record
from core.db import all_regions, db
from core.db import references as db_references
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.organisations import facts as writing
from core.organisations.events import OrganisationMerged
from core.organisations.facts import FACTS, Facts, facts_of
from core.organisations.log import field_labels
from core.organisations.models import Organisation, OrganisationName, OrganisationRegion, Workplace
from core.organisations.permissions import MANAGE
from core.organisations.presentation import in_words
from core.organisations.queries import regions_of
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.queries import may

WINDOW = 10  # names that lie this near each other in the alphabet are compared
ALIKE = 90.0
MAX_PAIRS = 100
_REASON = "what refers to an organisation may lie in any region"


@dataclass(frozen=True)
class Pair:
    """Two that may be the same. `first` is the one to keep: it has the number, or is the older."""

    first: Any
    second: Any
    score: float


@dataclass(frozen=True)
class Choice:
    """A fact on which the two differ, and which one is suggested: "kept" or "lost"."""

    name: str
    label: str
    kept: str
    lost: str
    choice: str


@dataclass(frozen=True)
class Preview:
    """What a merge would do, and why it cannot be done."""

    kept: Organisation
    lost: Organisation
    fields: Sequence[Choice]
    moves: Sequence[tuple[str, int]]
    obstacles: Sequence[str]
    locked_regions: Sequence[str]


def suggestions(region: Region) -> list[Pair]:
    """Pairs with nearly the same name in one municipality (or where one has none), of which at most one has a number; likeliest first."""
    statement = (
        select(Organisation.id, Organisation.name, Organisation.name_key, Organisation.municipality_code, Organisation.orgnr)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id)
        .order_by(Organisation.name_key, Organisation.id)
    )
    near: deque[Any] = deque(maxlen=WINDOW)
    found: list[Pair] = []
    for row in db.session.execute(statement):
        for other in near:
            if (row.orgnr and other.orgnr) or not _same_place(row, other):
                continue
            score = fuzz.token_sort_ratio(row.name_key, other.name_key, score_cutoff=ALIKE)
            if score:
                first, second = sorted((row, other), key=lambda one: (not one.orgnr, one.id))
                found.append(Pair(first, second, score))
        near.append(row)
    return sorted(found, key=lambda pair: -pair.score)[:MAX_PAIRS]


def _same_place(one: Any, other: Any) -> bool:
    return one.municipality_code == other.municipality_code or not one.municipality_code or not other.municipality_code


def preview(kept: Organisation, lost: Organisation, user: User) -> Preview:
    """What would happen if `lost` were merged into `kept` by this user."""
    locked = _closed_to(user, kept)
    labels = field_labels()
    fields = []
    for name in FACTS:
        ours, theirs = in_words(name, getattr(kept, name)), in_words(name, getattr(lost, name))
        if ours != theirs and name != "orgnr":
            fields.append(Choice(name, labels[name], ours, theirs, "lost" if not ours and not locked else "kept"))
    with all_regions(_REASON):
        moves = [(_table_label(found.table.name), number) for found, number in db_references.counts(Organisation, lost.id).items()]
        clashes = [found for found in db_references.collisions(Organisation, lost.id, kept.id) if not found.equal]
    return Preview(kept, lost, fields, moves, _obstacles(kept, lost, user, clashes), locked)


def _obstacles(kept: Organisation, lost: Organisation, user: User, clashes: Sequence[Any]) -> list[str]:
    found = []
    if kept.id == lost.id or kept.merged_into_id or lost.merged_into_id:
        found.append(_("De är redan samma organisation."))
    if kept.orgnr and lost.orgnr:
        found.append(_("De har olika organisationsnummer och är därför två olika juridiska personer."))
    if closed := _closed_to(user, lost):
        found.append(
            _(
                "%(name)s verkar också i %(regions)s, där du inte får slå ihop organisationer. Be någon med rätt i alla regionerna.",
                name=lost.name,
                regions=", ".join(closed),
            )
        )
    if lost.orgnr and not kept.orgnr and (closed := _closed_to(user, kept)):
        found.append(_("Bara den som försvinner har organisationsnummer. Behåll den i stället."))
    for table in sorted({clash.reference.table.name for clash in clashes}):
        found.append(_("Båda har uppgifter av slaget ”%(what)s” som inte kan finnas dubbelt. Rätta dem först.", what=_table_label(table)))
    return found


def _closed_to(user: User, organisation: Organisation) -> list[str]:
    return [region.name for region in regions_of(organisation) if not may(user, region, MANAGE)]


def _table_label(table: str) -> str:
    known = {
        Membership.__tablename__: _("Användares uppdrag"),
        OrganisationRegion.__tablename__: _("Regioner"),
        OrganisationName.__tablename__: _("Andra namn"),
        Workplace.__tablename__: _("Arbetsställen"),
        Organisation.__tablename__: _("Tidigare hopslagna organisationer"),
    }
    return known.get(table) or table.replace("_", " ")


def merge(
    *, region: Region, user: User, kept: Organisation, lost: Organisation, versions: tuple[int, int], choices: Mapping[str, str]
) -> Organisation:
    """Move everything to `kept`, take over the chosen facts, and leave `lost` as a signpost.

    Args:
        versions: Those of kept and lost when the preview was shown.
        choices: By fact, "lost" where the lost one's is wanted.

    Raises:
        DomainError: the first reason why it cannot be done.
        Conflict: when one of them has been changed since.
    """
    if (kept.version, lost.version) != versions:
        raise Conflict(_("Någon har ändrat en av organisationerna sedan du öppnade sidan. Jämför dem igen."))
    seen = preview(kept, lost, user)
    if seen.obstacles:
        raise DomainError(seen.obstacles[0], code="cannot_merge")
    wanted = (
        {} if seen.locked_regions else {fact.name: getattr(lost, fact.name) for fact in seen.fields if choices.get(fact.name) == "lost"}
    )
    facts: Facts = replace(facts_of(kept), **wanted, orgnr=kept.orgnr or lost.orgnr)
    names, lost_id, places = (kept.name, lost.name), lost.id, {found.id: found for found in (*regions_of(kept), *regions_of(lost))}
    lost.orgnr = None
    db.session.flush()
    with all_regions(_REASON):
        moved = db_references.move(Organisation, lost_id, kept.id)
    for row in (kept, lost):
        db.session.refresh(row)
    lost.merged_into_id = kept.id
    changes = writing.differences(facts_of(kept), facts)
    writing.overwrite(kept, facts)
    for name in names:
        if name != facts.name:
            writing.remember_name(kept, name)
    db.session.flush()
    action = "core.organisation.merged"
    subject = writing.ref(kept)
    record(action, region=region, subject=subject, name=facts.name, lost=names[1], lost_id=lost_id, moved=moved, changes=changes)
    for place in places.values():
        emit(OrganisationMerged(kept_id=kept.id, lost_id=lost_id), region=place)
    return kept
