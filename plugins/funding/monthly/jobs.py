"""What happens with monthly files outside the request: a reminder before the last day."""

from __future__ import annotations

from datetime import timedelta

from core.addresses import path
from core.clock import today
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import Job, NoticeKind
from core.regions.models import Region
from core.users.queries import with_permission
from plugins.funding.monthly.checking import due
from plugins.funding.monthly.queries import waiting
from plugins.funding.permissions import MANAGE_PARTICIPANTS

DUE = "funding.month_due"
BEFORE = timedelta(days=7)
KINDS = [
    NoticeKind(
        DUE, _l("Månadsfil till finansiären"), _l("En vecka innan en månads deltagare ska rapporteras."), audience=MANAGE_PARTICIPANTS
    )
]


def remind_of_months(region: Region) -> None:
    """Each morning: tell of months whose file is due within a week, once for each."""
    for project, month in waiting(region):
        last = due(month)
        if last - BEFORE > today():
            continue
        notify(
            kind=DUE,
            users=with_permission(region, MANAGE_PARTICIPANTS),
            region=region,
            key=f"{project.id}:{month.isoformat()}",
            title=_l("Skicka deltagare för %(month)s senast %(day)s", month=month.isoformat()[:7], day=last.isoformat()),
            url=path("funding.month", region, project_id=project.id, month=month.isoformat()[:7]),
            subject_ref=project.ref,
            group=project.title,
        )


JOBS = [Job("funding.remind_of_months", remind_of_months, every="45 6 * * *")]
