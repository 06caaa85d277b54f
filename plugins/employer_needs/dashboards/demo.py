"""Demo data for the dashboards: branches of the employers, all figures counted, and the oldest rounds published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.db import db, get
from core.organisations.models import Organisation
from core.organisations.sni import section_of
from core.regions.models import Region
from plugins.employer_needs.dashboards import publishing, service
from plugins.employer_needs.demo_data import EMPLOYERS
from plugins.employer_needs.models import SurveyRound

SNI = {
    "care": "87300",
    "school": "85200",
    "industry": "25110",
    "building": "41200",
    "transport": "49410",
    "health": "86210",
    "tourism": "55101",
    "office": "62010",
}
VERSION = "2007"


def seed(region: Region, employers: Iterable[tuple[int | None, str]], to_publish: Sequence[SurveyRound]) -> None:
    """Fill in what the dashboards need. `employers`: number and name of those who have answered."""
    kinds = [(pattern.split("{")[0], kind) for pattern, kind in EMPLOYERS]
    for key, name in employers:
        kind = next((kind for start, kind in kinds if name.startswith(start)), "")
        employer = get(Organisation, key) if key is not None and kind else None
        if employer is not None and not employer.sni_code:
            employer.sni_code, employer.sni_version = SNI[kind], VERSION
            employer.sni_section = section_of(SNI[kind])
    db.session.flush()
    service.rebuild(region=region)
    for survey_round in to_publish:
        publishing.store(region=region, round_id=survey_round.id)
