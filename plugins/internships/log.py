"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "internships.kind.made": lambda d: _("Lade till praktikslaget %(name)s", name=d.get("name", "")),
    "internships.kind.changed": lambda d: _("Ändrade reglerna för %(name)s", name=d.get("name", "")),
    "internships.period.made": lambda d: _("Planerade perioden %(title)s", title=d.get("title", "")),
    "internships.period.changed": lambda d: _("Ändrade perioden %(title)s", title=d.get("title", "")),
    "internships.period.moved": lambda d: _("Flyttade perioden %(title)s till ett annat steg", title=d.get("title", "")),
    "internships.cap.saved": lambda d: _("Satte ett tak på %(maximum)s i %(title)s", maximum=d.get("maximum", 0), title=d.get("title", "")),
    "internships.cap.removed": lambda d: _("Tog bort ett tak i %(title)s", title=d.get("title", "")),
    "internships.request.sent": lambda d: _(
        "Beställde %(places)s platser av %(receiver)s", places=d.get("places", 0), receiver=d.get("receiver", "")
    ),
    "internships.request.shared": lambda d: _(
        "Frågade %(workplace)s om %(asked)s platser", workplace=d.get("workplace", ""), asked=d.get("asked", 0)
    ),
    "internships.request.replied": lambda d: _(
        "%(workplace)s svarade på beställningen: %(answered)s platser", workplace=d.get("workplace", ""), answered=d.get("answered", 0)
    ),
    "internships.request.reminded": lambda d: _("Påminde %(count)s enheter om en beställning", count=d.get("count", 0)),
    "internships.request.closed": lambda d: _("Stängde en beställning av platser"),
    "internships.agreement.made": lambda d: _("Lade till avtalet %(title)s", title=d.get("title", "")),
    "internships.agreement.changed": lambda d: _("Ändrade avtalet %(title)s", title=d.get("title", "")),
    "internships.agreement.moved": lambda d: _("Ändrade läget för avtalet %(title)s", title=d.get("title", "")),
    "internships.agreement.party_saved": lambda d: _(
        "Sparade %(party)s som part i %(title)s", party=d.get("party", ""), title=d.get("title", "")
    ),
    "internships.agreement.party_removed": lambda d: _("Tog bort en part ur %(title)s", title=d.get("title", "")),
    "internships.agreement.promised": lambda d: _(
        "Satte löftet för %(year)s till %(places)s platser i %(title)s",
        year=d.get("year", ""),
        places=d.get("places", 0),
        title=d.get("title", ""),
    ),
    "internships.agreement.reviewed": lambda d: _("Följde upp %(title)s för %(year)s", title=d.get("title", ""), year=d.get("year", "")),
    "internships.offer.made": lambda d: _("Lade till en plats på %(workplace)s", workplace=d.get("workplace", "")),
    "internships.offer.changed": lambda d: _("Ändrade platsen på %(workplace)s", workplace=d.get("workplace", "")),
    "internships.offer.opened": lambda d: _("Öppnade platsen på %(workplace)s", workplace=d.get("workplace", "")),
    "internships.offer.withdrawn": lambda d: _("Drog tillbaka platsen på %(workplace)s", workplace=d.get("workplace", "")),
    "internships.offer.shared": lambda d: _(
        "Gav %(school)s %(places)s platser på %(workplace)s",
        school=d.get("school", ""),
        places=d.get("places", 0),
        workplace=d.get("workplace", ""),
    ),
    "internships.offer.drafted": lambda d: _(
        "Gjorde %(count)s utkast av lovade platser till %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.offer.undrafted": lambda d: _(
        "Tog bort utkastet på %(workplace)s när löftet drogs tillbaka", workplace=d.get("workplace", "")
    ),
    "internships.offer.asked_again": lambda d: _(
        "Frågade %(count)s arbetsplatser om platser till %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.offer.declined_again": lambda d: _("En arbetsplats svarade nej till %(title)s", title=d.get("title", "")),
    "internships.supervisor.saved": lambda d: _("Sparade en handledare hos %(name)s", name=d.get("organisation", "")),
    "internships.applicant.made": lambda d: _("Lade in en sökande"),
    "internships.applicant.changed": lambda d: _("Ändrade uppgifter om en sökande"),
    "internships.applicant.paired": lambda d: _("Gjorde två sökande till ett par"),
    "internships.applicant.parted": lambda d: _("Tog bort ett par av sökande"),
    "internships.applicant.withdrawn": lambda d: _("Drog tillbaka en sökandes anmälan"),
    "internships.applicant.invited": lambda d: _(
        "Skickade länkar till %(count)s sökande i %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.applicant.removed": lambda d: _("Tog bort en sökande som var inlagd av misstag"),
    "internships.applicant.reminded": lambda d: _(
        "Påminde %(count)s sökande i %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.self_found.asked": lambda d: _("En sökande föreslog en egen plats"),
    "internships.self_found.approved": lambda d: _("Godkände en plats som en sökande har ordnat"),
    "internships.self_found.refused": lambda d: _("Sade nej till en plats som en sökande har ordnat"),
    "internships.special_need.saved": lambda d: _("Ändrade vad en sökande behöver på arbetsplatsen"),
    "internships.special_need.read": lambda d: _("Läste vad en sökande behöver på arbetsplatsen"),
    "internships.applicant.wished": lambda d: _("En sökande sparade sina önskemål"),
    "internships.after.begun": lambda d: _("Gjorde i ordning avtal och checklista för en placering"),
    "internships.after.stopped": lambda d: _("Tog bort avtal och checklista för en placering som ändrades"),
    "internships.contract.signed": lambda d: _("En part skrev under avtalet om en praktikplats"),
    "internships.contract.completed": lambda d: _("Alla har skrivit under avtalet om en praktikplats"),
    "internships.contract.reminded": lambda d: _("Påminde dem som inte har skrivit under ett avtal"),
    "internships.contract.link_renewed": lambda d: _("Bytte länk till en praktikplats för en part"),
    "internships.task.done": lambda d: _("Bockade av %(what)s", what=d.get("what", "")),
    "internships.task.undone": lambda d: _("Tog bort bocken för %(what)s", what=d.get("what", "")),
    "internships.introduction.saved": lambda d: _("Sparade introduktion och handledare för en placering"),
    "internships.attendance.written": lambda d: _("Skrev närvaro för vecka %(week)s av en praktik", week=d.get("week", "")),
    "internships.attendance.confirmed": lambda d: _("Bekräftade närvaro för vecka %(week)s av en praktik", week=d.get("week", "")),
    "internships.evaluation.answered": lambda d: _("Utvärderade en praktik"),
    "internships.placement.started": lambda d: _("En praktik har börjat"),
    "internships.placement.completed": lambda d: _("Avslutade en praktik som genomförd"),
    "internships.placement.interrupted": lambda d: _("Avbröt en praktik"),
    "internships.supervisor.removed": lambda d: _("Tog bort en handledare"),
    "internships.placement.announced": lambda d: _(
        "Berättade för %(count)s sökande om deras platser i %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.placement.accepted": lambda d: _("En sökande tackade ja till en plats"),
    "internships.placement.declined": lambda d: _("En sökande tackade nej till en plats"),
    "internships.placement.locked": lambda d: _("Låste en placering"),
    "internships.placement.unlocked": lambda d: _("Låste upp en placering"),
    "internships.placement.given_time": lambda d: _("Gav en sökande mer tid att svara, till och med %(day)s", day=d.get("day", "")),
    "internships.placement.withdrawn": lambda d: _("Avslutade en placering: %(reason)s", reason=d.get("reason", "")),
    "internships.repair.started": lambda d: _("Räknade en omfördelning av %(title)s", title=d.get("title", "")),
    "internships.repair.published": lambda d: _(
        "Publicerade en omfördelning av %(title)s: %(count)s ändrade", title=d.get("title", ""), count=d.get("count", 0)
    ),
    "internships.placement.by_hand": lambda d: _("Placerade en sökande för hand på %(workplace)s", workplace=d.get("workplace", "")),
    "internships.round.drawn": lambda d: _("Lottade inför fördelningen av %(title)s", title=d.get("title", "")),
    "internships.run.started": lambda d: _("Startade en uträkning för %(title)s", title=d.get("title", "")),
    "internships.run.done": lambda d: _(
        "En uträkning blev klar: %(placed)s av %(of)s fick plats", placed=d.get("placed", 0), of=d.get("of", 0)
    ),
    "internships.run.failed": lambda d: _("En uträkning avbröts"),
    "internships.run.refused": lambda d: _("En uträkning underkändes i kontrollen"),
    "internships.run.published": lambda d: _(
        "Publicerade %(count)s placeringar i %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "internships.pin.made": lambda d: _("Bestämde något i förväg om en sökande och %(workplace)s", workplace=d.get("workplace", "")),
    "internships.pin.removed": lambda d: _("Tog bort något som var bestämt i förväg om en sökande"),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
