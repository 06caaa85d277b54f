"""Entries about records, programs' access, mail and sign-in services, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.i18n import gettext as _

_DECISIONS: dict[str, Callable[[], str]] = {
    "disclosed": lambda: _("Lämnas ut"),
    "partly": lambda: _("Lämnas ut delvis"),
    "refused": lambda: _("Lämnas inte ut"),
}


def _decision(detail: dict[str, Any]) -> str:
    said = _DECISIONS.get(str(detail.get("decision", "")))
    return _("Avgjorde en begäran om utlämnande: %(decision)s", decision=said().lower() if said else "–")


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "core.api_token.created": lambda d: _("Gjorde en nyckel till API:et: %(name)s", name=d.get("name", "")),
    "core.api_token.revoked": lambda d: _("Återkallade en nyckel till API:et: %(name)s", name=d.get("name", "")),
    "core.calendar.removed": lambda d: _("Tog bort sin kalenderadress"),
    "core.calendar.renewed": lambda d: _("Gjorde en ny kalenderadress"),
    "core.disclosure.opened": lambda d: _("Öppnade ett ärende om utlämnande"),
    "core.disclosure.record_added": lambda d: _("Lade en handling i ett ärende om utlämnande"),
    "core.disclosure.record_removed": lambda d: _("Tog en handling ur ett ärende om utlämnande"),
    "core.disclosure.masked": lambda d: _("Bestämde vad i en handling som är sekretess"),
    "core.disclosure.decided": _decision,
    "core.identity.tied": lambda d: _("Kopplade kontot till en inloggningstjänst"),
    "core.identity.untied": lambda d: _("Kopplade bort en inloggningstjänst från kontot"),
    "core.identity_provider.created": lambda d: _("Lade till inloggningstjänsten %(name)s", name=d.get("name", "")),
    "core.identity_provider.changed": lambda d: _("Ändrade inloggningstjänsten %(name)s", name=d.get("name", "")),
    "core.sign_in.failed": lambda d: _("En inloggning med en inloggningstjänst gick inte"),
    "core.mail.retried": lambda d: _("Lät ett mejl försöka igen"),
    "core.mail_template.changed": lambda d: _("Ändrade texten i ett slags mejl"),
    "core.mail_template.reset": lambda d: _("Återställde texten i ett slags mejl"),
    "core.notices.unsubscribed": lambda d: _("Slutade få ett slags meddelanden som e-post"),
    "core.person.erased": lambda d: _("Raderade en person"),
    "core.person.erased_again": lambda d: _("Raderade en person igen efter att en säkerhetskopia lästs tillbaka"),
    "core.person.exported": lambda d: _("Hämtade ut uppgifterna om en person"),
    "core.person.protected": lambda d: _("Markerade en person som skyddad"),
    "core.person.unprotected": lambda d: _("Tog bort markeringen om skydd för en person"),
    "core.person.protected_viewed": lambda d: _("Öppnade uppgifterna om en skyddad person. Skäl: %(reason)s", reason=d.get("reason", "")),
    "core.retention.decided": lambda d: _("Beslutade hur länge ett slags uppgifter sparas"),
    "core.retention.held": lambda d: _("Stoppade gallring"),
    "core.retention.lifted": lambda d: _("Hävde ett stopp för gallring"),
    "core.retention.disposed": lambda d: _("Gallrade uppgifter"),
    "core.webhook.created": lambda d: _("Lade till en webhook till %(host)s", host=d.get("host", "")),
    "core.webhook.changed": lambda d: _("Ändrade en webhook till %(host)s", host=d.get("host", "")),
    "core.webhook.tested": lambda d: _("Provade en webhook"),
    "core.webhook.delivery_retried": lambda d: _("Skickade om ett meddelande till en webhook"),
    "core.webhook.deleted": lambda d: _("Tog bort en webhook till %(host)s", host=d.get("host", "")),
    "core.webhook.disabled": lambda d: _("En webhook stängdes av"),
    "core.webhook.secret_changed": lambda d: _("Bytte hemligheten för en webhook"),
}
