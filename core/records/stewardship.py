"""The records that decisions on records themselves are."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins.declarations import RecordType

RECORD_TYPES = [
    RecordType("core.retention_decision", _l("Gallringsbeslut och bevis om gallring"), None, "Arkivlagen; bevaras"),
    RecordType("core.disclosure", _l("Ärenden om utlämnande"), None, "Arkivlagen; regionens dokumenthanteringsplan avgör"),
    RecordType("core.erasure", _l("Bevis om radering"), None, "Dataskyddsförordningen art. 5.2", per_region=False),
    RecordType("core.protected_person", _l("Markering om skyddade personuppgifter"), None, "Så länge skyddet gäller", per_region=False),
]
