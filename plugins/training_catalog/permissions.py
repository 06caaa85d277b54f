"""The catalogue's one right. Its pages for visitors are open to everybody."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

MANAGE = "training_catalog.catalogue.manage"
PERMISSIONS = [Permission(MANAGE, _l("Läsa in utbildningar i katalogen"), ("education_coordinator", "strategist"))]
