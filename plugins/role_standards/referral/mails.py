"""Sending the mails of a referral."""

from __future__ import annotations

from core.i18n import gettext as _
from core.mail.templates import send_template
from core.regions.models import Region
from core.web.format import format_date
from plugins.role_standards.links import absolute
from plugins.role_standards.referral.mail_templates import ASK, REMIND
from plugins.role_standards.referral.models import Consulted, Referral


def ask(region: Region, referral: Referral, consulted: Consulted, token: str) -> None:
    """The first mail with the link."""
    _send(region, referral, consulted, token, ASK, message=referral.message)


def remind(region: Region, referral: Referral, consulted: Consulted, token: str) -> None:
    """The same link again."""
    _send(region, referral, consulted, token, REMIND)


def _send(region: Region, referral: Referral, consulted: Consulted, token: str, kind: str, **variables: str) -> None:
    why = _(
        "Du får mejlet för att %(region)s har skrivit den här adressen för %(organisation)s. Skicka länken bara till den som svarar.",
        region=region.name,
        organisation=consulted.name,
    )
    values = {
        **variables,
        "title": referral.title,
        "organisation": consulted.name,
        "day": format_date(referral.answer_by),
        "link": absolute("answer_referral", region, token=token),
        "sender": region.name,
        "why": why,
    }
    send_template(kind=kind, to=consulted.email, variables=values, region=region)
