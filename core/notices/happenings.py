"""What core itself tells: a new role, work that was given up, and a webhook that was switched off.

Failures are told once a day and kind, however many there are.
"""

from __future__ import annotations

from core.db import one_or_none, utcnow
from core.i18n import lazy_gettext as _l
from core.notices.kinds import JOB_FAILED, MEMBERSHIP_GRANTED, WEBHOOK_OFF
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


def webhook_off(*, region: Region, webhook_id: int, name: str) -> None:
    """A webhook was switched off because its receiver does not answer. Told once a day, also when it is switched on and off again."""
    notify(
        kind=WEBHOOK_OFF,
        users=with_permission(region, "core.webhook.manage"),
        region=region,
        key=f"webhook:{webhook_id}:{utcnow().date().isoformat()}",
        title=_l("Webhooken %(name)s är avslagen", name=name),
        body=_l("Mottagaren svarar inte, och inga fler meddelanden skickas. Se vad som gick fel. Slå på den igen när mottagaren fungerar."),
        url=f"/r/{region.slug}/admin/webhooks/{webhook_id}",
        subject_ref=f"core:webhook:{webhook_id}",
        group=name,
    )
