"""What one may do with the catalogue. Its pages for visitors are open to everybody."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import Permission

MANAGE = "training_catalog.catalogue.manage"
KEEP = "training_catalog.course.keep"
READ_GAP = "training_catalog.gap.read"

PERMISSIONS = [
    Permission(MANAGE, _l("Läsa in utbildningar i katalogen"), ("education_coordinator", "strategist")),
    Permission(
        KEEP,
        _l("Skriva, publicera och ställa in den egna organisationens utbildningar"),
        ("provider_representative", "education_coordinator"),
        per_organisation=True,
    ),
    Permission(READ_GAP, _l("Se vilka behov som utbildningar svarar på"), ("education_coordinator", "strategist")),
]
