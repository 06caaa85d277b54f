"""Invitations, requests and impersonations as records."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [
    RecordType("core.invitation", _l("Inbjudningar till roller"), 1, "Uppgifter av tillfällig betydelse"),
    RecordType("core.join_request", _l("Ansökningar om roller"), 2, "Visar vem som fick företräda en organisation"),
    RecordType("core.impersonation", _l("Visning som någon annan"), 2, "Kontroll av åtkomst till uppgifter"),
]
