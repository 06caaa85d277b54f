"""What is kept, for how long."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.guidance.modules.models import ModuleProgress
from plugins.guidance.visits.models import Visit
from plugins.guidance.workspace.models import Shortlist

_VISITS = old_rows(Visit, Visit.ends_at, "guidance:visit")
_PROGRESS = old_rows(ModuleProgress, ModuleProgress.updated_at, "guidance:module_progress")
_LISTS = old_rows(Shortlist, Shortlist.updated_at, "guidance:shortlist")

RECORD_TYPES = [
    RecordType("guidance.text", _l("Texter till vägledningens sidor"), None, "Uppgifter om verksamheten"),
    RecordType("guidance.adapted", _l("Behov och checklistor i regionens egna ord"), None, "Uppgifter om verksamheten"),
    RecordType("guidance.prospect", _l("Inlästa prognoser"), None, "Uppgifter om verksamheten"),
    RecordType("guidance.profile", _l("Arbetsgivares profiler och öppna hus"), None, "Uppgifter om verksamheten"),
    RecordType(
        "guidance.visit",
        _l("Studiebesök som har varit, och deras bokningar"),
        2,
        "Dataskyddsförordningen art. 5.1 e",
        due=_VISITS.due,
        dispose=_VISITS.dispose,
    ),
    RecordType(
        "guidance.shortlist",
        _l("Vägledares listor"),
        1,
        "Dataskyddsförordningen art. 5.1 e",
        due=_LISTS.due,
        dispose=_LISTS.dispose,
        what=_l("Listan tas bort ett år efter att den ändrades senast."),
    ),
    RecordType("guidance.module", _l("Moduler för den som vägleder"), None, "Uppgifter om verksamheten"),
    RecordType(
        "guidance.progress",
        _l("Egen kompetensutveckling"),
        3,
        "Dataskyddsförordningen art. 5.1 e",
        due=_PROGRESS.due,
        dispose=_PROGRESS.dispose,
        what=_l("Vad en person har gjort i en modul, och svaren, tas bort tre år efter den senaste ändringen."),
    ),
]
