"""What is kept, for how long."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.encrypted import unseal
from core.i18n import lazy_gettext as _l
from core.mailed_links import digest, new_seed, token_of
from core.plugins import DataSet, RecordType
from core.records.disposal import old_rows
from core.regions.models import Region
from core.users.models import User
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project

_HEADER = (
    "number", "name", "email", "personal_number", "is_protected", "born_year", "is_woman", "organisation", "municipality_code", "work",
    "education", "result", "starts_on", "left_on", "consented_on", "consent_text",
)  # fmt: skip
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
        what=_l("Projektet tas bort med sitt deltagarregister och sina månadsfiler."),
    ),
]


def export(user: User, region: Region | None) -> list[DataSet]:
    """A person's rows in registers of participants, by address, with the personal number in the clear: it is their own."""
    wanted = select(Participant).where(Participant.email == user.email)
    if region is not None:
        wanted = wanted.where(Participant.region_id == region.id)
    rows = [
        (
            each.number, each.name, each.email, unseal(each, "personal_number"), each.is_protected, each.born_year, each.is_woman,
            each.organisation, each.municipality_code, each.work, each.education, each.result, each.starts_on, each.left_on,
            each.consented_on, each.consent_text,
        )
        for each in db.session.execute(wanted.order_by(Participant.id)).scalars()
    ]  # fmt: skip
    return [DataSet("funding.participants", _HEADER, rows)]


def erase(user: User) -> None:
    """Take away what the fund does not ask for: the address, so that no link opens, and how the person was informed.

    Name, number and hours are kept as long as the fund requires (GDPR art. 17.3 b), and go with the project.
    """
    for each in db.session.execute(select(Participant).where(Participant.email == user.email)).scalars():
        seed = new_seed()
        each.email, each.consent_text, each.seed, each.token_hash = "", "", seed, digest(token_of("funding.erased", seed))
    db.session.flush()
