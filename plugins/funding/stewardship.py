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
from plugins.funding.participants.readings import of_participant
from plugins.funding.projects.models import Project
from plugins.funding.registration.models import Registration

_HEADER = (
    "number", "name", "email", "phone", "personal_number", "is_protected", "born_year", "is_woman", "organisation", "municipality_code",
    "work", "education", "result", "starts_on", "left_on", "consented_on", "consent_text",
)  # fmt: skip
_REGISTRATION = ("name", "email", "phone", "personal_number", "municipality_code", "work", "education", "received_on")
_READING = ("number", "read_at", "read_where", "month")
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
            each.number, each.name, each.email, each.phone, unseal(each, "personal_number"), each.is_protected, each.born_year,
            each.is_woman, each.organisation, each.municipality_code, each.work, each.education, each.result, each.starts_on, each.left_on,
            each.consented_on, each.consent_text,
        )
        for each in db.session.execute(wanted.order_by(Participant.id)).scalars()
    ]  # fmt: skip
    return [DataSet("funding.participants", _HEADER, rows), _registrations(user, region), _readings(user, region)]


def _readings(user: User, region: Region | None) -> DataSet:
    """When and where the person's own number was read. Who it was is the region's to say: that is about somebody else."""
    wanted = select(Participant).where(Participant.email == user.email)
    if region is not None:
        wanted = wanted.where(Participant.region_id == region.id)
    rows = [
        (person.number, row.created_at, row.read_where, row.month)
        for person in db.session.execute(wanted.order_by(Participant.id)).scalars()
        for row in of_participant(person)
    ]
    return DataSet("funding.my_number_readings", _READING, rows)


def _registrations(user: User, region: Region | None) -> DataSet:
    wanted = select(Registration).where(Registration.email == user.email)
    if region is not None:
        wanted = wanted.where(Registration.region_id == region.id)
    rows = [
        (
            each.name, each.email, each.phone, unseal(each, "personal_number"), each.municipality_code, each.work, each.education,
            each.received_on,
        )
        for each in db.session.execute(wanted.order_by(Registration.id)).scalars()
    ]  # fmt: skip
    return DataSet("funding.registrations", _REGISTRATION, rows)


def erase(user: User) -> None:
    """Take away what the fund does not ask for: the address, so that no link opens, and how the person was informed.

    Name, number and hours are kept as long as the fund requires (GDPR art. 17.3 b), and go with the project.
    """
    for each in db.session.execute(select(Participant).where(Participant.email == user.email)).scalars():
        seed = new_seed()
        each.phone = ""
        each.email, each.consent_text, each.seed, each.token_hash = "", "", seed, digest(token_of("funding.erased", seed))
    for row in db.session.execute(select(Registration).where(Registration.email == user.email)).scalars():
        db.session.delete(row)
    db.session.flush()
