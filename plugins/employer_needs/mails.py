"""Sending the mails of the inventory. Each says who asks, why the mail came, and who can read an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.clock import today
from core.i18n import gettext as _
from core.mail.templates import send_template
from core.regions.models import Region
from core.web.format import format_date
from plugins.employer_needs.inviting.models import Delegation
from plugins.employer_needs.links import absolute
from plugins.employer_needs.mail_templates import DELEGATED, HANDED_OVER, INVITATION, RECEIPT, REMINDER, RESUME
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.settings import needs_settings, sender

# Until when the link to a draft of a round without end is said to work: drafts are kept for a year.
KEPT = timedelta(days=365)


def _send(region: Region, to: str, kind: str, why: str, **variables: Any) -> None:
    contact = _("Frågor? Skriv till %(address)s.", address=region.contact_email) if region.contact_email else ""
    values = {**variables, "contact": contact, "sender": sender(region), "why": why}
    send_template(kind=kind, to=to, variables=values, region=region)


def _practical(region: Region) -> str:
    return _(
        "Det tar ungefär %(minutes)s minuter. Du behöver inget konto, och du kan göra uppehåll: "
        "samma länk tar dig tillbaka till ditt utkast.\n\n"
        "Ett svar till oss är en allmän handling. Vem som helst kan begära att få läsa det, men uppgifter om affärs- och driftförhållanden "
        "kan vara sekretessbelagda. Skriv inga känsliga personuppgifter.",
        minutes=needs_settings(region).minutes_needed,
    )


def invite(region: Region, survey_round: SurveyRound, invitation: Invitation, token: str) -> None:
    """The first mail to an invited employer, with its personal link."""
    letter = survey_round.letter.strip() or _(
        "Vi tar reda på vilken kompetens som arbetsgivarna här behöver de närmaste åren. "
        "När flera behöver samma sak kan vi ordna utbildning. "
        "Berätta vad ni behöver, så ser du sedan vad som händer med det."
    )
    _ask(INVITATION, region, survey_round, invitation, token, letter=letter)


def remind(region: Region, survey_round: SurveyRound, invitation: Invitation, token: str) -> None:
    """The same link again, to who has not answered."""
    _ask(REMINDER, region, survey_round, invitation, token)


def _ask(kind: str, region: Region, survey_round: SurveyRound, invitation: Invitation, token: str, **variables: str) -> None:
    _send(
        region,
        invitation.email,
        kind,
        _(
            "Du får mejlet för att %(sender)s har bjudit in %(organisation)s att svara med den här adressen. "
            "Länken är personlig: skicka den bara till den som ska svara. Vill ni inte svara, eller få fler påminnelser: %(stop)s",
            sender=sender(region),
            organisation=invitation.organisation_name,
            stop=absolute("decline", region, token=token),
        ),
        organisation=invitation.organisation_name,
        day=format_date(survey_round.closes_on),
        link=absolute("start_invited", region, token=token),
        practical=_practical(region),
        **variables,
    )


def handed_over(region: Region, survey_round: SurveyRound, invitation: Invitation, token: str, handed: Delegation) -> None:
    """The link to the colleague who takes over, and word of it to who had it before."""
    _send(
        region,
        invitation.email,
        DELEGATED,
        _(
            "Du får mejlet för att %(address)s lämnade över inbjudan till dig. Vill ni inte svara, eller få påminnelser: %(stop)s",
            address=handed.from_email,
            stop=absolute("decline", region, token=token),
        ),
        organisation=invitation.organisation_name,
        name=handed.to_name,
        colleague=handed.from_email,
        day=format_date(survey_round.closes_on),
        link=absolute("start_invited", region, token=token),
        practical=_practical(region),
    )
    if handed.from_email:
        _send(
            region,
            handed.from_email,
            HANDED_OVER,
            _("Du får mejlet för att din länk till formuläret användes. Var det inte du, skriv till oss."),
            organisation=invitation.organisation_name,
            name=handed.to_name,
            address=handed.to_email,
        )


def resume(region: Region, survey_round: SurveyRound, address: str, link: str) -> None:
    """The link to a draft, to whoever asked for it."""
    _send(
        region,
        address,
        RESUME,
        _("Du får mejlet för att någon bad om länken på formulärets sida. Var det inte du kan du bortse från det."),
        day=format_date(min(survey_round.closes_on, today() + KEPT)),
        link=link,
    )


def receipt(region: Region, response: Response, summary: str, link: str) -> None:
    """A copy of what was sent, and the way to what becomes of it."""
    _send(
        region,
        response.contact_email,
        RECEIPT,
        _("Du får mejlet för att du lämnade svaret per telefon till %(sender)s.", sender=sender(region))
        if response.by_phone
        else _("Du får mejlet för att adressen angavs när svaret skickades."),
        reference=response.reference,
        summary=summary,
        link=link,
    )
