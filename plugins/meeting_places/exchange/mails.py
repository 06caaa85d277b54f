"""The mail to whoever asked, when the first answer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import count, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.plugins import MailTemplate, MailVariable
from plugins.meeting_places.exchange.models import Post, PostStatus
from plugins.meeting_places.links import absolute
from plugins.meeting_places.registration.links import token_for
from plugins.meeting_places.registration.models import Registration

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting

ANSWERED = "meeting_places.question_answered"
TONGUE = "sv"

TEMPLATES = [
    MailTemplate(
        ANSWERED,
        _l("En fråga har fått svar"),
        _l("Till den som ställde en fråga vid ett möte, när det första svaret visas."),
        _l("Svar på din fråga: {{ meeting }}"),
        _l(
            "Hej\n\nDu ställde en fråga vid {{ meeting }}. Nu finns ett svar. Läs det här:\n\n{{ link }}\n\n"
            "Länken är din egen. Skicka den inte vidare.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("meeting", _l("Mötets namn"), _l("Lärande på distans")),
            MailVariable(
                "link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/meeting-places/questions/abc", required=True
            ),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du ställde en fråga."), required=True),
        ],
    )
]


def answered(region: Region, meeting: Meeting, question: Post, answer: Post) -> bool:
    """Tell whoever asked by their registration, once: of the first answer by somebody else."""
    asked_by = one_or_none(Registration, question.registration_id) if question.registration_id else None
    others = select(Post).where(Post.question_id == question.id, Post.status == PostStatus.SHOWN, Post.id != answer.id)
    if asked_by is None or not asked_by.email or answer.registration_id == asked_by.id or count(others):
        return False
    with speaking(TONGUE):
        why = _("Du får mejlet för att du ställde en fråga vid mötet.")
    values = {
        "meeting": meeting.title,
        "link": absolute("questions_by_link", region, token=token_for(asked_by)),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=ANSWERED, to=asked_by.email, variables=values, region=region, tongue=TONGUE)
    return True
