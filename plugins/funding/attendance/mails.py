"""The mail with a participant's own link."""

from __future__ import annotations

from core.audit.service import record
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.mailed_links import token_of
from core.plugins import MailTemplate, MailVariable
from core.regions.models import Region
from plugins.funding.links import absolute
from plugins.funding.participants.models import Participant
from plugins.funding.participants.service import LINK
from plugins.funding.projects.models import Project

SIGN = "funding.sign_attendance"
TONGUE = "sv"
TEMPLATES = [
    MailTemplate(
        SIGN,
        _l("Signera närvaro i ett projekt"),
        _l("Till en deltagare som har timmar att signera."),
        _l("Signera din närvaro i {{ project }}"),
        _l(
            "Hej {{ name }}\n\nDu är med i {{ project }}. Finansiären vill att du signerar de timmar du har varit med.\n\n"
            "Gör det på din egen sida. Du behöver inget konto:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("name", _l("Mottagarens namn"), "Demo Deltagare"),
            MailVariable("project", _l("Projektets namn"), _l("Vägledning för framtiden"), required=True),
            MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/funding/mine/abc", required=True),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du deltar i projektet."), required=True),
        ],
    )
]


def ask_to_sign(region: Region, project: Project, person: Participant) -> None:
    """Mail the link. The same person gets the same link each time."""
    with speaking(TONGUE):
        why = _("Du får mejlet för att du deltar i %(project)s.", project=project.title)
    variables = {
        "name": person.name,
        "project": project.title,
        "link": absolute("own_attendance", region, token=token_of(LINK, person.seed)),
        "sender": region.name,
        "why": why,
    }
    record("funding.attendance.link_mailed", region=region, subject=person.ref, project=project.title, number=person.number)
    send_template(kind=SIGN, to=person.email, variables=variables, region=region, tongue=TONGUE)
