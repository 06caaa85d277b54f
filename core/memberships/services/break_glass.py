"""When somebody with access to the server takes a way that the region did not open: it is logged, and the region is told (S10)."""

from __future__ import annotations

from core.audit.service import record
from core.i18n import gettext as _
from core.mail.service import queue_mail
from core.records.people import protected_addresses
from core.regions.models import Region
from core.users.models import User
from core.users.queries import with_permission
from core.users.roles import ROLES


def tell_of_command_line(*, region: Region, user: User, role: str) -> None:
    """A role was given from the command line. Every other administrator of the region gets a mail."""
    record("core.break_glass.role_granted", region=region, subject=f"core:user:{user.id}", role=role)
    for admin in with_permission(region, "core.member.manage"):
        if admin.id == user.id:
            continue
        queue_mail(
            to=admin.email,
            kind="core.break_glass",
            region=region,
            subject=_("En roll i %(region)s gavs från servern", region=region.name),
            body=_(
                "Hej\n\nNågon med tillgång till servern gav %(email)s rollen %(role)s i %(region)s. "
                "Det gjordes inte från regionens sidor.\n\n"
                "Var det inte avtalat: stäng av personen under Användare, och fråga den som driver webbplatsen. "
                "Det står i händelseloggen.\n",
                email=_("en användare") if protected_addresses([user.email]) else user.email,
                role=ROLES[role],
                region=region.name,
            ),
        )
