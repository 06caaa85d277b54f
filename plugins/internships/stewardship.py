"""What is kept, for how long. A period that is thrown away takes its offers, applicants and placements with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from core.files import storage
from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from core.regions.models import Region
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import Supervisor
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import MatchRun

_PERIODS = old_rows(PlacementPeriod, PlacementPeriod.ended_at, "internships:period")
_APPLICANTS = old_rows(Applicant, Applicant.status_at, "internships:applicant")
_SUPERVISORS = old_rows(Supervisor, Supervisor.left_at, "internships:supervisor")


def _dispose_periods(region: Region | None, refs: Sequence[str]) -> int:
    """Periods, and the files of their matches. A file that is gone though its period was not is no harm: the period is due again."""
    ids = [int(ref.rpartition(":")[2]) for ref in refs]
    kept = select(MatchRun.input_stored_name, MatchRun.result_stored_name).where(MatchRun.period_id.in_(ids))
    names = [name for row in db.session.execute(kept) for name in row if name]
    count = _PERIODS.dispose(region, refs)
    for name in names:
        storage.remove(name)
    return count


RECORD_TYPES = [
    RecordType("internships.kind", _l("Slag av praktik och deras regler"), None, "Uppgifter om verksamheten"),
    RecordType("internships.agreement", _l("Samverkansavtal om praktikplatser"), None, "Uppgifter om verksamheten"),
    RecordType(
        "internships.period",
        _l("Avslutade praktikperioder med platser och placeringar"),
        5,
        "Uppgifter om verksamheten",
        due=_PERIODS.due,
        dispose=_dispose_periods,
    ),
    RecordType(
        "internships.applicant",
        _l("Sökande till praktikplatser"),
        2,
        "Dataskyddsförordningen art. 5.1 e",
        due=_APPLICANTS.due,
        dispose=_APPLICANTS.dispose,
        what=_l("Sökande, önskemål och placeringar tas bort två år efter det senaste som hände med dem."),
    ),
    RecordType(
        "internships.supervisor",
        _l("Handledare som arbetsgivaren har tagit bort"),
        1,
        "Dataskyddsförordningen art. 5.1 e",
        due=_SUPERVISORS.due,
        dispose=_SUPERVISORS.dispose,
    ),
]
