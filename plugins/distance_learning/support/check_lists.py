"""The check-list for those who are new to distance studies: the standard's, or the region's own words."""

from __future__ import annotations

from collections.abc import Sequence

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import speaking
from core.mail.templates import send_template
from core.regions.models import Region
from plugins.distance_learning.support.models import CheckList
from plugins.distance_learning.support.queries import own_check_list
from plugins.distance_learning.visiting.mail_templates import CHECK_LIST

MAX_ITEMS = 30
MAX_ITEM = 300
STANDARD = {
    "sv": (
        "Kontrollera att du är antagen, och tacka ja i tid.",
        "Sök studiemedel hos CSN så fort du är antagen.",
        "Skaffa inloggning till skolans lärplattform och prova den.",
        "Kontrollera att dator, kamera, mikrofon och uppkoppling fungerar. Lärcentrumet kan hjälpa dig.",
        "Skriv in kursstart, närträffar, inlämningar och tentamen i din kalender.",
        "Ta reda på var du får skriva tentamen, och boka plats på lärcentrumet.",
        "Bestäm fasta studietider i veckan, och berätta dem för dem du bor och arbetar med.",
        "Hitta en plats att studera på: hemma, på biblioteket eller på lärcentrumet.",
        "Beställ kurslitteraturen, eller fråga biblioteket.",
        "Behöver du särskilt stöd? Kontakta skolans samordnare före kursstart.",
        "Gå med i en läsgrupp. De som läser tillsammans fullföljer oftare.",
        "Vet du vem du frågar när det kör ihop sig? Skriv upp namn och kontaktväg.",
    ),
    "en": (
        "Check that you have been admitted, and accept your place in time.",
        "Apply to CSN for student aid as soon as you have been admitted.",
        "Get your sign-in to the school's learning platform and try it.",
        "Check that your computer, camera, microphone and connection work. The learning centre can help you.",
        "Put the start of the course, meetings on site, assignments and examinations in your calendar.",
        "Find out where you may write your examinations, and book a seat at the learning centre.",
        "Decide on fixed hours for studying each week, and tell those you live and work with.",
        "Find a place to study: at home, at the library or at the learning centre.",
        "Order the course literature, or ask the library.",
        "Do you need special support? Contact the school's coordinator before the course starts.",
        "Join a study group. Those who study together complete their course more often.",
        "Do you know whom to ask when things get difficult? Write down a name and how to reach them.",
    ),
}


def items(region: Region, language: str) -> Sequence[str]:
    """The points of the check-list in a language."""
    own = own_check_list(region, language)
    return [str(each) for each in own.items] if own is not None and own.items else STANDARD[language]


def save(*, region: Region, language: str, lines: Sequence[str]) -> None:
    """Keep the region's own points; with none, the standard's are shown again.

    Raises:
        DomainError: too many, or one that is too long.
    """
    points = [line.strip() for line in lines if line.strip()]
    if len(points) > MAX_ITEMS or any(len(point) > MAX_ITEM for point in points):
        raise DomainError(_("Skriv högst %(n)s punkter, var och en på högst %(m)s tecken.", n=MAX_ITEMS, m=MAX_ITEM), field="points")
    own = own_check_list(region, language, lock=True)
    if own is None:
        own = CheckList(region_id=region.id, language=language, items=points)
        db.session.add(own)
    else:
        own.items = points
    db.session.flush()
    record("distance_learning.check_list.saved", region=region, subject=f"distance_learning:check_list:{own.id}", language=language)


def send(*, region: Region, language: str, email: str) -> None:
    """Mail the check-list. The address is kept nowhere but in the mail log."""
    with speaking(language):
        why = _(
            "Du får mejlet för att någon skrev den här adressen på sidan med checklistan. Vi sparar den bara i listan över skickade mejl."
        )
    points = "\n\n".join(f"{number}. {point}" for number, point in enumerate(items(region, language), 1))
    send_template(kind=CHECK_LIST, to=email, variables={"list": points, "sender": region.name, "why": why}, region=region, tongue=language)
    record("distance_learning.check_list.sent", region=region, subject="", language=language)
