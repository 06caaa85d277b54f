"""What the audit log says of this plugin's entries, in words."""

from __future__ import annotations

from core.audit.models import AuditEntry
from core.i18n import gettext as _


def describe(entry: AuditEntry) -> str | None:
    """A log entry of this plugin in words."""
    detail = entry.detail
    if words := _asking(entry):
        return words
    match entry.action:
        case "employer_needs.round.created":
            return _("Skapade omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.round.changed":
            return _("Ändrade omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.round.opened":
            return _("Öppnade omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.round.closed":
            return _("Stängde omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.round.reminded":
            return _("Påminde i omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.invitations.imported":
            return _(
                "Läste in inbjudningar från fil (nya: %(added)s, rader med fel: %(bad)s)",
                added=detail.get("added", 0),
                bad=detail.get("bad", 0),
            )
        case "employer_needs.figures.published":
            return _("Publicerade siffrorna från omgången %(title)s", title=detail.get("title", ""))
        case "employer_needs.response.sent":
            needs = detail.get("needs", 0)
            return _("Svaret %(reference)s kom in (antal behov: %(needs)s)", reference=detail.get("reference", ""), needs=needs)
        case "employer_needs.response.reopened":
            return _("Svaret %(reference)s öppnades för ändring", reference=detail.get("reference", ""))
        case "employer_needs.response.changes_dropped":
            return _("Ändringar i svaret %(reference)s kastades", reference=detail.get("reference", ""))
        case "employer_needs.response.sent_again":
            return _(
                "Svaret %(reference)s ändrades (version %(number)s)", reference=detail.get("reference", ""), number=detail.get("number", 0)
            )
        case "employer_needs.need.marked_secret":
            return _("Ett behov i svaret %(reference)s fick sekretessmarkering", reference=detail.get("reference", ""))
        case "employer_needs.need.unmarked_secret":
            return _("Sekretessmarkeringen på ett behov i svaret %(reference)s togs bort", reference=detail.get("reference", ""))
        case "employer_needs.follower.asked":
            return _("Någon bad om mejl om behoven i svaret %(reference)s", reference=detail.get("reference", ""))
        case "employer_needs.follower.confirmed":
            return _("En prenumeration på behoven i svaret %(reference)s bekräftades", reference=detail.get("reference", ""))
        case "employer_needs.follower.ended":
            return _("En prenumeration på behoven i svaret %(reference)s avslutades", reference=detail.get("reference", ""))
        case "employer_needs.letter.signed":
            return _("Avsiktsförklaringen %(reference)s undertecknades", reference=detail.get("reference", ""))
        case "employer_needs.letter.entered":
            return _("Lade in avsiktsförklaringen %(reference)s", reference=detail.get("reference", ""))
        case "employer_needs.letter.withdrawn":
            return _("Avsiktsförklaringen %(reference)s återkallades", reference=detail.get("reference", ""))
        case "employer_needs.need.withdrawn":
            return _("Ett behov i svaret %(reference)s drogs tillbaka", reference=detail.get("reference", ""))
        case _:
            return None


def _asking(entry: AuditEntry) -> str:
    """Of surveys and their own questions, and of whom a round asks."""
    title = entry.detail.get("title", "")
    match entry.action.removeprefix("employer_needs."):
        case "survey.created":
            return _("Skapade enkäten %(title)s", title=title)
        case "survey.renamed":
            return _("Bytte namn på en enkät till %(title)s", title=title)
        case "survey.copied":
            return _("Kopierade en enkät till %(title)s", title=title)
        case "survey.published":
            return _("Publicerade version %(n)s av frågorna i %(title)s", n=entry.detail.get("number", ""), title=title)
        case "survey.discarded":
            return _("Kastade utkastet till frågor i %(title)s", title=title)
        case "question.added":
            return _("Lade till frågan ”%(label)s” i %(title)s", label=entry.detail.get("label", ""), title=entry.detail.get("survey", ""))
        case "question.changed":
            return _("Ändrade frågan ”%(label)s” i %(title)s", label=entry.detail.get("label", ""), title=entry.detail.get("survey", ""))
        case "question.moved":
            return _("Flyttade frågan ”%(label)s” i %(title)s", label=entry.detail.get("label", ""), title=entry.detail.get("survey", ""))
        case "question.removed":
            return _("Tog bort frågan ”%(label)s” ur %(title)s", label=entry.detail.get("label", ""), title=entry.detail.get("survey", ""))
        case "round.copied":
            return _("Kopierade en omgång till %(title)s (inbjudna: %(n)s)", title=title, n=entry.detail.get("invitations", 0))
        case "round.renewed":
            return _("Lät %(title)s ställa version %(n)s av frågorna", title=title, n=entry.detail.get("number", ""))
        case "invitations.chosen":
            return _("Bjöd in ur registret (nya: %(added)s)", added=entry.detail.get("added", 0))
        case "invitation.delegated":
            return _("En inbjudan till %(organisation)s lämnades över till en kollega", organisation=entry.detail.get("organisation", ""))
        case "invitation.declined":
            return _("%(organisation)s avstod från att svara", organisation=entry.detail.get("organisation", ""))
        case "invitation.called":
            return _("Antecknade ett samtal med %(organisation)s", organisation=entry.detail.get("organisation", ""))
        case "response.by_phone":
            return _("Började fylla i svaret %(reference)s per telefon", reference=entry.detail.get("reference", ""))
        case "reminder.added":
            return _("Lade in en påminnelse %(day)s i %(title)s", day=entry.detail.get("day", ""), title=title)
        case "reminder.removed":
            return _("Tog bort påminnelsen %(day)s i %(title)s", day=entry.detail.get("day", ""), title=title)
        case _:
            return ""
