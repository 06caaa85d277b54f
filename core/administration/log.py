"""What administrators have done, in words for the audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.i18n import gettext as _
from core.users.roles import ROLES


def _role(detail: dict[str, Any]) -> str:
    return str(ROLES.get(detail.get("role", ""), detail.get("role", "")))


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "core.membership.revoked": lambda d: _("Tog bort rollen %(role)s från en användare", role=_role(d)),
    "core.membership.suspended": lambda d: _("Stängde av en användare i regionen"),
    "core.membership.reinstated": lambda d: _("Släppte in en användare igen"),
    "core.membership.left": lambda d: _("Lämnade regionen och rollen %(role)s", role=_role(d)),
    "core.invitation.sent": lambda d: _("Bjöd in någon till rollen %(role)s", role=_role(d)),
    "core.invitation.withdrawn": lambda d: _("Tog tillbaka en inbjudan"),
    "core.invitation.accepted": lambda d: _("Tackade ja till rollen %(role)s", role=_role(d)),
    "core.join_request.made": lambda d: _("Bad om rollen %(role)s", role=_role(d)),
    "core.join_request.approved": lambda d: _("Godkände en ansökan om rollen %(role)s", role=_role(d)),
    "core.join_request.refused": lambda d: _("Avslog en ansökan om en roll"),
    "core.email_domain.added": lambda d: _("Lade till e-postdomänen %(domain)s", domain=d.get("domain", "")),
    "core.email_domain.removed": lambda d: _("Tog bort e-postdomänen %(domain)s", domain=d.get("domain", "")),
    "core.impersonation.started": lambda d: _("Började se regionen som någon annan. Skäl: %(reason)s", reason=d.get("reason", "")),
    "core.impersonation.ended": lambda d: _("Slutade se regionen som någon annan, efter %(pages)s sidor", pages=d.get("pages", 0)),
    "core.break_glass.role_granted": lambda d: _("Gav rollen %(role)s från servern", role=_role(d)),
    "core.region.changed": lambda d: _("Ändrade regionens uppgifter"),
    "core.region.text_changed": lambda d: _("Ändrade en av regionens texter"),
    "core.accessibility.statement_changed": lambda d: _("Ändrade tillgänglighetsredogörelsen"),
    "core.accessibility.fault_saved": lambda d: _("Antecknade en brist i tillgängligheten"),
    "core.accessibility.fault_removed": lambda d: _("Tog bort en brist i tillgängligheten"),
    "core.feedback.sent": lambda d: _("Lämnade en synpunkt"),
    "core.feedback.voted": lambda d: _("Svarade på om en sida var till hjälp"),
    "core.feedback.handled": lambda d: _("Hanterade en synpunkt"),
}
