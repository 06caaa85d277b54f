"""What is kept, for how long."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.funding.projects.models import Project

_PROJECTS = old_rows(Project, Project.ended_at, "funding:project")

RECORD_TYPES = [
    RecordType("funding.call", _l("Utlysningar"), None, "Uppgifter om verksamheten"),
    RecordType("funding.idea", _l("Projektidéer och ansökningar"), None, "Uppgifter om verksamheten"),
    RecordType(
        "funding.project",
        _l("Avslutade projekt med budget, kostnader och uppföljning"),
        10,
        "Förordning (EU) 2021/1060 art. 82: minst fem år efter den sista utbetalningen",
        due=_PROJECTS.due,
        dispose=_PROJECTS.dispose,
    ),
]
