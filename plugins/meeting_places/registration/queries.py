"""Reads on registrations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import protected_addresses, visible_people
from plugins.meeting_places.attendance.models import Attendance
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus
from plugins.meeting_places.registration.keys import person_key
from plugins.meeting_places.registration.models import MeetingInvitation, Registration, RegistrationStatus

if TYPE_CHECKING:
    from core.regions.models import Region

SEATED = (RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED)  # an offered place is nobody else's
LIVE = (*SEATED, RegistrationStatus.WAITING)
MOST = 25_000


@dataclass(frozen=True)
class Row:
    """A registration as the organisers see it. Somebody with protected identity has a number instead of a name, and no address."""

    registration: Registration
    name: str
    email: str
    organisation: str
    attendance: Attendance | None
    hidden: bool = False


def to_ask(meeting: Meeting) -> Sequence[Registration]:
    """Whom to ask about a meeting: those who were there, or, where attendance was not taken, those who had a place."""
    there = select(Registration).where(Registration.meeting_id == meeting.id, Registration.email != "")
    attended = there.join(Attendance, Attendance.registration_id == Registration.id)
    found = db.session.execute(attended.order_by(Registration.id)).scalars().all()
    if found:
        return found
    return db.session.execute(there.where(Registration.status == RegistrationStatus.REGISTERED).order_by(Registration.id)).scalars().all()


def closed_because(meeting: Meeting) -> str:
    """Why nobody can register any more, in a sentence; empty when one can."""
    now = utcnow()
    if meeting.status == MeetingStatus.CANCELLED:
        return _("Mötet är inställt.")
    if meeting.status == MeetingStatus.DRAFT:
        return _("Mötet visas inte än.")
    if meeting.ends_at <= now:
        return _("Mötet har redan varit.")
    if meeting.register_by is not None and meeting.register_by <= now:
        return _("Sista dag att anmäla sig har passerat.")
    return ""


def seats(meeting: Meeting, mode: MeetingMode) -> int | None:
    """How many can take part in a way; None: any number."""
    return (meeting.seats_on_site if mode == MeetingMode.ON_SITE else meeting.seats_digital) or None


def left(meeting: Meeting, mode: MeetingMode) -> int | None:
    """How many places are left in a way; None: any number."""
    whole = seats(meeting, mode)
    if whole is None:
        return None
    wanted = select(func.count()).where(Registration.meeting_id == meeting.id, Registration.mode == mode, Registration.status.in_(SEATED))
    return max(0, whole - int(db.session.execute(wanted).scalar_one()))


def ways(meeting: Meeting) -> tuple[MeetingMode, ...]:
    """How one can take part."""
    return (MeetingMode.ON_SITE, MeetingMode.DIGITAL) if meeting.mode == MeetingMode.BOTH else (meeting.mode,)


def standing(meeting: Meeting) -> Mapping[str, int]:
    """How many registrations there are of each standing, and how many were there."""
    wanted = select(Registration.status, func.count()).where(Registration.meeting_id == meeting.id).group_by(Registration.status)
    found = {str(status): number for status, number in db.session.execute(wanted)}
    there = select(func.count()).select_from(Attendance).join(Registration, Registration.id == Attendance.registration_id)
    found["attended"] = int(db.session.execute(there.where(Registration.meeting_id == meeting.id)).scalar_one())
    needs = select(func.count()).where(Registration.meeting_id == meeting.id, Registration.needs != "", Registration.status.in_(LIVE))
    found["needs"] = int(db.session.execute(needs).scalar_one())
    return found


def place_in_line(registration: Registration) -> int:
    """Where somebody stands in the waiting list, from 1."""
    before = select(func.count()).where(
        Registration.meeting_id == registration.meeting_id,
        Registration.mode == registration.mode,
        Registration.status == RegistrationStatus.WAITING,
        or_(
            Registration.status_at < registration.status_at,
            (Registration.status_at == registration.status_at) & (Registration.id < registration.id),
        ),
    )
    return 1 + int(db.session.execute(before).scalar_one())


def listing(meeting: Meeting, *, status: str = "", q: str = "", number: int = 1, size: int = 50) -> Page[Any]:
    """The registrations of a meeting, by name; with a query, those whose name, address or organisation holds it."""
    wanted = select(Registration).where(Registration.meeting_id == meeting.id)
    if status:
        wanted = wanted.where(Registration.status == RegistrationStatus(status))
    if q:
        like = f"%{q.replace('%', '').replace('_', '').lower()}%"
        texts = (Registration.name, Registration.email, Registration.organisation_name)
        wanted = wanted.where(or_(*(func.lower(text).like(like) for text in texts)), visible_people(Registration.email))
    return paginate(wanted.order_by(Registration.status, func.lower(Registration.name), Registration.id), number=number, size=size)


def everyone(meeting: Meeting) -> Sequence[Registration]:
    """Every registration of a meeting, in the list's order."""
    wanted = select(Registration).where(Registration.meeting_id == meeting.id)
    return (
        db.session.execute(wanted.order_by(Registration.status, func.lower(Registration.name), Registration.id).limit(MOST)).scalars().all()
    )


