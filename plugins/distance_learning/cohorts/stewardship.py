"""How long interest is kept. Numbers of cohorts stay with their course; people's data do not."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.distance_learning.cohorts.models import Interest

_INTEREST = old_rows(Interest, Interest.status_at, "distance_learning:interest")
RECORD_TYPES = [
    RecordType(
        "distance_learning.interest",
        _l("Intresseanmälningar till kurser"),
        2,
        "Dataskyddsförordningen art. 5.1 e",
        due=_INTEREST.due,
        dispose=_INTEREST.dispose,
        what=_l("Anmälningar tas bort två år efter det senaste som hände med dem. Antalen per kurs finns kvar."),
    ),
]
