"""Days of renewal: told in a notice, and in the calendars of those who keep agreements. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import CalendarItem, NoticeKind
from core.users.queries import may, with_permission
from plugins.internships.agreements.models import AgreementStatus, CooperationAgreement
from plugins.internships.permissions import AGREEMENTS
from plugins.internships.scope import internship_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

RENEWAL = "internships.agreement_renewal"
MAX_ITEMS = 200
KINDS = [
    NoticeKind(
        RENEWAL,
        _l("Samverkansavtal som ska förlängas"),
        _l("En månad före dagen då parterna ska säga om avtalet fortsätter."),
        audience=AGREEMENTS,
    ),
]


def tell_renewal(region: Region, agreement: CooperationAgreement) -> None:
    """Tell once for each day of renewal."""
    day = agreement.renew_by.isoformat() if agreement.renew_by else ""
    notify(
        kind=RENEWAL,
        users=with_permission(region, AGREEMENTS),
        region=region,
        key=f"{agreement.id}:{day}",
        title=_l("Säg senast %(day)s om avtalet fortsätter: %(title)s", day=day, title=agreement.title),
        url=_path(region, agreement),
        subject_ref=agreement.ref,
        group=agreement.title,
    )


def calendar_items(region: Region, user: User | None) -> Sequence[CalendarItem]:
    """The coming days of renewal, for those who keep agreements."""
    if user is None or not may(user, region, AGREEMENTS):
        return []
    wanted = select(CooperationAgreement).where(
        CooperationAgreement.region_id == region.id,
        CooperationAgreement.status == AgreementStatus.IN_FORCE,
        CooperationAgreement.renew_by >= today(),
    )
    with internship_scope(region):
        found = db.session.execute(wanted.order_by(CooperationAgreement.renew_by, CooperationAgreement.id).limit(MAX_ITEMS)).scalars().all()
    return [
        CalendarItem(
            uid=f"internships:agreement:{each.id}:renew",
            summary=_l("Säg om avtalet fortsätter: %(title)s", title=each.title),
            start=each.renew_by,
            updated=each.updated_at,
            url=_path(region, each),
        )
        for each in found
        if each.renew_by is not None
    ]


def _path(region: Region, agreement: CooperationAgreement) -> str:
    return f"/r/{region.slug}/internships/agreements/{agreement.id}"
