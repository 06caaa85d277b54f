"""What can be done with the taxonomy besides importing it. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.search.folding import fold
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, TermSource
from core.taxonomy.terms import refresh_terms, rows, state, touch

DEMO = "demo"
MAX_TERM = 200


def sync_demo_taxonomy() -> int:
    """Load the small hand-written set, or bring it up to date; may be run at every upgrade.

    Over a full official import only the hand-written words are refreshed.

    Returns:
        How many groups, occupations and terms were added, changed or taken away.
    """
    changed = 0 if state().full else _sync_groups() + _sync_occupations()
    if changed:
        touch()
    return changed + refresh_terms()


def _sync_groups() -> int:
    changed = 0
    known = {row.code: row for row in db.session.execute(select(OccupationGroup)).scalars()}
    for row in rows("groups.csv"):  # in the order of the codes, so that a parent comes before its children
        parent = row["parent_code"] or None
        wanted = {"level": len(row["code"]), "name": row["name"], "parent_code": parent, "concept_id": row["concept_id"]}
        group = known.get(row["code"])
        if group is None:
            db.session.add(OccupationGroup(code=row["code"], taxonomy_version=DEMO, **wanted))
            db.session.flush()
            changed += 1
        elif any(getattr(group, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(group, key, value)
            changed += 1
    db.session.flush()
    return changed


def _sync_occupations() -> int:
    changed = 0
    known = {row.id: row for row in db.session.execute(select(Occupation)).scalars()}
    for row in rows("occupations.csv"):
        occupation = known.get(row["concept_id"])
        if occupation is None:
            db.session.add(Occupation(id=row["concept_id"], name=row["name"], group_code=row["group_code"], taxonomy_version=DEMO))
            changed += 1
        elif (occupation.name, occupation.group_code) != (row["name"], row["group_code"]):
            occupation.name, occupation.group_code = row["name"], row["group_code"]
            changed += 1
    db.session.flush()
    return changed


def add_local_term(*, term: str, occupation_id: str) -> OccupationTerm:
    """Let a title that is used somewhere lead to an occupation; no import takes it away. Nothing happens if it did.

    Raises:
        DomainError: when the term is empty or too long.
        NotFound: when there is no such occupation.
    """
    term = " ".join(term.split())
    if not fold(term):
        raise DomainError(_("Skriv en titel med minst en bokstav."), field="term")
    if len(term) > MAX_TERM:
        raise DomainError(_("Titeln får ha högst %(n)s tecken. Korta den.", n=MAX_TERM), field="term")
    occupation = get(Occupation, occupation_id)
    known = select(OccupationTerm).where(
        OccupationTerm.folded == fold(term), OccupationTerm.occupation_id == occupation.id, OccupationTerm.source == TermSource.LOCAL
    )
    row = db.session.execute(known).scalars().first()
    if row is None:
        row = OccupationTerm(
            term=term, folded=fold(term)[:MAX_TERM], source=TermSource.LOCAL, occupation_id=occupation.id, group_code=occupation.group_code
        )
        db.session.add(row)
        touch()
    return row
