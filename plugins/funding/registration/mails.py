"""Mails of self-registration: the link to those whom the leader asks, and a receipt to who has registered."""

from __future__ import annotations

from collections.abc import Sequence

from core.audit.service import record
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.mailed_links import token_of
from core.plugins import MailTemplate, MailVariable
from core.regions.models import Region
from core.web.format import format_date
from plugins.funding.links import absolute
from plugins.funding.projects.models import Project
from plugins.funding.registration.models import Registration, RegistrationLink
from plugins.funding.registration.service import LINK
from plugins.funding.registration.wording import TONGUE

INVITE = "funding.registration_invite"
RECEIPT = "funding.registration_receipt"
_PROJECT = MailVariable("project", _l("Projektets namn"), _l("Vägledning för framtiden"), required=True)
_SENDER = MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du deltar i projektet."), required=True)
TEMPLATES = [
    MailTemplate(
        INVITE,
        _l("Anmälan till ett projekt"),
        _l("Till den som projektet vill ska anmäla sig."),
        _l("Anmäl dig till {{ project }}"),
        _l(
            "Hej\n\nDu ska delta i {{ project }} ({{ what }}). Finansiären vill veta vilka som deltar. Anmäl dig senast {{ until }}. "
            "Du behöver inget konto:\n{{ link }}\n\nHar du skyddade personuppgifter ska du inte fylla i formuläret. Vänd dig till "
            "{{ contact }}.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _PROJECT,
            MailVariable("what", _l("Vad länken är till"), _l("Kursen i februari")),
            MailVariable("until", _l("Sista dagen"), _l("24 november 2026")),
            MailVariable("link", _l("Länken"), "https://samkraft.example/r/exempel/funding/join/abc", required=True),
            MailVariable("contact", _l("Vem man vänder sig till"), _l("Demo Projektledare, 018-123 45"), required=True),
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        RECEIPT,
        _l("Kvitto på en anmälan till ett projekt"),
        _l("Till den som har anmält sig med projektets länk."),
        _l("Vi har tagit emot din anmälan till {{ project }}"),
        _l(
            "Hej\n\nVi har tagit emot din anmälan till {{ project }} den {{ day }}. Projektet går igenom den.\n\n"
            "Det här fick du veta innan du anmälde dig:\n\n{{ text }}\n\n"
            "Har du inte anmält dig, eller har du frågor? Vänd dig till {{ contact }}.\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _PROJECT,
            MailVariable("day", _l("Dagen då anmälan kom"), _l("24 november 2026")),
            MailVariable("text", _l("Informationen som lästes före anmälan"), _l("Varför vi frågar"), required=True),
            MailVariable("contact", _l("Vem man vänder sig till"), _l("Demo Projektledare, 018-123 45"), required=True),
            _SENDER,
            _WHY,
        ],
    ),
]


def address_of(region: Region, link: RegistrationLink) -> str:
    """The whole address of a link."""
    return absolute("join", region, token=token_of(LINK, link.seed))


def invite(region: Region, project: Project, link: RegistrationLink, addresses: Sequence[str]) -> None:
    """Mail the link."""
    with speaking(TONGUE):
        why = _("Du får mejlet för att den som leder %(project)s har skrivit in din adress. Den sparas inte.", project=project.title)
        until = format_date(link.closes_on)
    variables = {
        "project": project.title,
        "what": link.title,
        "until": until,
        "link": address_of(region, link),
        "contact": link.contact,
        "sender": region.name,
        "why": why,
    }
    for each in addresses:
        send_template(kind=INVITE, to=each, variables=variables, region=region, tongue=TONGUE)
    record(
        "funding.registration.link_mailed", region=region, subject=project.ref, title=project.title, what=link.title, count=len(addresses)
    )


def receipt(region: Region, project: Project, link: RegistrationLink, made: Registration) -> None:
    """Tell who has registered what they were told. The personal number is in no mail."""
    if not made.email:
        return
    with speaking(TONGUE):
        why = _("Du får mejlet för att någon skrev in din adress i anmälan till %(project)s.", project=project.title)
        day = format_date(made.received_on)
    variables = {
        "project": project.title, "day": day, "text": link.text, "contact": link.contact, "sender": region.name, "why": why,
    }  # fmt: skip
    send_template(kind=RECEIPT, to=made.email, variables=variables, region=region, tongue=TONGUE)
