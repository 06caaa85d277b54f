"""Keeping local titles, and saying which standard each of them is. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.audit.service import record
from core.db import db, sort_key
from core.errors import DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.search.folding import fold
from plugins.role_standards.standards import queries as standards
from plugins.role_standards.standards import telling
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.service import usable
from plugins.role_standards.titles.models import TITLE_LENGTH, LocalTitle, TitleState

MAX_PER_PLACE = 5_000


def find(region: Region, municipality_code: str, title: str) -> LocalTitle | None:
    """The title as it is known in a municipality."""
    wanted = select(LocalTitle).where(
        LocalTitle.region_id == region.id, LocalTitle.municipality_code == municipality_code, LocalTitle.folded == fold(title)
    )
    return db.session.execute(wanted).scalar_one_or_none()


def add(*, region: Region, municipality_code: str, titles: Sequence[str]) -> tuple[int, int]:
    """Take in the titles of a municipality; they wait until somebody says which standard they are.

    Returns:
        How many are new, and how many were known already.

    Raises:
        DomainError: when there are too many.
    """
    wanted = select(LocalTitle.folded).where(LocalTitle.region_id == region.id, LocalTitle.municipality_code == municipality_code)
    known = set(db.session.execute(wanted).scalars())
    new: dict[str, str] = {}
    again = 0
    for title in titles:
        folded = fold(title)
        if not folded or folded in known or folded in new:
            again += 1
            continue
        new[folded] = title
    if len(known) + len(new) > MAX_PER_PLACE:
        raise DomainError(_("En kommun kan ha högst %(n)s titlar.", n=MAX_PER_PLACE), field="titles")
    for folded, title in new.items():
        db.session.add(_made(region, municipality_code, title, folded))
    db.session.flush()
    if new:
        record("role_standards.titles.added", region=region, municipality=municipality_code, titles=len(new))
    return len(new), again


def _made(region: Region, municipality_code: str, title: str, folded: str) -> LocalTitle:
    return LocalTitle(
        region_id=region.id,
        municipality_code=municipality_code,
        title=title[:TITLE_LENGTH],
        folded=folded[:TITLE_LENGTH],
        sort_key=sort_key(title)[:200],
    )


def say(*, region: Region, row: LocalTitle, standard: RoleStandard | None, other: bool = False, quietly: bool = False) -> None:
    """Say which standard a title is; or, with `other`, that it is none of them; or neither: nobody knows yet.

    Args:
        quietly: Others are told later, once for many titles.
    """
    if standard is not None:
        usable(standard)
    before = row.standard_id
    row.standard_id = standard.id if standard is not None else None
    row.state = TitleState.IS if standard is not None else TitleState.OTHER if other else TitleState.WAITING
    db.session.flush()
    if before == row.standard_id:
        return
    name = standard.title if standard is not None else ""
    record("role_standards.title.said", region=region, subject=f"role_standards:title:{row.id}", title=row.title, standard=name)
    if not quietly:
        tell_of(region, {before, row.standard_id})


def make(*, region: Region, municipality_code: str, title: str, standard: RoleStandard) -> LocalTitle:
    """A title, already said to be a standard."""
    row = find(region, municipality_code, title)
    if row is None:
        row = _made(region, municipality_code, title, fold(title))
        db.session.add(row)
        db.session.flush()
    say(region=region, row=row, standard=standard)
    return row


def remove(*, region: Region, row: LocalTitle) -> None:
    """Forget a title."""
    touched = {row.standard_id}
    record("role_standards.title.removed", region=region, subject=f"role_standards:title:{row.id}", title=row.title)
    db.session.delete(row)
    db.session.flush()
    tell_of(region, touched)


def tell_of(region: Region, standard_ids: set[int | None]) -> None:
    """Tell others of the titles of some standards."""
    for number in sorted(each for each in standard_ids if each is not None):
        telling.tell(region, standards.standard(region, number))
