"""Reads on board cases and their amendments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.board.models import Amendment, BoardCase, CaseStatus
from plugins.regional_plans.plans.models import Plan


def own_case(region: Region, case_id: int, *, lock: bool = False) -> BoardCase:
    """A case of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(BoardCase, case_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def listing(region: Region, *, number: int = 1, size: int = 30) -> Page[Any]:
    """The region's cases with the name of their plan, the latest meeting first."""
    wanted: Any = (
        select(BoardCase, Plan.title)
        .join(Plan, Plan.id == BoardCase.plan_id)
        .where(BoardCase.region_id == region.id)
        .order_by(BoardCase.meets_on.is_(None).desc(), BoardCase.meets_on.desc(), BoardCase.id.desc())
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return found


def amendments(case: BoardCase) -> Sequence[Amendment]:
    """The case's amendments, in the order in which they were written."""
    return db.session.execute(select(Amendment).where(Amendment.case_id == case.id).order_by(Amendment.id)).scalars().all()


def amendment(case: BoardCase, amendment_id: int, *, lock: bool = False) -> Amendment:
    """One of the case's amendments.

    Raises:
        NotFound: when it belongs to another case.
    """
    found = get(Amendment, amendment_id, lock=lock)
    if found.case_id != case.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def decided(plan_id: int) -> Sequence[BoardCase]:
    """The decided cases of a plan, the earliest first."""
    wanted = select(BoardCase).where(BoardCase.plan_id == plan_id, BoardCase.status == CaseStatus.DECIDED)
    return db.session.execute(wanted.order_by(BoardCase.decided_on, BoardCase.id)).scalars().all()


def waiting(region: Region) -> Sequence[BoardCase]:
    """Those that are prepared or wait for the board, the earliest meeting first."""
    wanted = select(BoardCase).where(BoardCase.region_id == region.id, BoardCase.status != CaseStatus.DECIDED)
    return db.session.execute(wanted.order_by(BoardCase.meets_on, BoardCase.id)).scalars().all()


def applied_amendments(case_ids: Sequence[int]) -> dict[int, list[Amendment]]:
    """The amendments of decided cases that changed the plan, by case."""
    wanted = select(Amendment).where(Amendment.case_id.in_(case_ids), Amendment.applied_at.is_not(None)).order_by(Amendment.id)
    found: dict[int, list[Amendment]] = {}
    for row in db.session.execute(wanted).scalars():
        found.setdefault(row.case_id, []).append(row)
    return found


def fingerprint(content: dict[str, Any]) -> str:
    """What a kept document is known by."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
