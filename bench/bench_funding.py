"""A project's register: the fund's monthly file of 100 000 participants, checked, frozen and made again, and what memory it takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING, Any

from bench import Figure
from bench.site import region_with

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.funding.projects.models import Project

MONTH = date(2026, 3, 1)
BATCH = 5_000


def run(small: bool) -> list[Figure]:
    """One day of attendance each. The file is sent once."""
    count = 2_000 if small else 100_000
    with region_with("funding") as region:
        from core.db import atomic, db

        with atomic():
            project = _project(region, count)
        db.session.expunge_all()
        return [*_file(region, project, count), _memory(count)]


def _file(region: Region, project: Project, count: int) -> list[Figure]:
    from core.db import atomic, db
    from plugins.funding.monthly import service

    marks = [process_time()]
    read = _read(project)
    marks.append(process_time())
    with atomic():
        sent = service.send(region=region, project=db.session.merge(project), month=MONTH, user=None)
    marks.append(process_time())
    again = service.content(sent)
    marks.append(process_time())
    if read != count or sent.people != count:
        raise RuntimeError(f"{sent.people} of {count} participants stand in the file")
    plain, whole, made = (after - before for before, after in pairwise(marks))
    return [
        Figure(
            f"monthly file of {count} participants, checked and frozen",
            whole / plain,
            "×",
            ratio_to="reading the same rows, deciphered",
            note=f"{whole:.2f} s, {1000 * whole / count:.3f} ms per participant",
        ),
        Figure(
            "the frozen file, made again and compared",
            made / plain,
            "×",
            ratio_to="reading the same rows, deciphered",
            note=f"{made:.2f} s; {len(again) // 1024} KiB",
        ),
    ]


def _memory(count: int) -> Figure:
    """How much more memory the workbook of all rows takes than that of a tenth of them, besides the file itself."""
    small, large = (_peak(rows) for rows in (count // 10, count))
    return Figure(
        f"memory of the workbook, {count} rows",
        large / small,
        "×",
        ratio_to=f"memory at {count // 10} rows",
        target=2,
        note=f"{large / 2**20:.1f} MiB besides the file",
    )


def _peak(count: int) -> int:
    from core.db import utcnow
    from plugins.funding.monthly.files import workbook

    made_at = utcnow()
    tracemalloc.start()
    try:
        size = len(workbook(_made_up(count), made_at))
        return tracemalloc.get_traced_memory()[1] - size
    finally:
        tracemalloc.stop()


def _made_up(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "reference": "DEMO 2026/1",
            "personal_number": f"{190_001_010_000 + number}",
            "month": "2026-03",
            "starts_on": "2026-01-15",
            "left_on": "",
            "hours": 7.5,
        }


def _read(project: Project) -> int:
    """Read what a month's file rests on, and do nothing with it."""
    from sqlalchemy import select

    from core.crypto import decrypt
    from core.db import db
    from plugins.funding.attendance.models import AttendanceRecord
    from plugins.funding.participants.models import Participant

    wanted = (
        select(Participant.id, Participant.personal_number, Participant.starts_on, Participant.left_on, AttendanceRecord.hours)
        .join(AttendanceRecord, AttendanceRecord.participant_id == Participant.id)
        .where(Participant.project_id == project.id)
    )
    return sum(1 for row in db.session.execute(wanted) if decrypt(row[1], use=f"participant:{row[0]}"))


def _project(region: Region, count: int) -> Project:
    from core.crypto import encrypt
    from core.db import insert_many
    from core.organisations.models import OrganisationKind
    from core.organisations.service import register_organisation
    from core.regions.queries import municipalities
    from plugins.funding.attendance.models import AttendanceRecord, Signed
    from plugins.funding.participants.models import Participant
    from plugins.funding.projects import service as projects
    from plugins.funding.projects.models import ProjectStatus

    code = municipalities(region)[0].code
    owner = register_organisation(name="Bench owner", region=region, municipality_code=code, kind=OrganisationKind.MUNICIPALITY)
    facts = {
        "title": "Bench project",
        "organisation_id": owner.id,
        "funder": "Bench fund",
        "reference": "DEMO 2026/1",
        "purpose": "To measure.",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "amount": 1_000_000,
    }
    project = projects.save_project(region=region, project=None, facts=facts)
    projects.move_project(region=region, project=project, to=ProjectStatus.RUNNING)
    common = {"region_id": region.id, "project_id": project.id}
    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        insert_many(
            Participant,
            [
                common
                | {
                    "id": number,
                    "number": number,
                    "name": f"Participant {number}",
                    "sort_key": f"participant {number:06}",
                    "personal_number": encrypt(f"{190_001_010_000 + number}", use=f"participant:{number}"),
                    "number_digest": f"{number:064}",
                    "born_year": 1900,
                    "is_woman": bool(number % 2),
                    "starts_on": date(2026, 1, 15),
                    "consented_on": date(2026, 1, 15),
                    "seed": f"{number}",
                    "token_hash": f"{number:064}",
                }
                for number in numbers
            ],
        )
        attended = {"day": date(2026, 3, 10), "hours": 7.5, "signed": Signed.LEADER}
        insert_many(AttendanceRecord, [common | {"participant_id": number} | attended for number in numbers])
    return project
