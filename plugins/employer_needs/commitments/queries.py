"""Reads on letters of intent: those of an answer, the region's list, and one by its link or number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from core import mailed_links
from core.db import Page, count, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs import tokens
from plugins.employer_needs.commitments.models import Commitment, Letter
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response

PAGE_SIZE = 30
MAX_DIGITS = 9


def letter_by_token(region: Region, token: str) -> Letter | None:
    """The signed letter behind its own link; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Letter).where(
        Letter.token_hash == mailed_links.digest(token), Letter.region_id == region.id, Letter.signed_at.is_not(None)
    )
    return db.session.execute(statement).scalar_one_or_none()


def draft_of(response: Response) -> Letter | None:
    """The letter that is being written from an answer."""
    statement = select(Letter).where(Letter.response_id == response.id, Letter.signed_at.is_(None)).order_by(Letter.id).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def signed(letter_id: int) -> Letter:
    """A signed letter that this region reads.

    Raises:
        NotFound: when there is none. Drafts are the employer's own.
    """
    letter = get(Letter, letter_id)
    if letter.signed_at is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return letter


def needs_behind(region: Region, *, need_ref: str = "", commitment_ref: str = "") -> list[int]:
    """The needs that something was promised for, by the names that others know: `employer_needs:need:17`, `employer_needs:commitment:5`."""
    found = {number for number in [_number(need_ref, "need")] if number}
    if number := _number(commitment_ref, "commitment"):
        statement = select(Commitment.need_ids).where(Commitment.id == number, Commitment.region_id == region.id)
        found.update(db.session.execute(statement).scalar_one_or_none() or [])
    return sorted(found)


def _number(ref: str, kind: str) -> int | None:
    number = ref.removeprefix(f"employer_needs:{kind}:")
    return int(number) if number.isdecimal() and len(number) <= MAX_DIGITS else None


def commitments_of(letter: Letter) -> Sequence[Commitment]:
    """What a letter promises, need by need."""
    return commitments_by_letter([letter])[letter.id]


def commitments_by_letter(letters: Sequence[Letter]) -> dict[int, list[Commitment]]:
    """What several letters promise, in one query."""
    statement = select(Commitment).where(Commitment.letter_id.in_([letter.id for letter in letters])).order_by(Commitment.id)
    found: dict[int, list[Commitment]] = {letter.id: [] for letter in letters}
    for each in db.session.execute(statement).scalars():
        found[each.letter_id].append(each)
    return found


def signed_of(response: Response) -> Sequence[Letter]:
    """The signed letters of an answer, the newest first."""
    statement = select(Letter).where(Letter.response_id == response.id, Letter.signed_at.is_not(None))
    return db.session.execute(statement.order_by(Letter.signed_at.desc(), Letter.id.desc())).scalars().all()


@dataclass(frozen=True)
class Signed:
    """A signed letter as a link on the employer's page."""

    title: str
    url: str


def letters_of(response: Response) -> list[Signed]:
    """The signed letters of an answer as links with their own keys, for whoever may see the answer."""
    found = []
    for letter in signed_of(response):
        title = _("Avsiktsförklaring %(reference)s", reference=letter.reference)
        if letter.withdrawn_at is not None:
            title = _("Avsiktsförklaring %(reference)s (återkallad)", reference=letter.reference)
        found.append(Signed(title, path("letter", token=tokens.derive("letter", letter.seed))))
    return found


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means all."""

    state: str = ""
    query: str = ""

    def apply(self, statement: Any) -> Any:
        """Narrow a select on letters."""
        if self.state == "valid":
            statement = statement.where(Letter.withdrawn_at.is_(None))
        elif self.state == "withdrawn":
            statement = statement.where(Letter.withdrawn_at.is_not(None))
        if self.query:
            # SQLite folds only a–z, so a word that begins with å, ä or ö is looked for as it is spelt and capitalised.
            spelt = sorted({self.query, self.query.lower(), self.query.capitalize()})
            statement = statement.where(
                or_(
                    Letter.reference.contains(self.query.upper(), autoescape=True),
                    *(Letter.organisation_name.contains(each, autoescape=True) for each in spelt),
                )
            )
        return statement


def letter_page(filters: Filters, *, number: int = 1, size: int = PAGE_SIZE) -> Page[Letter]:
    """Signed letters, the newest first."""
    statement = filters.apply(select(Letter).where(Letter.signed_at.is_not(None)))
    return paginate(statement.order_by(Letter.signed_at.desc(), Letter.id.desc()), number=number, size=size, total=count(statement))


def matching(region: Region, query: str, limit: int) -> Sequence[Letter]:
    """Signed letters of a region by organisation or reference, the newest first."""
    statement = Filters(query=query).apply(select(Letter).where(Letter.region_id == region.id, Letter.signed_at.is_not(None)))
    return db.session.execute(statement.order_by(Letter.signed_at.desc(), Letter.id.desc()).limit(limit)).scalars().all()


def by_refs(region: Region, numbers: Sequence[int]) -> Sequence[Letter]:
    """Signed letters of a region by number, withdrawn ones too."""
    statement = select(Letter).where(Letter.id.in_(list(numbers)), Letter.region_id == region.id, Letter.signed_at.is_not(None))
    return db.session.execute(statement.order_by(Letter.id)).scalars().all()
