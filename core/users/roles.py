"""The roles there are, and the permissions of core itself. Plugins say which roles have their permissions from the start."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Permission

REGION_ADMIN = "region_admin"

ROLES: dict[str, Any] = {
    REGION_ADMIN: _l("Regionadministratör"),
    "strategist": _l("Kompetensstrateg"),
    "education_coordinator": _l("Utbildningssamordnare"),
    "learning_centre_manager": _l("Lärcentrumansvarig"),
    "guidance_counsellor": _l("Studie- och yrkesvägledare (SYV)"),
    "placement_coordinator": _l("VFU-/LIA-samordnare"),
    "supervisor": _l("Handledare"),
    "employer_representative": _l("Företrädare för arbetsgivare"),
    "provider_representative": _l("Företrädare för utbildningsanordnare"),
}

# Roles that act for an organisation. Held without one they reach no organisation's things: whom they act for, nobody has said.
ON_BEHALF = frozenset({"employer_representative", "provider_representative"})

CORE_PERMISSIONS = [
    Permission("core.admin.read", _l("Se vad som väntar på regionens administratörer"), ()),
    Permission("core.member.manage", _l("Se, bjuda in och ändra regionens användare"), (), sensitive=True),
    Permission("core.member.impersonate", _l("Se regionen som en annan användare ser den"), (), sensitive=True),
    Permission("core.region.manage", _l("Ändra regionens namn, färg och texter"), ()),
    Permission("core.accessibility.manage", _l("Skriva regionens tillgänglighetsredogörelse"), ()),
    Permission("core.feedback.manage", _l("Läsa och besvara synpunkter på webbplatsen"), (), sensitive=True),
    Permission("core.plugins.manage", _l("Slå på, slå av och ställa in regionens delar"), (), sensitive=True),
    Permission("core.audit.read", _l("Läsa händelseloggen"), (), sensitive=True),
    Permission("core.jobs.manage", _l("Se och starta om bakgrundsjobb"), (), sensitive=True),
    Permission("core.mail.read", _l("Se vilka mejl som har skickats, till vem, och vad som gick fel"), (), sensitive=True),
    Permission("core.mail.manage", _l("Ändra mejlens texter och skicka om mejl"), (), sensitive=True),
    Permission("core.records.manage", _l("Besluta om gallring, ta ut och radera personuppgifter"), (), sensitive=True),
    Permission("core.records.disclose", _l("Lämna ut allmänna handlingar"), (), sensitive=True),
    Permission("core.person.protected", _l("Se personer med skyddade personuppgifter"), (), sensitive=True),
    Permission("core.identity_provider.manage", _l("Bestämma vilka inloggningstjänster man kan logga in med"), (), sensitive=True),
    Permission("core.board.read", _l("Se regionens översikt"), tuple(ROLES)),
]
