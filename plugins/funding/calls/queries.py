"""Reads on calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.regions.models import Region
from core.users.models import User
from plugins.funding.calls.models import CallWatch, FundingCall

MAX_FUNDERS = 100


@dataclass(frozen=True)
class Filters:
    """What to show. `when`: "" open and to come, "open" now, "closed", "watched" by the reader."""

    q: str = ""
    when: str = ""
    funder: str = ""

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {name: value for name, value in (("q", self.q), ("when", self.when), ("funder", self.funder)) if value}


def call(call_id: int, *, lock: bool = False) -> FundingCall:
    """One call of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(FundingCall, call_id, lock=lock)


def listing(region: Region, filters: Filters, user: User | None) -> Select[Any]:
    """The calls that a filter lets through: those that close first come first; of closed ones the latest."""
    wanted: Any = select(FundingCall).where(FundingCall.region_id == region.id)
    now = today()
    if filters.when == "closed":
        wanted = wanted.where(or_(FundingCall.closes_on < now, FundingCall.withdrawn_at.is_not(None)))
    elif filters.when == "watched":
        wanted = wanted.where(FundingCall.id.in_(select(CallWatch.call_id).where(CallWatch.user_id == (user.id if user else 0))))
    else:
        wanted = wanted.where(FundingCall.closes_on >= now, FundingCall.withdrawn_at.is_(None))
        if filters.when == "open":
            wanted = wanted.where(or_(FundingCall.opens_on.is_(None), FundingCall.opens_on <= now))
    for word in filters.q.split()[:5]:
        columns = (FundingCall.title, FundingCall.funder, FundingCall.programme, FundingCall.description)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    if filters.funder:
        wanted = wanted.where(FundingCall.funder == filters.funder)
    last = FundingCall.closes_on.desc() if filters.when == "closed" else FundingCall.closes_on
    return wanted.order_by(last, FundingCall.sort_key, FundingCall.id)  # type: ignore[no-any-return]


def page(region: Region, filters: Filters, user: User | None, *, number: int = 1, size: int = 30) -> Page[FundingCall]:
    """One page of the list."""
    return paginate(listing(region, filters, user), number=number, size=size)


def everything(region: Region, filters: Filters, user: User | None) -> Sequence[FundingCall]:
    """The whole list, for a file."""
    return db.session.execute(listing(region, filters, user)).scalars().all()


def funders(region: Region) -> list[str]:
    """Who has calls, by name."""
    wanted = select(FundingCall.funder).where(FundingCall.region_id == region.id).distinct().order_by(FundingCall.funder)
    return list(db.session.execute(wanted.limit(MAX_FUNDERS)).scalars())


def watch(found: FundingCall, user: User) -> CallWatch | None:
    """The reader's own watch of a call, if there is one."""
    wanted = select(CallWatch).where(CallWatch.call_id == found.id, CallWatch.user_id == user.id)
    return db.session.execute(wanted).scalar_one_or_none()


def watches(found: FundingCall) -> Sequence[CallWatch]:
    """Everybody's watches of a call."""
    return db.session.execute(select(CallWatch).where(CallWatch.call_id == found.id).order_by(CallWatch.id)).scalars().all()


def by_external_id(region: Region, external_id: str) -> FundingCall | None:
    """The call that a source knows by a number of its own."""
    wanted = select(FundingCall).where(FundingCall.region_id == region.id, FundingCall.external_id == external_id)
    return db.session.execute(wanted).scalar_one_or_none()


def closing(region: Region, days: int) -> Sequence[tuple[CallWatch, FundingCall]]:
    """Watches whose call closes within so many days, and whose owner has not been told."""
    now = today()
    wanted = (
        select(CallWatch, FundingCall)
        .join(FundingCall, FundingCall.id == CallWatch.call_id)
        .where(FundingCall.region_id == region.id, FundingCall.withdrawn_at.is_(None), CallWatch.told_at.is_(None))
        .where(FundingCall.closes_on.between(now, now + timedelta(days=days)))
        .order_by(CallWatch.id)
    )
    return [(watch, found) for watch, found in db.session.execute(wanted)]


def people(user_ids: Sequence[int]) -> Sequence[User]:
    """The accounts of those who watch."""
    return db.session.execute(select(User).where(User.id.in_(user_ids)).order_by(User.id)).scalars().all()
