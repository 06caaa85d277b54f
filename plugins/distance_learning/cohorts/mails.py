"""The mails to those who are interested in a course, each in the language that they registered in."""

from __future__ import annotations

from typing import Any

from core.db import one_or_none
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.regions.models import Region
from core.web.format import format_date
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.cohorts.alternatives import Alternative
from plugins.distance_learning.cohorts.keys import token_of
from plugins.distance_learning.cohorts.mail_templates import CANCELLED, CONFIRM, KNOWN, NEWS, OFFER, OFFER_REMINDER
from plugins.distance_learning.cohorts.models import Interest
from plugins.distance_learning.links import absolute
from plugins.distance_learning.publishing.models import DistanceCourse


def confirm(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """Ask the address."""
    with speaking(interest.language):
        why = _(
            "Du får mejlet för att någon skrev den här adressen hos %(region)s. Var det inte du behöver du inte göra något: "
            "då tas uppgifterna bort.",
            region=region.name,
        )
        _send(region, course, interest, CONFIRM, why=why, centre=_centre(interest))


def known(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """The link again."""
    _send(region, course, interest, KNOWN)


def offer(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """There is a seat."""
    with speaking(interest.language):
        _send(region, course, interest, OFFER, centre=_centre(interest), day=format_date(interest.answer_by))


def remind(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """The last day to answer is near."""
    with speaking(interest.language):
        _send(region, course, interest, OFFER_REMINDER, day=format_date(interest.answer_by))


def cancelled(region: Region, course: DistanceCourse, interest: Interest, reason: str, instead: Alternative | None) -> None:
    """It will not be held."""
    with speaking(interest.language):
        said = _("Skäl: %(reason)s", reason=reason) if reason else ""
        alternative = _("I stället kan du läsa %(title)s.", title=instead.title) if instead else ""
        _send(region, course, interest, CANCELLED, reason=said, alternative=alternative)


def waiting(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """All seats are taken."""
    with speaking(interest.language):
        news = _("Det blir en studiegrupp, men platserna är tagna. Du står på väntelistan och får ett mejl om en plats blir ledig.")
        _news(region, course, interest, _("du står på väntelistan"), news)


def joined(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """The person has taken the seat."""
    with speaking(interest.language):
        when = _("Kursen börjar %(day)s.", day=format_date(course.starts_on)) if course.starts_on else ""
        news = f"{_('Du har tackat ja till en plats på %(centre)s.', centre=_centre(interest))} {when}".strip()
        _news(region, course, interest, _("din plats är klar"), news)


def expired(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """The last day has passed without an answer."""
    with speaking(interest.language):
        news = _("Sista dagen att svara har passerat, så platsen går till nästa. Finns det en plats kvar kan du fortfarande ta den.")
        _news(region, course, interest, _("platsen är inte längre din"), news)


def moved(region: Region, course: DistanceCourse, interest: Interest) -> None:
    """The interest is in another course now; by the person's own link, or by the centre."""
    with speaking(interest.language):
        news = _("Din anmälan gäller nu %(title)s på %(centre)s.", title=course.title, centre=_centre(interest))
        _news(region, course, interest, _("din anmälan är flyttad"), news)


def started(region: Region, course: DistanceCourse, interest: Interest, *, with_seat: bool) -> None:
    """The course has begun, with the person or without."""
    with speaking(interest.language):
        news = (
            _("Studiegruppen har startat. Lycka till med studierna.")
            if with_seat
            else _("Studiegruppen har startat, och det blev ingen plats för dig den här gången.")
        )
        _news(region, course, interest, _("studiegruppen har startat"), news)


def _news(region: Region, course: DistanceCourse, interest: Interest, heading: str, news: str) -> None:
    _send(region, course, interest, NEWS, heading=heading, news=news)


def _centre(interest: Interest) -> str:
    found = one_or_none(LearningCentre, interest.centre_id) if interest.centre_id else None
    return found.name if found else _("ett lärcentrum")


def _send(region: Region, course: DistanceCourse, interest: Interest, kind: str, *, why: str = "", **variables: Any) -> None:
    if not interest.email:
        return
    stop = absolute("interest_withdraw", region, token=token_of(interest))
    with speaking(interest.language):
        usual = _("Du får mejlet för att du har anmält intresse hos %(region)s. Ångra anmälan: %(link)s", region=region.name, link=stop)
    values = {
        **variables,
        "title": course.title,
        "link": absolute("interest", region, token=token_of(interest)),
        "sender": region.name,
        "why": why or usual,
    }
    send_template(kind=kind, to=interest.email, variables=values, region=region, tongue=interest.language)
