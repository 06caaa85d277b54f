"""What people write as days and figures is read; what cannot be read comes back as it was typed, with how to write it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.web.fields import DayField, NumberField, WholeField


class Some(Form):  # type: ignore[misc]
    """A field of each kind."""

    day = DayField("Dag")
    seats = WholeField("Platser")
    minutes = WholeField("Minuter", limits=(15, 600))
    pace = NumberField("Takt")


READ = [
    ("day", " 2028-02-29 ", date(2028, 2, 29)),
    ("seats", "12 500", 12500),
    ("seats", "12\u00a0500 kr", 12500),
    ("seats", "-3", -3),
    ("minutes", "15", 15),
    ("pace", "7,5", 7.5),
    ("pace", "50 %", 50.0),
    ("pace", "", None),
    ("day", "", None),
    ("seats", " ", None),
]
REFUSED = [
    ("day", "2027-02-29", "Skriv datumet som år, månad och dag: 2026-11-24."),
    ("day", "24/11", "Skriv datumet som år, månad och dag: 2026-11-24."),
    ("seats", "tolv", "Skriv ett heltal, till exempel 12."),
    ("seats", "1.5", "Skriv ett heltal, till exempel 12."),
    ("seats", "9" * 5000, "Skriv ett heltal, till exempel 12."),
    ("minutes", "601", "Skriv ett heltal från 15 till 600."),
    ("minutes", "en timme", "Skriv ett heltal från 15 till 600."),
    ("pace", "nan", "Skriv ett tal, till exempel 7,5."),
    ("pace", "inf", "Skriv ett tal, till exempel 7,5."),
    ("pace", "1e999", "Skriv ett tal, till exempel 7,5."),
    ("pace", "1" * 13, "Skriv ett tal, till exempel 7,5."),
]


@pytest.mark.parametrize(("name", "typed", "meant"), READ)
def test_what_people_write_is_read(app: Flask, name: str, typed: str, meant: Any) -> None:
    with app.test_request_context():
        form = Some(MultiDict({name: typed}))
        assert (form.validate(), form[name].data, list(form[name].errors)) == (True, meant, [])


@pytest.mark.parametrize(("name", "typed", "told"), REFUSED)
def test_what_cannot_be_read_is_told_and_kept_as_it_was_typed(app: Flask, name: str, typed: str, told: str) -> None:
    with app.test_request_context():
        form = Some(MultiDict({name: typed}))
        assert (form.validate(), [str(error) for error in form[name].errors]) == (False, [told])
        assert form[name]._value() == typed


def test_a_number_is_shown_with_a_comma() -> None:
    assert [Some(data={"pace": pace}).pace._value() for pace in (7.5, 100.0, 63.12345678, None)] == ["7,5", "100", "63,12345678", ""]
