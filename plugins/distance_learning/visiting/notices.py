"""What the centres' people are told. Nobody who books is named: the page does that, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.db import get
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins.declarations import NoticeKind
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where, with_permission
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.permissions import EXAMS, SUPPORT
from plugins.distance_learning.visiting.links import path

EXAM_ASKED = "distance_learning.exam_asked"
EXAM_CANCELLED = "distance_learning.exam_cancelled"
SUPPORT_BOOKED = "distance_learning.support_booked"

KINDS = [
    NoticeKind(EXAM_ASKED, _l("Någon vill skriva tentamen"), _l("När någon begär en tid för tentamen på ditt lärcentrum."), audience=EXAMS),
    NoticeKind(
        EXAM_CANCELLED, _l("En tentamensplats är avbokad"), _l("När någon som skulle skriva på ditt lärcentrum avbokar."), audience=EXAMS
    ),
    NoticeKind(
        SUPPORT_BOOKED,
        _l("En tid för vägledning eller studiestöd är bokad eller avbokad"),
        _l("När någon tar eller lämnar en tid som du erbjuder."),
        audience=SUPPORT,
    ),
]


def _people(region: Region, centre: LearningCentre, permission: str) -> Sequence[User]:
    """Those who have a permission over a centre."""
    return [user for user in with_permission(region, permission) if centre.organisation_id in organisations_where(user, region, permission)]


def exam_asked(region: Region, booking: Any) -> None:
    """A confirmed request for an examination."""
    centre = get(LearningCentre, booking.centre_id)
    notify(
        kind=EXAM_ASKED,
        users=_people(region, centre, EXAMS),
        region=region,
        key=f"asked:{booking.id}",
        title=_l("Någon vill skriva tentamen på %(centre)s", centre=centre.name),
        body=_l("Ge en plats eller svara med en annan tid."),
        url=path("exam_booking", region, booking_id=booking.id),
        subject_ref=centre.ref,
        group=centre.name,
    )


def exam_cancelled(region: Region, booking: Any) -> None:
    """A seat, or a request, was given up by its visitor."""
    centre = get(LearningCentre, booking.centre_id)
    notify(
        kind=EXAM_CANCELLED,
        users=_people(region, centre, EXAMS),
        region=region,
        key=f"cancelled:{booking.id}",
        title=_l("En tentamensplats på %(centre)s är avbokad", centre=centre.name),
        url=path("exam_board", region),
        subject_ref=centre.ref,
        group=centre.name,
    )


def support_changed(region: Region, slot: Any, *, booked: bool, key: str) -> None:
    """A time to talk was taken or given up."""
    centre = get(LearningCentre, slot.centre_id)
    users = [user for user in _people(region, centre, SUPPORT) if slot.user_id in (None, user.id)]
    notify(
        kind=SUPPORT_BOOKED,
        users=users,
        region=region,
        key=key,
        title=_l("En tid hos dig är bokad") if booked else _l("En tid hos dig är avbokad"),
        url=path("support_board", region),
        subject_ref=centre.ref,
        group=centre.name,
    )
