"""What is kept, for how long. A meeting that is thrown away takes its programme, registrations, questions and feedback with it."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.keeping import WAY as _PEOPLE
from plugins.meeting_places.solutions.models import Solution

_MEETINGS = old_rows(Meeting, Meeting.ends_at, "meeting_places:meeting")
_SOLUTIONS = old_rows(Solution, Solution.withdrawn_at, "meeting_places:solution")

RECORD_TYPES = [
    RecordType("meeting_places.series", _l("Mötesplatser, teman och arrangörer"), None, "Uppgifter om verksamheten"),
    RecordType(
        "meeting_places.meeting",
        _l("Möten med program, frågor och utvärdering"),
        10,
        "Uppgifter om verksamheten",
        due=_MEETINGS.due,
        dispose=_MEETINGS.dispose,
    ),
    RecordType(
        "meeting_places.registration",
        _l("Anmälningar och närvaro"),
        2,
        "Dataskyddsförordningen art. 5.1 e",
        due=_PEOPLE.due,
        dispose=_PEOPLE.dispose,
        what=_l("Namn, e-post och organisation tas bort. Timmar och antal finns kvar, utan namn, så länge mötet finns."),
    ),
    RecordType(
        "meeting_places.solution",
        _l("Lokala lösningar som har tagits bort"),
        5,
        "Uppgifter om verksamheten",
        due=_SOLUTIONS.due,
        dispose=_SOLUTIONS.dispose,
    ),
]
