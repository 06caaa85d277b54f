"""Invitations, requests and impersonations as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.memberships.models import Impersonation, JoinRequest, RoleInvitation
from core.plugins.declarations import RecordType
from core.records.disposal import old_rows

INVITATIONS = old_rows(RoleInvitation, RoleInvitation.created_at, "core:invitation")
REQUESTS = old_rows(JoinRequest, JoinRequest.created_at, "core:join_request")
VIEWINGS = old_rows(Impersonation, Impersonation.started_at, "core:impersonation")
RECORD_TYPES = [
    RecordType(
        "core.invitation",
        _l("Inbjudningar till roller"),
        1,
        "Uppgifter av tillfällig betydelse",
        due=INVITATIONS.due,
        dispose=INVITATIONS.dispose,
    ),
    RecordType(
        "core.join_request",
        _l("Ansökningar om roller"),
        2,
        "Visar vem som fick företräda en organisation",
        due=REQUESTS.due,
        dispose=REQUESTS.dispose,
    ),
    RecordType(
        "core.impersonation",
        _l("Visning som någon annan"),
        2,
        "Kontroll av åtkomst till uppgifter",
        due=VIEWINGS.due,
        dispose=VIEWINGS.dispose,
    ),
]
