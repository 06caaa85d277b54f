"""What one may do with notes, and which roles may from the start."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "distance_learning.note.read"
WRITE = "distance_learning.note.write"

PERMISSIONS = [
    Permission(READ, _l("Läsa anteckningar"), ("strategist", "guidance_counsellor")),
    Permission(WRITE, _l("Skriva anteckningar"), ("strategist",)),
]
