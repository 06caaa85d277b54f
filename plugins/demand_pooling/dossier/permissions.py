"""What one may do with dossiers. They name the persons behind letters of intent."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

READ = "demand_pooling.dossier.read"
WRITE = "demand_pooling.dossier.write"
JUDGE = "demand_pooling.evidence.judge"
IMPORT = "demand_pooling.evidence.import"

PERMISSIONS = [
    Permission(READ, _l("Se underlag, med dem som har skrivit under avsiktsförklaringar"), ("strategist",), sensitive=True),
    Permission(WRITE, _l("Skriva och skicka underlag"), ("strategist",), sensitive=True),
    Permission(JUDGE, _l("Skriva gemensamma bedömningar av yrkesgrupper"), ("strategist",)),
    Permission(IMPORT, _l("Läsa in prognoser och antal annonser"), ("strategist",)),
]
