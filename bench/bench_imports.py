"""Imports: 10 000 organisations with 300 planted faults, from the file to the look and into the register; and hostile workbooks."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from pathlib import Path
from time import process_time

from sqlalchemy import func, select

from bench import Figure

ROWS = 10_000
FAULTS = 300
SMALL = 1_000


def run(small: bool) -> list[Figure]:
    """Make a file with known faults, check it, apply it, undo it. Every planted fault must be found in its row and column."""
    from core.app import create_app
    from core.db import atomic, db, region_scope
    from core.db.cli import upgrade_installation
    from core.imports import service, work
    from core.imports.models import ImportRow, RowState, TableImport
    from core.organisations.models import OrganisationRegion
    from core.regions.models import Region

    rows = SMALL if small else ROWS
    data, planted = _file(rows, rows * FAULTS // ROWS)
    with tempfile.TemporaryDirectory(prefix="sk-bench-") as folder:
        app = create_app(environment="test", data_dir=Path(folder), https=False, entry_points=False)
        with app.test_request_context():
            upgrade_installation()
            with atomic():
                region = Region(slug="riket", name="Riket")
                db.session.add(region)
                db.session.flush()
            kind = service.kind_named(region, "core.organisations")
            with region_scope(region.id):
                begun = process_time()
                with atomic():
                    found: TableImport = service.begin(region=region, kind=kind, data=data, file_name="bench.csv", actor=None)
                    service.settle_columns(region=region, found=found, kind=kind, mapping=found.mapping)
                work.check(region, found.id)
                checked = process_time() - begun
                bad = select(ImportRow.number, ImportRow.faults).where(ImportRow.state == RowState.BAD)
                reported = {(number, column) for number, faults in db.session.execute(bad) for column, _cause in faults}
                if reported != planted:
                    raise RuntimeError(f"{len(planted - reported)} planted faults were missed, {len(reported - planted)} invented")
                spent = {}
                for name, ask, act in (
                    ("applied", service.request_apply, work.apply),
                    ("undone", service.request_undo, work.undo),
                ):
                    begun = process_time()
                    with atomic():
                        ask(region=region, found=service.own_import(region, found.id))
                    act(region, found.id)
                    spent[name] = process_time() - begun
                left = db.session.execute(select(func.count()).select_from(OrganisationRegion)).scalar_one()
                if left:
                    raise RuntimeError(f"{left} organisations are left after undoing")
    note = f"processor time; {rows} rows, {len(planted)} faults, each found in its row and column"
    return [
        Figure("read, checked, every fault reported", checked, "s", target=10, note=note),
        Figure("applied", spent["applied"], "s", note="in transactions of 100 rows"),
        Figure("undone", spent["undone"], "s"),
    ]


def _file(rows: int, faults: int) -> tuple[bytes, set[tuple[int, str]]]:
    """A file, and the (row, column) of each fault in it."""
    rng = random.Random(300)
    wrong = set(rng.sample(range(2, rows + 2), faults))
    planted = set()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Företag", "Org.nr", "Kommun", "Antal anställda", "SNI-kod"])
    for number in range(2, rows + 2):
        cells = [
            f"Exempelbolag {number} AB",
            _orgnr(number),
            rng.choice(("Norsjö", "Skellefteå", "Malå")),
            str(rng.randint(0, 300)),
            "41200",
        ]
        if number in wrong:
            place, value, column = rng.choice(
                (
                    (0, "", "Företag"),
                    (1, "5569000000", "Org.nr"),
                    (1, "5,56E+09", "Org.nr"),
                    (2, "Hittepåköping", "Kommun"),
                    (3, "många", "Antal anställda"),
                    (4, "0", "SNI-kod"),
                )
            )
            cells[place] = value
            planted.add((number, column))
        writer.writerow(cells)
    return text.getvalue().encode("utf-8"), planted


def _orgnr(number: int) -> str:
    from core.testing.factories import check_digit

    return check_digit(f"5569{number:05d}")