def rows(registrations: Sequence[Registration]) -> list[Row]:
    """Registrations with what may be seen of each, in a fixed number of queries."""
    ids = [each.id for each in registrations]
    was = select(Attendance).where(Attendance.registration_id.in_(ids))
    there = {each.registration_id: each for each in db.session.execute(was).scalars()} if ids else {}
    hidden = protected_addresses(each.email for each in registrations)
    return [_row(each, there.get(each.id), each.email.lower() in hidden) for each in registrations]


def _row(registration: Registration, attendance: Attendance | None, hidden: bool) -> Row:
    name = registration.name
    if hidden or not name:
        name = _("Deltagare %(n)s", n=registration.id)
    if hidden:
        return Row(registration, name, "", "", attendance, True)
    return Row(registration, name, registration.email, registration.organisation_name, attendance)


def with_needs(meeting: Meeting) -> Sequence[Registration]:
    """Those who come and have said what they need."""
    wanted = select(Registration).where(Registration.meeting_id == meeting.id, Registration.needs != "", Registration.status.in_(LIVE))
    return db.session.execute(wanted.order_by(func.lower(Registration.name), Registration.id)).scalars().all()


def one(meeting: Meeting, registration_id: int, *, lock: bool = False) -> Registration:
    """A registration for a meeting.

    Raises:
        NotFound: when it is another meeting's.
    """
    found = get(Registration, registration_id, lock=lock)
    if found.meeting_id != meeting.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def invitations(meeting: Meeting, *, number: int = 1, size: int = 50) -> Page[Any]:
    """Those who have been invited, but for those with protected identity."""
    wanted = select(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id, visible_people(MeetingInvitation.email))
    return paginate(wanted.order_by(MeetingInvitation.email), number=number, size=size)


def registered_addresses(meeting: Meeting, addresses: Collection[str]) -> frozenset[str]:
    """Those of some addresses that are registered."""
    wanted = select(Registration.email).where(Registration.meeting_id == meeting.id, Registration.email.in_(addresses))
    return frozenset(db.session.execute(wanted.where(Registration.status.in_(LIVE))).scalars())


def is_open(region: Region, meeting: Meeting) -> bool:
    """Whether anybody may register here, without an invitation."""
    return meeting.access == Access.OPEN and not closed_because(meeting)


def is_over(meeting: Meeting) -> bool:
    """Whether the meeting has been."""
    return meeting.ends_at <= utcnow()


def registered_by(meeting: Meeting, email: str) -> Registration | None:
    """The registration of an address, locked."""
    wanted = select(Registration).where(Registration.meeting_id == meeting.id, Registration.person_key == person_key(email))
    return db.session.execute(wanted.with_for_update()).scalar_one_or_none()
