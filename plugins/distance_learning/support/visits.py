"""A time to talk, and a place in a study group, as the visitor has them."""

from __future__ import annotations

from typing import Any

from core.db import get
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.support import service
from plugins.distance_learning.support.models import GroupMember, StudyGroup, SupportBooking, SupportKind, SupportSlot
from plugins.distance_learning.visiting import mails, notices
from plugins.distance_learning.visiting.kinds import Facts, Kind
from plugins.distance_learning.visiting.places import contact_of, place_of

KIND_LABELS: dict[SupportKind, Any] = {SupportKind.GUIDANCE: _l("Studie- och yrkesvägledning"), SupportKind.STUDY: _l("Studiestöd")}


def support_facts(booking: SupportBooking) -> Facts:
    """What the visitor sees. The link to the video meeting is for the one who has booked."""
    slot = get(SupportSlot, booking.slot_id)
    centre = get(LearningCentre, slot.centre_id)
    rows = [(_("Vad det gäller"), booking.topic)] if booking.topic else []
    return Facts(
        what=str(KIND_LABELS[slot.kind]),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        where=", ".join(part for part in (slot.place, place_of(centre)) if part) if slot.place else _("Videomöte, %(c)s", c=centre.name),
        sender=centre.name,
        contact=contact_of(centre),
        rows=tuple(rows),
        secret=slot.video_url,
    )


def confirm_support(region: Region, booking: SupportBooking) -> None:
    """Take the time, if it is still free."""
    slot = service.take(booking)
    mails.tell(region, SUPPORT, booking, _l("Tiden är din."))
    notices.support_changed(region, slot, booked=True, key=f"booked:{booking.id}")


def support_cancelled(region: Region, booking: SupportBooking) -> None:
    """Whoever gives the time is told."""
    notices.support_changed(region, get(SupportSlot, booking.slot_id), booked=False, key=f"cancelled:{booking.id}")
    mails.tell(region, SUPPORT, booking, _l("Tiden är avbokad, som du bad om."))


def group_facts(member: GroupMember) -> Facts:
    """What a member sees: never who the others are."""
    group = get(StudyGroup, member.group_id)
    centre = get(LearningCentre, group.centre_id)
    rows = [(_("Läser"), group.course), (_("Träffas"), group.meets)]
    return Facts(
        what=_("Läsgrupp: %(title)s", title=group.title),
        where=_("%(town)s. Kontakt genom %(centre)s.", town=group.town, centre=centre.name),
        sender=centre.name,
        contact=contact_of(centre),
        rows=tuple(row for row in rows if row[1]),
    )


def confirm_group(region: Region, member: GroupMember) -> None:
    """Let the member in, if there is room."""
    service.join(member)
    mails.tell(region, GROUP, member, _l("Du är med i läsgruppen."))


def group_left(region: Region, member: GroupMember) -> None:
    """The member is told that it is done."""
    mails.tell(region, GROUP, member, _l("Du har lämnat läsgruppen."))


SUPPORT = Kind("support", SupportBooking, support_facts, confirm_support, support_cancelled)
GROUP = Kind("group", GroupMember, group_facts, confirm_group, group_left)
