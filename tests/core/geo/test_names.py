"""The code of a municipality, from its name as people and files write it."""

from __future__ import annotations

import csv

import pytest

from core.config import ROOT
from core.geo import queries
from core.geo.places import municipalities

OFFICIAL = ROOT.parent / "shared" / "data" / "geo" / "municipalities_enriched.csv"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Skellefteå", "Skellefteå"),
        ("  SKELLEFTEÅ  ", "Skellefteå"),
        ("skelleftea", "Skellefteå"),
        ("Skeleftea kommun", "Skellefteå"),
        ("2482", "Skellefteå"),
        ("Sundsvalls kommun", "Sundsvall"),
        ("Borås", "Borås"),
        ("Borås Stad", "Borås"),
        ("Vännäs kommun", "Vännäs"),
        ("Falu kommun", "Falun"),
        ("Region Gotland", "Gotland"),
        ("Åsele", "Åsele"),
        ("Asele", "Åsele"),
        ("Ärjeplog", "Arjeplog"),
        ("Örnsköldvik", "Örnsköldsvik"),
        ("Upplands Bro", "Upplands-Bro"),
        ("upplandsbro", "Upplands-Bro"),
        ("Håbo", "Håbo"),
        ("Habo kommun", "Habo"),
    ],
)
def test_a_name_is_understood_as_people_write_it(written: str, name: str) -> None:
    code = queries.code_for(written)
    assert code is not None
    assert queries.name_of(code) == name


@pytest.mark.parametrize("written", ["", "   ", "Lunde", "Atlantis", "9999", "kommun", "Umeå, Skellefteå", "å" * 5000])
def test_what_is_no_municipality_is_not_guessed_at(written: str) -> None:
    """Lunde is a village in Kramfors, and one letter from Lund."""
    assert queries.code_for(written) is None


def test_only_the_allowed_codes_are_answered() -> None:
    assert queries.code_for("Skellefteå", among=["2481"]) is None
    assert queries.code_for("2482", among=["2481"]) is None
    assert queries.code_for("habo", among=["0305"]) == "0305", "without Habo, a missing ring is the only reading"


def test_choices_come_in_swedish_order() -> None:
    names = [name for _, name in queries.choices(among=["1880", "2463", "1292", "1784", "0180"])]
    assert names == ["Arvika", "Stockholm", "Åsele", "Ängelholm", "Örebro"]
    assert len(queries.choices()) == 290


def test_county_of_a_municipality() -> None:
    assert queries.county_of("2482") == "Västerbottens län"
    assert queries.county_of("23") == "Jämtlands län"
    assert queries.county_of("99") == ""


def test_a_retired_code_is_shown_as_it_is() -> None:
    assert queries.name_of("1917") == "1917"


@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"{OFFICIAL.name} is not beside the repository")
def test_every_official_name_form_gives_its_code() -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["municipality_code"] for row in rows} == set(municipalities())
    wrong = [row["municipality_name"] for row in rows if queries.code_for(row["municipality_name"]) != row["municipality_code"]]
    assert wrong == []
