"""What the fields forgive, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.employer_needs import tokens
from plugins.employer_needs.forms.fields import clean_line, clean_text, fingerprint, read_date


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-24",
        "20261124",
        "2026/11/24",
        "24/11 2026",
        "24.11.2026",
        "24-11-2026",
        "24 november 2026",
        "den 24:e nov 2026",
        " 24  NOVEMBER  2026 ",
    ],
)
def test_dates_as_people_write_them(typed: str) -> None:
    assert read_date(typed) == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["2026-02-30", "i morgon", "24/13 2026", "2026", "", "24 foo 2026", "99999-01-01"])
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(ValueError):
        read_date(typed)


def test_texts_are_tidied() -> None:
    assert clean_line("  a\tb\x00c\n d ") == "a b c d"
    assert clean_text("\x01 rad 1\r\nrad 2\x00 \n") == "rad 1\nrad 2"
    assert clean_line(None) == clean_text(None) == ""


def test_fingerprint_sees_changes_and_not_order() -> None:
    assert fingerprint({"a": 1, "b": None}) == fingerprint({"b": "", "a": "1"})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


@pytest.mark.parametrize("typed", ["bh-7k3f-9q2m", "BH7K3F9Q2M", " BH-7K3F- 9Q2M "])
def test_references_as_typed(typed: str) -> None:
    assert tokens.read_reference(typed) == "BH-7K3F-9Q2M"


@pytest.mark.parametrize("typed", ["", "BH-7K3F-9Q2", "BH-0000-0000", "XX-7K3F-9Q2M", "BH-7K3F-9Q2M-1"])
def test_what_is_no_reference(typed: str) -> None:
    assert tokens.read_reference(typed) is None


def test_new_references_can_be_read() -> None:
    for _ in range(200):
        reference = tokens.new_reference()
        assert tokens.read_reference(reference) == reference
