"""What is done with times to talk and study groups."""

from __future__ import annotations

from datetime import datetime

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.support import queries
from plugins.distance_learning.support.models import GroupMember, StudyGroup, SupportBooking, SupportKind, SupportSlot
from plugins.distance_learning.visiting import mails
from plugins.distance_learning.visiting.kinds import kinds
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.service import end
from plugins.distance_learning.visiting.times import MAX_AHEAD, overlap


def open_slot(
    *,
    region: Region,
    centre: LearningCentre,
    user: User | None,
    kind: SupportKind,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    video_url: str = "",
) -> SupportSlot:
    """Offer a time to talk.

    Raises:
        DomainError: when it has been, or there is neither place nor video link, or the link is none.
        Conflict: when the same person offers another time then.
    """
    if starts_at <= utcnow() or starts_at > utcnow() + MAX_AHEAD:
        raise DomainError(_("Välj en tid som inte har varit, högst ett år framåt."), field="day")
    if not place.strip() and not video_url.strip():
        raise DomainError(_("Skriv en plats eller en länk till ett videomöte."), field="place")
    if video_url.strip() and not video_url.strip().startswith("https://"):
        raise DomainError(_("Länken ska börja med https://."), field="video_url")
    if user is not None:
        get(User, user.id, lock=True)
        others = [slot for slot, _centre, _booking in queries.own_slots(region, [centre.id]) if slot.user_id == user.id]
        if any(overlap(each.starts_at, each.ends_at, starts_at, ends_at) for each in others):
            raise Conflict(_("Du erbjuder redan en tid som krockar."), field="start")
    slot = SupportSlot(
        region_id=region.id,
        centre_id=centre.id,
        user_id=user.id if user else None,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        video_url=video_url.strip(),
    )
    db.session.add(slot)
    db.session.flush()
    record("distance_learning.support_slot.opened", region=region, subject=f"distance_learning:support_slot:{slot.id}")
    return slot


def take(booking: SupportBooking) -> SupportSlot:
    """Give the time to somebody.

    Raises:
        Conflict: when it is taken, cancelled or over.
    """
    slot = get(SupportSlot, booking.slot_id, lock=True)
    if slot.cancelled_at is not None or slot.starts_at <= utcnow():
        raise Conflict(_("Tiden går inte längre att boka. Välj en annan."))
    if queries.booked(slot):
        raise Conflict(_("Någon annan hann ta tiden. Välj en annan."))
    booking.status, booking.over_at = VisitStatus.BOOKED, slot.ends_at
    db.session.flush()
    return slot


def cancel_slot(*, region: Region, slot: SupportSlot, reason: str = "") -> None:
    """Take back a time; whoever had it is told.

    Raises:
        Conflict: when that is done already.
    """
    if slot.cancelled_at is not None:
        raise Conflict(_("Tiden är redan inställd."))
    slot.cancelled_at = utcnow()
    record("distance_learning.support_slot.cancelled", region=region, subject=f"distance_learning:support_slot:{slot.id}")
    for booking in queries.booked(slot):
        end(booking, VisitStatus.CANCELLED, reason)
        mails.tell(region, kinds()["support"], booking, _l("Tiden är inställd. Välkommen att boka en annan."))


def save_group(*, region: Region, group: StudyGroup | None, centre: LearningCentre, **facts: object) -> StudyGroup:
    """Start a study group, or change what is said of it.

    Raises:
        DomainError: when it is to have fewer seats than members.
    """
    if group is None:
        group = StudyGroup(region_id=region.id, centre_id=centre.id, **facts)
        db.session.add(group)
    else:
        if int(str(facts["seats"])) < queries.member_count(group):
            raise DomainError(_("Fler än så är redan med i gruppen."), field="seats")
        for name, value in facts.items():
            setattr(group, name, value)
    db.session.flush()
    record("distance_learning.group.saved", region=region, subject=f"distance_learning:study_group:{group.id}")
    return group


def join(member: GroupMember) -> StudyGroup:
    """Let somebody in.

    Raises:
        Conflict: when it is full or closed, or the address is in it already.
    """
    group = get(StudyGroup, member.group_id, lock=True)
    if not group.is_open:
        raise Conflict(_("Gruppen tar inte emot fler."))
    if any(each.email == member.email for each in queries.members(group)):
        raise Conflict(_("Du är redan med i gruppen."))
    if queries.member_count(group) >= group.seats:
        raise Conflict(_("Gruppen är full. Fråga lärcentrumet om en till."))
    member.status = VisitStatus.BOOKED
    db.session.flush()
    return group


def write_to_group(*, region: Region, group: StudyGroup, text: str) -> int:
    """Send each member a mail from the centre; nobody sees the others' addresses. Returns to how many."""
    found = queries.members(group)
    for member in found:
        mails.tell(region, kinds()["group"], member, text.strip())
    record("distance_learning.group.written", region=region, subject=f"distance_learning:study_group:{group.id}", told=len(found))
    return len(found)
