"""The tables of counties and municipalities follow the files."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import db, get
from core.geo.models import County, Municipality
from core.geo.service import sync_municipalities


def test_all_are_there_after_an_upgrade(context: None) -> None:
    assert db.session.execute(select(func.count(Municipality.code))).scalar_one() == 290
    assert db.session.execute(select(func.count(County.code))).scalar_one() == 21
    skelleftea = get(Municipality, "2482")
    assert (skelleftea.name, skelleftea.county_code, skelleftea.latitude, skelleftea.longitude) == ("Skellefteå", "24", 64.751, 20.953)


def test_a_second_run_changes_nothing(context: None) -> None:
    assert sync_municipalities() == 0


def test_what_differs_is_corrected_and_what_is_retired_is_kept(context: None) -> None:
    get(Municipality, "2482").name = "Skelleftehamn"
    get(County, "24").name = "Västerbotten"
    db.session.add(Municipality(code="1917", name="Heby", sort_key="heby", county_code="19", latitude=59.9, longitude=16.9))
    db.session.flush()
    assert sync_municipalities() == 2
    assert get(Municipality, "2482").name == "Skellefteå"
    assert get(County, "24").name == "Västerbottens län"
    assert get(Municipality, "1917").name == "Heby"


def test_swedish_order_in_the_database(context: None) -> None:
    names = db.session.execute(select(Municipality.name).order_by(Municipality.sort_key)).scalars().all()
    assert names[0] == "Ale"
    assert names[-3:] == ["Östra Göinge", "Överkalix", "Övertorneå"]
    assert names.index("Åsele") < names.index("Älmhult") < names.index("Öckerö")
    assert names.index("Ystad") < names.index("Åmål")
