"""Who may read in files. Each kind of table asks for a permission of its own besides."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import Permission

USE = "core.import.use"
PERMISSIONS = [
    Permission(
        USE,
        _l("Läsa in uppgifter från filer"),
        ("strategist", "education_coordinator", "learning_centre_manager", "placement_coordinator", "provider_representative"),
    )
]
