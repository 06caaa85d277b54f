"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "funding.call.made": lambda d: _("Lade till utlysningen %(title)s", title=d.get("title", "")),
    "funding.call.changed": lambda d: _("Ändrade utlysningen %(title)s", title=d.get("title", "")),
    "funding.call.withdrawn": lambda d: _("Drog tillbaka utlysningen %(title)s", title=d.get("title", "")),
    "funding.project.made": lambda d: _("Lade till projektet %(title)s", title=d.get("title", "")),
    "funding.project.changed": lambda d: _("Ändrade projektet %(title)s", title=d.get("title", "")),
    "funding.project.moved": lambda d: _("Ändrade läget för projektet %(title)s", title=d.get("title", "")),
    "funding.project.part_saved": lambda d: _("Sparade %(part)s i projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")),
    "funding.project.part_removed": lambda d: _(
        "Tog bort %(part)s ur projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "funding.project.budget_set": lambda d: _(
        "Satte en budgetrad för %(year)s i projektet %(title)s", year=d.get("year", ""), title=d.get("title", "")
    ),
    "funding.project.cost_set": lambda d: _(
        "Skrev in en kostnad för %(month)s i projektet %(title)s", month=d.get("month", ""), title=d.get("title", "")
    ),
    "funding.project.measured": lambda d: _(
        "Skrev in ett utfall för %(part)s i projektet %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "funding.project.noted": lambda d: _("Skrev en anteckning i projektet %(title)s", title=d.get("title", "")),
    "funding.idea.made": lambda d: _("Skrev projektidén %(title)s", title=d.get("title", "")),
    "funding.idea.changed": lambda d: _("Ändrade projektidén %(title)s", title=d.get("title", "")),
    "funding.idea.partner_asked": lambda d: _(
        "Frågade %(partner)s om projektidén %(title)s", partner=d.get("partner", ""), title=d.get("title", "")
    ),
    "funding.idea.partner_answered": lambda d: _(
        "%(partner)s svarade om projektidén %(title)s", partner=d.get("partner", ""), title=d.get("title", "")
    ),
    "funding.idea.submitted": lambda d: _("Markerade ansökan %(title)s som inskickad", title=d.get("title", "")),
    "funding.idea.dropped": lambda d: _("Lade ner projektidén %(title)s", title=d.get("title", "")),
    "funding.idea.decided": lambda d: _("Skrev in finansiärens beslut om %(title)s", title=d.get("title", "")),
    "funding.participant.made": lambda d: _(
        "Lade till deltagare %(number)s i projektet %(project)s", number=d.get("number", ""), project=d.get("project", "")
    ),
    "funding.participant.changed": lambda d: _(
        "Ändrade deltagare %(number)s i projektet %(project)s", number=d.get("number", ""), project=d.get("project", "")
    ),
    "funding.participant.number_shown": lambda d: _(
        "Visade personnumret för deltagare %(number)s i projektet %(project)s", number=d.get("number", ""), project=d.get("project", "")
    ),
    "funding.participants.taken_out": lambda d: _("Tog ut en fil med %(rows)s deltagare", rows=d.get("rows", 0)),
    "funding.registration.link_made": lambda d: _(
        "Gjorde anmälningslänken %(what)s till projektet %(title)s", what=d.get("what", ""), title=d.get("title", "")
    ),
    "funding.registration.link_closed": lambda d: _(
        "Stängde anmälningslänken %(what)s till projektet %(title)s", what=d.get("what", ""), title=d.get("title", "")
    ),
    "funding.registration.link_mailed": lambda d: _(
        "Mejlade anmälningslänken %(what)s till %(count)s adresser", what=d.get("what", ""), count=d.get("count", 0)
    ),
    "funding.registration.received": lambda d: _("Någon anmälde sig med länken %(what)s", what=d.get("what", "")),
    "funding.registration.confirmed": lambda d: _(
        "Tog in en anmälan som deltagare %(number)s i projektet %(project)s", number=d.get("number", ""), project=d.get("project", "")
    ),
    "funding.registration.rejected": lambda d: _("Avvisade en anmälan till projektet %(project)s", project=d.get("project", "")),
    "funding.registration.cleared": lambda d: _("En anmälan som ingen hade tagit ställning till togs bort"),
    "funding.certificate.made": lambda d: _(
        "Gjorde ett intyg för deltagare %(number)s i projektet %(project)s", number=d.get("number", ""), project=d.get("project", "")
    ),
    "funding.columns.written": lambda d: _("Skrev nya kolumner för månadsfilen, att granska"),
    "funding.columns.used": lambda d: _("Bytte månadsfilens kolumner, till %(count)s", count=d.get("count", 0)),
    "funding.columns.default": lambda d: _("Gick tillbaka till månadsfilens vanliga kolumner"),
    "funding.indicators.taken_out": lambda d: _("Laddade ner ett projekts gemensamma indikatorer"),
    "funding.attendance.registered": lambda d: _(
        "Skrev in närvaro för %(count)s deltagare i projektet %(title)s", count=d.get("count", 0), title=d.get("title", "")
    ),
    "funding.attendance.corrected": lambda d: _(
        "Rättade närvaro den %(day)s i projektet %(title)s", day=d.get("day", ""), title=d.get("title", "")
    ),
    "funding.attendance.signed": lambda d: _("%(count)s dagars närvaro signerades", count=d.get("count", 0)),
    "funding.attendance.link_mailed": lambda d: _(
        "Mejlade deltagare %(number)s i projektet %(project)s länken för att signera",
        number=d.get("number", ""),
        project=d.get("project", ""),
    ),
    "funding.idea.budget_set": lambda d: _(
        "Satte en budgetrad för %(year)s i projektidén %(title)s", year=d.get("year", ""), title=d.get("title", "")
    ),
    "funding.month.sent": lambda d: _(
        "Låste månadsfilen för %(month)s, version %(number)s, i projektet %(title)s",
        month=d.get("month", ""),
        number=d.get("number", ""),
        title=d.get("title", ""),
    ),
    "funding.project.taken_out": lambda d: _("Laddade ner ett projekts kostnader eller utfall"),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
