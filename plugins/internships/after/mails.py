"""Mails about what follows a placement: each side's own link. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.users.queries import with_permission
from core.web.format import format_date
from plugins.internships.after import words
from plugins.internships.after.mail_templates import ASKED, EVALUATE, SIGNED
from plugins.internships.after.models import Phase, Side
from plugins.internships.links import absolute
from plugins.internships.permissions import APPLICANTS, PLACES

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.internships.after.cases import Case

TONGUE = "sv"
MOST = 5  # people of an organisation that get the same link


def addresses(region: Region, case: Case, side: Side) -> list[str]:
    """Where a side's link goes: to the person, or to those who act for the organisation."""
    match side:
        case Side.STUDENT:
            found = [case.applicant.email]
        case Side.SUPERVISOR:
            found = [case.supervisor.email] if case.supervisor else []
        case Side.EMPLOYER:
            found = [case.offer.contact_email] if case.offer.contact_email else _people(region, PLACES, case.organisation.id)
        case Side.SCHOOL:
            found = _people(region, APPLICANTS, case.school.id)
    return list(dict.fromkeys(each.lower() for each in found if each))[:MOST]


def _people(region: Region, permission: str, organisation_id: int) -> list[str]:
    return [user.email for user in with_permission(region, permission, organisation_id=organisation_id)]


def send(region: Region, case: Case, side: Side) -> bool:
    """The link, with what there is to do behind it. False when there is nobody to send it to."""
    token = case.token(side)
    if not token:
        return False
    with speaking(TONGUE):
        to_sign = bool(case.contract.content) and side is not Side.SUPERVISOR and side.value not in case.contract.signatures
        do = _("Läs avtalet och skriv under det.") if to_sign else _("Här ser du vad som ska göras före och under praktiken.")
        values = _values(region, case, side) | {"do": do, "start": format_date(case.period.starts_on)}
    return _to_all(region, case, side, ASKED, values)


def tell_signed(region: Region, case: Case, side: Side) -> bool:
    """All three have signed."""
    with speaking(TONGUE):
        values = _values(region, case, side)
    return _to_all(region, case, side, SIGNED, values)


def ask_evaluation(region: Region, case: Case, side: Side, phase: Phase) -> bool:
    """It is time to evaluate."""
    if not case.token(side):
        return False
    with speaking(TONGUE):
        values = _values(region, case, side) | {"what": str(words.PHASES[phase])}
    return _to_all(region, case, side, EVALUATE, values)


def _values(region: Region, case: Case, side: Side) -> dict[str, str]:
    return {
        "workplace": case.offer.workplace,
        "period": case.period.title,
        "link": absolute("after", region, token=case.token(side)),
        "sender": region.name,
        "why": _("Du får mejlet för att du är part i en praktikplats hos %(region)s.", region=region.name),
    }


def _to_all(region: Region, case: Case, side: Side, kind: str, values: dict[str, str]) -> bool:
    found = addresses(region, case, side)
    for address in found:
        send_template(kind=kind, to=address, variables=values, region=region, tongue=TONGUE)
    return bool(found)
