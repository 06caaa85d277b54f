"""What is kept, for how long. Plans, minutes, decisions and reports are kept for ever; questions to owners are not."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.regional_plans.status.models import StatusRequest

_REQUESTS = old_rows(StatusRequest, StatusRequest.expires_at, "regional_plans:request")

RECORD_TYPES = [
    RecordType(
        "regional_plans.plan", _l("Planer med insatser, möten, protokoll och beslut"), None, "Lag (2010:630) om regionalt utvecklingsansvar"
    ),
    RecordType(
        "regional_plans.request",
        _l("Frågor om läget till dem som ansvarar för insatser"),
        1,
        "Dataskyddsförordningen art. 5.1 e",
        due=_REQUESTS.due,
        dispose=_REQUESTS.dispose,
        what=_l("Frågan tas bort ett år efter mötet. Det som svarades finns kvar i insatsens historik."),
    ),
    RecordType(
        "regional_plans.referral", _l("Remisser, remissvar och hur de bemöttes"), None, "Lag (2010:630) om regionalt utvecklingsansvar"
    ),
    RecordType(
        "regional_plans.board_case",
        _l("Nämndens ärenden och beslut om planer"),
        None,
        "Lag (2010:630) om regionalt utvecklingsansvar",
    ),
    RecordType("regional_plans.report", _l("Antagna årsrapporter"), None, "Lag (2010:630) om regionalt utvecklingsansvar"),
]
