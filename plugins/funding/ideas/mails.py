"""The mail that asks a partner to take part."""

from __future__ import annotations

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import speaking
from core.mail.templates import send_template
from core.mailed_links import token_of
from core.plugins import MailTemplate, MailVariable
from core.regions.models import Region
from core.web.format import format_date
from plugins.funding.ideas.models import IdeaPartner, ProjectIdea
from plugins.funding.links import absolute

ASKED = "funding.partner_asked"
LINK = "funding.partner"
TONGUE = "sv"
TEMPLATES = [
    MailTemplate(
        ASKED,
        _l("Vill ni vara med i ett projekt?"),
        _l("Till en part som tillfrågas om ett projekt, och som påminnelse."),
        _l("Vill ni vara med i projektet {{ idea }}?"),
        _l(
            "Hej {{ name }}\n\n{{ owner }} vill söka medel till projektet {{ idea }} och frågar om {{ organisation }} vill vara med.\n\n"
            "Läs om projektet och svara senast {{ day }}. Du behöver inget konto:\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("name", _l("Mottagarens namn"), "Demo Kontakt"),
            MailVariable("owner", _l("Vem som vill söka"), _l("Exempelregionen"), required=True),
            MailVariable("organisation", _l("Den tillfrågade organisationen"), _l("Exempelkommunen")),
            MailVariable("idea", _l("Projektets namn"), _l("Vägledning för framtiden"), required=True),
            MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"), required=True),
            MailVariable("link", _l("Länken till svaret"), "https://samkraft.example/r/exempel/funding/partner/abc", required=True),
            MailVariable("sender", _l("Vem som skickar"), _l("Exempelregionen")),
            MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att du är kontaktperson."), required=True),
        ],
    )
]


def ask(region: Region, idea: ProjectIdea, partner: IdeaPartner) -> None:
    """Mail the question. A reminder carries the same link."""
    with speaking(TONGUE):
        why = _("Du får mejlet för att %(owner)s har angett dig som kontaktperson för %(name)s.", owner=idea.owner_name, name=partner.name)
        day = format_date(partner.expires_at.astimezone(SWEDEN).date())
    variables = {
        "name": partner.contact_name,
        "owner": idea.owner_name,
        "organisation": partner.name,
        "idea": idea.title,
        "day": day,
        "link": absolute("partner_answer", region, token=token_of(LINK, partner.seed)),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=ASKED, to=partner.contact_email, variables=variables, region=region, tongue=TONGUE)
