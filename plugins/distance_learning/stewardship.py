"""What is kept, for how long."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.distance_learning.centres.models import SelfCheck
from plugins.distance_learning.cohorts.stewardship import RECORD_TYPES as COHORTS
from plugins.distance_learning.publishing.models import DistanceCourse
from plugins.distance_learning.visiting.stewardship import RECORD_TYPES as VISITS

_COURSES = old_rows(DistanceCourse, DistanceCourse.withdrawn_at, "distance_learning:course")
_CHECKS = old_rows(SelfCheck, SelfCheck.created_at, "distance_learning:self_check")

RECORD_TYPES = [
    *COHORTS,
    *VISITS,
    RecordType("distance_learning.centre", _l("Lärcentrum"), None, "Uppgifter om verksamheten"),
    RecordType(
        "distance_learning.course",
        _l("Kurser på lärcentrum som har tagits bort"),
        5,
        "Uppgifter om verksamheten",
        due=_COURSES.due,
        dispose=_COURSES.dispose,
    ),
    RecordType(
        "distance_learning.self_check",
        _l("Lärcentrumens egna kvalitetsgranskningar"),
        10,
        "Underlag för uppföljning",
        due=_CHECKS.due,
        dispose=_CHECKS.dispose,
    ),
]
