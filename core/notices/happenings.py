"""What core itself tells: a new role, and work that was given up. Failures are told once a day and kind, however many there are."""

from __future__ import annotations

from core.db import one_or_none, utcnow
from core.i18n import lazy_gettext as _l
from core.notices.kinds import JOB_FAILED, MEMBERSHIP_GRANTED
from core.notices.service import notify
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.queries import with_permission
from core.users.roles import ROLES


def role_granted(*, user: User, region: Region, membership: Membership) -> None:
    """Somebody has been given a role in a region by an administrator."""
    notify(
        kind=MEMBERSHIP_GRANTED,
        users=[user],
        region=region,
        key=f"{membership.id}",
        title=_l("Du har fått rollen %(role)s", role=ROLES[membership.role]),
        body=_l("Rollen gäller i %(region)s.", region=region.name),
        url=f"/r/{region.slug}/",
        group=region.name,
    )


def job_failed(*, region_id: int | None, name: str) -> None:
    """A job of a region was given up."""
    region = one_or_none(Region, region_id) if region_id is not None else None
    if region is not None:
        notify(
            kind=JOB_FAILED,
            users=with_permission(region, "core.jobs.manage"),
            region=region,
            key=f"job:{name}:{utcnow().date().isoformat()}",
            title=_l("Ett jobb har gett upp: %(name)s", name=name),
            body=_l("Se vad som gick fel och försök igen."),
            url=f"/r/{region.slug}/admin/jobs",
        )


def mail_failed(*, region_id: int | None, kind: str) -> None:
    """A mail of a region was given up. Not told of the mails that tell: that would go round in a circle."""
    region = one_or_none(Region, region_id) if region_id is not None else None
    if region is not None and not kind.startswith("core.notice"):
        notify(
            kind=JOB_FAILED,
            users=with_permission(region, "core.mail.read"),
            region=region,
            key=f"mail:{utcnow().date().isoformat()}",
            title=_l("Ett mejl gick inte att skicka"),
            body=_l("Se varför, och vad du kan göra åt det."),
            url=f"/r/{region.slug}/admin/mail?state=failed",
        )
