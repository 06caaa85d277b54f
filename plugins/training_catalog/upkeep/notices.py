"""Telling those who keep courses: that one was cancelled or is given after all, and that one has gone out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import NoticeKind
from core.users.queries import organisations_where, with_permission
from core.web.format import format_date
from plugins.training_catalog.permissions import KEEP
from plugins.training_catalog.upkeep.models import Cancellation, KeptEducation, KeptOccasion

if TYPE_CHECKING:
    from datetime import date

    from core.regions.models import Region
    from core.users.models import User

CANCELLED, OUTDATED = "training_catalog.event_cancelled", "training_catalog.course_outdated"
KINDS = [
    NoticeKind(CANCELLED, _l("Inställda tillfällen"), _l("När ett tillfälle ställs in, eller ges ändå."), default="now", audience=KEEP),
    NoticeKind(
        OUTDATED,
        _l("Utbildningar utan kommande tillfällen"),
        _l("När ansökan har stängt för alla era tillfällen av en utbildning."),
        audience=KEEP,
    ),
]


def keepers(region: Region, organisation_id: int) -> list[User]:
    """Those who may keep an organisation's courses on its behalf."""
    able = with_permission(region, KEEP)
    return [user for user in able if organisation_id in organisations_where(user, region, KEEP).organisations]


def told(region: Region, education: KeptEducation, actor: User | None) -> list[User]:
    """Whom a cancellation is told to here: those who keep the organisation's courses and the region's coordinators, but not who did it."""
    able = [user for user in with_permission(region, KEEP) if actor is None or user.id != actor.id]
    return [user for user in able if education.organisation_id in organisations_where(user, region, KEEP)]


def tell_cancelled(region: Region, education: KeptEducation, row: KeptOccasion, found: Cancellation, *, actor: User) -> int:
    """An occasion is cancelled."""
    return notify(
        kind=CANCELLED,
        users=told(region, education, actor),
        region=region,
        key=f"{found.id}:{found.round}",
        title=_l("Inställt: %(title)s, start %(day)s", title=education.title, day=format_date(row.start))
        if row.start
        else _l("Inställt: %(title)s", title=education.title),
        body=found.reason,
        url=_page(region, education),
        subject_ref=f"training_catalog:event:{row.event_id}",
        group=education.title,
    )


def tell_resumed(region: Region, education: KeptEducation, row: KeptOccasion, found: Cancellation, *, actor: User) -> int:
    """An occasion that was cancelled is given after all."""
    return notify(
        kind=CANCELLED,
        users=told(region, education, actor),
        region=region,
        key=f"{found.id}:{found.round}:resumed",
        title=_l("Ges ändå: %(title)s", title=education.title),
        url=_page(region, education),
        subject_ref=f"training_catalog:event:{row.event_id}",
        group=education.title,
    )


def tell_outdated(region: Region, education: KeptEducation, closed: date) -> int:
    """Nothing of a published education can be applied for any more, and nothing new has been written. Told once for each last day."""
    return notify(
        kind=OUTDATED,
        users=keepers(region, education.organisation_id),
        region=region,
        key=f"{education.id}:{closed.isoformat()}",
        title=_l("Inget att söka: %(title)s", title=education.title),
        body=_l("Ansökan stängde %(day)s. Kopiera tillfället till nästa termin, eller ta bort utbildningen.", day=format_date(closed)),
        url=f"/r/{region.slug}/training-catalog/own/{education.id}",
        subject_ref=f"training_catalog:kept:{education.id}",
        group=education.title,
    )


def _page(region: Region, education: KeptEducation) -> str:
    return f"/r/{region.slug}/training-catalog/{education.info_id}"
