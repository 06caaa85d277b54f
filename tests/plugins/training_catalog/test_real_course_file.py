"""The shared file of 995 real rows, where it is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.training_catalog.models import EducationOccupation, RunStatus

from .conftest import Catalogue

FILE = Path(__file__).parents[4] / "shared" / "data" / "courses" / "sundsvall-adult-education-courses-a.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared data folder is not here")


def test_all_good_rows_are_read_the_nameless_ones_listed_and_nothing_is_doubled(catalogue: Catalogue) -> None:
    run = catalogue.read(FILE.read_bytes(), source="Sundsvall")
    assert (run.status, run.rows, run.rejected, run.ignored) == (RunStatus.DONE, 995, 44, 0)
    faults = catalogue.faults(run)
    assert {(column, rejected) for _row, column, _cause, rejected in faults} == {("Namn", True)}
    assert faults[0][0] == 199
    # 951 rows are the join of 633 events with their subjects and categories.
    assert (len(catalogue.events), len(catalogue.infos), len(catalogue.providers)) == (633, 244, 13)
    assert (run.added, run.inferred, run.unlocated) == (633 + 244 + 13, 628, 0)

    again = catalogue.read(FILE.read_bytes(), source="sundsvall")
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 890)
    assert (again.rejected, len(catalogue.events)) == (44, 633)


def test_what_the_real_file_says_is_understood(catalogue: Catalogue) -> None:
    catalogue.read(FILE.read_bytes(), source="Sundsvall")
    assert Counter(info.school_form for info in catalogue.infos) == {
        "VUXGY": 126,
        "FHS": 41,
        "VUXGR": 29,
        "VUXGRAN": 24,
        "YH": 14,
        "VUXGYAN": 10,
    }
    assert Counter((place.municipality_code, place.inferred_from) for place in catalogue.locations) == {
        ("2281", "place"): 572,
        ("2281", ""): 5,
        ("2284", "place"): 23,
        ("2282", "place"): 18,
        ("2260", "place"): 7,
        ("2280", "place"): 4,
        ("1283", "place"): 2,
        ("2380", "place"): 1,
        ("2480", "place"): 1,
    }
    assert sum(event.is_distance for event in catalogue.events) == 17
    assert {(info.credits, info.credits_unit) for info in catalogue.infos if info.school_form == "YH"} >= {(400.0, "yh"), (200.0, "yh")}
    dementia = catalogue.info("Specialiserad undersköterska i demensvård")
    leads = {lead.group_code for lead in catalogue.all(EducationOccupation) if lead.info_id == dementia.id}
    assert leads == {"5321", "5323"}
