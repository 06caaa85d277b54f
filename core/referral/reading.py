"""Reads on the referrals of one plugin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarSelect, func, select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.mailed_links import MAX_TOKEN, digest
from core.referral.columns import ConsultedColumns, ReferralColumns, ReferralStatus
from core.regions.models import Region

R = TypeVar("R", bound=ReferralColumns)
C = TypeVar("C", bound=ConsultedColumns)


@dataclass(frozen=True)
class Reading(Generic[R, C]):
    """The referrals of a plugin.

    Args:
        plugin: Its name, which the names of purposes, mails and entries of the log begin with.
        referral, consulted: Its tables.
    """

    plugin: str
    referral: type[R]
    consulted: type[C]

    def own(self, region: Region, referral_id: int, *, lock: bool = False) -> R:
        """A referral of the region.

        Raises:
            NotFound: when it is another region's.
        """
        found: Any = get(self.referral, referral_id, lock=lock)
        if found.region_id != region.id:
            raise NotFound(_missing())
        return found  # type: ignore[no-any-return]

    def consulted_of(self, referral: R) -> Sequence[C]:
        """Those who are asked, by name."""
        asked: Any = self.consulted
        return db.session.execute(select(asked).where(asked.referral_id == referral.id).order_by(asked.name)).scalars().all()

    def one_asked(self, referral: R, consulted_id: int, *, lock: bool = False) -> C:
        """One of those who are asked.

        Raises:
            NotFound: when it belongs to another referral.
        """
        found: Any = get(self.consulted, consulted_id, lock=lock)
        if found.referral_id != referral.id:
            raise NotFound(_missing())
        return found  # type: ignore[no-any-return]

    def by_token(self, region: Region, token: str, *, lock: bool = False) -> tuple[R, C] | None:
        """The referral and the asked organisation that a mailed link leads to."""
        if len(token) > MAX_TOKEN:
            return None
        of, asked = self._tables
        wanted = select(of, asked).join(asked, asked.referral_id == of.id)
        wanted = wanted.where(asked.token_hash == digest(token), asked.region_id == region.id)
        found = db.session.execute(wanted.with_for_update(of=asked) if lock else wanted).first()
        return (found[0], found[1]) if found else None

    def open(self, region: Region) -> Sequence[R]:
        """Those that take answers now, the one that closes first first."""
        of, _asked = self._tables
        wanted = select(of).where(of.region_id == region.id, of.status == ReferralStatus.OPEN)
        return db.session.execute(wanted.order_by(of.answer_by, of.id)).scalars().all()

    def silent(self, referral: R) -> Sequence[C]:
        """Those who have an address and have not answered."""
        asked: Any = self.consulted
        wanted = select(asked).where(asked.referral_id == referral.id, asked.answered_at.is_(None), asked.email != "")
        return db.session.execute(wanted.order_by(asked.id)).scalars().all()

    def figures(self) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
        """For a list of referrals: how many are asked, and how many have answered, as columns."""
        of, asked = self._tables
        of_this = select(func.count()).where(asked.referral_id == of.id).correlate(of)
        return of_this.scalar_subquery(), of_this.where(asked.answered_at.is_not(None)).scalar_subquery()

    @property
    def _tables(self) -> tuple[Any, Any]:
        return self.referral, self.consulted


def _missing() -> str:
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")
