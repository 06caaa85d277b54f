"""The mails of the inventory. Each says who asks, why the mail came, and who can read an answer."""

from __future__ import annotations

from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.regions.models import Region
from core.web.format import format_date
from plugins.employer_needs.links import absolute
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.settings import needs_settings, sender


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _practical(region: Region, survey_round: SurveyRound, link: str) -> str:
    return _(
        "Svara här, senast %(day)s:\n%(link)s\n\n"
        "Det tar ungefär %(minutes)s minuter. Du behöver inget konto, och du kan göra uppehåll: "
        "samma länk tar dig tillbaka till ditt utkast.\n\n"
        "Ett svar till oss är en allmän handling. Vem som helst kan begära att få läsa det, men uppgifter om affärs- och driftförhållanden "
        "kan vara sekretessbelagda. Skriv inga känsliga personuppgifter.",
        day=format_date(survey_round.closes_on),
        link=link,
        minutes=needs_settings(region).minutes_needed,
    )


def _farewell(region: Region, why: str) -> str:
    contact = _("Frågor? Skriv till %(address)s.", address=region.contact_email) if region.contact_email else ""
    return "\n\n".join(part for part in (contact, _("Vänliga hälsningar\n%(sender)s", sender=sender(region)), "--\n" + why) if part) + "\n"


def _send(region: Region, to: str, subject: str, kind: str, parts: list[str]) -> None:
    queue_mail(
        to=to, subject=_one_line(subject), body="\n\n".join(part for part in parts if part), kind=f"employer_needs.{kind}", region=region
    )


def invite(region: Region, survey_round: SurveyRound, invitation: Invitation, token: str) -> None:
    """The first mail to an invited employer, with its personal link."""
    _send(
        region,
        invitation.email,
        _("Vilken kompetens behöver %(organisation)s?", organisation=invitation.organisation_name),
        "invitation",
        [
            _("Hej"),
            survey_round.letter.strip()
            or _(
                "Vi tar reda på vilken kompetens som arbetsgivarna här behöver de närmaste åren. "
                "När flera behöver samma sak kan vi ordna utbildning. "
                "Berätta vad ni behöver, så ser du sedan vad som händer med det."
            ),
            _practical(region, survey_round, absolute("start_invited", region, token=token)),
            _farewell(region, _why(region, invitation)),
        ],
    )


def remind(region: Region, survey_round: SurveyRound, invitation: Invitation, token: str) -> None:
    """The same link again, to who has not answered."""
    _send(
        region,
        invitation.email,
        _("Påminnelse: vilken kompetens behöver %(organisation)s?", organisation=invitation.organisation_name),
        "reminder",
        [
            _("Hej"),
            _(
                "För en tid sedan frågade vi vilken kompetens ni behöver. Vi har inte fått ert svar än, "
                "och det betyder något även om ni bara behöver en person."
            ),
            _practical(region, survey_round, absolute("start_invited", region, token=token)),
            _farewell(region, _why(region, invitation)),
        ],
    )


def _why(region: Region, invitation: Invitation) -> str:
    return _(
        "Du får mejlet för att %(sender)s har bjudit in %(organisation)s att svara med den här adressen. "
        "Länken är personlig: skicka den bara till den som ska svara.",
        sender=sender(region),
        organisation=invitation.organisation_name,
    )


def resume(region: Region, survey_round: SurveyRound, address: str, link: str) -> None:
    """The link to a draft, to whoever asked for it."""
    _send(
        region,
        address,
        _("Fortsätt med ditt svar om kompetensbehov"),
        "resume",
        [
            _("Hej"),
            _(
                "Här är länken till ditt utkast. Den fungerar på vilken enhet som helst till och med %(day)s:\n%(link)s",
                day=format_date(survey_round.closes_on),
                link=link,
            ),
            _farewell(region, _("Du får mejlet för att någon bad om länken på formulärets sida. Var det inte du kan du bortse från det.")),
        ],
    )


def receipt(region: Region, response: Response, summary: str, link: str) -> None:
    """A copy of what was sent, and the way to what becomes of it."""
    _send(
        region,
        response.contact_email,
        _("Kvitto: ert svar %(reference)s om kompetensbehov", reference=response.reference),
        "receipt",
        [
            _("Hej"),
            _("Tack för svaret. Referensen är %(reference)s.", reference=response.reference),
            summary,
            _("Här ser du vad som händer med varje behov:\n%(link)s", link=link),
            _("Vi jämför nu era behov med andra arbetsgivares. När flera behöver samma sak letar vi upp eller beställer en utbildning."),
            _farewell(region, _("Du får mejlet för att adressen angavs när svaret skickades.")),
        ],
    )
